"""One column of a contract: what an agency calls it, what its values are, and what becomes of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import field_validator, model_validator

from sia.project.described import described
from sia.project.validation import Declared

PeriodKind = Literal[
    "month", "quarter", "financial quarter", "calendar year", "financial year", "academic year", "calendar years"
]
NOT_A_LIMIT = "a limit is a number, or a day such as 2015-01-01"


class Column(Declared):
    """One column that is kept from an extract, and how its values are read."""

    type: Literal["text", "integer", "number", "date", "month", "period", "boolean", "code"] = described(
        "What the values are. `text`: kept as it stands. `integer`: a whole number. `number`: a number, with or without "
        "thousands separators and a percent sign. `date`: a day. `month`: a month such as 2023-04. `period`: a label such "
        "as 2022-23, which becomes three columns: the label, its first and its last day (`<name>`, `<name>_start`, "
        "`<name>_end`). `boolean`: yes or no. `code`: one of a list of agreed values.",
        "text",
        good=["integer"],
        refused=[("dat", "'dat' is not allowed here. Did you mean 'date'?")],
    )
    title: str = described(
        "What people call the column, in the sentences that go back to the agency; by default its name with spaces. An "
        "extract may use it as its header.",
        "",
        good=["Date of the collision"],
        refused=[(2024, "this must be text (found '2024'). Put it in quotation marks.")],
    )
    headers: tuple[str, ...] = described(
        "The headers that agencies use for the column, former ones included; case, spaces and punctuation are ignored. "
        "The column's name and title are accepted as well. Of a header in two lines, either both together "
        "(`Incidents Total`) or the second alone.",
        (),
        good=[["Ward", "Ward name", "Electoral ward"]],
        refused=[("Ward", "this must be a list, such as [first, second] (found 'Ward').")],
    )
    required: bool = described(
        "True: a file without the column is refused, and a row without a value is set aside.",
        False,
        good=[True],
        refused=[("sometimes", "this must be true or false (found 'sometimes').")],
    )
    formats: tuple[str, ...] = described(
        "How dates are written, tried in this order: `%d/%m/%Y` is 31/12/2025, `%d %b %Y` 31 Dec 2025, `%d-%b-%y` "
        "31-Dec-25, `%Y-%m-%d %H:%M` 2025-12-31 23:59. Dates such as 2025-12-31 and the day numbers of workbooks are read in "
        "any case; without the field, the usual British spellings too.",
        (),
        good=[["%d/%m/%Y", "%d %b %Y"]],
        refused=[("%d/%m/%Y", "this must be a list, such as [first, second] (found '%d/%m/%Y').")],
        beside={"type": "date"},
    )
    periods: tuple[PeriodKind, ...] = described(
        "What a column of periods may hold, tried in this order. It must be said, since 2012-13 can be a financial year, "
        "an academic year (September to August) or two calendar years.",
        (),
        good=[["financial year"], ["month", "quarter"]],
        refused=[(["fiscal year"], "'fiscal year' is not allowed here. Did you mean 'financial year'?")],
        beside={"type": "period"},
    )
    codes: dict[str, str] = described(
        "From the agency's word or code to ours, old spellings included; case, spaces and punctuation do not matter. Ours "
        "are short and stay the same when the agency changes its words. An empty value means not recorded.",
        {},
        good=[{"Fatal": "fatal", "Serious": "serious", "Not known": ""}],
        refused=[
            ({"1": 1}, "this must be text (found '1'). Put it in quotation marks."),
            (["Fatal", "Serious"], "this must hold named fields, each as 'name: value'."),
        ],
        beside={"type": "code"},
    )
    areas: Literal["", "district", "place", "ward", "msoa", "lsoa"] = described(
        "The level of the areas that the column names, by code, name or former name in the area register; `codes` adds to "
        "them.",
        "",
        good=["ward"],
        refused=[("wards", "'wards' is not allowed here. Did you mean 'ward'?")],
        beside={"type": "code"},
    )
    unknown_codes: Literal["quarantine", "keep"] = described(
        "What becomes of a value that neither `codes` nor `areas` knows: the row is set aside (`quarantine`), or the value "
        "is kept as it stands (`keep`).",
        "quarantine",
        good=["keep"],
        refused=[("ignore", "'ignore' is not allowed here. Allowed: keep, quarantine.")],
        beside={"type": "code", "areas": "ward"},
    )
    minimum: float | date | None = described(
        "The smallest number or earliest day that can be true; a row below it is set aside.",
        None,
        good=[0, date(2015, 1, 1)],
        refused=[("since 2015", f"{NOT_A_LIMIT} (found 'since 2015').")],
        beside={"type": "date"},
    )
    maximum: float | date | None = described(
        "The largest number or latest day that can be true; a row above it is set aside. Dates in the future need no "
        "limit: rows after the as-at date are not counted.",
        None,
        good=[100],
        refused=[("100 %", f"{NOT_A_LIMIT} (found '100 %').")],
        beside={"type": "number"},
    )
    drop: bool = described(
        "True for personal data that nobody needs, such as names, addresses and free text: the column is never read, and "
        "its values are written nowhere.",
        False,
        good=[True],
        refused=[("yes please", "this must be true or false (found 'yes please').")],
    )
    pseudonymise: bool = described(
        "True for the number of a person: it is replaced by a keyed hash, so that repeats can be counted without knowing "
        "anyone. The key is the environment variable `SIA_PSEUDONYM_KEY`; without it the source is not read.",
        False,
        good=[True],
        refused=[("hash", "this must be true or false (found 'hash').")],
    )

    @field_validator("minimum", "maximum", mode="before")
    @classmethod
    def _number_or_day(cls, limit: Any) -> Any:
        if isinstance(limit, str):
            try:
                return date.fromisoformat(limit)
            except ValueError:
                raise ValueError(NOT_A_LIMIT) from None
        return limit

    @model_validator(mode="after")
    def _codes_need_code_type(self) -> Column:
        if (self.codes or self.areas) and self.type != "code":
            raise ValueError("'codes' and 'areas' need 'type: code'")
        if self.type == "code" and not (self.codes or self.areas):
            raise ValueError("'type: code' needs 'codes' or 'areas'")
        if (self.type == "period") != bool(self.periods):
            raise ValueError("'type: period' and 'periods' go together")
        return self

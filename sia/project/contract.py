"""The contract of a source: what an agency's extract holds, how it is read, and under which terms (`sources/<id>.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, field_validator, model_validator

from sia.project.validation import Declared

Identifier = r"^[a-z][a-z0-9_]*$"
RESERVED_COLUMNS = {"source_file", "source_row"}


PeriodKind = Literal[
    "month", "quarter", "financial quarter", "calendar year", "financial year", "academic year", "calendar years"
]


class Column(Declared):
    """One column that is kept from an extract, and how its values are read."""

    type: Literal["text", "integer", "number", "date", "month", "period", "boolean", "code"] = Field(
        default="text",
        description="What the values are. A period, such as 2022-23, becomes three columns: its label, its first and its last day (`<name>`, `<name>_start`, `<name>_end`).",
    )
    title: str = ""
    headers: tuple[str, ...] = Field(
        default=(), description="Headers agencies use; case, spaces and punctuation are ignored."
    )
    required: bool = Field(
        default=False, description="A row without a value is quarantined; a file without the column is refused."
    )
    formats: tuple[str, ...] = Field(default=(), description="Accepted date formats (strptime), tried in order.")
    periods: tuple[PeriodKind, ...] = Field(
        default=(),
        description="What a column of periods may hold, tried in order; needed, since 2012-13 can be two things.",
    )
    codes: dict[str, str] = Field(
        default_factory=dict, description="From the agency's code or name to ours, old names included."
    )
    areas: Literal["", "district", "place", "ward", "msoa", "lsoa"] = Field(
        default="",
        description="The column names areas of this level, by code, name or former name in the area register; `codes` adds to them.",
    )
    unknown_codes: Literal["quarantine", "keep"] = "quarantine"
    minimum: float | date | None = None
    maximum: float | date | None = None
    drop: bool = Field(default=False, description="Personal data that is never read further than the door.")
    pseudonymise: bool = Field(default=False, description="Replaced by a keyed hash; the key is in the environment.")

    @model_validator(mode="after")
    def _codes_need_code_type(self) -> Column:
        if (self.codes or self.areas) and self.type != "code":
            raise ValueError("'codes' and 'areas' need 'type: code'")
        if self.type == "code" and not (self.codes or self.areas):
            raise ValueError("'type: code' needs 'codes' or 'areas'")
        if (self.type == "period") != bool(self.periods):
            raise ValueError("'type: period' and 'periods' go together")
        return self


class Rule(Declared):
    """A condition in SQL that each row must meet, and the sentence for the agency when one does not."""

    id: str = Field(pattern=Identifier)
    condition: str
    sentence: str


class Coverage(Declared):
    """How it is known which months a source covers, so that no events can be told from no data."""

    by: Literal["rows", "declared", "files"] = Field(
        default="rows",
        description="rows: every month from the first to the newest row, those without rows listed as missing; declared: from the first month given to the as-at date; files: each file holds the whole month that its name says (2025-12), and a newer file for the same month supersedes the older.",
    )
    column: str = Field(
        default="", description="The date or month column that counts; by default the contract's first."
    )
    first_month: date | None = None
    missing_when_empty: bool = Field(
        default=True,
        description="True: a month without a row is missing. False: rare events, a month without a row counts nought.",
    )


class Unpivot(Declared):
    """A wide table made long: each header that fits becomes a value of `name`, its cells values of `value`."""

    headers: str = Field(description="A regular expression that whole headers must fit, such as '\\d{4}'.")
    name: str = Field(description="The column of this contract that receives the header.")
    value: str = Field(description="The column of this contract that receives the cell.")


class Tolerances(Declared):
    """Where the page on data quality begins to warn."""

    fewer_percent: float = Field(
        default=60, gt=0, le=100, description="A month this many per cent below the usual level is unusual."
    )
    more_percent: float = Field(
        default=150, gt=0, description="A month this many per cent above the usual level is unusual."
    )
    blank_points: float = Field(
        default=10,
        gt=0,
        description="A key field is unusually incomplete in a month when the share of blanks is this many percentage points above its usual share.",
    )
    late_percent: float = Field(
        default=10, gt=0, description="The latest month is provisional when more per cent than this are recorded late."
    )


class Contract(Declared):
    """One source. `id` is the name of the file and of the typed table that the source becomes."""

    id: str = Field(pattern=Identifier)
    title: str
    agency: str
    owner: str = Field(description="A role, never a person's name.")
    kind: Literal["events", "series", "register"]
    frequency: Literal["weekly", "monthly", "quarterly", "annual", "as it happens"]
    classification: Literal["public", "official", "official-sensitive"]
    licence: str = Field(default="", description="The licence or the information sharing agreement.")
    attribution: str = Field(default="", description="Printed wherever the data appear.")
    purpose: str = ""
    lawful_basis: str = ""
    retention_months: int | None = Field(default=None, ge=1)
    as_at_rule: str = ""
    public: bool = Field(default=False, description="True only when these very figures are published: no suppression.")
    suppress_below: int = Field(default=5, ge=2)
    files: tuple[str, ...] = Field(default=("*",), description="File names read from extracts/<id>/.")
    sheet: str = Field(default="", description="The sheet of a workbook; by default the one that shows most columns.")
    records: str = Field(
        default="", description="Where the records of a JSON file are, as names joined by dots: series.byStrand.data."
    )
    unpivot: Unpivot | None = Field(default=None, description="For tables with a column for each year or kind.")
    columns: dict[str, Column]
    key: tuple[str, ...] = Field(
        default=(), description="Rows equal in these columns are duplicates; a blank in the first is never one."
    )
    rules: tuple[Rule, ...] = ()
    coverage: Coverage = Coverage()
    tolerances: Tolerances = Tolerances()
    key_fields: tuple[str, ...] = Field(
        default=(), description="Columns whose completeness is shown by month; by default all that can be blank."
    )
    reporting_basis: str = Field(
        default="",
        description="A column that says on which basis a value was counted: where it changes, a break is suspected.",
    )
    optional: bool = Field(default=False, description="Nothing is said of this source until a file lies in its folder.")
    synthetic: bool = Field(default=False, description="The extract is invented; said on every page.")

    @field_validator("columns")
    @classmethod
    def _column_names(cls, columns: dict[str, Column]) -> dict[str, Column]:
        for name in columns:
            if name in RESERVED_COLUMNS:
                raise ValueError(f"'{name}' is written by sia itself and cannot be a column")
        return columns

    @model_validator(mode="after")
    def _names_exist(self) -> Contract:
        named = [*self.key, *self.key_fields, self.coverage.column, self.reporting_basis]
        named += [self.unpivot.name, self.unpivot.value] if self.unpivot else []
        for name in filter(None, named):
            if name not in self.columns:
                raise ValueError(f"'{name}' is not a column of this contract")
        return self

    def with_areas(self, names: Mapping[str, Mapping[str, str]]) -> Contract:
        """The contract with the names and codes of areas, by level, filled into the columns that name areas."""
        columns = {
            name: column.model_copy(update={"codes": {**names.get(column.areas, {}), **column.codes}})
            if column.areas
            else column
            for name, column in self.columns.items()
        }
        return self.model_copy(update={"columns": columns})

    @property
    def kept(self) -> dict[str, Column]:
        """The columns that become the typed table."""
        return {name: column for name, column in self.columns.items() if not column.drop}

"""The contract of a source: what an agency's extract holds, how it is read, and under which terms (`sources/<id>.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, field_validator, model_validator

from sia.project.column import Column
from sia.project.column import PeriodKind as PeriodKind
from sia.project.described import described
from sia.project.validation import Declared

Identifier = r"^[a-z][a-z0-9_]*$"
RESERVED_COLUMNS = {"source_file", "source_row"}


class Rule(Declared):
    """A condition across columns that each row must meet, and the sentence for the agency when one does not."""

    id: str = described(
        "A short name of the rule, which the list of rows set aside gives beside the sentence.",
        good=["period_in_order"],
        refused=[
            (
                "Period in order",
                "this must be lower-case letters, digits and underscores, beginning with a letter (found 'Period in order').",
            )
        ],
        pattern=Identifier,
    )
    condition: str = described(
        "A condition in SQL over the typed columns of the contract. A row for which it is false is set aside; a row for which "
        "it cannot be said, because a value is blank, is not.",
        good=["period_start <= period_end", "lower is null or lower <= value"],
        refused=[(True, "this must be text (found 'true'). Put it in quotation marks.")],
    )
    sentence: str = described(
        "What the agency is told of a row that does not meet the condition: one plain sentence.",
        good=["The period ends before it begins."],
        refused=[(["ends early"], "this must be text. Put it in quotation marks.")],
    )


class Coverage(Declared):
    """How it is known which months a source covers, so that no events can be told from no data."""

    by: Literal["rows", "declared", "files"] = described(
        "`rows`: every month from the first to the newest row, those without rows listed as missing. `declared`: from the "
        "first month given to the as-at date. `files`: each file holds the whole month that its name says (2025-12), and a "
        "newer file for the same month supersedes the older.",
        "rows",
        good=["files"],
        refused=[("file", "'file' is not allowed here. Did you mean 'files'?")],
    )
    column: str = described(
        "The column of dates, months or periods that counts; by default the contract's first.",
        "",
        good=["recorded_on"],
        refused=[(["recorded_on"], "this must be text. Put it in quotation marks.")],
    )
    first_month: date | None = described(
        "Any day of the first month that the agency can send; needed with `by: declared`.",
        None,
        good=[date(2021, 1, 1)],
        refused=[("January 2021", "this must be a day, such as 2025-12-31 (found 'January 2021').")],
        beside={"by": "declared"},
    )
    missing_when_empty: bool = described(
        "True: a month without a row is missing. False: events are rare, and a month without a row counts nought.",
        True,
        good=[False],
        refused=[("rarely", "this must be true or false (found 'rarely').")],
    )


class Unpivot(Declared):
    """A wide table made long: each header that fits becomes a value of one column, its cells values of another."""

    headers: str = described(
        "A regular expression that whole headers must fit.",
        good=[r"\d{4}", "Q[1-4] .*"],
        refused=[(2020, "this must be text (found '2020'). Put it in quotation marks.")],
    )
    name: str = described(
        "The column of this contract that receives the header.",
        good=["period"],
        refused=[(2020, "this must be text (found '2020'). Put it in quotation marks.")],
    )
    value: str = described(
        "The column of this contract that receives the cell.",
        good=["value"],
        refused=[(None, "this must be text. Put it in quotation marks.")],
    )


class Tolerances(Declared):
    """Where the page on data quality begins to warn."""

    fewer_percent: float = described(
        "A month this many per cent below the usual level is unusual.",
        60,
        good=[40],
        refused=[(0, "this must be more than 0 (found '0').")],
        gt=0,
        le=100,
    )
    more_percent: float = described(
        "A month this many per cent above the usual level is unusual.",
        150,
        good=[300],
        refused=[(-10, "this must be more than 0 (found '-10').")],
        gt=0,
    )
    blank_points: float = described(
        "A key field is unusually incomplete in a month when the share of blanks is this many percentage points above its "
        "usual share.",
        10,
        good=[5],
        refused=[(0, "this must be more than 0 (found '0').")],
        gt=0,
    )
    late_percent: float = described(
        "The latest month is provisional when more per cent than this are recorded late.",
        10,
        good=[20],
        refused=[("a fifth", "this must be a number (found 'a fifth').")],
        gt=0,
    )


class Contract(Declared):
    """One source. The name of the file, without `.yml`, is its id and the name of the table that it becomes."""

    id: str = Field(pattern=Identifier, description="The name of the file; never written in it.")
    title: str = described(
        "What documents call the source.",
        good=["Road casualties"],
        refused=[(2024, "this must be text (found '2024'). Put it in quotation marks.")],
    )
    agency: str = described(
        "Who sends it.",
        good=["Exampleshire Police"],
        refused=[(None, "this must be text. Put it in quotation marks.")],
    )
    owner: str = described(
        "Who answers for it at the agency: a role, never a person's name.",
        good=["Head of Performance and Insight, Exampleshire Police"],
        refused=[(None, "this must be text. Put it in quotation marks.")],
    )
    kind: Literal["events", "series", "register"] = described(
        "`events`: a row an incident. `series`: a row a period and area, with values. `register`: rare things kept as a "
        "list, such as reviews.",
        good=["events"],
        refused=[("event", "'event' is not allowed here. Did you mean 'events'?")],
    )
    frequency: Literal["weekly", "monthly", "quarterly", "twice a year", "annual", "as it happens"] = described(
        "How often it arrives. Every month is expected of a weekly or monthly source, and said to be missing without rows.",
        good=["monthly"],
        refused=[
            (
                "yearly",
                "'yearly' is not allowed here. Allowed: annual, as it happens, monthly, quarterly, twice a year, weekly.",
            )
        ],
    )
    classification: Literal["public", "official", "official-sensitive"] = described(
        "How the rows must be handled. It does not by itself let anything be published: see `public`.",
        good=["official-sensitive"],
        refused=[("secret", "'secret' is not allowed here. Allowed: official, official-sensitive, public.")],
    )
    licence: str = described(
        "The licence, or the information sharing agreement.",
        "",
        good=["Open Government Licence v3.0", "Information sharing agreement of May 2024, schedule 2"],
        refused=[(3.0, "this must be text (found '3.0'). Put it in quotation marks.")],
    )
    attribution: str = described(
        "Printed wherever the data appear.",
        "",
        good=["Contains public sector information licensed under the Open Government Licence v3.0."],
        refused=[(True, "this must be text (found 'true'). Put it in quotation marks.")],
    )
    purpose: str = described(
        "What the partnership needs the source for.",
        "",
        good=["Deaths and injuries on the district's roads"],
        refused=[(["trends"], "this must be text. Put it in quotation marks.")],
    )
    lawful_basis: str = described(
        "The law that allows it to be shared.",
        "",
        good=["Crime and Disorder Act 1998, section 115"],
        refused=[(115, "this must be text (found '115'). Put it in quotation marks.")],
    )
    retention_months: int | None = described(
        "How many months the extracts are kept.",
        None,
        good=[60],
        refused=[
            ("five years", "this must be a whole number (found 'five years')."),
            (0, "this must be at least 1 (found '0')."),
        ],
        ge=1,
    )
    as_at_rule: str = described(
        "What a file holds on the day it is drawn, in the agency's words.",
        "",
        good=["Incidents recorded up to the last day of the month"],
        refused=[(31, "this must be text (found '31'). Put it in quotation marks.")],
    )
    public: bool = described(
        "True only when these very figures are published already: nothing is suppressed.",
        False,
        good=[True],
        refused=[("published", "this must be true or false (found 'published').")],
    )
    suppress_below: int = described(
        "Counts from 1 to below this are not published.",
        5,
        good=[10],
        refused=[(1, "this must be at least 2 (found '1').")],
        ge=2,
    )
    files: tuple[str, ...] = described(
        "Patterns of the names of files that are read in extracts/<id>/.",
        ("*",),
        good=[["casualties-*.csv", "casualties-*.xlsx"]],
        refused=[("*.csv", "this must be a list, such as [first, second] (found '*.csv').")],
    )
    sheet: str = described(
        "The sheet of a workbook; by default the one that shows most columns. Hidden sheets are read only when named.",
        "",
        good=["LA_incidents"],
        refused=[(2, "this must be text (found '2'). Put it in quotation marks.")],
    )
    records: str = described(
        "Where the records of a JSON file are, as names joined by dots; by default its first list.",
        "",
        good=["series.byStrand.data"],
        refused=[(["series", "data"], "this must be text. Put it in quotation marks.")],
    )
    unpivot: Unpivot | None = described(
        "For tables with a column for each year or kind: those columns become rows.",
        None,
        good=[{"headers": r"\d{4}", "name": "period", "value": "value"}],
        refused=[
            ("yes", "this must hold named fields, each as 'name: value' (found 'yes')."),
            ({"headers": r"\d{4}", "name": "year", "value": "value"}, "'year' is not a column of this contract."),
        ],
        beside={
            "columns": {
                "area": {},
                "period": {"type": "period", "periods": ["calendar year"]},
                "value": {"type": "integer"},
            }
        },
    )
    columns: dict[str, Column] = described(
        "The columns that are kept, by the names that queries use: lower-case letters, digits and underscores. Columns of the "
        "file that are not named here are not read.",
        good=[{"occurred_on": {"type": "date", "headers": ["Collision date"], "required": True}}],
        refused=[
            ({"source_row": {}}, "'source_row' is written by sia itself and cannot be a column."),
            ({"ward": {"type": "code"}}, "'type: code' needs 'codes' or 'areas'."),
            ({"year": {"type": "period"}}, "'type: period' and 'periods' go together."),
            ({"ward": {"codes": {"Harbour": "W1"}}}, "'codes' and 'areas' need 'type: code'."),
        ],
    )
    key: tuple[str, ...] = described(
        "Rows equal in these columns are the same record, sent twice; a blank in the first is never one.",
        (),
        good=[["incident_number"]],
        refused=[
            (["incident"], "'incident' is not a column of this contract."),
            ("incident_number", "this must be a list, such as [first, second] (found 'incident_number')."),
        ],
        beside={"columns": {"incident_number": {}}},
    )
    rules: tuple[Rule, ...] = described(
        "Conditions across columns that each row must meet.",
        (),
        good=[[{"id": "in_order", "condition": "opened <= closed", "sentence": "It was closed before it was opened."}]],
        refused=[
            (
                [{"id": "in_order", "condition": "opened <= closed"}],
                "the field 'sentence' is required and absent. Add it.",
            )
        ],
    )
    coverage: Coverage = described(
        "How it is known which months are there, so that no events can be told from no data.",
        Coverage(),
        good=[{"by": "rows", "column": "recorded_on"}],
        refused=[({"column": "recorded"}, "'recorded' is not a column of this contract.")],
        beside={"columns": {"recorded_on": {"type": "date"}}},
    )
    tolerances: Tolerances = described(
        "From when the page on data quality warns of a month.",
        Tolerances(),
        good=[{"fewer_percent": 40}],
        refused=[({"fewer_per_cent": 40}, "there is no field 'fewer_per_cent' here. Did you mean 'fewer_percent'?")],
    )
    key_fields: tuple[str, ...] = described(
        "Columns whose completeness is shown by month; by default all that can be blank.",
        (),
        good=[["outcome"]],
        refused=[(["outcomes"], "'outcomes' is not a column of this contract.")],
        beside={"columns": {"outcome": {}}},
    )
    reporting_basis: str = described(
        "A column that says on which basis a value was counted: where it changes, a break in the series is suspected.",
        "",
        good=["basis"],
        refused=[("base", "'base' is not a column of this contract.")],
        beside={"columns": {"basis": {}}},
    )
    optional: bool = described(
        "True: nothing is said of this source until a file lies in its folder.",
        False,
        good=[True],
        refused=[("maybe", "this must be true or false (found 'maybe').")],
    )
    synthetic: bool = described(
        "True: the extract is invented, which is said on every page.",
        False,
        good=[True],
        refused=[("partly", "this must be true or false (found 'partly').")],
    )

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

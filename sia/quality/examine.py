"""Looks at every source once the queries have run, and says what was found and which grade it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from sia.calendar import add_months
from sia.project.load import Project
from sia.quality.fields import key_fields_in, odd_values_in
from sia.quality.findings import Findings, Placed
from sia.quality.grades import Grade, grades
from sia.quality.late import late_categories_in, still_to_come_in
from sia.quality.months import ends_early_in, unusual_in
from sia.quality.suspected import suspected_in
from sia.warehouse import read_frame

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

QUERIES = (
    "completeness",
    "value_months",
    "monthly_rows",
    "yearly_values",
    "newest_days",
    "late_categories",
    "still_to_come",
    "basis_changes",
    "placed_by",
)


@dataclass(frozen=True)
class Examined:
    """What was found, and the grade of each source by its id."""

    found: Findings = field(default_factory=Findings)
    grades: Mapping[str, Grade] = field(default_factory=dict)


def examine(project: Project, connection: DuckDBPyConnection, registers: Any, reports: Iterable[Any]) -> Examined:
    """Everything that can be said of the data of each source, from the warehouse after its queries have run.

    `registers.breaks` are the declared breaks, `reports` the accounts of the extracts.
    """
    frames = {name: read_frame(connection, f"select * from {name}") for name in QUERIES}
    rows = frames["monthly_rows"]
    found = Findings(
        unusual=tuple(unusual_in(project, rows)),
        ends_early=tuple(ends_early_in(project, rows, frames["newest_days"])),
        fields=tuple(key_fields_in(project, frames["completeness"])),
        values=tuple(odd_values_in(project, frames["value_months"], _rows_by_month(frames["completeness"]))),
        to_come=tuple(still_to_come_in(project, frames["still_to_come"])),
        late_categories=tuple(late_categories_in(project, frames["late_categories"])),
        suspected=tuple(
            suspected_in(project, rows, frames["yearly_values"], frames["basis_changes"], registers.breaks)
        ),
        placed=tuple(Placed(*row) for row in frames["placed_by"].sort("source", "events", "placed_by").iter_rows()),
    )
    late = _late_shares(project, read_frame(connection, "select * from late_recording"))
    return Examined(found, grades(project, reports, found, late))


def _rows_by_month(completeness: pl.DataFrame) -> pl.DataFrame:
    """All rows of each source and month: every key field counts the same ones."""
    by_field = completeness.group_by("source", "month", "column_name").agg(pl.col("rows").sum())
    return by_field.group_by("source", "month").agg(pl.col("rows").max()).sort("source", "month")


def _late_shares(project: Project, late: pl.DataFrame) -> dict[str, float]:
    """By source, the share of the latest twelve months' events recorded more than 30 days after they happened."""
    newest = project.assessment.as_at.replace(day=1)
    recent = late.filter(pl.col("month").is_between(add_months(newest, -11), newest))
    totals = recent.group_by("source").agg(pl.col("events", "recorded_after_30_days").sum()).sort("source")
    return {source: late / events for source, events, late in totals.iter_rows() if events}

"""What the signals are made from: the warehouse's measures, levels and yearly counts, and which source serves what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from sia.project.indicators import Indicator, Priority
from sia.project.load import Project
from sia.warehouse import read_frame

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

QUERIES = {
    "measures": "select indicator, area_code, level, strand, month, count from measures",
    "chosen_sources": "select indicator, source, proxy from chosen_sources",
    "levels": (
        "select indicator, area_code, strand, period_start, period_end, period_label, value, lower, upper, "
        "significance, numerator, denominator, benchmark, benchmark_name, mark from levels"
    ),
    "series_gaps": "select indicator, area_code, period_start, period_end, mark from series_gaps",
    "register_counts": "select indicator, area_code, year_start, count from register_counts",
    "group_months": "select indicator, dimension, area_group, month, count from group_months",
    "harm_parts": "select indicator, strand, weight from harm_parts where weight is not null",
    "rare_event_days": "select indicator, strand, counted_on, day_is, events from rare_event_days",
    "areas": "select area_code, level, name from areas",
    "sources": "select source, supplied, problem from sources",
}
SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Measured:
    """One frame a query, with the columns that QUERIES names; levels and yearly counts of the subject district only."""

    measures: pl.DataFrame
    chosen_sources: pl.DataFrame
    levels: pl.DataFrame
    series_gaps: pl.DataFrame
    register_counts: pl.DataFrame
    group_months: pl.DataFrame
    harm_parts: pl.DataFrame
    rare_event_days: pl.DataFrame
    areas: pl.DataFrame
    sources: pl.DataFrame
    district: str

    @property
    def of_district(self) -> pl.DataFrame:
        """Monthly counts of the subject district."""
        return self.measures.filter((pl.col("level") == "district") & (pl.col("area_code") == self.district))

    @property
    def of_areas(self) -> pl.DataFrame:
        """Monthly totals of the places, wards and smaller areas."""
        return self.measures.filter((pl.col("level") != "district") & (pl.col("strand") == ""))


def read_measured(connection: DuckDBPyConnection, project: Project) -> Measured:
    """Read what the queries of a build made."""
    frames = {name: read_frame(connection, query) for name, query in QUERIES.items()}
    return Measured(**frames, district=project.partnership.district.code)


def series_name(*parts: pl.Expr | str) -> pl.Expr:
    """One name for a series from the columns that key it."""
    return pl.concat_str(parts, separator=SEPARATOR).alias("series")


def declared(project: Project) -> pl.DataFrame:
    """One row an indicator: what is declared of it."""
    rows = [_declared(name, priority, one) for name, (priority, one) in project.indicators.items()]
    schema = dict.fromkeys(
        ("indicator", "priority", "role", "polarity", "value", "basis", "frequency", "unit"), pl.String
    )
    return pl.DataFrame(rows, schema={**schema, "target": pl.Float64, "small_areas": pl.Boolean}, orient="row")


def _declared(name: str, priority: Priority, one: Indicator) -> tuple[object, ...]:
    words = (name, priority.id, one.role, one.polarity, one.value, str(one.basis), one.frequency, one.unit)
    return *words, one.target, one.small_areas


def served(project: Project, measured: Measured) -> pl.DataFrame:
    """One row an indicator: what is declared, the source that serves it, and why none does (`unserved`)."""
    about = declared(project).join(measured.chosen_sources, on="indicator", how="left", maintain_order="left")
    problems = {
        row["source"]: row["problem"]
        for row in measured.sources.iter_rows(named=True)
        if (row["problem"] or "").strip()
    }
    none_supplied = {name: why_unserved(project, one, problems) for name, (_, one) in project.indicators.items()}
    unserved = pl.col("indicator").replace_strict(none_supplied, default=None, return_dtype=pl.String)
    return about.with_columns(unserved=pl.when(pl.col("source").is_null()).then(unserved))


def why_unserved(project: Project, indicator: Indicator, problems: dict[str, str]) -> str:
    """In words, which extracts would have been needed, or why the one that came could not be read."""
    unread = [
        f"the extract for {extract_title(project, source)} was not read: {_cause(project, source, problems[source])}"
        for source in indicator.sources
        if source in problems
    ]
    if unread:
        return "; ".join(unread)
    return f"no extract supplied for {' or '.join(extract_title(project, source) for source in indicator.sources)}"


def _cause(project: Project, source: str, problem: str) -> str:
    """What stopped a source, without the words that its report begins with: the sentence around it says them already."""
    title = project.contracts[source].title if source in project.contracts else source
    return problem.strip().removeprefix(f"{title} not read: ").rstrip(".")


def extract_title(project: Project, source: str) -> str:
    """The title of a source inside a sentence: with a small first letter unless it begins with a name.

    Titles of indicators are written for sentences, so that a word with a capital in them is a name.
    """
    title = project.contracts[source].title if source in project.contracts else source.replace("_", " ")
    names = {word for _, one in project.indicators.values() for word in one.title.split() if word[:1].isupper()}
    first, *others = title.split()
    keeps = first in names or first[:2].isupper() or any(word[:1].isupper() for word in others)
    return title if keeps else title[:1].lower() + title[1:]

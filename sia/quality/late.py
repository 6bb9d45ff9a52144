"""Late recording: how much of a typical month was still to come, and which categories come in latest."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sia.calendar import add_months, month_of
from sia.project.load import Project
from sia.quality.findings import LateCategory, StillToCome

#: Only months this old are looked back on: nearly all of what comes late has come by then.
OLD_ENOUGH, MONTHS = 12, 12
FEWEST_EVENTS = 100
#: A category is named when its share lies this far above that of the whole source, and has events enough.
POINTS_ABOVE, LARGE = 0.10, 100


def still_to_come_in(project: Project, months: pl.DataFrame) -> Iterator[StillToCome]:
    """For each source with both dates, the twelve months that are a year old: events, and those that came over 30 days
    after the end of their month.

    `months` is the query `still_to_come`. It says what was usual, not how much the newest months will grow.
    """
    last = add_months(month_of(project.assessment.as_at), -OLD_ENOUGH)
    first = add_months(last, 1 - MONTHS)
    old = months.filter(pl.col("month").is_between(first, last))
    totals = old.group_by("source").agg(pl.col("events", "came_after_30_days").sum(), pl.len().alias("months"))
    for source, events, late, seen in totals.sort("source").iter_rows():
        if seen == MONTHS and events >= FEWEST_EVENTS:
            yield StillToCome(source, first, last, events, late)


def late_categories_in(project: Project, months: pl.DataFrame) -> Iterator[LateCategory]:
    """Categories of the latest twelve months of which far more is recorded late than of their source as a whole.

    `months` is the query `late_categories`.
    """
    newest = month_of(project.assessment.as_at)
    recent = months.filter(pl.col("month").is_between(add_months(newest, 1 - MONTHS), newest))
    by = recent.group_by("source", "category").agg(pl.col("events", "recorded_after_30_days").sum())
    whole = pl.col("recorded_after_30_days").sum().over("source") / pl.col("events").sum().over("source")
    share = pl.col("recorded_after_30_days") / pl.col("events")
    found = by.filter((share >= whole + POINTS_ABOVE) & (pl.col("events") >= LARGE)).sort("source", "category")
    for source, category, events, late in found.iter_rows():
        yield LateCategory(source, category, events, late)

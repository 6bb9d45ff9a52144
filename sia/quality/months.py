"""Unusual months of each monthly source and of its larger categories, and newest months that end too soon."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sia.calendar import last_day, month_of
from sia.project.contract import Contract
from sia.project.load import Project
from sia.quality.findings import EndsEarly, UnusualMonth
from sia.trends.unusual_months import unusual_months

MONTHLY = {"weekly", "monthly"}
LARGE = 30.0
#: Days without an event at the end of a month, in which about this many were to be expected, say that it is not whole.
EXPECTED_IN_THE_GAP = 10.0


def unusual_in(project: Project, rows: pl.DataFrame) -> Iterator[UnusualMonth]:
    """The unusual months of every source that arrives weekly or monthly, by the tolerances of its contract.

    `rows` is the query `monthly_rows`. Categories are looked at where they have 30 events or more in a usual month; a
    category is not named beside a month in which the whole source is unusual in the same way.
    """
    for name, contract in sorted(project.contracts.items()):
        own = rows.filter(pl.col("source") == name)
        if contract.frequency not in MONTHLY or not own.height or not _counts(contract):
            continue
        frame = own.filter(_is_large()).rename({"category": "series", "counted_rows": "count"})
        limits = contract.tolerances
        found = unusual_months(frame.select("series", "month", "count"), limits.fewer_percent, limits.more_percent)
        whole = {(row["month"], row["direction"]) for row in found.iter_rows(named=True) if not row["series"]}
        for row in found.iter_rows(named=True):
            if not row["series"] or (row["month"], row["direction"]) not in whole:
                yield UnusualMonth(name, row.pop("series"), **row)


def _counts(contract: Contract) -> bool:
    """Whether a source's rows or values are counts: events, or whole numbers of one measure."""
    if contract.kind != "series":
        return True
    value = contract.kept.get("value")
    return value is not None and value.type == "integer" and "measure" not in contract.kept


def _is_large() -> pl.Expr:
    typical = pl.col("counted_rows").median().over("category")
    return (pl.col("category") == "") | (typical >= LARGE)


def ends_early_in(project: Project, rows: pl.DataFrame, newest_days: pl.DataFrame) -> Iterator[EndsEarly]:
    """Monthly sources whose last event lies so long before the end of its month that the month cannot be whole.

    `newest_days` is the query of that name. The gap is judged by the events of the month so far: at their daily rate ten
    or more would have been expected in it.
    """
    whole = rows.filter(pl.col("category") == "")
    for name, day in newest_days.select("source", "newest_day").sort("source").iter_rows():
        contract = project.contracts.get(name)
        if contract is None or contract.frequency not in MONTHLY:
            continue
        end = min(last_day(month_of(day)), project.assessment.as_at)
        found = whole.filter((pl.col("source") == name) & (pl.col("month") == month_of(day)))["counted_rows"]
        so_far = float(found.sum())
        if so_far / day.day * (end - day).days >= EXPECTED_IN_THE_GAP:
            yield EndsEarly(name, month_of(day), day)

"""Which recording breaks touch which series: breaks name sources and categories, series are indicators and strands."""

from __future__ import annotations

from typing import Any

import polars as pl

from sia.calendar import Window
from sia.project.indicators import Indicator
from sia.project.load import Project

ANY_SOURCE = "*"
SCHEMA = {"series": pl.String, "date": pl.Date, "direction": pl.String, "what": pl.String}


def breaks_of(project: Project, register: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """One row a break and series that it touches: `series`, `date`, `direction`, `what`.

    `series` has the columns series, indicator, strand and source. A break of one category touches totals that count the
    category, and the strand of that name. One after the as-at date is still to come and touches nothing.
    """
    past = register.filter(pl.col("date") <= project.assessment.as_at)
    rows = [
        (key["series"], row["date"], row["direction"], row["what"])
        for key in series.filter(pl.col("source").is_not_null()).iter_rows(named=True)
        for row in past.iter_rows(named=True)
        if _touches(row, key, project.indicators[key["indicator"]][1])
    ]
    return pl.DataFrame(sorted(set(rows), key=str), schema=SCHEMA, orient="row")


def _touches(row: dict[str, Any], key: dict[str, Any], indicator: Indicator) -> bool:
    if row["source"] not in (ANY_SOURCE, key["source"]) or (row["indicator"] or key["indicator"]) != key["indicator"]:
        return False
    category = row["category"] or ""
    if not category or category == key["strand"]:
        return True
    selection = indicator.sources[key["source"]]
    chosen = {*selection.category, *selection.subcategory, *selection.flag, *selection.measure}
    counted = category in chosen or not chosen
    return counted and (
        not key["strand"] or indicator.strands != "category" or (category in chosen and len(chosen) == 1)
    )


def what_between(breaks: pl.DataFrame, current: Window, previous: Window) -> pl.DataFrame:
    """For each series, in words, the breaks that have months of both windows on either side: `series`, `break_what`."""
    return (
        breaks.filter((pl.col("date") > previous.first) & (pl.col("date") <= current.end))
        .sort("series", "date")
        .group_by("series", maintain_order=True)
        .agg(break_what=pl.col("what").str.strip_chars_end(".").unique(maintain_order=True).str.join("; "))
    )


def since_last_break(monthly: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """The whole months of each series after its last break."""
    day = pl.col("date")
    first = pl.when(day.dt.day() == 1).then(day).otherwise(day.dt.month_start().dt.offset_by("1mo"))
    last = breaks.group_by("series").agg(_from=first.max())
    kept = monthly.join(last, on="series", how="left", maintain_order="left")
    return kept.filter(pl.col("_from").is_null() | (pl.col("month") >= pl.col("_from"))).drop("_from")

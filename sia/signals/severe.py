"""Deaths and other severe harm of the latest twelve months, against what the years before lead one to expect."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.calendar import Window, add_months, month_of
from sia.trends.severe import LEVEL, against_expectation

CANDIDATES = 200


def severe_harm(about: pl.DataFrame, yearly: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """One row a severe indicator: the count, what was expected, and whether it is above expectation.

    `about` lists the indicators (of role severe) with source and unserved; `yearly` has indicator, year_start and count,
    years of twelve months that end with the month of `as_at`. `worsening_from` is the smallest count that would be above
    expectation. An indicator without counts has a reason.
    """
    newest = month_of(as_at)
    latest = Window(add_months(newest, -11), newest)
    history = yearly.select(series="indicator", year=pl.col("year_start").dt.year().cast(pl.Int64), count="count")
    judged = against_expectation(history, latest.first.year)
    reason = (
        pl.when(pl.col("unserved").is_not_null())
        .then(pl.col("unserved"))
        .when(pl.col("current").is_null())
        .then(pl.lit(f"not every month of {latest.label} is covered"))
        .otherwise(pl.col("reason"))
    )
    return (
        about.join(judged, left_on="indicator", right_on="series", how="left", maintain_order="left")
        .join(_smallest_above(history, latest.first.year), on="indicator", how="left", maintain_order="left")
        .with_columns(current_label=pl.lit(latest.label), reason=reason)
    )


def _smallest_above(history: pl.DataFrame, year: int) -> pl.DataFrame:
    """Try every count up to CANDIDATES in the current year's place: the first that is above what was expected."""
    earlier = history.filter(pl.col("year") < year)
    tried = pl.DataFrame({"count": range(CANDIDATES)}, schema={"count": pl.Int64}).with_columns(year=pl.lit(year))
    names = history.select(indicator="series").unique().join(tried, how="cross")
    series = pl.concat_str("indicator", pl.lit("\x1f"), pl.col("count").cast(pl.String)).alias("series")
    before = (
        names.select("indicator", series)
        .join(earlier, left_on="indicator", right_on="series")
        .select("series", "year", pl.col("count").cast(pl.Int64))
    )
    now = names.select(series, pl.col("year").cast(pl.Int64), "count")
    judged = against_expectation(pl.concat([before, now]), year)
    above = judged.filter((pl.col("p_value") < LEVEL) & (pl.col("current") > pl.col("expected")))
    return above.group_by(indicator=pl.col("series").str.split("\x1f").list.first()).agg(
        worsening_from=pl.col("current").min()
    )

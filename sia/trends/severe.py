"""Deaths and the like, a few a year: is this year more than the years before lead one to expect.

Given the total of all years, this year's count is binomial if nothing changed, so that the test allows for the earlier
mean being an estimate (conditional test of Przyborowski and Wilenski 1940). No percentages are ever made of such counts.
"""

from __future__ import annotations

import polars as pl

MOST_YEARS, FEWEST_YEARS = 5, 3
LEVEL = 0.05
COLUMNS = ("series", "current", "expected", "years_used", "p_value", "above_expectation", "method", "reason")


def against_expectation(history: pl.DataFrame, current: int) -> pl.DataFrame:
    """Set the count of the year `current` against the mean of the three to five years before it, one row a series.

    `history` has the columns series, year (Int or Date, of which the year is taken) and count; each year stands for the
    same part of the year. Returns `series`, `current` (Int64), `expected` (Float64, mean of those of the five years
    before that are known), `years_used`, `p_value` (one-sided, of as many or more), `above_expectation` (p below 0.05;
    null when not calculated), `method` ('expectation') and `reason`. Raises ValueError when a series has two counts for one
    year or a count is negative.
    """
    year = pl.col("year").dt.year() if history.schema["year"].is_temporal() else pl.col("year")
    _check(history.select("series", year, "count"))
    known = pl.col("count").is_not_null()
    before = pl.col("year").is_between(current - MOST_YEARS, current - 1) & known
    totals = (
        history.with_columns(year.cast(pl.Int64).alias("year"))
        .group_by("series")
        .agg(
            current=pl.col("count").filter((pl.col("year") == current) & known).sum().cast(pl.Int64),
            has_current=((pl.col("year") == current) & known).any(),
            earlier=pl.col("count").filter(before).sum().cast(pl.Float64),
            years_used=pl.col("year").filter(before).n_unique().cast(pl.Int64),
        )
        .sort("series")
    )
    reason = (
        pl.when(~pl.col("has_current"))
        .then(pl.lit(f"{current} is missing"))
        .when(pl.col("years_used") < FEWEST_YEARS)
        .then(pl.lit("fewer than three of the five years before are known"))
    )
    judged = totals.with_columns(
        current=pl.when("has_current").then("current"),
        expected=pl.when(reason.is_null()).then(pl.col("earlier") / pl.col("years_used")),
        method=pl.when(reason.is_null()).then(pl.lit("expectation")),
        reason=reason,
    )
    judged = judged.with_columns(p_value=_tail(judged)).with_columns(above_expectation=pl.col("p_value") < LEVEL)
    return judged.select(COLUMNS)


def _check(history: pl.DataFrame) -> None:
    if history.select(pl.struct("series", "year").is_duplicated().any()).item():
        raise ValueError("a series has two counts for the same year")
    if (history["count"] < 0).any():
        raise ValueError("a count is negative")


def _tail(totals: pl.DataFrame) -> pl.Series:
    """P(X >= current) for X binomial with the total of all years and one share for each year; 1 for a count of 0."""
    from scipy.special import betainc

    rows = totals.select(
        now=pl.col("current").cast(pl.Float64).fill_null(0), earlier="earlier", years=pl.max_horizontal("years_used", 1)
    )
    now, earlier, years = (rows[name].to_numpy() for name in ("now", "earlier", "years"))
    tail = pl.Series(betainc(now.clip(1e-300), earlier + 1, 1 / (years + 1)))
    return totals.select(
        pl.when(pl.col("expected").is_null()).then(None).when(pl.col("current") == 0).then(1.0).otherwise(tail)
    ).to_series()

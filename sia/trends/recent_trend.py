"""The recent trend of an annual value, as the English public health profiles compute it.

A straight line through the five newest years, weighted by the inverse variance of each value; the trend is significant
when the squared slope over its variance exceeds 9.5495 (chi-square, one degree of freedom, 99.8 %) and the slope keeps
its sign when each year is left out in turn.
"""

from __future__ import annotations

import numpy as np
import polars as pl

YEARS = 5
CRITICAL = 9.5495
INTERVAL_WIDTH_IN_ERRORS = 3.92
INCREASING, DECREASING = "increasing", "decreasing"
NO_CHANGE, NOT_CALCULATED = "no significant change", "cannot be calculated"


def recent_trend(annual: pl.DataFrame) -> pl.DataFrame:
    """The trend of each series' five newest years, one row a series, in order of the series' names.

    `annual` has the columns series, year (Int, or a Date, of which the year is taken), value, lower and upper (95 % limits),
    and may have polarity ('lower', 'higher'). Returns `series`, `first_year`, `last_year`, `slope` (a year, in the value's unit), `chi_square`, `trend`
    (increasing, decreasing, no significant change, cannot be calculated), `meaning` (better or worse; null without a
    trend or a polarity), `method` ('recent_trend') and `reason`. A year that is missing or suppressed, or has no interval,
    breaks the run. Raises ValueError when a series has two values for one year.
    """
    run = _five_years(annual)
    values, errors = (run[name].cast(pl.Float64).to_numpy().reshape(-1, YEARS) for name in ("value", "error"))
    slope, chi_square, firm = _lines(values, errors)
    summary = run.group_by("series", maintain_order=True).agg(
        first_year=pl.col("year").min(),
        last_year=pl.col("year").max(),
        absent=pl.col("year").filter(pl.col("value").is_null()).first(),
        without=pl.col("year").filter(pl.col("error").is_null()).first(),
        polarity=pl.col("polarity").drop_nulls().first(),
    )
    return _labelled(summary.with_columns(slope=slope, chi_square=chi_square, firm=firm))


def _five_years(annual: pl.DataFrame) -> pl.DataFrame:
    """Five rows a series, up to its newest year, with the standard error of each value; null where unknown."""
    if "polarity" not in annual.columns:
        annual = annual.with_columns(polarity=pl.lit(None, pl.String))
    error = (pl.col("upper") - pl.col("lower")) / INTERVAL_WIDTH_IN_ERRORS
    year = pl.col("year").dt.year() if annual.schema["year"].is_temporal() else pl.col("year")
    points = annual.select(
        "series",
        year.cast(pl.Int64),
        pl.col("value").cast(pl.Float64).fill_nan(None),
        pl.when((error > 0) & error.is_finite()).then(error).alias("error"),
        "polarity",
    )
    if points.select(pl.struct("series", "year").is_duplicated().any()).item():
        raise ValueError("a series has two values for the same year")
    newest = points.group_by("series").agg(pl.col("year").max()).sort("series")
    years = newest.select("series", year=pl.int_ranges(pl.col("year") - YEARS + 1, pl.col("year") + 1)).explode("year")
    return years.join(points, on=["series", "year"], how="left", validate="1:1").sort("series", "year")


def _lines(values: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slope, chi-square, and whether the slope keeps its sign with each point left out; arrays of series x years in."""
    weights = 1 / errors**2
    slope, chi_square = _weighted_slope(values, weights)
    signs = [np.sign(_weighted_slope(values, weights * (np.arange(YEARS) != left_out))[0]) for left_out in range(YEARS)]
    return slope, chi_square, (np.array(signs) == np.sign(slope)).all(axis=0)


def _weighted_slope(values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The slope and its square over its variance."""
    place = np.arange(YEARS)
    total = weights.sum(axis=1)
    off_place = place - (weights @ place / total)[:, None]
    off_value = values - ((weights * values).sum(axis=1) / total)[:, None]
    spread = (weights * off_place**2).sum(axis=1)
    slope = (weights * off_place * off_value).sum(axis=1) / spread
    return slope, slope**2 * spread


def _labelled(summary: pl.DataFrame) -> pl.DataFrame:
    reason = (
        pl.when(pl.col("absent").is_not_null())
        .then(pl.col("absent").cast(pl.String) + " is missing")
        .when(pl.col("without").is_not_null())
        .then(pl.col("without").cast(pl.String) + " has no interval")
    )
    significant = (pl.col("chi_square") > CRITICAL) & pl.col("firm")
    rising = pl.col("slope") > 0
    trend = (
        pl.when(pl.col("reason").is_not_null())
        .then(pl.lit(NOT_CALCULATED))
        .when(~significant)
        .then(pl.lit(NO_CHANGE))
        .when(rising)
        .then(pl.lit(INCREASING))
        .otherwise(pl.lit(DECREASING))
    )
    good = (pl.col("polarity") == "higher") == rising
    judged = pl.col("reason").is_null() & significant & pl.col("polarity").is_in(["lower", "higher"])
    return (
        summary.with_columns(pl.col("slope", "chi_square").fill_nan(None), reason=reason)
        .with_columns(
            trend=trend,
            method=pl.when(pl.col("reason").is_null()).then(pl.lit("recent_trend")),
            meaning=pl.when(judged & good).then(pl.lit("better")).when(judged).then(pl.lit("worse")),
        )
        .select("series", "first_year", "last_year", "slope", "chi_square", "trend", "meaning", "method", "reason")
    )

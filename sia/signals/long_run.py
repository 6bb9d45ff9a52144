"""The course of each monthly count over years, apart from its latest change: the slope, and when it last turned."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.signals.direction import FALSE_DISCOVERY_RATE
from sia.trends.false_discovery import adjust
from sia.trends.monthly_trend import NO_TREND, monthly_slope
from sia.trends.turning_points import turning_points

SLOPE_MONTHS, TURNING_MONTHS = 36, 60
TURNED = {"began to rise": "rising", "began to fall": "falling"}


def long_run(keys: pl.DataFrame, monthly: pl.DataFrame, breaks: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """One row a series: the slope over three years (two at least) and the last turning point of five.

    `keys` has series and family; `monthly` series, month, count and pool; `breaks` series and date, before which no month
    counts. `long_run` is rising, falling or no clear trend (within a family of more than one only as false-discovery
    control lets it be); where the direction turned inside the months of the slope, `turning_point` says so and the slope
    is that of both directions together. The percentages are a year's; `long_run_reason` says why there is no slope.
    """
    cuts = breaks.select("series", "date")
    slope = monthly_slope(monthly, as_at, months=SLOPE_MONTHS, breaks=cuts)
    judged = adjust(slope.join(keys.select("series", "family"), on="series", how="left"), "family")
    turns = turning_points(monthly, as_at, months=TURNING_MONTHS, breaks=cuts)
    return judged.join(
        turns.rename({"first_month": "turning_first"}), on="series", how="left", suffix="_of_turn"
    ).select(
        "series",
        long_run=_trend(),
        long_run_percent="percent_a_year",
        long_run_lower="lower_percent",
        long_run_upper="upper_percent",
        long_run_first="first_month",
        long_run_months=pl.when(pl.col("reason").is_null()).then("months_used"),
        long_run_reason="reason",
        turning_point=pl.col("turning_point").replace_strict(TURNED, default=None, return_dtype=pl.String),
        turned="turned",
        turning_first=pl.when(pl.col("turned").is_not_null()).then("turning_first"),
    )


def _trend() -> pl.Expr:
    """What the slope says once the other series that are read beside it are allowed for."""
    passed = (pl.col("family_size") <= 1) | (pl.col("q_value") <= FALSE_DISCOVERY_RATE)
    return pl.when(passed.fill_null(True)).then("trend").otherwise(pl.lit(NO_TREND))

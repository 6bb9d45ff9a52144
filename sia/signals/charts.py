"""Control charts of the monthly counts that bear one, per 30.4 days, without the season where one peaks."""

from __future__ import annotations

import polars as pl

from sia.trends.control_chart import COMMON_CAUSE, chart_kind, individuals_chart, latest, per_day_rate
from sia.trends.season import adjusted

IMPROVEMENT = {"lower": "decrease", "higher": "increase", "ambiguous": "neutral"}
ASSURANCE = {
    "consistent_pass": "consistently passing",
    "consistent_fail": "consistently failing",
    "inconsistent": "inconsistent",
}


def charts(
    keys: pl.DataFrame, monthly: pl.DataFrame, index: pl.DataFrame, breaks: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The points of every chart, and one row a monthly series with what its newest point says.

    `keys` has series, polarity and target. Limits restart at recording breaks. Points hold `value` (the count) and
    `adjusted` (what is charted: per 30.4 days and, for a series with peak months, divided by the season's index);
    `special_cause` is null for common cause. A series with a mean below five a month has no chart, and a reason.
    """
    kinds = chart_kind(monthly)
    bears = kinds.filter(pl.col("chart") == "individuals").select("series")
    counts = monthly.join(bears, on="series", how="semi").sort("series", "month")
    points = _charted(counts, index).join(keys.select("series", "target", improvement=_improvement()), on="series")
    chart = individuals_chart(points, "improvement", target="target", rebase=_restarts(breaks))
    shown = chart.join(counts.select("series", position="month", count="count"), on=["series", "position"]).select(
        "series",
        month="position",
        value="count",
        adjusted="value",
        mean="mean",
        lower_limit="lower",
        upper_limit="upper",
        special_cause=pl.when(pl.col("special_cause") != COMMON_CAUSE).then("special_cause"),
        phase="phase",
    )
    return shown, _newest(latest(chart), kinds)


def _improvement() -> pl.Expr:
    return pl.col("polarity").replace_strict(IMPROVEMENT, return_dtype=pl.String)


def _charted(counts: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """What is charted: counts per 30.4 days, without the season where it has peaks."""
    peaks = index.group_by("series").agg(_peaks=pl.col("peak").any())
    seasonal = index.join(peaks.filter("_peaks"), on="series", how="semi")
    without = adjusted(counts, seasonal).select("series", "month", count="adjusted")
    return per_day_rate(without)


def _restarts(breaks: pl.DataFrame) -> pl.DataFrame:
    """The first month of each new phase: the first whole month after a break."""
    day = pl.col("date")
    first = pl.when(day.dt.day() == 1).then(day).otherwise(day.dt.month_start().dt.offset_by("1mo"))
    return breaks.select("series", position=first).unique()


def _newest(newest: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    return kinds.join(newest, on="series", how="left").select(
        "series",
        chart_points="points_in_phase",
        chart_trial="trial_limits",
        chart_variation="variation",
        chart_rule=pl.when(pl.col("special_cause") != COMMON_CAUSE).then("special_cause"),
        chart_reason="reason",
        assurance=pl.col("assurance").replace_strict(ASSURANCE, default=None, return_dtype=pl.String),
    )

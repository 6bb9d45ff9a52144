"""Two periods of a weighted total set against each other: counts of several kinds, each times its weight.

A weighted total is divided by the weight of its typical event, the sum of squared weights over the sum of weights, as
Fay and Feuer (1997) do for standardised rates: the variance of what is left equals its mean if events are independent, as
that of a count does. This effective number of events is then compared as any count is (`comparison.py`): how much it usually
varies is told from its own months, so that kinds that rise and fall together, or scatter more than chance, widen the
interval. With a single kind the answer is that of its count.
"""

from __future__ import annotations

import polars as pl

from sia.calendar import Window
from sia.trends.comparison import compare_periods
from sia.trends.series_grid import checked

#: Below this many events behind the variance, single events decide, and intervals are too narrow for kinds that scatter.
FEWEST_DECIDING = 40
SINGLE_EVENTS = "single events of the heaviest kind decide it"
NO_MONTHS = "no month is known of any kind in it"
COLUMNS = (
    "series",
    "current_points",
    "previous_points",
    "ratio",
    "lower",
    "upper",
    "p_value",
    "clear",
    "effective_events",
    "deciding_events",
    "heaviest",
    "dispersion",
    "correlation",
    "degrees_of_freedom",
    "method",
    "reason",
)
TOTAL = "\x1ftotal\x1f"
SERIES = pl.concat_str(pl.lit(TOTAL), "total")


def compare_weighted(
    monthly: pl.DataFrame,
    weights: pl.DataFrame,
    current: Window,
    previous: Window,
    *,
    confidence: float = 0.95,
    months_per_row: int = 1,
) -> pl.DataFrame:
    """Compare weighted totals of the current window with the previous one, one row a total, in order of their names.

    `monthly` has the columns of `compare_periods` (series, month, count; pool and lends where known); series that are in no
    total only lend their variation to their pool. `weights` has one row a total and series in it: total, series and weight
    (above nought). Returns the columns

    - `series` (the total's name), `current_points` and `previous_points` (sums of count times weight, in the weights' unit);
    - `ratio` of the points per day, `lower`, `upper` and `p_value` as `compare_periods` gives them for the effective number
      of events, and `clear` (the interval excludes 1);
    - `effective_events` (of both windows: squared sum of weights over sum of squared weights), `deciding_events` (the same of
      the squared weights: how many events the variance rests on) and `heaviest` (the series that adds most to the variance);
    - `dispersion`, `correlation`, `degrees_of_freedom`, `method` ('weighted_counts');
    - `reason`: null, or why it cannot be calculated (those of `compare_periods`, where a month in which any series of the
      total is missing counts as missing, or fewer than 40 deciding events); then ratio, limits and p-value are null and `clear`
      is false. The points are null where a month of either window is missing.

    Raises ValueError as `compare_periods` does, for a weight that is not above nought, and for a series that is twice in one
    total.
    """
    monthly, weights = checked(monthly, months_per_row), _checked_weights(weights)
    parts = weights.join(monthly, on="series", how="inner").sort("total", "series", "month")
    facts = _facts(parts, weights, current, previous)
    compared = compare_periods(
        pl.concat([_effective(parts, weights, facts), _lending(monthly)], how="diagonal_relaxed"),
        current,
        previous,
        confidence=confidence,
        months_per_row=months_per_row,
        percent_from=0,
    )
    return _judged(facts.with_columns(series=SERIES).join(compared, on="series", how="left")).sort("series")


def _checked_weights(weights: pl.DataFrame) -> pl.DataFrame:
    kinds = {"total": pl.String, "series": pl.String, "weight": pl.Float64}
    frame = weights.cast(kinds)
    if not frame["weight"].is_between(0, float("inf"), closed="none").fill_null(False).all():
        raise ValueError("a weight is not above nought")
    if frame.select(pl.struct("total", "series").is_duplicated().any()).item():
        raise ValueError("a series is twice in one total")
    return frame


def _facts(parts: pl.DataFrame, weights: pl.DataFrame, current: Window, previous: Window) -> pl.DataFrame:
    """One row a total: points of both windows, and how many events stand behind them and behind their variance."""
    inside = {
        name: pl.col("month").is_between(window.first, window.last)
        for name, window in (("now", current), ("before", previous))
    }
    events = parts.group_by("total", "series", "weight").agg(
        **{name: pl.col("count").filter(flag).sum().cast(pl.Float64) for name, flag in inside.items()}
    )
    weight, both = pl.col("weight"), pl.col("now") + pl.col("before")
    sums = events.group_by("total").agg(
        current_points=(weight * pl.col("now")).sum(),
        previous_points=(weight * pl.col("before")).sum(),
        _squares=(weight**2 * both).sum(),
        _fourths=(weight**4 * both).sum(),
        heaviest=pl.col("series").sort_by([-(weight**2 * both), pl.col("series")]).first(),
    )
    points, squares = pl.col("current_points") + pl.col("previous_points"), pl.col("_squares")
    return (
        weights.select("total")
        .unique()
        .join(sums, on="total", how="left")
        .with_columns(
            effective_events=(points**2 / squares).fill_nan(0),
            deciding_events=(squares**2 / pl.col("_fourths")).fill_nan(0),
            _typical=(squares / points).fill_nan(1),
        )
    )


def _effective(parts: pl.DataFrame, weights: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """The months of each total as effective numbers of events; null where not every series of it is known.

    A total takes from its pool and lends nothing to it.
    """
    wanted = weights.group_by("total").agg(_series=pl.len())
    monthly = parts.group_by("total", "month").agg(
        _points=(pl.col("weight") * pl.col("count")).sum(),
        _known=pl.col("count").is_not_null().sum(),
        **({"pool": pl.col("pool").drop_nulls().sort().first()} if "pool" in parts.columns else {}),
    )
    complete = pl.col("_known") == pl.col("_series")
    return (
        monthly.join(wanted, on="total")
        .join(facts.select("total", "_typical"), on="total")
        .select(
            "month",
            pl.col("^pool$"),
            series=SERIES,
            count=pl.when(complete).then(pl.col("_points") / pl.col("_typical")),
            lends=pl.lit(False),
        )
        .sort("series", "month")
    )


def _lending(monthly: pl.DataFrame) -> pl.DataFrame:
    """The series that lend their variation; other totals stay out, since they scatter in their own way."""
    frame = monthly.with_columns(pl.col("count").cast(pl.Float64))
    return frame.filter(pl.col("lends")) if "lends" in frame.columns else frame.with_columns(lends=pl.lit(True))


def _judged(joined: pl.DataFrame) -> pl.DataFrame:
    few = pl.col("deciding_events") < FEWEST_DECIDING
    absent = pl.when(pl.col("current_first").is_null()).then(pl.lit(NO_MONTHS))
    reason = pl.coalesce("reason", absent, pl.when(few).then(pl.lit(SINGLE_EVENTS)))
    sound, known = reason.is_null(), pl.col("current_count").is_not_null() & pl.col("previous_count").is_not_null()
    return joined.with_columns(
        *(pl.when(known).then(pl.col(name)).alias(name) for name in ("current_points", "previous_points")),
        *(pl.when(sound).then(pl.col(name)).alias(name) for name in ("ratio", "lower", "upper", "p_value")),
        series=pl.col("total"),
        clear=pl.col("clear").fill_null(False) & sound,
        method=pl.when(sound).then(pl.lit("weighted_counts")),
        reason=reason,
    ).select(COLUMNS)

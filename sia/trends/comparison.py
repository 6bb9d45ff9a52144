"""Two periods of counts set against each other: how big is the change, and is it clear.

The interval that decides is a score interval for two Poisson counts given their sum, widened by the usual variation of
the series (dispersion and what serial correlation may be, `variation.py`) and by Student's t for not knowing it well.
Where fewer than 50 events lie in the previous period, an exact interval must agree with it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from sia.calendar import Window
from sia.trends.period_pair import PeriodPair
from sia.trends.series_grid import SeriesGrid
from sia.trends.two_counts import exact_ratio, mid_p_ratio, score_ratio
from sia.trends.variation import MOST_DEGREES, Variation, usual_variation

SMALLEST_BASE_FOR_PERCENT = 50
SMALL_NUMBER = 10
FEWEST_DEGREES = 4
MODERATE_FROM, LARGE_FROM = 5.0, 15.0
NOTHING_COUNTED = "nothing was counted in either period"
SHORT_HISTORY = "the history is too short to know how much these counts usually vary"
COLUMNS = (
    "series",
    "current_first",
    "current_last",
    "previous_first",
    "previous_last",
    "months_used",
    "current_count",
    "previous_count",
    "change",
    "change_percent",
    "ratio",
    "lower",
    "upper",
    "exact_lower",
    "exact_upper",
    "p_value",
    "dispersion",
    "correlation",
    "degrees_of_freedom",
    "clear",
    "material",
    "size",
    "small_numbers",
    "method",
    "break_inside",
    "counts_towards_rating",
    "reason",
)


def compare_periods(
    monthly: pl.DataFrame,
    current: Window,
    previous: Window,
    *,
    breaks: pl.DataFrame | None = None,
    material_percent: float = 5.0,
    material_count: float = 10,
    moderate_from: float = MODERATE_FROM,
    large_from: float = LARGE_FROM,
    confidence: float = 0.95,
    months_per_row: int = 1,
    percent_from: float = SMALLEST_BASE_FOR_PERCENT,
) -> pl.DataFrame:
    """Compare the current window with the previous one, one row a series, in order of the series' names.

    Returns the columns

    - `series`; `current_first`, `current_last`, `previous_first`, `previous_last` (the windows, by first day of their first
      and last months); `months_used` (months known up to the end of the current window, which tell the usual variation);
    - `current_count`, `previous_count` (totals, null when a month is missing);
    - `change` (events; the previous total is first scaled to the length of the current window when they differ in
      months), `change_percent` (null when the previous total, so scaled, is under `percent_from`, 50 by default);
    - `ratio` of the rates per day and exposure (null without a previous event), `lower` and `upper` (the interval that
      decides; upper may be infinite), `exact_lower` and `exact_upper` (Clopper-Pearson for two Poisson counts),
      `p_value` (two-sided, of the test that decides);
    - `dispersion` (variance as a multiple of Poisson's), `correlation` (from one row to the next),
      `degrees_of_freedom`;
    - `clear` (the deciding interval excludes 1), `material` (clear, at least `material_count` events and
      `material_percent` per cent), `size` (slight below `moderate_from` per cent, large from `large_from` on; null unless
      clear and the previous total is at least 10), `small_numbers` (the previous total is below 10), `method` (an id of
      `methods.py`);
    - `break_inside`, `counts_towards_rating` (false when not calculated, or when a recording break could explain what
      is seen: a change in the break's direction, no clear change, or any change if the direction is unknown);
    - `reason`: null, or why it cannot be calculated; `clear` and `material` are then false.

    `monthly` has the columns series, month (first day) and count; it may have exposure, pool (series alike) and lends
    (false for a total whose parts are in its pool, so that each event counts there once). All history up to the end of
    the current window tells the usual variation; nothing after it is looked at. Without `pool` every series stands alone:
    36 months cannot tell then how long a rate remembers, the intervals allow for much of what they cannot rule out, and
    1.5 to 7 % of unchanged series are called at 5 % in place of 3 to 7, with less power (docs/simulation.md). `breaks`
    has the columns series, date and direction ('up', 'down', 'unknown'). For quarterly rows (each at the quarter's first
    month) give `months_per_row=3`; windows must then be whole quarters. Raises ValueError when the windows overlap, the
    previous one is not the earlier, or the frame is malformed (`SeriesGrid.from_frame`).
    """
    if previous.last >= current.first:
        raise ValueError(f"{previous.label} does not end before {current.label} begins")
    grid = SeriesGrid.from_frame(monthly, months_per_row)
    pair = PeriodPair.of(grid, current, previous)
    variation = _variation_until(grid, pair)
    frame = _frame(grid, pair.with_reasons(_reasons(pair, variation)), variation, confidence, percent_from)
    frame = frame.with_columns(**_windows(current, previous), months_used=_months_known(grid, pair))
    size = _size(moderate_from, large_from)
    return _judged(frame, _breaks_inside(breaks, current, previous), material_percent, material_count, size)


def _windows(current: Window, previous: Window) -> dict[str, pl.Expr]:
    windows = {"current": current, "previous": previous}
    ends = {f"{name}_{end}": getattr(window, end) for name, window in windows.items() for end in ("first", "last")}
    return {name: pl.lit(month, pl.Date) for name, month in ends.items()}


def _months_known(grid: SeriesGrid, pair: PeriodPair) -> pl.Series:
    known = np.isfinite(grid.counts[:, : max(pair.last_row + 1, 0)]).sum(axis=1)
    return pl.Series("months_used", known * grid.step, dtype=pl.Int64)


def _variation_until(grid: SeriesGrid, pair: PeriodPair) -> Variation:
    """The usual variation, from all that is known up to the end of the current window."""
    known = int(np.clip(pair.last_row + 1, 0, grid.counts.shape[1]))
    counts, exposure = grid.counts[:, :known], grid.exposure[:, :known]
    return usual_variation(counts, exposure, 12 // grid.step, grid.pool, pair.first_row, grid.lends)


def _reasons(pair: PeriodPair, variation: Variation) -> np.ndarray:
    """The reasons that lie in the counts and in the history."""
    unsure = ~(variation.history >= FEWEST_DEGREES)
    return np.where(pair.current + pair.previous == 0, NOTHING_COUNTED, np.where(unsure, SHORT_HISTORY, None))


def _frame(
    grid: SeriesGrid, pair: PeriodPair, variation: Variation, confidence: float, percent_from: float
) -> pl.DataFrame:
    """Totals, ratio and intervals; intervals that decide nothing stay empty."""
    deciding = np.array(_deciding_interval(pair, variation, confidence))
    deciding[:, [reason is not None for reason in pair.reason]] = np.nan
    exact_lower, exact_upper, _ = exact_ratio(*pair.arguments, confidence)
    whole = pl.Int64 if grid.whole_numbers else pl.Float64
    return (
        pl.DataFrame(
            {
                "series": pl.Series(grid.series, dtype=pl.String),
                "current_count": pair.current,
                "previous_count": pair.previous,
                "change": pair.change,
                "change_percent": _percent(pair, percent_from),
                "ratio": pair.ratio,
                "lower": deciding[0],
                "upper": deciding[1],
                "exact_lower": exact_lower,
                "exact_upper": exact_upper,
                "p_value": deciding[2],
                "dispersion": variation.dispersion,
                "correlation": variation.correlation,
                "degrees_of_freedom": variation.degrees_of_freedom,
                "reason": pl.Series(pair.reason.tolist(), dtype=pl.String),
            }
        )
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_columns(pl.col("current_count", "previous_count").cast(whole))
    )


def _percent(pair: PeriodPair, smallest_base: float) -> np.ndarray:
    base = pair.previous * pair.length_ratio
    base = np.where((base >= smallest_base) & (base > 0), base, np.nan)
    return 100 * pair.change / base


def _deciding_interval(pair: PeriodPair, variation: Variation, confidence: float) -> list[np.ndarray]:
    """The score interval; with a small base the wider of it and the mid-P interval, limit by limit.

    Where events are so few, over a long enough history, that their dispersion cannot be told, they are taken as Poisson.
    """
    told = (variation.degrees_of_freedom >= FEWEST_DEGREES) & (variation.dispersion > 0)
    variance, degrees = variation.of_sum(pair.contrast)
    lower, upper, p_value = score_ratio(
        *pair.arguments, np.where(told, variance, 1.0), np.where(told, degrees, MOST_DEGREES), confidence
    )
    small = np.flatnonzero(pair.previous < SMALLEST_BASE_FOR_PERCENT)
    exact_lower, exact_upper, exact_p = mid_p_ratio(*(values[small] for values in pair.arguments), confidence)
    lower[small] = np.minimum(lower[small], exact_lower)
    upper[small] = np.maximum(upper[small], exact_upper)
    p_value[small] = np.maximum(p_value[small], exact_p)
    return [lower, upper, p_value]


def _judged(
    frame: pl.DataFrame, breaks: pl.DataFrame, material_percent: float, material_count: float, size: pl.Expr
) -> pl.DataFrame:
    """Add what is said of each comparison, and put the columns in order."""
    far = pl.col("ratio").is_null() | (_percent_apart() >= material_percent)
    known = pl.col("reason").is_null()
    explained = (pl.col("change") > 0) & pl.col("_up") | (pl.col("change") < 0) & pl.col("_down")
    return (
        frame.join(breaks, on="series", how="left", maintain_order="left")
        .with_columns(pl.col("break_inside", "_up", "_down", "_unknown").fill_null(False))
        .with_columns(
            clear=known & ((pl.col("lower") > 1) | (pl.col("upper") < 1)),
            small_numbers=pl.col("previous_count") < SMALL_NUMBER,
            method=pl.when(known & (pl.col("previous_count") < SMALLEST_BASE_FOR_PERCENT))
            .then(pl.lit("two_counts_small"))
            .when(known)
            .then(pl.lit("two_counts")),
        )
        .with_columns(
            material=pl.col("clear") & (pl.col("change").abs() >= material_count) & far,
            size=pl.when(pl.col("clear") & ~pl.col("small_numbers")).then(size),
            counts_towards_rating=known
            & ~(pl.col("break_inside") & (~pl.col("clear") | pl.col("_unknown") | explained)),
        )
        .select(COLUMNS)
    )


def _percent_apart() -> pl.Expr:
    """By how many per cent the rates differ, rounded so far that from 1,000 to 1,050 is 5 and not a hair less."""
    return ((pl.col("ratio") - 1).abs() * 100).round(9)


def _size(moderate_from: float, large_from: float) -> pl.Expr:
    return (
        pl.when(_percent_apart() < moderate_from)
        .then(pl.lit("slight"))
        .when(_percent_apart() < large_from)
        .then(pl.lit("moderate"))
        .otherwise(pl.lit("large"))
    )


def _breaks_inside(breaks: pl.DataFrame | None, current: Window, previous: Window) -> pl.DataFrame:
    """Per series, the directions of the breaks that have months of the two windows on both sides."""
    if breaks is None:
        breaks = pl.DataFrame(schema={"series": pl.String, "date": pl.Date, "direction": pl.String})
    direction = pl.col("direction")
    return (
        breaks.filter((pl.col("date") > previous.first) & (pl.col("date") <= current.end))
        .group_by("series")
        .agg(
            break_inside=pl.lit(True),
            _up=(direction == "up").any(),
            _down=(direction == "down").any(),
            _unknown=(direction.is_null() | ~direction.is_in(["up", "down"])).any(),
        )
    )

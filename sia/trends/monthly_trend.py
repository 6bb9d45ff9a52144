"""The slope of a monthly series, and when it last turned.

Slope: Theil and Sen's median of all pairwise slopes of the seasonally adjusted rate per day, with Mann and Kendall's test
(Sen 1968; Kendall 1975), whose variance is that of
the adjusted, serially correlated series (`variation.py`). Turning point: a line with at most two knees on the
square-root scale, where a knee is kept only if it takes away more than a penalty of the usual variation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from sia.calendar import Window, add_months, month_of
from sia.trends.recording_breaks import after_last_break
from sia.trends.series_grid import SeriesGrid, checked
from sia.trends.variation import Variation, usual_variation

MONTHS = 12
FEWEST_MONTHS = 24
DAYS_A_MONTH = 30.4
FEWEST_EVENTS = 60
SHORT = "fewer than 24 months in a row are known"
SHORT_SINCE_BREAK = "fewer than 24 months in a row are known since the last recording break"
TOO_FEW = "fewer than 60 events are too few for a monthly trend"
RISING, FALLING, NO_TREND = "rising", "falling", "no clear trend"
SERIES_AT_ONCE = 2000
COLUMNS = (
    "series",
    "first_month",
    "last_month",
    "months_used",
    "slope",
    "percent_a_year",
    "lower_percent",
    "upper_percent",
    "p_value",
    "trend",
    "method",
    "reason",
)


@dataclass(frozen=True)
class AdjustedRates:
    """Seasonally adjusted events per 30.4 days over the months asked for: an array of series x months.

    `reason` says why a series cannot be used.
    """

    series: list[str]
    months: list[date]
    days: np.ndarray
    pool: np.ndarray
    lends: np.ndarray
    rates: np.ndarray
    variation: Variation
    reason: np.ndarray


def monthly_slope(
    monthly: pl.DataFrame,
    as_at: date,
    *,
    months: int = 36,
    breaks: pl.DataFrame | None = None,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """The slope of each series over the last `months` months up to `as_at` (24 at least), one row a series.

    `monthly` has the columns series, month and count, and may have pool (series alike, whose correlation is told
    together). Returns the columns of COLUMNS: `slope` (events per 30.4 days and month), `percent_a_year` (of the median
    month) with its interval, `p_value`, `trend` (rising, falling, no clear trend), `method` and `reason`. A missing month, or a recording break (`breaks`: series, date), begins the months anew;
    with fewer than 24 of them, or fewer than 60 events in them, it cannot be calculated. Months after `as_at` are not
    looked at.
    """
    from scipy.special import ndtri

    ready = adjusted_rates(monthly, as_at, months, breaks)
    used = np.isfinite(ready.rates)
    length = used.sum(axis=1)
    slope, lower, upper, p_value = _theil_sen(ready.rates, _error_of_s(ready), float(ndtri((1 + confidence) / 2)))
    with np.errstate(all="ignore"):
        level = np.where(length > 0, _median(ready.rates), np.nan)
        percent = [np.where(level > 0, 1200 * value / level, np.nan) for value in (slope, lower, upper)]
    first = [ready.months[at] for at in np.where(length > 0, used.argmax(axis=1), 0)] if ready.months else []
    frame = pl.DataFrame(
        {
            "series": pl.Series(ready.series, dtype=pl.String),
            "first_month": pl.Series(first, dtype=pl.Date),
            "last_month": pl.Series([month_of(as_at)] * len(ready.series), dtype=pl.Date),
            "months_used": pl.Series(length, dtype=pl.Int64),
            "slope": slope,
            "percent_a_year": percent[0],
            "lower_percent": percent[1],
            "upper_percent": percent[2],
            "p_value": p_value,
            "reason": pl.Series(ready.reason.tolist(), dtype=pl.String),
        }
    )
    return _judged(frame, 1 - confidence).select(COLUMNS)


def adjusted_rates(
    monthly: pl.DataFrame, as_at: date, months: int, breaks: pl.DataFrame | None = None
) -> AdjustedRates:
    """The last `months` months up to `as_at` as rates without their season; NaN before a gap or a recording break.

    Each month of the year is divided by its share of all events, so that nothing of the season is left to be taken for a
    trend; for that, only whole years that end with the month of `as_at` count.
    """
    if months < FEWEST_MONTHS or months % MONTHS:
        raise ValueError(f"a monthly trend needs whole years, {FEWEST_MONTHS} months at least, not {months}")
    grid = SeriesGrid.from_frame(checked(monthly).filter(pl.col("month") <= as_at).drop("exposure", strict=False))
    last = month_of(as_at)
    window = Window(add_months(last, 1 - months), last)
    counts, _ = grid.take(grid.columns(window))
    days = np.array([Window(month, month).days for month in window.months], dtype=float)
    after = after_last_break(grid.series, window.months, breaks)
    run = _whole_years(np.isfinite(counts) & after)
    events = np.where(run, counts, np.nan)
    variation = usual_variation(events, np.broadcast_to(days, events.shape), MONTHS, grid.pool, 0, grid.lends)
    reason = _reasons(events, run, after)
    known = np.equal(reason, None)[:, None] & run
    rates = np.where(known, _without_season(events / days * DAYS_A_MONTH), np.nan)
    return AdjustedRates(grid.series, window.months, days, grid.pool, grid.lends, rates, variation, reason)


def _whole_years(known: np.ndarray) -> np.ndarray:
    """The unbroken run of whole years that ends with the last column."""
    years = known.reshape(len(known), known.shape[1] // MONTHS, MONTHS).all(axis=2)
    run = np.logical_and.accumulate(years[:, ::-1], axis=1)[:, ::-1]
    return np.repeat(run, MONTHS, axis=1)


def _without_season(rates: np.ndarray) -> np.ndarray:
    """Rates divided by the index of their month; a month of the year in which nothing ever happened is as its level.

    The index is the month's mean over the level that a straight line through the years' means has on average in that
    month, so that the slope within a year is not taken for season.
    """
    cube = rates.reshape(len(rates), rates.shape[1] // MONTHS, MONTHS)
    known = np.isfinite(cube)
    years = np.maximum(known.sum(axis=1), 1)
    by_month = np.where(known, cube, 0).sum(axis=1) / years
    mean = by_month.mean(axis=1, keepdims=True)
    level = np.maximum(mean + _step_a_month(cube)[:, None] * (np.arange(MONTHS) - (MONTHS - 1) / 2), mean / MONTHS)
    index = np.divide(by_month, level, out=np.ones_like(by_month), where=by_month > 0)
    adjusted = np.where((by_month > 0)[:, None, :], cube / index[:, None, :], level[:, None, :])
    return np.where(known, adjusted, np.nan).reshape(rates.shape)


def _step_a_month(cube: np.ndarray) -> np.ndarray:
    """The slope, a month, of a straight line through the years' means; 0 with fewer than two years."""
    known = np.isfinite(cube).all(axis=2)
    means = np.where(known, np.where(known[:, :, None], cube, 0).mean(axis=2), 0)
    count = np.maximum(known.sum(axis=1), 1)
    place = np.arange(cube.shape[1]) - (known * np.arange(cube.shape[1])).sum(axis=1, keepdims=True) / count[:, None]
    square = (known * place**2).sum(axis=1) * MONTHS
    return np.divide((known * place * means).sum(axis=1), square, out=np.zeros(len(cube)), where=square > 0)


def _reasons(events: np.ndarray, run: np.ndarray, after: np.ndarray) -> np.ndarray:
    length = run.sum(axis=1)
    cut = (length < FEWEST_MONTHS) & ~after.all(axis=1)
    short = np.where(cut, SHORT_SINCE_BREAK, np.where(length < FEWEST_MONTHS, SHORT, None))
    few = np.where(np.nansum(np.where(run, events, 0), axis=1) < FEWEST_EVENTS, TOO_FEW, None)
    return np.where(np.equal(short, None), few, short)


def _error_of_s(ready: AdjustedRates) -> np.ndarray:
    """The standard error of Kendall's S: n(n-1)(2n+5)/18, times what the season took, times what correlation adds.

    Both factors are those of a straight line fitted together with twelve months of the year, of which S is the counterpart
    in ranks: the line is told by steps from year to year alone, and n - 13 degrees are left to the scatter.
    """
    length = np.isfinite(ready.rates).sum(axis=1)
    error = np.full(len(length), np.nan)
    for months in np.unique(length[length > 0]):
        chosen = length == months
        line = np.arange(months) - (months - 1) / 2
        steps = line - line.reshape(-1, MONTHS).mean(axis=0)[np.arange(months) % MONTHS]
        harder = (line @ line) / (steps @ steps) * months / (months - MONTHS - 1)
        variance = months * (months - 1) * (2 * months + 5) / 18 * harder
        error[chosen] = np.sqrt(variance * ready.variation.inflation(steps)[chosen])
    return error


def _theil_sen(rates: np.ndarray, error: np.ndarray, z: float) -> tuple[np.ndarray, ...]:
    """Median slope, its limits by Sen's ranks, and the p-value of Mann and Kendall's test; NaN where rates are."""
    from scipy.special import ndtr

    found = np.full((4, len(rates)), np.nan)
    early, late = np.triu_indices(rates.shape[1], k=1)
    usable = np.flatnonzero(np.isfinite(rates).any(axis=1))
    for chunk in np.array_split(usable, max(1, -(-len(usable) // SERIES_AT_ONCE))):
        if not len(chunk):
            continue
        slopes = (rates[chunk][:, late] - rates[chunk][:, early]) / (late - early)
        pairs = np.isfinite(slopes).sum(axis=1)
        s = np.nansum(np.sign(slopes), axis=1)
        ordered = np.sort(slopes, axis=1)
        reach = z * error[chunk]
        found[0, chunk] = _at(ordered, (pairs - 1) / 2)
        found[1, chunk] = _at(ordered, np.clip((pairs - reach) / 2 - 1, 0, pairs - 1))
        found[2, chunk] = _at(ordered, np.clip((pairs + reach) / 2, 0, pairs - 1))
        found[3, chunk] = 2 * ndtr(-np.maximum(np.abs(s) - 1, 0) / error[chunk])
    return tuple(found)


def _at(ordered: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The value at a place between two of the ordered ones, by linear interpolation."""
    low = np.floor(place).astype(int)
    high = np.ceil(place).astype(int)
    rows = np.arange(len(ordered))
    return ordered[rows, low] + (place - low) * (ordered[rows, high] - ordered[rows, low])


def _median(rates: np.ndarray) -> np.ndarray:
    """The median of each row's known values; NaN where there is none."""
    ordered = np.sort(rates, axis=1)
    known = np.isfinite(rates).sum(axis=1)
    return np.where(known > 0, _at(ordered, np.maximum(known - 1, 0) / 2), np.nan)


def _judged(frame: pl.DataFrame, level: float) -> pl.DataFrame:
    """Say which way it goes; what is not calculated is null."""
    numbers = ["slope", "percent_a_year", "lower_percent", "upper_percent", "p_value"]
    sound = pl.col("reason").is_null()
    clear = sound & (pl.col("p_value") < level)
    return frame.with_columns(pl.when(sound).then(pl.col(numbers).fill_nan(None))).with_columns(
        pl.when(sound).then("first_month").alias("first_month"),
        method=pl.when(sound).then(pl.lit("monthly_slope")),
        trend=pl.when(clear & (pl.col("slope") > 0))
        .then(pl.lit(RISING))
        .when(clear & (pl.col("slope") < 0))
        .then(pl.lit(FALLING))
        .when(sound)
        .then(pl.lit(NO_TREND)),
    )

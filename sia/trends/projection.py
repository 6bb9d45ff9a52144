"""Where the financial year will end: the year to date and what the remaining months are likely to add.

The level is an exponentially weighted rate per day (weight 0.3 on the newest month), after dividing by the season where
there are three complete years to tell it from. Its own errors, one month ahead over the history, give the interval: of H months ahead the sum has the
variance v x expected / H x sum of (1 + 0.3 i)^2, i = 0 .. H-1 (the state-space form of exponential smoothing, Hyndman
and others 2008, chapter 6), which holds both the scatter of single months and the drift of the level.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from sia.calendar import Window, add_months, financial_year_start, month_of
from sia.trends.season import find_season
from sia.trends.series_grid import SeriesGrid, checked

WEIGHT = 0.3
WARM_UP = 6
FEWEST_MONTHS = 12
#: With two years a single unusual year passes for a season: tried on Leicestershire 2019-2022 it made errors larger.
MONTHS_FOR_SEASON = 36
SEASON_FACTORS = 11
LEVELS = {"80": 0.80, "95": 0.95}
SHORT = "fewer than 12 months in a row are known"
FEWEST_EVENTS = 12
TOO_FEW = "fewer than 12 events in the last 12 months are too few to project"
COLUMNS = (
    "series",
    "year_to_date",
    "projected",
    "lower_80",
    "upper_80",
    "lower_95",
    "upper_95",
    "naive_scaled",
    "naive_last_year",
    "previous_year",
    "first_month",
    "last_month",
    "months_used",
    "seasonal",
    "method",
    "reason",
)


@dataclass(frozen=True)
class _Outlook:
    """What the months to come are likely to hold, one value a series."""

    expected: np.ndarray
    variance: np.ndarray
    degrees_of_freedom: np.ndarray
    months_used: np.ndarray
    seasonal: np.ndarray
    reason: np.ndarray


def project_year_end(monthly: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """Project the total of the financial year that `as_at` lies in, one row a series, in order of their names.

    Returns `year_to_date` (to the month of `as_at`), `projected`, its 80 % and 95 % intervals (`lower_80` and so on,
    never below the year to date), what naive methods give (`naive_scaled`: the year to date per day; `naive_last_year`:
    the year to date and last year's same remaining months), `previous_year` (the last full financial year; null when a
    month of it is missing), `first_month` and `last_month` of the `months_used` for it, `seasonal` (whether a season was allowed for: from 36 months on), `method`
    and `reason`. When the year is over the projection is its total. It cannot be calculated when a month of the year to
    date is missing, fewer than 12 months in a row up to `as_at` are known, or they hold fewer than 12 events. Months
    after `as_at` are not looked at.
    """
    grid = _grid_until(monthly, as_at)
    elapsed = Window(financial_year_start(as_at), month_of(as_at))
    columns = grid.columns(elapsed)
    to_date = grid.take(columns)[0].sum(axis=1)
    outlook = _outlook(grid, elapsed.last, 12 - len(columns))
    frame = pl.DataFrame(
        {
            "series": pl.Series(grid.series, dtype=pl.String),
            "year_to_date": to_date,
            "projected": to_date + outlook.expected,
            **{name: to_date + limit for name, limit in _limits(outlook).items()},
            **_naive(grid, columns, to_date, elapsed),
        }
    ).with_columns(pl.col("year_to_date", "previous_year").fill_nan(None).cast(_count_type(grid)))
    return _explained(frame, outlook, _missing(grid, columns), elapsed.last).select(COLUMNS)


def project_months(monthly: pl.DataFrame, as_at: date, months: int, *, weight: float = WEIGHT) -> pl.DataFrame:
    """What the `months` months after `as_at` are likely to hold together, one row a series.

    `weight` is the share of the newest month in the level, between 0 and 1; the drift of the level follows from it.
    Returns `projected`, its intervals, `first_month`, `last_month`, `months_used`, `seasonal`, `method` and `reason`, as
    `project_year_end` does.
    """
    grid = _grid_until(monthly, as_at)
    outlook = _outlook(grid, month_of(as_at), months, weight)
    frame = pl.DataFrame(
        {"series": pl.Series(grid.series, dtype=pl.String), "projected": outlook.expected, **_limits(outlook)}
    )
    return _explained(frame, outlook, np.full(len(grid.series), None, dtype=object), month_of(as_at))


def _grid_until(monthly: pl.DataFrame, as_at: date) -> SeriesGrid:
    return SeriesGrid.from_frame(checked(monthly).filter(pl.col("month") <= as_at).drop("exposure", strict=False))


def _count_type(grid: SeriesGrid) -> pl.DataType:
    return pl.Int64() if grid.whole_numbers else pl.Float64()


def _explained(frame: pl.DataFrame, outlook: _Outlook, missing: np.ndarray, newest: date) -> pl.DataFrame:
    """Add how it was done and why not; what is not calculated is null."""
    reason = pl.Series(np.where(np.equal(missing, None), outlook.reason, missing).tolist(), dtype=pl.String)
    silent = [name for name in frame.columns if name.startswith(("projected", "lower", "upper"))]
    return (
        frame.with_columns(
            last_month=pl.lit(newest),
            months_used=pl.Series(outlook.months_used, dtype=pl.Int64),
            seasonal=pl.Series(outlook.seasonal, dtype=pl.Boolean) & reason.is_null(),
            method=pl.lit("projection"),
            reason=reason,
        )
        .with_columns(
            first_month=pl.col("last_month").dt.offset_by(pl.format("-{}mo", pl.col("months_used").clip(1) - 1))
        )
        .with_columns(
            pl.when(pl.col("reason").is_null()).then(pl.col([*silent, "first_month", "last_month", "method"]))
        )
        .with_columns(pl.col(pl.Float64).fill_nan(None))
    )


def _latest_run(history: np.ndarray) -> np.ndarray:
    """Mark the unbroken run of known months that ends with the last column."""
    return np.logical_and.accumulate(np.isfinite(history)[:, ::-1], axis=1)[:, ::-1]


def _missing(grid: SeriesGrid, columns: np.ndarray) -> np.ndarray:
    """For each series, which months of these are missing, in words; None if none is."""
    reason = np.full(len(grid.series), None, dtype=object)
    patterns, which = np.unique(~np.isfinite(grid.take(columns)[0]), axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        if pattern.any():
            reason[which.reshape(-1) == number] = grid.missing_words(columns, pattern)
    return reason


def _too_little(history: np.ndarray) -> np.ndarray:
    """For each series, why its latest run of months does not bear a projection; None if it does."""
    events = np.nan_to_num(history[:, -FEWEST_MONTHS:]).sum(axis=1)
    short = np.isfinite(history).sum(axis=1) < FEWEST_MONTHS
    return np.where(short, SHORT, np.where(events < FEWEST_EVENTS, TOO_FEW, None))


def _outlook(grid: SeriesGrid, newest: date, ahead: int, weight: float = WEIGHT) -> _Outlook:
    """Expected events of the `ahead` months after `newest`, and the variance of their sum."""
    known = np.arange(0, max(grid.columns(Window(newest, newest))[0] + 1, 0))
    counts, days = grid.take(known)
    history = np.where(_latest_run(counts), counts, np.nan)
    season = find_season(history, days, grid.pool, grid.first.month, grid.lends)
    seasonal = np.equal(season.reason, None) & (season.months_used >= MONTHS_FOR_SEASON)
    calendar = (grid.first.month - 1 + np.arange(len(known) + ahead)) % 12
    factor = np.where(seasonal[:, None], season.index, 1.0)[:, calendar]
    level, one_ahead = _levels(history, days * factor[:, : len(known)], weight)
    future = [add_months(newest, number + 1) for number in range(ahead)]
    future_days = np.array([Window(month, month).days for month in future], dtype=float)
    expected = level * (future_days * factor[:, len(known) :]).sum(axis=1) if ahead else np.zeros(len(counts))
    scale, tried = _scatter(history, one_ahead)
    scale *= np.where(seasonal, season.months_used / np.maximum(season.months_used - SEASON_FACTORS, 1), 1.0)
    growth = ((1 + weight * np.arange(ahead)) ** 2).mean() if ahead else 0.0
    return _Outlook(
        expected=expected,
        variance=scale * expected * growth,
        degrees_of_freedom=np.maximum(tried - 1, 1).astype(float),
        months_used=np.isfinite(history).sum(axis=1),
        seasonal=seasonal & (ahead > 0),
        reason=_too_little(history) if ahead else np.full(len(counts), None, dtype=object),
    )


def _scatter(history: np.ndarray, one_ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The variance of errors one month ahead as a multiple of what was expected, and the number of errors."""
    tried = np.isfinite(one_ahead)
    squares = np.where(tried, history - one_ahead, 0) ** 2
    expected = np.where(tried, one_ahead, 0).sum(axis=1)
    return squares.sum(axis=1) / np.maximum(expected, 1.0), tried.sum(axis=1)


def _levels(history: np.ndarray, risk: np.ndarray, weight: float) -> tuple[np.ndarray, np.ndarray]:
    """The newest level, and for each month what the level before it led to expect (NaN within the warm-up).

    Weights fall by 1 - `weight` a month and are normed by the time at risk, so that a short history has no starting value
    to forget.
    """
    known = np.isfinite(history)
    events, time = np.zeros(len(history)), np.zeros(len(history))
    seen = np.zeros(len(history))
    one_ahead = np.full(history.shape, np.nan)
    for month in range(history.shape[1]):
        ready = known[:, month] & (seen >= WARM_UP)
        one_ahead[ready, month] = events[ready] / time[ready] * risk[ready, month]
        events = (1 - weight) * events + np.where(known[:, month], history[:, month], 0)
        time = (1 - weight) * time + np.where(known[:, month], risk[:, month], 0)
        seen += known[:, month]
    return np.divide(events, time, out=np.full(len(history), np.nan), where=time > 0), one_ahead


def _limits(outlook: _Outlook) -> dict[str, np.ndarray]:
    """Gamma quantiles with the mean and variance of what is to come, widened as Student's t is to the normal."""
    from scipy.special import gammaincinv, ndtri, stdtrit

    limits = {}
    for name, level in LEVELS.items():
        tail = (1 - level) / 2
        variance = outlook.variance * (stdtrit(outlook.degrees_of_freedom, tail) / ndtri(tail)) ** 2
        with np.errstate(divide="ignore", invalid="ignore"):
            for side, share in (("lower", tail), ("upper", 1 - tail)):
                quantile = gammaincinv(outlook.expected**2 / variance, share) * variance / outlook.expected
                limits[f"{side}_{name}"] = np.where(variance > 0, quantile, outlook.expected)
    return limits


def _naive(grid: SeriesGrid, columns: np.ndarray, to_date: np.ndarray, elapsed: Window) -> dict[str, np.ndarray]:
    """What simpler methods give, and last year's total; NaN where a month of it is missing."""
    year = Window(elapsed.first, add_months(elapsed.first, 11))
    last_year, _ = grid.take(grid.columns(year) - 12)
    return {
        "naive_scaled": to_date / elapsed.days * year.days,
        "naive_last_year": to_date + last_year[:, len(columns) :].sum(axis=1),
        "previous_year": last_year.sum(axis=1),
    }

"""Months with far fewer or far more events than is usual: what a half-sent extract or a double one looks like.

A month is set against three levels: the median of the six months before it, of the six after, and of the same month in
other years. It is unusual only when it is far from all of those that are known, so that neither a season, nor a lasting
change of level, nor its neighbour's fault is taken for its own. Months are compared by their daily rates.

Small counts are guarded: the month must also be improbable (one-sided probability below 1 in 1,000) beside the months it
is compared with, by the exact conditional test of two Poisson counts (Przyborowski and Wilenski, 1940) with both counts
divided by a dispersion of 2, which is what monthly counts of crime commonly show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sia.trends.series_grid import SeriesGrid

if TYPE_CHECKING:
    from datetime import date

SIDE, FEWEST_ON_A_SIDE = 6, 3
DISPERSION, IMPROBABLE = 2.0, 0.001
SCHEMA = {
    "series": pl.String,
    "month": pl.Date,
    "count": pl.Float64,
    "usual": pl.Float64,
    "percent": pl.Float64,
    "direction": pl.String,
}


def unusual_months(monthly: pl.DataFrame, fewer_percent: float, more_percent: float) -> pl.DataFrame:
    """The months of each series that lie `fewer_percent` below or `more_percent` above their usual level, or further.

    `monthly` has the columns series, month (its first day) and count; a month that is not covered has no row. Returns
    one row a month found: its count, the usual count of a month of its length, and by how many per cent it lies below or
    above that (`direction` "fewer" or "more"). A month with fewer than three months on either side is not judged.
    """
    if not monthly.height:
        return pl.DataFrame(schema=SCHEMA)
    grid = SeriesGrid.from_frame(monthly)
    rates = grid.counts / grid.exposure
    levels, seen = _levels(rates)
    low, high = _lowest(levels), -_lowest(-levels)
    fewer = (rates <= (1 - fewer_percent / 100) * low) & _improbable(grid, low, seen, few=True)
    more = (rates >= (1 + more_percent / 100) * high) & _improbable(grid, high, seen, few=False)
    rows = [
        *_rows(grid, rates, low, fewer & (low > 0), "fewer"),
        *_rows(grid, rates, high, more & (high > 0), "more"),
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("series", "month")


def _levels(rates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The levels that each month is set against (level x series x month, NaN unknown), and how many months they rest on.

    A month that has neither enough months before nor enough after it has no level at all.
    """
    before = _shifted(rates, range(1, SIDE + 1))
    after = _shifted(rates, range(-1, -SIDE - 1, -1))
    years = max((rates.shape[1] - 1) // 12, 1)
    same = _shifted(rates, [12 * year for year in range(-years, years + 1) if year])
    sides = [_median(before, FEWEST_ON_A_SIDE), _median(after, FEWEST_ON_A_SIDE)]
    judged = np.isfinite(sides).any(axis=0)
    seen = (np.isfinite(before).sum(axis=0) + np.isfinite(after).sum(axis=0)).astype(float)
    return np.where(judged, np.stack([*sides, _median(same, 1)]), np.nan), seen


def _shifted(rates: np.ndarray, steps: range | list[int]) -> np.ndarray:
    """The rates as many months earlier as each step says (later if negative), NaN beyond the ends."""
    found = np.full((len(steps), *rates.shape), np.nan)
    for place, step in enumerate(steps):
        if abs(step) >= rates.shape[1]:
            continue
        if step > 0:
            found[place, :, step:] = rates[:, :-step]
        else:
            found[place, :, :step] = rates[:, -step:]
    return found


def _median(values: np.ndarray, fewest: int) -> np.ndarray:
    """The median along the first axis of what is known; NaN where fewer than `fewest` are."""
    known = np.isfinite(values).sum(axis=0)
    ordered = np.sort(values, axis=0)
    middle = np.maximum(known - 1, 0)
    lower = np.take_along_axis(ordered, (middle // 2)[None], axis=0)[0]
    upper = np.take_along_axis(ordered, ((middle + 1) // 2)[None], axis=0)[0]
    return np.where(known >= fewest, (lower + upper) / 2, np.nan)


def _lowest(levels: np.ndarray) -> np.ndarray:
    """The lowest level that is known, NaN where none is."""
    lowest = np.where(np.isfinite(levels), levels, np.inf).min(axis=0)
    return np.where(np.isfinite(lowest), lowest, np.nan)


def _improbable(grid: SeriesGrid, usual: np.ndarray, seen: np.ndarray, *, few: bool) -> np.ndarray:
    """Whether a count is improbable beside `seen` months at the usual level."""
    from scipy.special import betainc

    months = np.maximum(seen, 1)
    count = np.nan_to_num(grid.counts) / DISPERSION
    others = np.nan_to_num(usual) * np.nan_to_num(grid.exposure) * months / DISPERSION
    share = 1 / (1 + months)
    if few:
        probability = betainc(np.maximum(others, 1e-9), count + 1, 1 - share)
    else:
        probability = betainc(np.maximum(count, 1e-9), others + 1, share)
    return probability < IMPROBABLE


def _rows(
    grid: SeriesGrid, rates: np.ndarray, usual: np.ndarray, found: np.ndarray, direction: str
) -> list[tuple[str, date, float, float, float, str]]:
    return [
        (
            grid.series[series],
            grid.months[month],
            float(grid.counts[series, month]),
            float(usual[series, month] * grid.exposure[series, month]),
            float(100 * abs(rates[series, month] / usual[series, month] - 1)),
            direction,
        )
        for series, month in np.argwhere(found)
    ]

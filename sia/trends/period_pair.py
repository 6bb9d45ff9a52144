"""Two windows of many series: totals, time at risk, and what stands in the way of setting them against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sia.calendar import Window
from sia.trends.series_grid import SeriesGrid


@dataclass(frozen=True)
class PeriodPair:
    """One value a series; NaN, with a reason, where a window is not complete.

    `contrast` holds each row's weight in the difference of the two mean rates, over the rows from the first of the
    previous window to the last of the current one, which is the grid's row `last_row`;
    the current window begins at `first_row`.
    """

    current: np.ndarray
    previous: np.ndarray
    current_exposure: np.ndarray
    previous_exposure: np.ndarray
    reason: np.ndarray
    length_ratio: float
    contrast: np.ndarray
    first_row: int
    last_row: int

    @classmethod
    def of(cls, grid: SeriesGrid, current: Window, previous: Window) -> PeriodPair:
        """Sum both windows of every series; windows that do not fit the rows give a reason for all."""
        problem = _misfit(grid, current, previous)
        if problem:
            unknown = np.full(len(grid.series), np.nan)
            reason = np.full(len(unknown), problem, dtype=object)
            return cls(
                unknown, unknown, unknown, unknown, reason, 1.0, np.array([1.0, -1.0]), 0, grid.counts.shape[1] - 1
            )
        now, before = grid.columns(current), grid.columns(previous)
        reason = np.full(len(grid.series), None, dtype=object)
        both = np.concatenate([before, now])
        _explain(reason, ~np.isfinite(grid.take(both)[0]), lambda pattern: grid.missing_words(both, pattern))
        totals = [_total(grid, columns, reason) for columns in (before, now)]
        complete = np.equal(reason, None)
        kept = [np.where(complete, values, np.nan) for pair in reversed(totals) for values in pair]
        return cls(
            current=kept[0],
            previous=kept[2],
            current_exposure=kept[1],
            previous_exposure=kept[3],
            reason=reason,
            length_ratio=len(now) / len(before),
            contrast=_contrast(now, before),
            first_row=int(now[0]),
            last_row=int(now[-1]),
        )

    @property
    def change(self) -> np.ndarray:
        """Events more than before, the previous total scaled to the length of the current window."""
        return self.current - self.previous * self.length_ratio

    @property
    def ratio(self) -> np.ndarray:
        """The current rate as a multiple of the previous one; NaN without a previous event."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = (self.current / self.current_exposure) / (self.previous / self.previous_exposure)
        return np.where(self.previous > 0, ratio, np.nan)

    @property
    def arguments(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Both counts and both exposures, as `two_counts` takes them."""
        return self.current, self.previous, self.current_exposure, self.previous_exposure

    def with_reasons(self, reasons: np.ndarray) -> PeriodPair:
        """The pair with further reasons, where it has none of its own yet."""
        return replace(self, reason=np.where(np.equal(self.reason, None), reasons, self.reason))


def _misfit(grid: SeriesGrid, current: Window, previous: Window) -> str | None:
    """Why these two windows cannot be compared for any series, if so."""
    try:
        now, before = grid.columns(current), grid.columns(previous)
    except ValueError as error:
        return str(error)
    a_year = 12 // grid.step
    seasons = [np.bincount(columns % a_year, minlength=a_year) for columns in (now, before)]
    if (seasons[0] * len(before) != seasons[1] * len(now)).any():
        return "the two periods do not cover the same months of the year"
    return None


def _total(grid: SeriesGrid, columns: np.ndarray, reason: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Totals of events and exposure; reasons are added to `reason` where it has none."""
    counts, exposure = grid.take(columns)
    without = ~(exposure > 0) & np.isfinite(counts)
    _explain(reason, without, lambda pattern: f"there is no denominator for {grid.row_name(columns[pattern][0])}")
    return counts.sum(axis=1), exposure.sum(axis=1)


def _explain(reason: np.ndarray, flags: np.ndarray, words: Callable[[np.ndarray], str]) -> None:
    """Write the words for each distinct pattern of flagged rows to the series that show it."""
    patterns, which = np.unique(flags, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        if pattern.any():
            reason[(which.reshape(-1) == number) & np.equal(reason, None)] = words(pattern)


def _contrast(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    weights = np.zeros(now[-1] - before[0] + 1)
    weights[now - before[0]] = 1 / len(now)
    weights[before - before[0]] = -1 / len(before)
    return weights

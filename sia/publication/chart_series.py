"""Which points a chart over time may show: months, else quarters, else financial years, never a mixture.

A series is drawn at the finest grain at which none of its points is too small to be shown. What remains too small at
the coarsest grain is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sia.calendar import Window, add_months

Grain = Literal["month", "quarter", "year"]
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
GRAINS: tuple[Grain, ...] = ("month", "quarter", "year")
FEWEST_POINTS = 3
MOST_MONTHS = 72


@dataclass(frozen=True)
class ChartSeries:
    """Counts of one indicator or strand over time, one a period of its grain, earliest first."""

    indicator: str
    strand: str
    grain: Grain
    points: tuple[tuple[Window, int], ...]


def rows_in_periods(rows: dict[date, int], months_per_row: int, grain: Grain) -> tuple[tuple[Window, int], ...]:
    """Counts by the first month of each row, added up to whole periods; a period with a row missing is left out.

    Quarters and years are those of the financial year. Empty when the rows are coarser than the grain.
    """
    length = MONTHS_IN[grain]
    if months_per_row > length or not rows:
        return ()
    periods: dict[date, list[int]] = {}
    for month, count in rows.items():
        periods.setdefault(_first_month(month, length), []).append(count)
    needed = length // months_per_row
    newest = max(rows)
    return tuple(
        (Window(first, add_months(first, length - 1)), sum(counts))
        for first, counts in sorted(periods.items())
        if len(counts) == needed and first > add_months(newest, -MOST_MONTHS)
    )


def finest(
    rows: Iterable[tuple[str, dict[date, int]]],
    months_per_row: int,
    threshold: int,
    coarser_than: Grain | None = None,
    coarsest: Grain = "year",
) -> tuple[Grain, dict[str, tuple[tuple[Window, int], ...]]] | None:
    """The finest grain at which every point of every series given passes, with the points by series.

    None when no grain passes or leaves at least three points; `coarser_than` leaves out the grains up to that one, and
    `coarsest` those after it.
    """
    rows = list(rows)
    start = GRAINS.index(coarser_than) + 1 if coarser_than else 0
    for grain in GRAINS[start : GRAINS.index(coarsest) + 1]:
        points = {name: rows_in_periods(counts, months_per_row, grain) for name, counts in rows}
        if all(len(one) >= FEWEST_POINTS and _all_pass(one, threshold) for one in points.values()):
            return grain, points
    return None


def _all_pass(points: Iterable[tuple[Window, int]], threshold: int) -> bool:
    return all(count == 0 or count >= threshold for _, count in points)


def _first_month(month: date, length: int) -> date:
    """The first month of the financial period of 1, 3 or 12 months that a month lies in."""
    return add_months(month, -((month.month - 4) % length))

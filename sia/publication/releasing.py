"""Passes everything that was gathered through disclosure control, and lets through what it allows.

The points of charts are added at the finest grain that passes: a chart that would have to lose a point to protect something
else is coarsened, and the whole is tried again. Counts by season are added where nothing else has to pay for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sia.project.load import Project
from sia.publication.chart_points import ChartGroup, chart_points
from sia.publication.chart_series import ChartSeries, Grain
from sia.publication.counts import Door, through
from sia.publication.gathering import Gathered, gather
from sia.publication.readings import Readings


@dataclass(frozen=True)
class Released:
    """What came through: the door, the cells behind each figure, and the series that may be drawn."""

    door: Door
    gathered: Gathered
    series: dict[tuple[str, str], ChartSeries]


def gather_and_release(project: Project, readings: Readings, signals: Any, charted: list[ChartGroup]) -> Released:
    """Pass the whole set through disclosure control; `charted` are the series that charts would draw, by chart.

    Counts of an indicator by season of the year are left out where they would cost another figure. Raises UserError when a
    suppressed count could be worked out from what would be published.
    """
    names = tuple(signals.mixes.filter("changes")["indicator"].unique().sort())
    plain = _release(project, readings, signals, charted, ())
    every = _release(project, readings, signals, charted, names) if names else plain
    if _costs_nothing(every, plain):
        return every
    chosen, kept = plain, ()
    for name in names if len(names) > 1 else ():
        tried = _release(project, readings, signals, charted, (*kept, name))
        if _costs_nothing(tried, plain):
            chosen, kept = tried, (*kept, name)
    return chosen


def _costs_nothing(seasonal: Released, plain: Released) -> bool:
    """Whether no other figure is lost, but for lists by year of the parts themselves."""
    lost = seasonal.door.hidden - plain.door.hidden - set(seasonal.gathered.seasons.values())
    return not lost and seasonal.series == plain.series


def _release(
    project: Project, readings: Readings, signals: Any, charted: list[ChartGroup], by_season: tuple[str, ...]
) -> Released:
    """What comes through, charts coarsened until none would have to lose a point."""
    grains: dict[str, Grain | None] = {}
    while True:
        gathered = gather(project, readings, signals, by_season)
        series, cells = chart_points(project, readings, gathered, charted, grains)
        door = through(gathered.counts)
        spoilt = {chart: grain for (chart, grain), names in cells.items() if door.withholds(*names)}
        if not spoilt:
            return Released(door, gathered, series)
        grains |= spoilt

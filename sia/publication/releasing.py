"""Passes everything that was gathered through disclosure control, and lets through what it allows.

The points of charts are added at the finest grain that passes: a chart that would have to lose a point to protect something
else is coarsened, and the whole is tried again. Counts by season are added where nothing else has to pay for them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sia.project.load import Project
from sia.publication.chart_series import ChartSeries, Grain, finest
from sia.publication.counts import Door, subject_of, through
from sia.publication.gathering import KEEP_POINT, ROWS_OF, Gathered, gather, sources_of, threshold_of
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
        series, cells = _chart_points(project, readings, gathered, charted, grains)
        door = through(gathered.counts)
        spoilt = {chart: grain for (chart, grain), names in cells.items() if door.withholds(*names)}
        if not spoilt:
            return Released(door, gathered, series)
        grains |= spoilt


@dataclass(frozen=True)
class ChartGroup:
    """Series that one chart draws side by side, so that they need one grain, which may have to be `coarser_than` another."""

    chart: str
    indicator: str
    strands: tuple[str, ...]
    coarser_than: Grain | None = None


def _chart_points(
    project: Project,
    readings: Readings,
    gathered: Gathered,
    charted: list[ChartGroup],
    grains: dict[str, Grain | None],
) -> tuple[dict[tuple[str, str], ChartSeries], dict[tuple[str, Grain], list[str]]]:
    sources, rows = sources_of(readings), rows_by_series(readings.measures)
    series: dict[tuple[str, str], ChartSeries] = {}
    cells: dict[tuple[str, Grain], list[str]] = {}
    for group in charted:
        indicator = project.indicators[group.indicator][1]
        source = sources.get(group.indicator)
        every = [
            (strand, rows[group.indicator, strand]) for strand in group.strands if (group.indicator, strand) in rows
        ]
        if source is None or indicator.frequency not in ROWS_OF or not every:
            continue
        threshold = threshold_of(project, source)
        found = finest(every, ROWS_OF[indicator.frequency], threshold, grains.get(group.chart, group.coarser_than))
        if found is None:
            continue
        grain, points = found
        for strand, values in points.items():
            series[group.chart, strand] = ChartSeries(group.indicator, strand, grain, values)
            subject = subject_of(indicator, source, strand)
            pieces = gathered.pieces(project, group.indicator, source, strand)
            cells.setdefault((group.chart, grain), []).extend(
                gathered.counts.add(subject, readings.district, window, value, threshold, KEEP_POINT, pieces)
                for window, value in values
            )
    return series, cells


def rows_by_series(measures: pl.DataFrame) -> dict[tuple[str, str], dict[date, int]]:
    """Counts of the district by indicator and strand, by the first month of each row."""
    found: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    known = measures.filter(pl.col("count").is_not_null()).select("indicator", "strand", "month", "count")
    for name, strand, month, count in known.iter_rows():
        found[name, strand][month] = int(count)
    return found

"""Puts the points of charts over time into the set that is to be published, at the finest grain that passes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import polars as pl

from sia.project.load import Project
from sia.publication.chart_series import ChartSeries, Grain, finest
from sia.publication.counts import subject_of
from sia.publication.gathering import Gathered, sources_of, threshold_of
from sia.publication.readings import Readings

KEEP_POINT, KEEP_QUARTER_OF_PART = 3, 0
ROWS_OF = {"monthly": 1, "quarterly": 3, "annual": 12}


@dataclass(frozen=True)
class ChartGroup:
    """Series that one chart draws side by side, so that they need one grain, which may have to be `coarser_than` another."""

    chart: str
    indicator: str
    strands: tuple[str, ...]
    coarser_than: Grain | None = None
    coarsest: Grain = "year"


def chart_points(
    project: Project,
    readings: Readings,
    gathered: Gathered,
    charted: list[ChartGroup],
    grains: dict[str, Grain | None],
) -> tuple[dict[tuple[str, str], ChartSeries], dict[tuple[str, Grain], list[str]]]:
    """Put the points of every chart into the set; the series by chart and strand, and the cells by chart and grain.

    `grains` has the grain at which a chart has been tried in vain: it is then drawn at a coarser one.
    """
    sources, rows = sources_of(readings), rows_by_series(readings.measures)
    series: dict[tuple[str, str], ChartSeries] = {}
    cells: dict[tuple[str, Grain], list[str]] = defaultdict(list)
    for group in charted:
        indicator, source = project.indicators[group.indicator][1], sources.get(group.indicator)
        every = [(one, rows[group.indicator, one]) for one in group.strands if (group.indicator, one) in rows]
        if source is None or indicator.frequency not in ROWS_OF or not every:
            continue
        tried = grains.get(group.chart, group.coarser_than)
        threshold = threshold_of(project, source)
        found = finest(every, ROWS_OF[indicator.frequency], threshold, tried, group.coarsest)
        for strand, points in found[1].items() if found else ():
            one = series[group.chart, strand] = ChartSeries(group.indicator, strand, found[0], points)
            cells[group.chart, one.grain] += _cells(project, readings, gathered, one, source)
    return series, cells


def _cells(project: Project, readings: Readings, gathered: Gathered, one: ChartSeries, source: str) -> list[str]:
    """The cells of a series' points. Those longer than a month overlap the periods compared: less these, they could
    leave a few events, and a chart of parts is then to go before a comparison does."""
    subject = subject_of(project.indicators[one.indicator][1], source, one.strand)
    pieces, threshold = gathered.pieces(project, one.indicator, source, one.strand), threshold_of(project, source)
    add = gathered.counts.add if one.grain == "month" else gathered.counts.add_further
    keep = KEEP_QUARTER_OF_PART if one.strand and one.grain != "month" else KEEP_POINT
    return [add(subject, readings.district, window, value, threshold, keep, pieces) for window, value in one.points]


def rows_by_series(measures: pl.DataFrame) -> dict[tuple[str, str], dict[date, int]]:
    """Counts of the district by indicator and strand, by the first month of each row."""
    found: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    known = measures.filter(pl.col("count").is_not_null()).select("indicator", "strand", "month", "count")
    for name, strand, month, count in known.iter_rows():
        found[name, strand][month] = int(count)
    return found

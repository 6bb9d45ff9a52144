"""Gathers every count that the documents would like to show, as one set: comparisons, small areas, peers, surveys, severe harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from sia.calendar import Window, add_months, financial_year_start
from sia.project.load import Project
from sia.publication.counts import Counts, subject_of
from sia.publication.evidence import window_of
from sia.publication.groups import gather_groups
from sia.publication.overlaps import Kind, Pieces, kinds_by_indicator, pieces_of
from sia.publication.rare import RareCells, RareCounts
from sia.publication.readings import Readings
from sia.publication.season_mixes import gather_mix

KEEP_WINDOW, KEEP_PEER, KEEP_AREA, KEEP_FURTHER = 4, 1, 0, 0
NOT_PLACED = ""


@dataclass
class Gathered:
    """The names of the cells behind every figure, by what the figure is."""

    counts: Counts = field(default_factory=Counts)
    comparisons: dict[tuple[str, str, str], str] = field(default_factory=dict)
    further: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    years: dict[tuple[str, str], str] = field(default_factory=dict)
    areas: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    groups: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    peers: dict[tuple[str, str, str], str] = field(default_factory=dict)
    levels: dict[tuple[str, str, str, date], tuple[str, ...]] = field(default_factory=dict)
    severe: dict[tuple[str, str], str] = field(default_factory=dict)
    late: dict[tuple[str, str], str] = field(default_factory=dict)
    seasons: dict[tuple[str, str, str], str] = field(default_factory=dict)
    rare: dict[tuple[str, str], RareCells] = field(default_factory=dict)
    kinds: dict[str, frozenset[Kind]] = field(default_factory=dict)

    def pieces(self, project: Project, name: str, source: str, strand: str = "") -> Pieces | None:
        """What an indicator, or one of its strands, is made of."""
        return pieces_of(project.indicators[name][1], source, strand, self.kinds.get(name, frozenset()))


def threshold_of(project: Project, source: str) -> int:
    """Counts below this are not shown; 0 where the source's own figures are published."""
    contract = project.contracts.get(source)
    return 0 if contract is None or contract.public else contract.suppress_below


def gather(project: Project, readings: Readings, signals: Any, by_season: tuple[str, ...]) -> Gathered:
    """Every count but those of charts; of the indicators named, counts by season of the year as well."""
    gathered = Gathered(kinds=kinds_by_indicator(readings.indicator_categories))
    sources = sources_of(readings)
    _comparisons(project, readings, signals, gathered)
    _further(project, readings, signals, gathered)
    _small_areas(project, readings, signals, gathered, sources)
    _groups_of_areas(project, readings, signals, gathered, sources)
    _peers(project, readings, gathered, sources)
    _levels(project, readings, gathered, sources)
    _severe(project, readings, signals, gathered, sources)
    _late(project, readings, gathered)
    _rare(project, readings, signals, gathered, by_season)
    _seasons(project, readings, signals, gathered, by_season)
    return gathered


def sources_of(readings: Readings) -> dict[str, str]:
    """The source that serves each indicator that has one."""
    return dict(readings.chosen_sources.drop_nulls("source").select("indicator", "source").iter_rows())


def _comparisons(project: Project, readings: Readings, signals: Any, gathered: Gathered) -> None:
    rows = signals.signals.filter(pl.col("current_count").is_not_null() & pl.col("previous_count").is_not_null())
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        name, strand, source = row["indicator"], row["strand"], row["source"]
        indicator, threshold = project.indicators[name][1], threshold_of(project, source)
        subject, pieces = subject_of(indicator, source, strand), gathered.pieces(project, name, source, strand)
        for which in ("current", "previous"):
            window = window_of(row[f"{which}_first"], row[f"{which}_last"])
            value = round(row[f"{which}_count"])
            cell = gathered.counts.add(
                subject, readings.district, window, value, threshold, KEEP_WINDOW if not strand else 1, pieces
            )
            gathered.comparisons[name, strand, which] = cell
            if strand:
                parts[name, which].append(cell)
        if row["previous_year_total"] is not None and not strand:
            # less the earlier period it leaves a few months, whose count may be small: the year is then the first to go
            year = _previous_year(readings.newest_month)
            gathered.years[name, strand] = gathered.counts.add_further(
                subject, readings.district, year, int(row["previous_year_total"]), threshold, KEEP_FURTHER, pieces
            )
    for (name, which), cells in parts.items():
        total = gathered.comparisons.get((name, "", which))
        if total is not None:
            _add_up(gathered.counts, total, cells, project.indicators[name][1].strands_overlap)


def _further(project: Project, readings: Readings, signals: Any, gathered: Gathered) -> None:
    """Both windows of every comparison on a further basis; its strands add up to its total as on the first one."""
    rows = signals.further.filter(pl.col("current_count").is_not_null() & pl.col("previous_count").is_not_null())
    parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        name, strand, basis, source = row["indicator"], row["strand"], row["basis"], row["source"]
        subject = subject_of(project.indicators[name][1], source, strand)
        threshold, pieces = threshold_of(project, source), gathered.pieces(project, name, source, strand)
        for which in ("current", "previous"):
            window, value = window_of(row[f"{which}_first"], row[f"{which}_last"]), round(row[f"{which}_count"])
            cell = gathered.counts.add_further(
                subject, readings.district, window, value, threshold, KEEP_FURTHER, pieces
            )
            gathered.further[name, strand, basis, which] = cell
            if strand:
                parts[name, basis, which].append(cell)
    for (name, basis, which), cells in parts.items():
        total = gathered.further.get((name, "", basis, which))
        if total is not None:
            _add_up(gathered.counts, total, cells, project.indicators[name][1].strands_overlap)


def _add_up(counts: Counts, total: str, cells: list[str], overlap: bool) -> None:
    for group in [[cell] for cell in cells] if overlap else [cells]:
        counts.add_up(total, group)


def _previous_year(newest: date) -> Window:
    first = add_months(financial_year_start(newest), -12)
    return Window(first, add_months(first, 11))


def _small_areas(
    project: Project, readings: Readings, signals: Any, gathered: Gathered, sources: dict[str, str]
) -> None:
    """Wards, places and what is not placed add up to the district, and a place to its wards, in both periods."""
    for (name, level), rows in _groups(readings.area_rates, "indicator", "level"):
        total = {which: gathered.comparisons.get((name, "", which)) for which in ("current", "previous")}
        if name not in project.indicators or not all(total.values()):
            continue
        indicator, source = project.indicators[name][1], sources[name]
        subject, threshold = subject_of(indicator, source), threshold_of(project, source)
        windows, pieces = _windows(signals, name), gathered.pieces(project, name, source)
        for which, column in (("current", "count"), ("previous", "previous_count")):
            cells = {}
            for row in rows.filter(pl.col(column).is_not_null()).iter_rows(named=True):
                area = row["area_code"] or "not placed"
                cell = gathered.counts.add(
                    subject, area, windows[which], int(row[column]), threshold, KEEP_AREA, pieces
                )
                gathered.areas[name, level, row["area_code"] or NOT_PLACED, which] = cells[area] = cell
            gathered.counts.add_up(total[which], cells.values())
    _places_of_wards(readings, gathered)


def _places_of_wards(readings: Readings, gathered: Gathered) -> None:
    parents = dict(readings.areas.select("area_code", "parent_code").iter_rows())
    parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for (name, level, area, which), cell in gathered.areas.items():
        if area != NOT_PLACED and level != "place":
            parts[name, parents.get(area) or "", which].append(cell)
    for (name, place, which), cells in parts.items():
        total = gathered.areas.get((name, "place", place, which))
        if total is not None:
            gathered.counts.add_up(total, cells)


def _groups_of_areas(
    project: Project, readings: Readings, signals: Any, gathered: Gathered, sources: dict[str, str]
) -> None:
    """Fifths of deprivation, and urban and rural, of the indicators that are compared."""
    for name in sorted(readings.group_counts["indicator"].unique()):
        totals = {which: gathered.comparisons.get((name, "", which)) for which in ("current", "previous")}
        if name not in project.indicators or not all(totals.values()):
            continue
        source = sources[name]
        about = {
            "subject": subject_of(project.indicators[name][1], source),
            "pieces": gathered.pieces(project, name, source),
        }
        windows, threshold = _windows(signals, name), threshold_of(project, source)
        gathered.groups |= gather_groups(gathered.counts, readings, name, totals, windows, threshold, about)


def _windows(signals: Any, indicator: str) -> dict[str, Window]:
    row = signals.signals.filter((pl.col("indicator") == indicator) & (pl.col("strand") == "")).row(0, named=True)
    return {which: window_of(row[f"{which}_first"], row[f"{which}_last"]) for which in ("current", "previous")}


def _peers(project: Project, readings: Readings, gathered: Gathered, sources: dict[str, str]) -> None:
    rows = readings.peer_ranks.filter(pl.col("count").is_not_null())
    for row in rows.iter_rows(named=True):
        name = row["indicator"]
        if name not in project.indicators or name not in sources:
            continue
        indicator, threshold = project.indicators[name][1], threshold_of(project, sources[name])
        own = gathered.comparisons.get((name, "", "current"))
        if row["is_subject"] and own is not None and gathered.counts.values[own] == int(row["count"]):
            gathered.peers[name, row["area_code"], row["period_label"]] = own
            continue
        subject = f"{subject_of(indicator, sources[name])}|peers|{row['period_label']}"
        window = Window(readings.newest_month, readings.newest_month)
        cell = gathered.counts.add(subject, row["area_code"], window, int(row["count"]), threshold, KEEP_PEER)
        gathered.peers[name, row["area_code"], row["period_label"]] = cell


def _levels(project: Project, readings: Readings, gathered: Gathered, sources: dict[str, str]) -> None:
    """Numbers of people or things behind a level, a proportion or a rate; scores and published rates are not counts."""
    for row in readings.levels.iter_rows(named=True):
        name = row["indicator"]
        if name not in project.indicators or name not in sources:
            continue
        indicator, source = project.indicators[name][1], sources[name]
        subject = f"{subject_of(indicator, source, row['strand'])}|level"
        window = Window(row["period_start"].replace(day=1), row["period_end"].replace(day=1))
        cells = tuple(
            gathered.counts.add(
                f"{subject}|{what}", row["area_code"], window, count, threshold_of(project, source), KEEP_PEER
            )
            for what, count in _counted(project, indicator.value, source, row)
        )
        gathered.levels[name, row["strand"], row["area_code"], row["period_start"]] = cells


def _counted(project: Project, value_kind: str, source: str, row: dict[str, Any]) -> list[tuple[str, int]]:
    """What a level's row counts of people or things; 97 of 100 tells of the other three as well."""
    column = project.contracts[source].columns.get("value")
    names = {"level": ("value",), "proportion": ("numerator", "denominator")}.get(value_kind, ("numerator",))
    if value_kind == "level" and (column is None or column.type != "integer"):
        return []
    found = [(name, int(row[name])) for name in names if row[name] is not None]
    both = value_kind == "proportion" and len(found) == len(names)
    return [*found, ("others", found[1][1] - found[0][1])] if both and found[1][1] > found[0][1] else found


def _severe(project: Project, readings: Readings, signals: Any, gathered: Gathered, sources: dict[str, str]) -> None:
    """The latest year, and the earlier years together, which is what their mean tells."""
    years = {
        (name, first): count
        for name, first, count in readings.register_counts.select("indicator", "year_start", "count").iter_rows()
    }
    used = dict(signals.severe.drop_nulls("years_used").select("indicator", "years_used").iter_rows())
    for name in sorted({name for name, _ in years} & set(sources)):
        firsts = sorted((first for one, first in years if one == name), reverse=True)
        spans = {"current": firsts[:1], "earlier": firsts[1 : 1 + used.get(name, 0)]}
        subject = subject_of(project.indicators[name][1], sources[name])
        for which, starts in spans.items():
            if starts:
                window = Window(starts[-1], add_months(starts[0], 11))
                value, threshold = sum(years[name, first] for first in starts), threshold_of(project, sources[name])
                gathered.severe[name, which] = gathered.counts.add(
                    subject,
                    readings.district,
                    window,
                    value,
                    threshold,
                    2,
                    gathered.pieces(project, name, sources[name]),
                )


def _rare(project: Project, readings: Readings, signals: Any, gathered: Gathered, by_season: tuple[str, ...]) -> None:
    """Series too rare for a monthly chart, by year; parts that are counted by season are not listed by year as well."""

    def pieces(name: str, source: str, strand: str) -> Pieces | None:
        return gathered.pieces(project, name, source, strand)

    rare = RareCounts(project, readings, gathered.counts, lambda source: threshold_of(project, source), pieces)
    gathered.rare = rare.gather(signals, by_season)


def _late(project: Project, readings: Readings, gathered: Gathered) -> None:
    """Events of the latest twelve months and those of them that were recorded more than 30 days later."""
    window = Window(add_months(readings.newest_month, -11), readings.newest_month)
    recent = readings.late_recording.filter(pl.col("month") >= window.first)
    for (source,), rows in _groups(recent, "source"):
        threshold = threshold_of(project, source)
        for what in ("events", "recorded_after_30_days"):
            value = int(rows[what].sum() or 0)
            cell = gathered.counts.add(f"{source}|{what}", readings.district, window, value, threshold, KEEP_WINDOW)
            gathered.late[source, what] = cell


def _seasons(project: Project, readings: Readings, signals: Any, gathered: Gathered, names: tuple[str, ...]) -> None:
    """What these indicators are made of by season of the year."""
    for mix in signals.mixes.filter(pl.col("indicator").is_in(names)).iter_rows(named=True):
        name = mix["indicator"]
        cells = signals.mix_cells.filter(pl.col("indicator") == name)
        source, indicator = cells["source"][0], project.indicators[name][1]
        about = {
            strand: (subject_of(indicator, source, strand), gathered.pieces(project, name, source, strand))
            for strand in ("", *cells["strand"].unique().sort())
        }
        gathered.seasons |= gather_mix(gathered.counts, readings, mix, cells, about, threshold_of(project, source))


def _groups(frame: pl.DataFrame, *by: str) -> Iterator[tuple[tuple, pl.DataFrame]]:
    return iter(frame.group_by(by, maintain_order=True))

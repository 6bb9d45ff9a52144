"""Chooses and draws the figures of each priority and each indicator by area: a few that help, not all that could be made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from sia.calendar import days_in_month
from sia.project.indicators import Priority
from sia.project.load import Project
from sia.project.residents import EVERYBODY
from sia.publication.chart_points import ChartGroup
from sia.publication.chart_series import ChartSeries
from sia.publication.edition import Edition
from sia.publication.evidence import AreaFigure, Comparison, PeerFigure
from sia.publication.figures.areas import area_table, map_figure, ranking_figure
from sia.publication.figures.bars import change_by_strand, peers_figure
from sia.publication.figures.figure import Figure
from sia.publication.figures.levels import LevelPoint, level_figure
from sia.publication.figures.look import Look
from sia.publication.figures.multiples import strands_over_time
from sia.publication.figures.season import season_figure
from sia.publication.figures.season_mix import season_mix_figure
from sia.publication.figures.time_between import time_between_figure
from sia.publication.figures.trend import Limits, Mark, trend_figure
from sia.publication.figures.year_to_date import year_to_date_figure
from sia.publication.pages.places import areas_at, ranked_indicators, small_level
from sia.publication.pages.quality_late import provisional_months
from sia.publication.rare_words import rare_finding
from sia.publication.releasing import Released
from sia.publication.season_words import season_sentence
from sia.publication.sentences import (
    change_finding,
    level_finding,
    projection_sentence,
    rank_sentence,
)
from sia.publication.wording import full_stop, in_words, listed, ordinal, sentence_case
from sia.signals.breaks import breaks_of
from sia.signals.rare import LISTED

MOST_FIGURES = 3
MEAN_DAYS = 30.4
TREND, STRANDS = "trend", "strands"


def chart_groups(project: Project, readings: Any, rare: pl.DataFrame) -> list[ChartGroup]:
    """The series that charts over time would draw: of each priority the indicator it is told by, and its parts.

    Of `rare` totals (`Signals.rare`) those that are listed have no chart, and no other one by month.
    """
    treated = {
        name: how for name, strand, how in rare.select("indicator", "strand", "treatment").iter_rows() if not strand
    }
    drawn = readings.measures.select("indicator", "strand").unique().sort("indicator", "strand").rows()
    groups = []
    for priority in project.priorities.values():
        for name, indicator in priority.indicators.items():
            if indicator.value != "count" or (name, "") not in drawn:
                continue
            strands = tuple(strand for one, strand in drawn if one == name and strand)
            if treated.get(name) != LISTED:
                groups.append(ChartGroup(f"{TREND}/{name}", name, ("",), "month" if name in treated else None))
            if len(strands) > 1:
                groups.append(ChartGroup(f"{STRANDS}/{name}", name, strands, coarsest="quarter"))
            if indicator.role == "headline":
                break
    return groups


class Exhibits:
    """Draws from what came through the door, and from nothing else."""

    def __init__(self, edition: Edition, signals: Any, released: Released, look: Look, shapes: dict[str, Any]):
        self.edition, self.released, self.look, self.shapes = edition, released, look, shapes
        self.points, self.areas, self.gaps = signals.points, signals.areas, signals.gaps

    def of_priority(self, priority: Priority) -> list[Figure]:
        """At most three figures, the trend first."""
        name = self.edition.evidence.headline(priority)
        if name is None:
            return []
        found: list[Figure] = []
        for figure in self._candidates(priority, name):
            if figure is not None and len(found) < MOST_FIGURES:
                found.append(figure)
        return found

    def of_places(self) -> dict[str, list[Figure]]:
        """For each indicator shown by small area, its ranking, and a map where there are boundaries."""
        return {f"places/{name}": self._of_area(name) for name in ranked_indicators(self.edition)}

    def _candidates(self, priority: Priority, name: str) -> Iterator[Figure | None]:
        one = self.edition.evidence.comparisons.get((name, ""))
        anchor, source = priority.id, self.edition.source_line(name)
        between = self._between(f"{anchor}-trend", name, source)
        yield between
        if one is not None and one.calculable and not one.withheld:
            yield self._trend(f"{anchor}-trend", one, source) if between is None else None
            yield self._strands(f"{anchor}-parts", one, source)
        for indicator in priority.indicators:
            if indicator != name:
                where = f"{anchor}-{indicator.replace('_', '-')}-between"
                yield self._between(where, indicator, self.edition.source_line(indicator))
        if one is not None and one.calculable and not one.withheld:
            yield self._year(f"{anchor}-year", one, source) if self._outlook_matters(one) else None
            yield self._mix(f"{anchor}-mix", one, source) or self._season(f"{anchor}-season", one, source)
        for indicator in priority.indicators:
            yield self._peers(f"{anchor}-{indicator.replace('_', '-')}-peers", indicator)
        for indicator in priority.indicators:
            yield self._level(f"{anchor}-{indicator.replace('_', '-')}", indicator)

    def _trend(self, name: str, one: Comparison, source: str) -> Figure | None:
        series = self._series(TREND, one.indicator, "")
        if series is None:
            return None
        limits, marks = self._limits(one), self._marks(one)
        return trend_figure(
            self.look, name, series, one, change_finding(one), source, limits, marks, self._provisional(one)
        )

    def _between(self, name: str, indicator: str, source: str) -> Figure | None:
        """The time between events, where they are too rare for months and their days are published."""
        rare = self.edition.evidence.rare.get((indicator, ""))
        if rare is None or not rare.public or rare.standing is None:
            return None
        gaps = self.gaps.filter(pl.col("indicator") == indicator).sort("occurred_on")
        return time_between_figure(self.look, name, rare, gaps, rare_finding(rare), source)

    def _series(self, chart: str, indicator: str, strand: str) -> ChartSeries | None:
        return self.released.series.get((f"{chart}/{indicator}", strand))

    def _limits(self, one: Comparison) -> Limits | None:
        rows = self.points.filter(
            (pl.col("indicator") == one.indicator) & (pl.col("strand") == "") & pl.col("mean").is_not_null()
        )
        if not rows.height:
            return None
        columns = {
            name: dict(zip(rows["month"], rows[name], strict=True))
            for name in ("adjusted", "value", "mean", "lower_limit", "upper_limit", "phase")
        }
        special = {month: label for month, label in zip(rows["month"], rows["special_cause"], strict=True) if label}
        charted = {
            month: columns["value"][month] if value is None else value for month, value in columns["adjusted"].items()
        }
        lower = {month: max(value, 0.0) for month, value in columns["lower_limit"].items() if value is not None}
        return Limits(
            charted,
            columns["mean"],
            lower,
            columns["upper_limit"],
            special,
            columns["phase"],
            seasonal=_is_adjusted(columns["value"], charted),
        )

    def _marks(self, one: Comparison) -> list[Mark]:
        """Changes in recording that touch what the indicator counts."""
        series = {"series": one.indicator, "indicator": one.indicator, "strand": one.strand, "source": one.source}
        touching = breaks_of(self.edition.project, self.edition.registers.breaks, pl.DataFrame([series]))
        return [Mark(day, "recording changed") for day in touching["date"].unique().sort()]

    def _provisional(self, one: Comparison) -> date | None:
        """The first of the latest months that will still grow: only where events count when they happened."""
        indicator = self.edition.project.indicators[one.indicator][1]
        months = provisional_months(self.edition, one.source) if indicator.counted_by == "occurred" else []
        return min(months, default=None)

    def _strands(self, name: str, one: Comparison, source: str) -> Figure | None:
        strands, rare = self.edition.evidence.strands(one.indicator), self.edition.evidence.rare
        listed_ones = {key for key, its in rare.items() if its.treatment == LISTED}
        pairs = [
            (part, self._series(STRANDS, one.indicator, part.strand))
            for part in strands
            if part.calculable and not part.withheld and (part.indicator, part.strand) not in listed_ones
        ]
        drawn = [(part, series) for part, series in pairs if series is not None]
        finding = full_stop(f"{one.title} by part: {_moving(strands)}")
        if any(part.clear for part, _ in drawn) and len(drawn) == len(pairs):
            return strands_over_time(self.look, name, one, drawn, finding, source)
        return change_by_strand(self.look, name, one, strands, finding, source)

    def _outlook_matters(self, one: Comparison) -> bool:
        return one.projection_direction in ("lower", "higher")

    def _year(self, name: str, one: Comparison, source: str) -> Figure | None:
        series = self._series(TREND, one.indicator, "")
        finding = projection_sentence(one, self.edition.year, self.edition.last_year)
        if series is None or not finding:
            return None
        return year_to_date_figure(
            self.look,
            name,
            series,
            one,
            self.edition.readings.newest_month,
            f"{sentence_case(one.title)} since April, this year and last, and where the year would end on the pattern so far.",
            source,
        )

    def _mix(self, name: str, one: Comparison, source: str) -> Figure | None:
        """Where what a count is made of changes with the season, its parts by season."""
        mix = self.edition.evidence.mixes.get(one.indicator)
        if mix is None:
            return None
        return season_mix_figure(self.look, name, one, mix, source)

    def _season(self, name: str, one: Comparison, source: str) -> Figure | None:
        series = self._series(TREND, one.indicator, "")
        return season_figure(self.look, name, series, one, season_sentence(one), source) if series is not None else None

    def _peers(self, name: str, indicator: str) -> Figure | None:
        peers = self.edition.evidence.peers.get(indicator, ())
        declared = self.edition.project.indicators[indicator][1]
        finding = rank_sentence(peers, self.edition.project.partnership.peers_name)
        if not finding:
            return None
        return peers_figure(
            self.look,
            name,
            declared.title,
            declared.unit,
            peers,
            _ranked(declared.title, peers),
            self._with_population(indicator, any(one.count is not None and one.rate is not None for one in peers)),
        )

    def _level(self, name: str, indicator: str) -> Figure | None:
        total = next((one for one in self.edition.evidence.levels.get(indicator, ()) if not one.strand), None)
        if total is None or total.withheld or total.value is None:
            return None
        points = self._level_points(indicator)
        district = self.edition.project.partnership.district.name
        share = total.value_kind == "proportion"
        return level_figure(
            self.look,
            name,
            total.title,
            total.unit,
            points,
            district,
            total.benchmark_name,
            share,
            level_finding(total),
            self.edition.source_line(indicator),
        )

    def _level_points(self, indicator: str) -> list[LevelPoint]:
        """The district's periods, those with a suppressed count left out."""
        readings, gathered = self.edition.readings, self.released.gathered
        own = (pl.col("indicator") == indicator) & (pl.col("strand") == "") & (pl.col("area_code") == readings.district)
        points = []
        for row in (
            readings.levels.filter(own & pl.col("value").is_not_null())
            .sort("period_start", "period_end")
            .iter_rows(named=True)
        ):
            cells = gathered.levels.get((indicator, "", readings.district, row["period_start"]), ())
            if not self.released.door.withholds(*cells):
                points.append(
                    LevelPoint(row["period_label"], row["value"], row["lower"], row["upper"], row["benchmark"])
                )
        return points

    @cached_property
    def _populated(self) -> str:
        return self.edition.project.partnership.areas.population_source

    def _with_population(self, indicator: str, rated: bool) -> str:
        """The source of a figure, and of the residents that its rates are of."""
        whom = self.edition.project.indicators[indicator][1].per.whom
        of_whom = f", {whom}" if whom != EVERYBODY else ""
        year = self.edition.population_year(indicator)
        residents = (
            full_stop(f"Population: {self._populated}{of_whom}{year and f', {year}'}")
            if rated and self._populated
            else ""
        )
        return f"{self.edition.source_line(indicator)} {residents}".strip()

    def _of_area(self, name: str) -> list[Figure]:
        level = small_level(self.edition, name)
        areas = areas_at(self.edition, name, level)
        one = self.edition.evidence.comparisons[name, ""]
        indicator = self.edition.project.indicators[name][1]
        anchor, placed = f"areas-{name.replace('_', '-')}", [area for area in areas if area.area_code]
        source = self._with_population(name, indicator.resident_rate)
        finding = f"{sentence_case(indicator.title)} by area, {one.current.label}{_highest(placed)}."
        table = area_table(f"data-{anchor}", areas, f"{sentence_case(indicator.title)} by area. {source}")
        district = _district_rate(placed, indicator.per.multiplier)
        ranking = ranking_figure(
            self.look, anchor, indicator.title, indicator.unit, placed, district, finding, source, table
        )
        drawn = (
            map_figure(
                self.look,
                f"{anchor}-map",
                indicator.title,
                placed,
                self.shapes,
                f"{sentence_case(indicator.title)} on the map, {one.current.label}{_highest(placed)}.",
                source,
                table,
            )
            if self.shapes
            else None
        )
        return [figure for figure in (ranking, drawn) if figure is not None]


def _is_adjusted(counts: dict[date, float], charted: dict[date, float]) -> bool:
    """Whether the season was taken out of what is charted: it then differs from the count per 30.4 days."""
    plain = {month: count * MEAN_DAYS / days_in_month(month) for month, count in counts.items()}
    return any(abs(charted[month] - plain[month]) > 0.01 * max(plain[month], 1) for month in charted)


def _district_rate(areas: list[Any], multiplier: int) -> float | None:
    """The rate over all areas; None where one of them is withheld or has no residents."""
    if any(area.current_count is None or not area.persons for area in areas):
        return None
    people = sum(area.persons for area in areas)
    return multiplier * sum(area.current_count for area in areas) / people if people else None


def _highest(areas: list[AreaFigure]) -> str:
    """Where a ranking is highest, as the end of a caption."""
    first = [area.name for area in areas if area.rank == 1]
    return f": highest in {listed(first)}" if first else ""


def _ranked(title: str, peers: tuple[PeerFigure, ...]) -> str:
    own = next(peer for peer in peers if peer.is_subject)
    place = "highest" if own.rank == 1 else "lowest" if own.rank == own.areas else f"{ordinal(own.rank)} highest"
    plain = own.value_kind == "count" or own.rate is None
    what = "number" if plain else "share" if own.value_kind == "proportion" else "rate"
    beware = "; the districts differ in size, and no population was supplied to allow for it" if plain else ""
    return f"{sentence_case(title)}: {own.name} has the {place} {what} of {in_words(own.areas)}{beware}."


def _moving(strands: tuple[Comparison, ...]) -> str:
    shown = [one for one in strands if one.clear and not one.withheld]
    if not shown:
        return "no part shows a clear change"
    return ", ".join(f"{one.strand_title} {'up' if (one.change or 0) > 0 else 'down'}" for one in shown)

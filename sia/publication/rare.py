"""What is counted too rarely for a monthly chart: the counts by year, and how the time between events stands.

Days between events tell single events, so that of sources that are not published themselves only words come from them,
and those only where the counts compared, or the latest year's, are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sia.calendar import Window, add_months
from sia.project.load import Project
from sia.publication.counts import Counts, Door, subject_of
from sia.publication.overlaps import Pieces
from sia.publication.rare_figure import RareFigure
from sia.publication.readings import Readings
from sia.signals.rare import DAYS_BETWEEN, LISTED

MOST_YEARS, KEEP_YEAR, KEEP_ALL = 6, 0, 1
Key = tuple[str, str]


@dataclass(frozen=True)
class RareCells:
    """The cells of the years of a series, latest last, of all of them together, and of the events whose gaps are told."""

    years: Mapping[Window, str]
    together: str | None = None
    told_from: str | None = None


NOTHING = RareCells({})


class RareCounts:
    """Puts the counts of rare series into the set, with the sums that readers know of them.

    Parts of a total that is listed itself have no years: they would be fewer still.
    """

    def __init__(
        self,
        project: Project,
        readings: Readings,
        counts: Counts,
        threshold: Callable[[str], int],
        pieces: Callable[[str, str, str], Pieces | None],
    ):
        self.project, self.readings, self.counts = project, readings, counts
        self.threshold, self.pieces = threshold, pieces
        self.years = _latest_years(readings.listed_years)

    def gather(self, signals: Any, by_season: Collection[str] = ()) -> dict[Key, RareCells]:
        """The cells by indicator and strand; small counts that a year leaves beside a period compared are protected too.

        Parts of the indicators `by_season` have no years: what they are by season says more, and costs the same.
        """
        found, listed = {}, set(signals.rare.filter(pl.col("treatment") == LISTED).select("indicator", "strand").rows())
        for row in signals.rare.iter_rows(named=True):
            key = row["indicator"], row["strand"]
            if row["treatment"] == DAYS_BETWEEN:
                found[key] = RareCells({}, None, self._told_from(row))
            elif key in self.years and not (
                row["strand"] and ((row["indicator"], "") in listed or key[0] in by_season)
            ):
                found[key] = self._listed(row, self.years[key])
        self._strands_add_up(signals, found)
        return found

    def _add(self, row: Mapping[str, Any], window: Window, value: int, keep: int) -> str:
        name, strand, source = row["indicator"], row["strand"], row["source"]
        subject = subject_of(self.project.indicators[name][1], source, strand)
        pieces = self.pieces(name, source, strand)
        return self.counts.add_further(
            subject, self.readings.district, window, value, self.threshold(source), keep, pieces
        )

    def _listed(self, row: Mapping[str, Any], years: Mapping[Window, int]) -> RareCells:
        cells = {window: self._add(row, window, count, KEEP_YEAR) for window, count in years.items()}
        if len(years) == 1:
            return RareCells(cells)
        first, *_, last = years
        return RareCells(cells, self._add(row, Window(first.first, last.last), sum(years.values()), KEEP_ALL))

    def _told_from(self, row: Mapping[str, Any]) -> str | None:
        """Of a total, the number of events that its usual days are told from."""
        if row["strand"] or row["standing"] is None:
            return None
        return self._add(row, Window(row["first_month"], self.readings.newest_month), row["events"], KEEP_ALL)

    def _strands_add_up(self, signals: Any, found: Mapping[Key, RareCells]) -> None:
        """Years of strands lie within their total's, which may be known from its chart."""
        sources = {(row["indicator"], row["strand"]): row for row in signals.rare.iter_rows(named=True)}
        for name in sorted({name for name, strand in found if strand and found[name, strand].years}):
            if self.project.indicators[name][1].strands_overlap:
                continue
            strands = {strand: one for (other, strand), one in found.items() if other == name and strand and one.years}
            row = {**sources[name, next(iter(strands))], "strand": ""}
            for window in sorted({window for one in strands.values() for window in one.years}):
                count = self._total(name, window)
                if count is not None:
                    total = self._add(row, window, count, KEEP_YEAR)
                    self.counts.add_up(total, [one.years[window] for one in strands.values() if window in one.years])

    def _total(self, name: str, window: Window) -> int | None:
        months = self.readings.measures.filter(
            (pl.col("indicator") == name)
            & (pl.col("strand") == "")
            & pl.col("month").is_between(window.first, window.last)
            & pl.col("count").is_not_null()
        )
        return int(months["count"].sum()) if months.height == len(window.months) else None


def _latest_years(rows: pl.DataFrame) -> dict[Key, dict[Window, int]]:
    """Of each series the newest complete years that follow one another, oldest first."""
    found: dict[Key, dict[Window, int]] = {}
    for name, strand, first, count in rows.sort("year_start", descending=True).iter_rows():
        years = found.setdefault((name, strand), {})
        if len(years) < MOST_YEARS and (not years or add_months(first, 12) == min(years).first):
            years[_year(first)] = int(count)
    return {key: dict(sorted(years.items())) for key, years in found.items()}


def _year(first: date) -> Window:
    return Window(first, add_months(first, 11))


def rare_figures(
    project: Project,
    signals: Any,
    cells: Mapping[Key, RareCells],
    compared: Mapping[tuple[str, str, str], str],
    severe: Mapping[tuple[str, str], str],
    door: Door,
) -> list[RareFigure]:
    """What may be shown of each rare series."""
    return [
        _figure(row, project, cells.get((row["indicator"], row["strand"]), NOTHING), compared, severe, door)
        for row in signals.rare.sort("indicator", "strand").iter_rows(named=True)
    ]


def _figure(
    row: Mapping[str, Any],
    project: Project,
    cells: RareCells,
    compared: Mapping[tuple[str, str, str], str],
    severe: Mapping[tuple[str, str], str],
    door: Door,
) -> RareFigure:
    name, strand = row["indicator"], row["strand"]
    indicator, contract = project.indicators[name][1], project.contracts.get(row["source"])
    # beside the verdict on severe harm, earlier years would narrow down a latest one that is not shown
    hidden = not strand and door.withholds(severe.get((name, "current")))
    behind = [compared.get((name, strand, which)) for which in ("current", "previous")]
    silent = hidden or door.withholds(*behind)
    shown = {window: None if hidden else door.shown.get(cell) for window, cell in cells.years.items()}
    told_from = door.shown.get(cells.told_from) if cells.told_from and not silent else None
    return RareFigure(
        indicator=name,
        strand=strand,
        strand_title=row["strand_title"] or strand.replace("-", " "),
        title=indicator.title,
        unit=indicator.unit or "events",
        source=row["source"],
        treatment=row["treatment"],
        public=bool(contract and contract.public),
        years=tuple(shown.items()),
        together=None if hidden or cells.together is None else door.shown.get(cells.together),
        withheld=silent,
        standing=None if silent else row["standing"],
        told_from=told_from,
        first_month=row["first_month"],
        day_is=row["day_is"] or "",
        usual_days=row["usual_days"] if told_from is not None else None,
        reason=row["reason"] or "",
    )

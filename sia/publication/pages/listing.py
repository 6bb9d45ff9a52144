"""Counts of fewer than 12 a year, listed by year in place of a chart."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.calendar import Window, long_date
from sia.project.indicators import Priority
from sia.publication.edition import Edition
from sia.publication.markdown import document
from sia.publication.pages.quality_late import provisional_months
from sia.publication.rare_figure import RareFigure
from sia.publication.sentences import joined
from sia.publication.tables import Table, figure
from sia.publication.wording import NOT_AVAILABLE, listed, lower_first, month_short, sentence_case
from sia.signals.breaks import breaks_of
from sia.signals.rare import LISTED

WHY = (
    "What counts fewer than 12 a year on average is listed by year and not charted: from month to month, so few show little "
    "but chance."
)


def listed_by_year(edition: Edition, priority: Priority) -> str:
    """A table of the years of every series of a priority that is too rare to chart; empty where there is none."""
    rows = [one for one in _listed(edition, priority) if one.years]
    if not rows:
        return ""
    years = sorted({window for one in rows for window, _ in one.years})
    together = any(len(one.years) > 1 for one in rows)
    table = Table(
        f"{priority.id}-by-year",
        f"{priority.title}: what counts fewer than 12 a year on average, by year to {month_short(years[-1].last)}. {_sources(edition, rows)}",
        ("Counted", *(_heading(year) for year in years), *(("Together",) if together else ())),
        tuple(_row(one, years, together) for one in rows),
    )
    return document(WHY, table.markdown(), joined(_recording_changed(edition, rows)))


def _listed(edition: Edition, priority: Priority) -> list[RareFigure]:
    """The listed series in the order of the indicators, a total before its parts, and no part of a total that is listed."""
    found = []
    for name in priority.indicators:
        total = edition.evidence.rare.get((name, ""))
        if total is not None and total.treatment == LISTED:
            found.append(total)
        else:
            found += [one for one in edition.evidence.rare_strands(name) if one.treatment == LISTED]
    return found


def _heading(year: Window) -> str:
    """The year itself, or the last of its twelve months."""
    return str(year.first.year) if year.first.month == 1 else f"Year to {month_short(year.last)}"


def _row(one: RareFigure, years: list[Window], together: bool) -> tuple[str, ...]:
    counts = dict(one.years)
    cells = [figure(counts[year], counts[year] is None) if year in counts else NOT_AVAILABLE for year in years]
    if together:
        several = len(one.years) > 1
        cells.append(figure(one.together, several and one.together is None) if several else NOT_AVAILABLE)
    return sentence_case(f"{one.title}: {one.name}" if one.strand else one.title), *cells


def _recording_changed(edition: Edition, rows: list[RareFigure]) -> list[str]:
    """A sentence a change in recording that lies between years of a row, or in one: they do not count quite the same."""
    changes: dict[tuple[date, str], list[str]] = {}
    for one in rows:
        first, last = one.years[0][0].first, one.years[-1][0].last
        series = {"series": one.name, "indicator": one.indicator, "strand": one.strand, "source": one.source}
        touching = breaks_of(edition.project, edition.registers.breaks, pl.DataFrame([series]))
        for change in touching.filter(pl.col("date").is_between(first, last, closed="right")).iter_rows(named=True):
            changes.setdefault((change["date"], change["what"].rstrip(".")), []).append(one.name)
    return [
        f"Recording changed on {long_date(day)}, which touches the years of {listed(dict.fromkeys(names))}: {lower_first(what)}."
        for (day, what), names in sorted(changes.items())
    ]


def _sources(edition: Edition, rows: list[RareFigure]) -> str:
    return " ".join(dict.fromkeys(edition.source_line(one.indicator) for one in rows))


def still_to_come(edition: Edition, indicator: str) -> bool:
    """Whether an indicator counts events when they happened and some of the latest months' are not recorded yet."""
    declared = edition.project.indicators[indicator][1]
    chosen = dict(edition.readings.chosen_sources.select("indicator", "source").iter_rows())
    return declared.counted_by == "occurred" and bool(provisional_months(edition, chosen.get(indicator, "")))

"""Where the year would end, measure by measure: the projection beside what naive methods give, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from sia.publication.edition import Edition
from sia.publication.evidence import Comparison
from sia.publication.tables import Table, figure
from sia.publication.wording import NOT_AVAILABLE, SUPPRESSED, number, range_of, sentence_case

WIDTHS = (19, 10, 13, 13, 11, 12, 9, 13)


def projection_table(edition: Edition, priority: str) -> Table | None:
    """One row a monthly measure of the priority; None where it has none."""
    rows = [_row(one) for one in _projected(edition, priority)]
    headings = (
        "Measure",
        f"{edition.last_year}, whole year",
        f"{edition.year}, projected (80% range)",
        "95% range",
        "Year so far, scaled up",
        "Year so far and last year’s other months",
        "Months used",
        "Why there is none",
    )
    caption = f"Where {edition.year} would end on the pattern so far, and by two simpler methods."
    text = (len(headings) - 1,)
    return (
        Table(f"projected-{priority}", caption, headings, tuple(rows), widths=WIDTHS, text_columns=text)
        if rows
        else None
    )


def _projected(edition: Edition, priority: str) -> Iterator[Comparison]:
    for name in edition.project.priorities[priority].indicators:
        one = edition.evidence.comparisons.get((name, ""))
        if one is not None and one.frequency == "monthly" and (one.projected is not None or one.projection_reason):
            yield one


def _row(one: Comparison) -> tuple[str, ...]:
    def told(value: float | None) -> str:
        return figure(value, one.withheld)

    return (
        sentence_case(one.title),
        told(one.previous_year_total),
        _with_range(one),
        _range(one, one.projected_lower_95, one.projected_upper_95),
        told(one.naive_scaled),
        told(one.naive_last_year),
        number(one.projection_months) if one.projection_months is not None else NOT_AVAILABLE,
        "" if one.projected is not None else _reason(one),
    )


def _with_range(one: Comparison) -> str:
    text = figure(one.projected, one.withheld)
    shown = one.projected is not None and not one.withheld
    return f"{text} ({range_of(one.projected_lower_80, one.projected_upper_80)})" if shown else text


def _range(one: Comparison, lower: float | None, upper: float | None) -> str:
    if one.withheld:
        return SUPPRESSED
    return NOT_AVAILABLE if lower is None or upper is None else range_of(lower, upper)


def _reason(one: Comparison) -> str:
    return "Not shown" if one.withheld else sentence_case(one.projection_reason or "")

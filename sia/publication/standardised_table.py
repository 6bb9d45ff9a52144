"""Rates standardised for age of a priority's measures, period by period, for its data page."""

from __future__ import annotations

from sia.publication.edition import Edition
from sia.publication.evidence import PeriodRate, StandardisedRate
from sia.publication.standardised_rates import decimals_of, standardised_notes
from sia.publication.tables import Table
from sia.publication.wording import NOT_AVAILABLE, number, range_of, sentence_case


def standardised_table(edition: Edition, priority: str) -> Table | None:
    """One row a standardised measure and period; None where the priority has none."""
    rows = [
        row
        for name, indicator in edition.project.priorities[priority].indicators.items()
        if name in edition.evidence.standardised
        for row in _rows(indicator.title, edition.evidence.standardised[name])
    ]
    if not rows:
        return None
    explained = any(row[-1] for row in rows)
    headings = ("Measure", "Period", "Rate", "95% interval", "Rate of", *(("Why there is none",) if explained else ()))
    caption = "Rates standardised for age, beside the counts that they are made of."
    shown = tuple(row if explained else row[:-1] for row in rows)
    return Table(f"standardised-{priority}", caption, headings, shown, text_columns=(1, *range(4, len(headings))))


def standardised_explained(edition: Edition, priority: str) -> list[str]:
    """What the rates of the priority are made of, each thing said once."""
    names = edition.project.priorities[priority].indicators
    rates = (edition.evidence.standardised[name] for name in names if name in edition.evidence.standardised)
    return list(dict.fromkeys(note for one in rates if (note := standardised_notes(one))))


def _rows(title: str, one: StandardisedRate) -> list[tuple[str, ...]]:
    if one.reason:
        return [(sentence_case(title), *[NOT_AVAILABLE] * 3, one.per, sentence_case(one.reason))]
    return [_row(title, one, period) for period in one.periods]


def _row(title: str, one: StandardisedRate, period: PeriodRate) -> tuple[str, ...]:
    decimals = decimals_of(one)
    interval = range_of(period.lower, period.upper, decimals)
    return sentence_case(title), period.label, number(period.value, decimals), interval, one.per, ""

"""Periods in which life was out of the ordinary, such as a pandemic: a caveat on whatever is set against them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sia.calendar import Window, month_name, month_of
from sia.project.indicators import Priority
from sia.publication.course import trend_sentence
from sia.publication.edition import Edition
from sia.publication.further import told
from sia.publication.wording import listed

EVERY_SOURCE = "*"
LATEST, EARLIER, FURTHER, TRENDS = KINDS = (
    "the latest period",
    "the earlier period",
    "those of comparisons on further bases",
    "those of the trends",
)


def unusual_sentences(edition: Edition, priority: Priority) -> Iterator[str]:
    """One sentence for each unusual period that lies within months which this priority's figures are drawn from or set against.

    "The months of the pandemic's restrictions (March 2020 to July 2021), when fewer people were out and many services were
    closed, fall within those of the trends; read these with that in mind."
    """
    for row in edition.registers.unusual_periods.sort("first", "what").iter_rows(named=True):
        touched = _touched(edition, priority, row)
        if touched:
            when = " to ".join(dict.fromkeys(month_name(month_of(row[end])) for end in ("first", "last")))
            effect = f", {row['effect'].rstrip('.')}," if row["effect"] else ""
            yield f"The months of {row['what']} ({when}){effect} fall within {listed(touched)}; read these with that in mind."


def _touched(edition: Edition, priority: Priority, row: dict[str, Any]) -> list[str]:
    """Which kinds of figures rest on months of the unusual period."""
    found = {
        what
        for name in priority.indicators
        for what, window, source in _rests_on(edition, name)
        if row["source"] in (EVERY_SOURCE, source) and _overlap(window, row["first"], row["last"])
    }
    return [what for what in KINDS if what in found]


def _rests_on(edition: Edition, name: str) -> Iterator[tuple[str, Window, str]]:
    for beside in told(edition.evidence.further.get((name, ""), ())):
        if beside.calculable and not beside.withheld:
            yield FURTHER, beside.current, beside.source
            yield FURTHER, beside.previous, beside.source
    one = edition.evidence.comparisons.get((name, ""))
    if one is None or not one.calculable or one.withheld:
        return
    if one.current is not None and one.previous is not None:
        yield LATEST, one.current, one.source
        yield EARLIER, one.previous, one.source
    if trend_sentence(one) and one.long_run_first is not None and one.current is not None:
        yield TRENDS, Window(one.long_run_first, one.current.last), one.source


def _overlap(window: Window, first: date, last: date) -> bool:
    return window.first <= last and first <= window.end

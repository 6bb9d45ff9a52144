"""Every comparison that a priority rests on, as tables for whoever wants to see what stands behind the words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import isfinite

from sia.publication.edition import Edition
from sia.publication.evidence import Comparison
from sia.publication.further import told
from sia.publication.sentences import earlier_count, plain_verdict
from sia.publication.tables import Table, figure
from sia.publication.wording import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    SUPPRESSED,
    against,
    number,
    sentence_case,
    signed,
    signed_percent,
)

HEADINGS = (
    "Measure",
    "Earlier",
    "Latest",
    "Change",
    "Change, %",
    "Ratio of rates per day",
    "95% interval of the ratio",
    "Months known",
    "Compared together",
    "Finding",
)
WIDTHS = (20, 7, 7, 7, 8, 9, 13, 7, 9, 13)


def comparison_tables(edition: Edition, priority: str) -> list[Table]:
    """A table for each pair of periods in which measures of the priority were compared, totals before their parts."""
    pairs = groupby(sorted(_compared(edition, priority), key=_periods), key=_periods)
    return [
        _table(edition, f"compared-{priority}{f'-{place}' if place > 1 else ''}", list(rows))
        for place, (_, rows) in enumerate(pairs, 1)
    ]


def _compared(edition: Edition, priority: str) -> Iterator[Comparison]:
    for name in edition.project.priorities[priority].indicators:
        total = edition.evidence.comparisons.get((name, ""))
        if total is not None and total.current is not None:
            for own in (total, *edition.evidence.strands(name)):
                yield own
                yield from told(edition.evidence.further.get((name, own.strand), ()))


def _periods(one: Comparison) -> tuple:
    """Comparisons on further bases come last, apart from those that can count towards the rating."""
    return one.further, one.current, one.previous, one.basis


def _table(edition: Edition, name: str, rows: list[Comparison]) -> Table:
    first = rows[0]
    compared = against(first.current, first.previous, first.basis).removeprefix("in ")
    beside = " (a further basis, which counts towards no rating)" if first.further else ""
    return Table(
        name,
        f"What was compared, {compared}{beside}. {_sources(edition, rows)}, as at {edition.as_at}.",
        HEADINGS,
        tuple(_row(one) for one in rows),
        widths=WIDTHS,
        text_columns=(len(HEADINGS) - 1,),
    )


def _sources(edition: Edition, rows: list[Comparison]) -> str:
    named = list(dict.fromkeys(edition.source_title(one.source) for one in rows if one.source))
    return f"{'Sources' if len(named) > 1 else 'Source'}: {'; '.join(named) or 'none supplied'}"


def _row(one: Comparison) -> tuple[str, ...]:
    shown = one.calculable and not one.withheld
    return (
        _name(one),
        _earlier(one),
        figure(one.current_count, one.withheld),
        signed(one.change, 0 if float(one.change).is_integer() else 1) if shown else _absent(one),
        _percentage(one) if shown else _absent(one),
        number(one.ratio, 2) if shown and one.ratio is not None and isfinite(one.ratio) else _absent(one),
        interval(one.lower, one.upper) if shown else _absent(one),
        number(one.months_used) if one.months_used is not None else NOT_AVAILABLE,
        number(one.family_size) if one.family_size else NOT_AVAILABLE,
        _finding(one),
    )


def _earlier(one: Comparison) -> str:
    """The earlier count; of three years their yearly mean, which the change is measured from."""
    if one.withheld or one.previous_count is None:
        return figure(one.previous_count, one.withheld)
    earlier = earlier_count(one)
    return number(earlier, 0 if float(earlier).is_integer() else 1)


def _name(one: Comparison) -> str:
    return f"{sentence_case(one.title)}: {one.strand_title}" if one.strand else sentence_case(one.title)


def _absent(one: Comparison) -> str:
    return SUPPRESSED if one.withheld else NOT_AVAILABLE


def _percentage(one: Comparison) -> str:
    """No percentage is made of fewer than fifty events, so that one does not apply there."""
    return NOT_APPLICABLE if one.change_percent is None else signed_percent(one.change_percent)


def interval(lower: float | None, upper: float | None) -> str:
    """Limits of a ratio: "0.82 to 0.95"; "0.40 or more" where the earlier count was nought."""
    if lower is None or upper is None:
        return NOT_AVAILABLE
    return f"{number(lower, 2)} to {number(upper, 2)}" if isfinite(upper) else f"{number(lower, 2)} or more"


def _finding(one: Comparison) -> str:
    if not one.calculable:
        return f"Cannot be calculated: {one.reason or 'the figures needed were not supplied'}"
    if one.withheld:
        return "Not shown"
    counted = "" if one.further else ", not counted towards the rating"
    changed = "" if one.counts_towards_rating else f"; recording changed{counted}"
    return sentence_case(f"{plain_verdict(one)}{changed}")

"""A table and a sentence of an indicator by deprivation and by urban or rural small areas."""

from __future__ import annotations

from collections.abc import Sequence

from sia.publication.edition import Edition
from sia.publication.evidence import GroupFigure
from sia.publication.markdown import document
from sia.publication.tables import Table
from sia.publication.wording import NOT_AVAILABLE, number, percent, range_of, rate, sentence_case

FIFTHS = {
    "1": "Most deprived fifth",
    "2": "Second most deprived fifth",
    "3": "Middle fifth",
    "4": "Second least deprived fifth",
    "5": "Least deprived fifth",
}
MEANING = (
    "Fifths are those of all small areas (LSOAs) in the country by deprivation. The rates set events against the people who live where "
    "they happened."
)


def groups_part(edition: Edition, name: str) -> str:
    """What there is to say of an indicator by kind of small area; empty where nothing may be shown."""
    groups = edition.evidence.groups.get(name, ())
    if not groups:
        return ""
    one = edition.evidence.comparisons[name, ""]
    caption = f"{sentence_case(one.title)} by kind of small area, {one.current.label}. {edition.source_line(name)}"
    heads = (
        "Small areas",
        "Events",
        "Share of events",
        "Share of residents",
        sentence_case(groups[0].per),
        "95% interval",
    )
    table = Table(f"groups-{name.replace('_', '-')}", caption, heads, tuple(_row(group) for group in groups))
    return document(groups_sentence(groups), table.markdown())


def groups_sentence(groups: Sequence[GroupFigure]) -> str:
    """The ends of each dimension set against one another, and whether their intervals lie apart."""
    found = {(one.dimension, one.group): one for one in groups if one.rate is not None}
    pairs = (
        ("the most deprived fifth of small areas", ("deprivation", "1"), "the least deprived", ("deprivation", "5")),
        ("rural small areas", ("rural_urban", "rural"), "urban ones", ("rural_urban", "urban")),
    )
    told = [
        f"In {first} there were {_rate(found[one])}, in {second} {_rate(found[other])}: {_apart(found[one], found[other])}."
        for first, one, second, other in pairs
        if one in found and other in found
    ]
    return " ".join([*told, MEANING]) if told else MEANING


def _rate(one: GroupFigure) -> str:
    return f"{rate(one.rate)} {one.per} (95% interval {_interval(one)})"


def _apart(one: GroupFigure, other: GroupFigure) -> str:
    if one.rate_lower > other.rate_upper:
        return "more than chance explains"
    return "fewer than chance explains" if one.rate_upper < other.rate_lower else "within what chance explains"


def _interval(one: GroupFigure) -> str:
    return range_of(one.rate_lower, one.rate_upper, 1)


def _row(one: GroupFigure) -> tuple[str, ...]:
    label = FIFTHS.get(one.group, one.group) if one.dimension == "deprivation" else sentence_case(one.group)
    rated = one.rate is not None
    return (
        label,
        number(one.count),
        percent(100 * one.share) if one.share is not None else NOT_AVAILABLE,
        percent(100 * one.share_of_residents) if one.share_of_residents is not None else NOT_AVAILABLE,
        rate(one.rate) if rated else NOT_AVAILABLE,
        _interval(one) if rated else NOT_AVAILABLE,
    )

"""A table and a sentence of an indicator by deprivation and by urban or rural small areas."""

from __future__ import annotations

from collections.abc import Sequence

from sia.publication.edition import Edition
from sia.publication.evidence import PER_THOUSAND, GroupContrast, GroupFigure
from sia.publication.markdown import document
from sia.publication.sentences import joined
from sia.publication.tables import Table
from sia.publication.wording import NOT_AVAILABLE, in_words, listed, number, percent, range_of, rate, sentence_case

FIFTHS = {
    "1": "Most deprived fifth",
    "2": "Second most deprived fifth",
    "3": "Middle fifth",
    "4": "Second least deprived fifth",
    "5": "Least deprived fifth",
}
MEANING = (
    "Fifths are those of all small areas (LSOAs) in the country by deprivation. The rates set events against the people who live where "
    "they happened; their intervals allow for small areas that differ from one another whatever group they are in."
)
PAIRS = (
    ("deprivation", "the most deprived fifth of small areas", "1", "the least deprived", "5"),
    ("rural_urban", "rural small areas", "rural", "urban ones", "urban"),
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
        "Share of residents" if groups[0].per == PER_THOUSAND else "Share of these residents",
        sentence_case(groups[0].per),
        "95% interval",
    )
    table = Table(f"groups-{name.replace('_', '-')}", caption, heads, tuple(_row(group) for group in groups))
    same_length = one.previous is not None and len(one.current.months) == len(one.previous.months)
    return document(
        groups_sentence(groups, edition.evidence.contrasts.get(name, ())),
        growth_of_groups(groups) if same_length else "",
        table.markdown(),
    )


def groups_sentence(groups: Sequence[GroupFigure], contrasts: Sequence[GroupContrast]) -> str:
    """The ends of each dimension set against one another, and the gradient over the fifths."""
    found = {(one.dimension, one.group): one for one in groups if one.rate is not None}
    known = {(one.dimension, one.kind): one for one in contrasts}
    told = []
    for dimension, first, one, second, other in PAIRS:
        if (dimension, one) in found and (dimension, other) in found:
            rates = (
                f"In {first} there were {_rate(found[dimension, one])}, in {second} {_rate(found[dimension, other])}"
            )
            told.append(f"{rates}{_verdict(known.get((dimension, 'ends')))}.")
        told.append(_gradient(known.get((dimension, "step"))))
    return joined([*told, MEANING])


def _rate(one: GroupFigure) -> str:
    interval = f" (95% interval {_interval(one)})" if one.rate_lower is not None else ""
    return f"{rate(one.rate)} {one.per}{interval}"


def _verdict(one: GroupContrast | None) -> str:
    if one is None:
        return ""
    if one.reason:
        return f"; whether that is a clear difference cannot be said: {one.reason}"
    if one.clear:
        return f": {_times(one)}, a clear difference{_family(one)}"
    return f": {_times(one)}, which small areas that differ anyway could show by chance"


def _times(one: GroupContrast) -> str:
    places = 1 if one.lower >= 1 else 2
    return f"{number(one.ratio, places)} times the rate (95% interval {range_of(one.lower, one.upper, places)})"


def _family(one: GroupContrast) -> str:
    """Said where several indicators were compared at once."""
    return (
        f", after allowing for {in_words(one.family_size)} indicators compared together" if one.family_size > 1 else ""
    )


def _gradient(one: GroupContrast | None) -> str:
    """From each fifth to the next less deprived one; nothing where it could not be calculated."""
    if one is None or one.reason:
        return ""
    if not one.clear:
        return "Over the five fifths there is no clear gradient."
    low, high = sorted(abs(100 * (limit - 1)) for limit in (one.lower, one.upper))
    way = "lower" if one.ratio < 1 else "higher"
    return (
        f"From each fifth to the next less deprived one the rate is {percent(100 * (one.ratio - 1))} {way} on average (95% interval "
        f"{percent(low)} to {percent(high)})."
    )


def growth_of_groups(groups: Sequence[GroupFigure]) -> str:
    """Which groups changed clearly, with their numbers, and whether the most and the growth are in the same one."""
    if not groups or any(one.previous_count is None for one in groups):
        return ""
    if not any(one.clear for one in groups):
        return "None of these groups shows a clear change once chance over all of them is allowed for."
    dimensions = sorted({one.dimension for one in groups})
    return joined(_growth([one for one in groups if one.dimension == dimension]) for dimension in dimensions)


def _growth(groups: Sequence[GroupFigure]) -> str:
    rising = sorted(
        (one for one in groups if one.clear and _change(one) > 0), key=lambda one: (-_change(one), one.group)
    )
    falling = sorted(
        (one for one in groups if one.clear and _change(one) < 0), key=lambda one: (_change(one), one.group)
    )
    told = [
        f"Clearly {way}: {listed(f'{_name(one)} (from {number(one.previous_count)} to {number(one.count)})' for one in ones)}."
        for way, ones in (("up", rising), ("down", falling))
        if ones
    ]
    return joined([*told, _volume_and_growth(groups, rising)])


def _volume_and_growth(groups: Sequence[GroupFigure], rising: Sequence[GroupFigure]) -> str:
    if not rising:
        return ""
    most = min(groups, key=lambda one: (-one.count, one.group))
    if most.group == rising[0].group:
        return f"The most and the greatest clear rise are both in {_name(most)}."
    return f"The most are in {_name(most)} ({number(most.count)}), the greatest clear rise is in {_name(rising[0])}."


def _change(one: GroupFigure) -> int:
    return one.count - (one.previous_count or 0)


def _name(one: GroupFigure) -> str:
    return f"the {FIFTHS[one.group].lower()}" if one.dimension == "deprivation" else f"{one.group} areas"


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
        _interval(one) if one.rate_lower is not None else NOT_AVAILABLE,
    )

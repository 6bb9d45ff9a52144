"""What does not fit together: trend against projection, parts against the whole, one caveat used in two ways."""

from __future__ import annotations

from collections.abc import Sequence

from sia.ratings.counted import REPORTING
from sia.ratings.evidence import Case
from sia.ratings.facts import IMPROVING, WORSENING, Fact
from sia.ratings.proposal import Reason
from sia.ratings.reasons import reason, whole_words

AGAINST_PROJECTION = (
    "{Title} {movement}, yet the year is projected to end {projection} than the last: "
    "{projected} against {previous_year_total}."
)
AGAINST_WHOLE = "A part points the other way from the whole: {title} {direction}, while {whole}."
UNEVEN_CAVEAT = (
    "Better reporting is put forward for {title}, where it is {here} and the rise {counts_here}; "
    "for {other_title} it is {there} and the rise {counts_there}."
)
WITHOUT_RISE = "Better reporting is put forward as the reason for a rise in {title}, but there is no clear rise."


def contradictions(case: Case, others: Sequence[Case]) -> tuple[Reason, ...]:
    """Every contradiction within a case, and between it and the cases of other priorities."""
    wholes = [fact for fact in case.facts if fact.is_whole]
    return (
        *(found for fact in wholes for found in _against_projection(fact)),
        *_against_whole(case),
        *_without_rise(case, wholes),
        *_uneven_caveats(case, others),
    )


def _against_projection(fact: Fact) -> list[Reason]:
    """The comparison to date and the projected year point different ways."""
    change, projected = fact.figures.get("change"), fact.projection_direction
    clear = fact.signal in (IMPROVING, WORSENING, "rising", "falling")
    if not clear or change is None or projected not in ("lower", "higher"):
        return []
    if (change > 0) == (projected == "higher"):
        return []
    return [reason("trend against projection", AGAINST_PROJECTION, fact, projection=projected)]


def _against_whole(case: Case) -> list[Reason]:
    component, headline = case.subjects.get("component"), case.subjects.get("headline")
    if component is None or headline is None or headline.signal != IMPROVING:
        return []
    if case.row["component"].get("signal") != WORSENING:
        return []
    return [reason("part against whole", AGAINST_WHOLE, component, whole=whole_words(headline))]


def _without_rise(case: Case, wholes: Sequence[Fact]) -> list[Reason]:
    """A caveat about a rise that the figures do not show."""
    named = {note.indicator for note in case.context.of_kind("reporting_effect") if note.indicator}
    falling = [
        fact for fact in wholes if fact.indicator in named and fact.calculable and fact.figures.get("change", 0) <= 0
    ]
    return [reason("caveat without a rise", WITHOUT_RISE, fact) for fact in falling if fact.kind == "count"]


def _uneven_caveats(case: Case, others: Sequence[Case]) -> list[Reason]:
    """The same caveat discounts a rise here and not there."""
    found = []
    for fact, here, discounted in _caveats(case):
        for other in others:
            if other.priority.id == case.priority.id:
                continue
            for theirs, there, also_discounted in _caveats(other):
                if discounted != also_discounted:
                    words = {"other_title": theirs.title, "here": here, "there": there}
                    words |= {"counts_here": _counts(discounted), "counts_there": _counts(also_discounted)}
                    found.append(reason("same caveat, opposite effect", UNEVEN_CAVEAT, fact, **words))
    return found


def _caveats(case: Case) -> list[tuple[Fact, str, bool]]:
    """Rising wholes with a reporting effect on record, its strength, and whether it discounts the rise."""
    return [
        (fact, effect, REPORTING in case.standing(fact).why_not)
        for fact in case.facts
        if fact.is_whole and fact.kind == "count" and fact.signal == WORSENING
        if (effect := case.context.reporting_effect(fact.indicator)) != "none"
    ]


def _counts(discounted: bool) -> str:
    return "is not counted" if discounted else "counts"

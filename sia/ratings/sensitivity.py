"""What would change a proposal: each single signal or threshold whose change alters it, the smallest change first.

Every answer is found by trying the rules again with that one change made, never by reasoning about the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, nextafter

from sia.ratings.columns import EFFECTS, PRESSURES, threshold_words
from sia.ratings.evidence import Case
from sia.ratings.facts import COUNT, IMPROVING, LEVEL, PLACE, SEVERE, Fact
from sia.ratings.judge import Judge, Verdict
from sia.ratings.proposal import NOT_RATED, Reason
from sia.ratings.reasons import reason
from sia.ratings.rulebook import RuleBook

HIGHER = "{rating} with {more} more {unit}: {title}."
LOWER = "{rating} with {fewer} fewer {unit}: {title}."
PROJECTED = "{rating} if {title} were projected to end the year {projection} than the last, or level with it."
REPORTING = "{rating} if better reporting were given as the reason for the rise in {title}."
NOT_REPORTING = "{rating} if the rise in {title} were not put down to better reporting."
WIDER = "{rating} if wider pressures lay ahead."
ONLY_WIDER = "{rating} if the pressure ahead had no place and no date."
SPECIFIC = "{rating} if a pressure with a place and a date lay ahead."
NO_PRESSURE = "{rating} if no pressure ahead were on record."
CONCERN = "{rating} if residents' concern were on record."
NO_CONCERN = "{rating} if residents' concern were not on record."
LED_ELSEWHERE = "{rating} if it were declared in writing that another board leads on {title}."
NOT_LED_ELSEWHERE = "{rating} if {title} were counted here rather than left to another board."
TURNING = "{rating} if {title} were improving."
NOT_WORSE = "{rating} if {title} were no longer clearly worse than {benchmark_name}."
THRESHOLD = "{rating} if {threshold} were {bound}{limit} instead of {now}."
BOUNDS = {0: "", 1: "more than ", -1: "less than "}


@dataclass(frozen=True)
class Change:
    """One change tried: the case with it made, how big it is (a share of what is now), and its sentence."""

    case: Case
    size: float
    said: Reason


def sensitivities(cases: Sequence[Case], verdicts: Sequence[Verdict], judge: Judge) -> list[tuple[Reason, ...]]:
    """A case each: one reason a change that alters the rating, smallest first; of one kind and subject the smallest only."""
    tried = [
        list(_changes(case, judge.books[case.priority.id])) if verdict.rating != NOT_RATED else []
        for case, verdict in zip(cases, verdicts, strict=True)
    ]
    outcomes = iter(judge.verdicts([change.case for changes in tried for change in changes]))
    return [
        _that_matter([(change, next(outcomes).rating) for change in changes], verdict)
        for changes, verdict in zip(tried, verdicts, strict=True)
    ]


def _that_matter(outcomes: Sequence[tuple[Change, str]], verdict: Verdict) -> tuple[Reason, ...]:
    altered = [(change, rating) for change, rating in outcomes if rating != verdict.rating]
    altered.sort(key=lambda found: (found[0].size, found[0].said.indicator, found[0].said.strand, found[0].said.text))
    smallest: dict[tuple[str, ...], Reason] = {}
    for change, rating in altered:
        said = replace(change.said, values={**change.said.values, "rating": rating})
        smallest.setdefault((said.kind, said.indicator, said.strand, str(said.values.get("threshold", ""))), said)
    return tuple(smallest.values())


def _changes(case: Case, book: RuleBook) -> Iterator[Change]:
    for fact in case.facts:
        yield from _counts(case, fact)
        yield from _projections(case, fact)
        yield from _reporting(case, fact)
        yield from _levels(case, fact)
    yield from _pressures(case)
    yield from _concern(case)
    yield from _led_elsewhere(case)
    yield from _thresholds(case, book)


def _counts(case: Case, fact: Fact) -> Iterator[Change]:
    """The smallest number of events more, or fewer, at which the change would be clear and material, or cease to be."""
    now, turning = fact.figures.get("current_count"), fact.worsening_from
    if now is None or turning is None or fact.kind not in (COUNT, SEVERE, PLACE):
        return
    step = -1 if fact.polarity == "higher" else 1
    beyond = (now - turning) * step >= 0
    count = turning - step if beyond else turning
    if count < 0 or count == now:
        return
    changed = _severe_with(fact, count) if fact.kind == SEVERE else fact.with_count(count)
    words: dict[str, object] = {"more": count - now} if count > now else {"fewer": now - count}
    if abs(count - now) == 1:
        words["unit"] = fact.words.get("unit", "events").removesuffix("s")
    said = reason("count", HIGHER if count > now else LOWER, fact, **words)
    yield Change(case.with_fact(fact, changed), abs(count - now) / max(now, 1.0), said)


def _severe_with(fact: Fact, count: float) -> Fact:
    """Severe harm with another count: beyond expectation from `worsening_from` on."""
    above = fact.worsening_from is not None and count >= fact.worsening_from
    chance = 0.0 if above else 100.0
    figures = {**fact.figures, "current_count": count, "p_value": chance / 100, "chance_percent": chance}
    return replace(fact, figures=figures, above_expectation=above)


def _projections(case: Case, fact: Fact) -> Iterator[Change]:
    if fact.role != "headline" or fact.strand or fact.projection_direction is None or fact.polarity == "ambiguous":
        return
    better, worse = ("lower", "higher") if fact.polarity == "lower" else ("higher", "lower")
    other = worse if fact.projection_direction == better else better
    text = PROJECTED if other == worse else PROJECTED.replace(", or level with it", "")
    said = reason("projection", text, fact, projection=other)
    yield Change(case.with_fact(fact, replace(fact, projection_direction=other)), 1.0, said)


def _reporting(case: Case, fact: Fact) -> Iterator[Change]:
    """The nearest strength at which a reporting effect of a rise would begin, or cease, to discount it."""
    if not fact.is_whole or fact.polarity != "lower" or not fact.calculable or fact.kind == SEVERE:
        return  # nobody puts deaths down to better reporting
    present = case.context.reporting_effect(fact.indicator)
    asserted = present == "asserted"
    strength = "partial" if asserted else "asserted"
    size = abs(EFFECTS.index(strength) - EFFECTS.index(present)) / (len(EFFECTS) - 1)
    said = reason("reporting effect", NOT_REPORTING if asserted else REPORTING, fact, strength=strength)
    yield Change(
        replace(case, context=case.context.with_strength("reporting_effect", strength, fact.indicator)), size, said
    )


def _levels(case: Case, fact: Fact) -> Iterator[Change]:
    """A benchmarked measure that turns, or meets its benchmark."""
    if fact.kind != LEVEL or fact.role != "benchmark" or not fact.is_whole or fact.position != "worse":
        return
    turned = replace(fact, signal=IMPROVING)
    yield Change(case.with_fact(fact, turned), 1.0, reason("turning", TURNING, fact))
    similar = replace(fact, position="similar")
    yield Change(case.with_fact(fact, similar), 1.0, reason("benchmark", NOT_WORSE, fact))


def _pressures(case: Case) -> Iterator[Change]:
    present = PRESSURES.index(case.context.forward_pressure)
    for place, strength in enumerate(PRESSURES):
        if place != present:
            texts = (NO_PRESSURE, WIDER if present < place else ONLY_WIDER, SPECIFIC)
            said = reason("forward pressure", texts[place])
            changed = replace(case, context=case.context.with_strength("forward_pressure", strength))
            yield Change(changed, abs(place - present) / (len(PRESSURES) - 1), said)


def _concern(case: Case) -> Iterator[Change]:
    present = bool(case.context.of_kind("community_concern"))
    changed = case.context.with_strength("community_concern", "none" if present else "present")
    said = reason("community concern", NO_CONCERN if present else CONCERN)
    yield Change(replace(case, context=changed), 1.0, said)


def _led_elsewhere(case: Case) -> Iterator[Change]:
    benchmark = case.subjects.get("benchmark")
    if benchmark is None:
        return
    declared = bool(case.priority.led_elsewhere)
    written = "" if declared else "another board"
    changed = replace(case, priority=case.priority.model_copy(update={"led_elsewhere": written}))
    yield Change(changed, 1.0, reason("led elsewhere", NOT_LED_ELSEWHERE if declared else LED_ELSEWHERE, benchmark))


def _thresholds(case: Case, book: RuleBook) -> Iterator[Change]:
    """A threshold can only matter where it meets the value it is compared with: just there, and just beside it."""
    for name, part, field in _compared(book):
        value, now = case.row.get(part, {}).get(field), case.thresholds.get(name)
        if value is None or now is None or isinstance(value, (str, bool)):
            continue
        subject = case.subjects.get(part)
        for side in (0, 1, -1):
            limit = float(value) if side == 0 else nextafter(float(value), inf * side)
            if limit == now or limit < 0:
                continue
            words = {"threshold": threshold_words(name), "bound": BOUNDS[side], "limit": float(value), "now": now}
            changed = replace(case, thresholds={**case.thresholds, name: limit})
            said = reason("threshold", THRESHOLD, subject, **words)
            yield Change(changed, abs(limit - now) / max(abs(now), 1e-9), said)


def _compared(book: RuleBook) -> Sequence[tuple[str, str, str]]:
    """Each threshold with a field that some condition compares it with."""
    found: dict[tuple[str, str, str], None] = {}
    for rule in book.rules:
        for node in rule.condition.comparisons:
            sides = [node[side].get("column_names", ()) for side in ("left", "right")]
            for one, other in (sides, sides[::-1]):
                if len(one) == len(other) == 2 and one[0] == "threshold" and other[0] != "threshold":
                    found[one[1], other[0], other[1]] = None
    return list(found)

"""What is said of a comparison on a further basis, beside the indicator's own: months and years in full, and any disagreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sia.calendar import Basis, Window
from sia.publication.evidence import Comparison, Evidence
from sia.publication.sentences import break_sentence, earlier_count, joined, margin, margin_of_none, small, verdict_of
from sia.publication.wording import (
    count_of,
    full_stop,
    listed,
    lower_first,
    number,
    percent,
    sentence_case,
)

MEAN_OF_THREE = "the yearly mean of the three years before"
UP, DOWN = 1, -1
WAYS = {UP: "up", DOWN: "down"}


def told(further: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons that are spoken of: those of the same months as another one are said once."""
    return [one for one in further if not one.same_as]


def further_sentences(evidence: Evidence, indicator: str) -> str:
    """For each further basis what happened, a break in recording, its parts that changed, and whether it points elsewhere."""
    own, sentences = evidence.comparisons[indicator, ""], []
    for one in told(evidence.further.get((indicator, ""), ())):
        if not one.calculable and one.reason == own.reason:
            continue
        parts = further_strands(evidence, indicator, one.basis)
        sentences += [further_sentence(one), _break(one), disagreement(own, one), parts]
    return joined(sentences)


def further_sentence(one: Comparison) -> str:
    """ "Over the calendar year 2023 there were 3,871 offences, 6% fewer than in the calendar year 2022 (95% interval 2% to 10%): a
    clear, moderate fall." A percentage only from a base of 50; counts that are withheld are said to be.
    """
    if not one.calculable:
        reason = one.reason or "the figures needed were not supplied"
        return full_stop(f"the change in {one.name} {_between(one)} cannot be calculated: {reason}")
    if one.withheld or one.current_count is None or one.previous_count is None:
        return (
            f"The figures for {one.name} {_between(one)} are not shown: small numbers could identify people, or be worked "
            "out from them."
        )
    verdict = "small numbers" if small(one) and not one.clear else verdict_of(one) + margin_of_none(one)
    counted = count_of(one.current_count, one.unit)
    return f"{_during(one.current)} there {'was' if one.current_count == 1 else 'were'} {counted}, {_set_against(one)}: {verdict}."


def named_sentence(one: Comparison) -> str:
    """The same with the measure's name, for where nothing before has named it: "Burglary: over the calendar year 2023 …"."""
    said = further_sentence(one)
    return f"{sentence_case(one.name)}: {lower_first(said)}" if one.calculable and not one.withheld else said


def _set_against(one: Comparison) -> str:
    """The later count beside the earlier one: "6% fewer than in the calendar year 2022 (95% interval 2% to 10%)"."""
    where, before = _earlier(one), _before(one)
    if one.current_count == earlier_count(one):
        return f"as many as {'' if _is_mean(one) else 'in '}{where}"
    if not one.clear or one.change_percent is None:
        return f"against {before}{', ' if _is_mean(one) else ' in '}{where}"
    more = "more" if one.change_percent > 0 else "fewer"
    than = f"{where}, {before}" if _is_mean(one) else f"in {where}"
    return f"{percent(one.change_percent)} {more} than {than}{margin(one)}"


def _before(one: Comparison) -> str:
    """The earlier count on the later period's footing: of three years their yearly mean."""
    earlier = earlier_count(one)
    return number(earlier, 0 if float(earlier).is_integer() else 1)


def _is_mean(one: Comparison) -> bool:
    return one.basis == Basis.THREE_YEAR_MEAN


def months_of(window: Window) -> str:
    """A window with its months and years: "the calendar year 2023", "the 12 months to June 2023", "April to December 2023"."""
    twelve = len(window.months) == 12 and window.first.month != 1
    return f"the 12 months to {Window(window.last, window.last).label}" if twelve else window.label


def _earlier(one: Comparison) -> str:
    return f"{MEAN_OF_THREE} ({one.previous.label})" if _is_mean(one) else months_of(one.previous)


def _during(window: Window) -> str:
    return f"{'Over' if len(window.months) == 12 else 'In'} {months_of(window)}"


def _where(one: Comparison) -> str:
    """ "over the calendar year 2023"; against the mean of three years this is said, as another basis may have the same year."""
    mean = f" against {MEAN_OF_THREE}" if _is_mean(one) else ""
    return f"{lower_first(_during(one.current))}{mean}"


def _between(one: Comparison) -> str:
    """ "over the calendar year 2023 against the calendar year 2022"."""
    return f"{lower_first(_during(one.current))} against {_earlier(one)}"


def _break(one: Comparison) -> str:
    """A break in recording, without what it means for the rating: none of this counts towards it."""
    return break_sentence(replace(one, counts_towards_rating=True))


def disagreement(own: Comparison, one: Comparison) -> str:
    """Said where the two bases do not point the same way, or only one of them shows a clear change; else nothing."""
    ways = [_way(comparison) for comparison in (own, one)]
    if None in ways or ways[0] == ways[1]:
        return ""
    change = {1: "a clear rise", -1: "a clear fall", 0: "no clear change"}
    first, second = (f"{change[way]} {_where(comparison)}" for way, comparison in zip(ways, (own, one), strict=True))
    joint = (
        "These two comparisons point different ways"
        if all(ways)
        else "Only one of these two comparisons shows a clear change"
    )
    rating = "" if own.role == "supporting" else "; only the first can count towards the rating"
    return f"{joint}: {first}, {second}{rating}."


def _way(one: Comparison) -> int | None:
    """Where a comparison that is shown points: 1 up, -1 down, 0 nowhere clearly."""
    if not one.calculable or one.withheld or one.change is None:
        return None
    return 0 if not one.clear or not one.change else 1 if one.change > 0 else -1


def further_strands(evidence: Evidence, indicator: str, basis: str) -> str:
    """The parts that changed clearly: with their numbers only where the first comparison does not say the same of them.

    "As in the first comparison, clearly up: theft of vehicles. Clearly down only over the calendar year 2023: burglary, by
    13%, from …"
    """
    first = {one.strand: _way(one) for one in evidence.strands(indicator)}
    beside = [(first.get(one.strand), _way(one), one) for one in evidence.further_strands(indicator, basis)]
    same = [(way, one.strand_title) for before, way, one in beside if way and before == way]
    once = [one.strand_title for before, way, one in beside if before and way == 0]
    new = [_moved([one for before, now, one in beside if now == way and before is None], "") for way in (UP, DOWN)]
    only = [_moved([one for before, now, one in beside if now == way and before == 0], " only") for way in (UP, DOWN)]
    other = [_moved([one for before, now, one in beside if now == way and before == -way], "") for way in (UP, DOWN)]
    opposed = [f"{text.removesuffix('.')}; the first comparison shows the opposite." for text in other if text]
    agreed = f"As in the first comparison, {_agreed(same)}." if same else ""
    lost = f"Clear only in the first comparison: {listed(once)}." if once else ""
    return joined([agreed, *new, *only, *opposed, lost])


def _agreed(same: Sequence[tuple[int, str]]) -> str:
    """ "clearly up: religion; clearly down: race and sexual orientation"."""
    told = [(WAYS[way], listed(title for which, title in same if which == way)) for way in (UP, DOWN)]
    return "; ".join(f"clearly {way}: {titles}" for way, titles in told if titles)


def _moved(strands: Sequence[Comparison], only: str) -> str:
    """ "Clearly down only over the calendar year 2023: burglary, by 8%, from 3,204 to 2,948."""
    if not strands:
        return ""
    way = WAYS[_way(strands[0]) or 0]
    return f"Clearly {way}{only} {_where(strands[0])}: {'; '.join(_part(one) for one in strands)}."


def _part(one: Comparison) -> str:
    by = f"by {percent(one.change_percent)}, " if one.change_percent is not None else ""
    return f"{one.strand_title}, {by}from {_before(one)} to {number(one.current_count)}"

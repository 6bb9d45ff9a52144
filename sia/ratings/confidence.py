"""How sure a proposal is: the grade of the data, what stands in for what, small numbers, and signals that disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sia.ratings.contradictions import contradictions
from sia.ratings.counted import RECORDING
from sia.ratings.evidence import Case
from sia.ratings.facts import IMPROVING, SEVERE, WORSENING
from sia.ratings.judge import Verdict
from sia.ratings.proposal import NOT_RATED, Reason
from sia.ratings.reasons import reason

LEVELS = ("high", "medium", "low")


class SourceGrade(Protocol):
    """The grade of one source, A to D, and why it is not an A, in words without counts."""

    @property
    def grade(self) -> str: ...

    @property
    def why(self) -> str: ...


def confidence(case: Case, verdict: Verdict, known: Mapping[str, SourceGrade]) -> tuple[str, tuple[Reason, ...]]:
    """high, medium or low, and the reasons why it is not higher: the worst of them decides."""
    if verdict.rating == NOT_RATED:
        return "low", (reason("not rated", "Nothing could be calculated."),)
    if not case.priority.indicators:
        return "low", (reason("judgement only", "There is no agreed measure."),)
    doubts = [*_doubts_of_measures(case), *_doubts_of_data(case, known), *_disagreements(case)]
    level = max((LEVELS.index(level) for level, _ in doubts), default=0)
    return LEVELS[level], tuple(_once(doubts))


def _once(doubts: list[tuple[str, Reason]]) -> list[Reason]:
    seen: dict[tuple[str, str], Reason] = {}
    for _, doubt in doubts:
        seen.setdefault((doubt.kind, doubt.text + str(sorted(doubt.values.items(), key=str))), doubt)
    return list(seen.values())


def _doubts_of_measures(case: Case) -> list[tuple[str, Reason]]:
    found = []
    for part in ("headline", "severe", "benchmark", "target"):
        fact = case.subjects.get(part)
        if fact is None:
            continue
        if fact.proxy:
            text = "There is no measure of {title} itself; what stands in for it: {proxy}."
            found.append(("low", reason("proxy", text, fact)))
        if not fact.calculable:
            found.append(("low", reason("not calculated", "{Title} cannot be calculated: {reason}.", fact)))
        elif RECORDING in case.standing(fact).why_not:
            found.append(
                ("medium", reason("recording change", "Recording of {title} changed between the periods.", fact))
            )
        if fact.small_numbers:
            found.append(("medium", reason("small numbers", "Small numbers: {title}.", fact)))
    if "headline" not in case.subjects and not {"severe", "benchmark"} & set(case.subjects):
        found.append(("medium", reason("no headline", "No headline measure could be used, only supporting ones.")))
    return found


def _doubts_of_data(case: Case, known: Mapping[str, SourceGrade]) -> list[tuple[str, Reason]]:
    """The grades of the sources that rated measures really used."""
    used = dict.fromkeys(
        fact.source for fact in case.facts if fact.source and fact.role != "supporting" and fact.calculable
    )
    found = []
    for source in used:
        grade = known.get(source)
        if grade and grade.grade in "CD":
            text = "The data of {source} are of grade {grade}: {why}."
            words = {"source": source.replace("_", " "), "grade": grade.grade, "why": grade.why}
            found.append(("medium" if grade.grade == "C" else "low", reason("data grade", text, **words)))
    return found


def _disagreements(case: Case) -> list[tuple[str, Reason]]:
    """Signals that point different ways, and a reading of a rise that people had to judge."""
    found = []
    clashes = [one for one in contradictions(case, ()) if one.kind != "caveat without a rise"]
    headline, severe = case.subjects.get("headline"), case.subjects.get("severe")
    harm_apart = severe and severe.above_expectation and headline and headline.signal == IMPROVING
    if clashes or harm_apart:
        found.append(("medium", reason("signals disagree", "The signals do not all point the same way.")))
    for fact in case.facts:
        effect = case.context.reporting_effect(fact.indicator, severe=fact.kind == SEVERE)
        if fact.is_whole and fact.role != "supporting" and fact.signal == WORSENING and effect != "none":
            text = "How far the rise in {title} is better reporting is a matter of judgement."
            found.append(("medium", reason("reporting effect", text, fact)))
    return found

"""A proposed rating as it is published: its reasons as sentences, with every figure of a suppressed count left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from string import Formatter
from typing import Any

import polars as pl

from sia.project.load import Project
from sia.publication.evidence import Evidence, LevelFigure
from sia.publication.further import named_sentence
from sia.publication.sentences import break_sentence, change_sentence, level_sentence, level_value, severe_sentence
from sia.publication.wording import full_stop, in_words, number, rate, sentence_case
from sia.ratings.proposal import REDNESS

HELD_BACK = "(not shown)"
HOLE = re.escape(HELD_BACK)
#: How a sentence reads on where numbers are held back.
HOLES = (
    (rf" from {HOLE} to {HOLE}", ""),
    (rf"^(No clear change in .+): {HOLE} in (.+), {HOLE} in (.+)\.$", r"\1 (\2, against \3)."),
)
#: Named values that tell a sentence on severe harm against its expectation.
SEVERE_RULE = {"current_count", "expected"}
#: Reasons of this kind say which indicators cannot be calculated, as the section on the numbers does.
NOT_CALCULATED = ("not counted: not calculated",)
RECORDING_CHANGED, THRESHOLD = "not counted: recording change", "threshold"
#: Values of reasons that are no figures of the indicator: how many years were used, what a threshold is now.
OPEN = ("years_used", "now")


@dataclass(frozen=True)
class PublishedRating:
    """One priority's proposal in words; lists hold whole sentences."""

    priority: str
    theme: str
    title: str
    proposed: str
    note: str
    rule: str
    reasons: list[str]
    confidence: str
    confidence_reasons: list[str]
    evidence: list[dict[str, Any]]
    sensitivity: list[str]
    near_misses: list[str]
    contradictions: list[str]
    previous: str
    decisions: list[dict[str, str]]
    fingerprint: str
    explained_elsewhere: frozenset[str] = frozenset()
    thresholds: tuple[str, ...] = ()

    @property
    def first_reason(self) -> str:
        """The reason that comes first, without the rating's own name before it."""
        return full_stop(self.reasons[0].removeprefix(f"{self.proposed}: ")) if self.reasons else ""

    @property
    def further_reasons(self) -> list[str]:
        """The other reasons, but for those that the section on the numbers gives in full."""
        return [reason for reason in self.reasons[1:] if reason not in self.explained_elsewhere]

    @property
    def turning_points(self) -> list[str]:
        """What else than a threshold of the rules would change the proposal."""
        return [sentence for sentence in self.sensitivity if sentence not in self.thresholds]

    @property
    def change(self) -> str:
        """How the proposal differs from last year's rating, in a word or two."""
        if not self.previous:
            return "not rated last year"
        if self.previous == self.proposed:
            return "unchanged"
        if self.previous not in REDNESS or self.proposed not in REDNESS:
            return "changed"
        return "raised" if REDNESS[self.proposed] > REDNESS[self.previous] else "lowered"

    def json(self) -> dict[str, Any]:
        """The entry of `ratings.json`."""
        return {
            "priority": self.priority,
            "theme": self.theme,
            "title": self.title,
            "proposed": self.proposed,
            "note": self.note,
            "rule": self.rule,
            "reasons": self.reasons,
            "confidence": {"level": self.confidence, "reasons": self.confidence_reasons},
            "evidence": self.evidence,
            "sensitivity": self.sensitivity,
            "near_misses": self.near_misses,
            "contradictions": self.contradictions,
            "previous": self.previous,
            "change": self.change,
            "decisions": self.decisions,
            "fingerprint": self.fingerprint,
        }


def publish_ratings(
    project: Project, evidence: Evidence, proposals: Iterable[Any], registers: Any
) -> list[PublishedRating]:
    """Every proposal in the order of the plan."""
    by_priority = {proposal.priority: proposal for proposal in proposals}
    return [
        _publish(project, evidence, by_priority[name], registers) for name in project.priorities if name in by_priority
    ]


def _publish(project: Project, evidence: Evidence, proposal: Any, registers: Any) -> PublishedRating:
    def said(reasons: Iterable[Any]) -> list[str]:
        return list(dict.fromkeys(reason_sentence(reason, evidence) for reason in reasons))

    return PublishedRating(
        priority=proposal.priority,
        theme=proposal.theme,
        title=project.priorities[proposal.priority].title,
        proposed=proposal.proposed,
        note=proposal.note,
        rule=proposal.rule,
        reasons=said(proposal.reasons),
        confidence=proposal.confidence,
        confidence_reasons=said(proposal.confidence_reasons),
        evidence=_evidence(project.priorities[proposal.priority].indicators, evidence),
        sensitivity=[text for text in said(proposal.sensitivity) if HELD_BACK not in text],
        near_misses=said(proposal.near_misses),
        contradictions=said(proposal.contradictions),
        previous=_standing(registers.previous_decisions, proposal.priority),
        decisions=_decisions(registers.decisions, proposal.priority),
        fingerprint=proposal.fingerprint,
        explained_elsewhere=frozenset(said(one for one in proposal.reasons if _told_with_the_numbers(one, evidence))),
        thresholds=tuple(text for text in said(_thresholds(proposal)) if HELD_BACK not in text),
    )


def _told_with_the_numbers(reason: Any, evidence: Evidence) -> bool:
    """Why an indicator cannot be calculated, or is not counted as recording changed, is said beside its figures."""
    if reason.kind in NOT_CALCULATED:
        return True
    one = evidence.comparisons.get((reason.indicator, "")) if not reason.strand else None
    return reason.kind == RECORDING_CHANGED and one is not None and bool(break_sentence(one))


def _thresholds(proposal: Any) -> list[Any]:
    return [reason for reason in proposal.sensitivity if reason.kind == THRESHOLD]


def reason_sentence(reason: Any, evidence: Evidence) -> str:
    """A reason's template with its values written out, or held back where its subject's counts are suppressed."""
    withheld = is_withheld(evidence, reason.indicator, reason.strand)
    level = next((one for one in evidence.levels.get(reason.indicator, ()) if one.strand == reason.strand), None)
    named = {name for _, name, _, _ in Formatter().parse(reason.text) if name}
    values = {name: value_text(name, reason.values.get(name), withheld, level) for name in named}
    if withheld and reason.indicator in evidence.severe and named >= SEVERE_RULE:
        return _severe_withheld(evidence.severe[reason.indicator])
    return full_stop(_without_numbers(reason.text.format(**values)))


def _severe_withheld(one: Any) -> str:
    """What a reason says of severe harm whose number is not shown: the verdict, which the section gives as well."""
    verdict = "more" if one.above_expectation else "not clearly more"
    expected = f"{verdict} than earlier years lead one to expect"
    if one.current is not None:
        return f"{sentence_case(one.title)}: {number(one.current)} in {one.current_label}, {expected}."
    return f"{sentence_case(one.title)} in {one.current_label}: {expected}; the number is not shown, to protect people."


def _without_numbers(text: str) -> str:
    """A sentence whose numbers are held back, without the holes where they stood."""
    for hole, filled in HOLES:
        text = re.sub(hole, filled, text)
    return text


def value_text(name: str, value: Any, withheld: bool, level: LevelFigure | None = None) -> str:
    """One value of a reason as text; numbers are held back when `withheld`, and levels written as their kind is."""
    if value is None:
        return HELD_BACK if withheld else "an unknown number"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if withheld and name not in OPEN:
        return HELD_BACK
    if level is not None and name in ("value", "previous_value", "benchmark"):
        return level_value(level, value)
    if name == "years_used":
        return in_words(int(value))
    if "percent" in name or name == "limit":
        return number(abs(value), 0 if float(value).is_integer() else 1)
    return number(round(value)) if float(value).is_integer() or abs(value) >= 100 else rate(value)


def is_withheld(evidence: Evidence, indicator: str, strand: str) -> bool:
    """Whether figures about an indicator, one of its strands or one of its areas are suppressed."""
    comparison = evidence.comparisons.get((indicator, strand))
    levels = [one for one in evidence.levels.get(indicator, ()) if one.strand == strand]
    areas = [one for one in evidence.areas.get(indicator, ()) if strand and one.area_code == strand]
    severe = [evidence.severe[indicator]] if indicator in evidence.severe and not strand else []
    severe_held = any(one.withheld or one.expected is None for one in severe)
    return severe_held or any(one.withheld for one in (*([comparison] if comparison else ()), *levels, *areas))


def _evidence(indicators: Mapping[str, Any], evidence: Evidence) -> list[dict[str, Any]]:
    found = []
    for name in indicators:
        own = [one for (indicator, _), one in evidence.comparisons.items() if indicator == name]
        found += [
            _comparison_entry(one, evidence.further.get((name, one.strand), ()))
            for one in sorted(own, key=lambda one: one.strand)
        ]
        found += [_level_entry(one) for one in evidence.levels.get(name, ())]
        if name in evidence.severe:
            found.append(_severe_entry(evidence.severe[name]))
    return found


def _comparison_entry(one: Any, further: Iterable[Any]) -> dict[str, Any]:
    """An indicator or strand on its own basis, and what it shows on further ones, if any."""
    entry = _compared(one, change_sentence(one), one.counts_towards_rating)
    entry["values"] |= _course(one)
    beside = [_further_entry(other) for other in further]
    return entry | ({"further": beside} if beside else {})


def _further_entry(one: Any) -> dict[str, Any]:
    """A comparison on a further basis, which no rule sees."""
    why = "a further basis: only the indicator's own one can count"
    return _compared(one, named_sentence(one), counted=False) | {
        "why_not_counted": why,
        "same_months_as": one.same_as,
    }


def _compared(one: Any, said: str, counted: bool) -> dict[str, Any]:
    windows = {"current": one.current.label, "previous": one.previous.label} if one.current and one.previous else {}
    names = ("current_count", "previous_count", "change", "change_percent", "ratio", "lower", "upper", "q_value")
    values = {name: _rounded(getattr(one, name)) for name in names}
    signal = one.signal if not one.withheld else "not shown"
    return _entry(one, windows, values, signal, said, counted) | {"how": _how(one)}


def _how(one: Any) -> dict[str, Any]:
    """By what method, on what basis and from how many months a comparison was made, and what stands in its way."""
    windows = {"current": one.current, "previous": one.previous}
    months = {name: len(window.months) for name, window in windows.items() if window}
    breaks = one.break_what if one.break_inside else ""
    told = {"basis": one.basis, "method": one.method, "months": months, "months_known": one.months_used}
    return {**told, "comparisons_made_together": one.family_size, "recording_change": breaks, "reason": one.reason}


def _course(one: Any) -> dict[str, Any]:
    """The trend over years beside the latest change, or why there is none."""
    if one.long_run is None:
        return {"trend": None, "trend_reason": one.long_run_reason if not one.withheld else None}
    names = {
        "trend_percent_a_year": "long_run_percent",
        "trend_lower": "long_run_lower",
        "trend_upper": "long_run_upper",
    }
    turned = {"turned": f"{one.turned:%Y-%m}", "since_then": one.turning_point} if one.turned else {}
    told = {name: _rounded(getattr(one, column)) for name, column in names.items()}
    return {"trend": one.long_run, **told, "trend_months": one.long_run_months, **turned}


def _level_entry(one: Any) -> dict[str, Any]:
    values = {name: _rounded(getattr(one, name)) for name in ("value", "lower", "upper", "previous_value", "benchmark")}
    values |= {"position": one.position, "benchmark_name": one.benchmark_name}
    return _entry(one, {"current": one.period_label}, values, one.signal, level_sentence(one), True)


def _severe_entry(one: Any) -> dict[str, Any]:
    values = {"current": one.current, "expected": _rounded(one.expected), "years_used": one.years_used}
    signal = {True: "above expectation", False: "within expectation", None: "cannot be calculated"}[
        one.above_expectation
    ]
    entry = {"indicator": one.indicator, "strand": "", "window": {"current": one.current_label}, "values": values}
    return {**entry, "signal": signal, "counted": True, "withheld": one.withheld, "sentence": severe_sentence(one)}


def _entry(
    one: Any, window: dict[str, str], values: dict[str, Any], signal: str, said: str, counted: bool
) -> dict[str, Any]:
    head = {"indicator": one.indicator, "strand": one.strand, "window": window, "values": values}
    return {**head, "signal": signal, "counted": counted, "withheld": one.withheld, "sentence": said}


def _rounded(value: float | None) -> float | None:
    """To four decimals; a ratio to a count of nought has no upper limit, which JSON cannot write."""
    if isinstance(value, float):
        return round(value, 4) if isfinite(value) else None
    return value


def _standing(decisions: pl.DataFrame, priority: str) -> str:
    """The latest decision about the whole district; empty when there is none."""
    own = decisions.filter((pl.col("priority") == priority) & (pl.col("place").fill_null("") == ""))
    return own.sort("decided_on", maintain_order=True)["rating"][-1] if own.height else ""


def _decisions(decisions: pl.DataFrame, priority: str) -> list[dict[str, str]]:
    own = decisions.filter(pl.col("priority") == priority).sort("decided_on", maintain_order=True)
    names = ("place", "stage", "rating", "decided_on", "by", "reason")
    return [
        {name: str(row[name] if row[name] is not None else "") for name in names} for row in own.iter_rows(named=True)
    ]

"""The fingerprint of the evidence that a proposal rests on, so that a decision can be known to be stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sia.ratings.evidence import Case
from sia.ratings.facts import Fact
from sia.ratings.judge import Verdict

#: Figures that are shown, with the digits they are shown with.
SHOWN = {
    "current_count": 0,
    "previous_count": 0,
    "value": 1,
    "previous_value": 1,
    "benchmark": 1,
    "expected": 1,
    "projected": 0,
    "previous_year_total": 0,
    "target": 1,
}
WINDOWS = ("current_label", "previous_label", "period_label")


def evidence_of(case: Case, verdict: Verdict) -> dict[str, Any]:
    """What the fingerprint stands for: measures with windows, values as shown and signals, live context, rule, thresholds.

    No prose, no version and no time is part of it, so that rewording changes nothing.
    """
    facts = sorted(case.facts, key=lambda fact: (fact.indicator, fact.kind, fact.strand))
    notes = [note for note in case.context.notes if note.live]
    return {
        "priority": case.priority.id,
        "rule": verdict.rule.id if verdict.rule else "",
        "proposed": verdict.rating,
        "thresholds": dict(sorted(case.thresholds.items())),
        "measures": [_measure(fact) for fact in facts],
        "context": [
            {
                "kind": note.kind,
                "indicator": note.indicator,
                "strength": note.strength,
                "expires_on": str(note.expires_on),
            }
            for note in notes
        ],
    }


def fingerprint(evidence: Mapping[str, Any]) -> str:
    """SHA-256 of the evidence as canonical JSON (`canonical`), in hexadecimal."""
    return hashlib.sha256(canonical(evidence).encode("utf-8")).hexdigest()


def canonical(evidence: Mapping[str, Any]) -> str:
    """The one way of writing the evidence: keys sorted, no spaces, UTF-8 characters as they are."""
    return json.dumps(evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _measure(fact: Fact) -> dict[str, Any]:
    shown = {name: _shown(fact.figures[name], digits) for name, digits in SHOWN.items() if name in fact.figures}
    return {
        "indicator": fact.indicator,
        "strand": fact.strand,
        "kind": fact.kind,
        "windows": [fact.words[name] for name in WINDOWS if name in fact.words],
        "values": shown,
        "signal": fact.signal,
        "position": fact.position,
        "above_expectation": fact.above_expectation,
    }


def _shown(value: float, digits: int) -> float | int:
    rounded = round(float(value), digits)
    return int(rounded) if digits == 0 else rounded

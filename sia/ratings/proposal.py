"""What is proposed for a priority, and why: frozen values without prose figures, for publication to put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RED, AMBER, GREEN, NOT_RATED = "Red", "Amber", "Green", "Not rated"
JUDGEMENT_ONLY = "judgement only"
#: From the highest priority downwards.
REDNESS = {RED: 2, AMBER: 1, GREEN: 0}


@dataclass(frozen=True)
class Reason:
    """One reason: a sentence whose {names} are those of `values`.

    `text` never holds a figure itself. A number in `values` is about `indicator` and `strand` (or the place, where
    `strand` names one), so that publication can withhold it together with them; names, periods and statements are
    strings. Where a name is capitalised ({Title}), its value begins with a capital letter.
    """

    kind: str
    text: str
    indicator: str = ""
    strand: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """The rating proposed for one priority, with all that a meeting needs to judge it.

    `note` is "judgement only" or empty; `rule` is the id of the rule that fired ("" when not rated). `evidence` holds
    one mapping an indicator, strand or place. `sensitivity` lists each single change that would alter the proposal,
    the smallest first. `fingerprint` stands for the evidence, `fingerprint_of` says what of it.
    """

    priority: str
    theme: str
    proposed: str
    note: str
    rule: str
    reasons: tuple[Reason, ...]
    confidence: str
    confidence_reasons: tuple[Reason, ...]
    evidence: list[dict[str, Any]]
    near_misses: tuple[Reason, ...]
    contradictions: tuple[Reason, ...]
    sensitivity: tuple[Reason, ...]
    fingerprint: str
    fingerprint_of: Mapping[str, Any] = field(default_factory=dict)

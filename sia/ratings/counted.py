"""Whether what an indicator shows counts towards the rating, and if not, why not: shown all the same, never hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

from sia.project.indicators import Priority
from sia.ratings.context import Context
from sia.ratings.facts import CANNOT, SEVERE, WORSENING, Fact

DISCOUNTING = "asserted"
NOT_CALCULATED, RECORDING, REPORTING, LED_ELSEWHERE, SUPPORTING = (
    "not calculated",
    "recording change",
    "better reporting",
    "led elsewhere",
    "supporting",
)
SENTENCES = {
    NOT_CALCULATED: "Cannot be calculated ({titles}): {reason}.",
    RECORDING: "{Title}: shown and not counted, since recording changed between the two periods ({break_what}).",
    REPORTING: "The rise in {title} is shown and not counted, as it is put down to better reporting ({said_by}).",
    LED_ELSEWHERE: "Shown here and not counted ({titles}): {led_elsewhere}",
    SUPPORTING: "{Title}: shown beside the rated measures and not counted by itself.",
}


@dataclass(frozen=True)
class Standing:
    """Whether a fact counts; `why_not` names the kinds of reason (keys of SENTENCES), `words` fill their sentences."""

    why_not: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> bool:
        """Supporting measures play no part in the general rules, but a priority's own rules may use them."""
        return not set(self.why_not) - {SUPPORTING}


def standing(fact: Fact, priority: Priority, context: Context) -> Standing:
    """Rule 1, the discount, and its kin: breaks in recording and measures led by another board."""
    why_not, words = [], {}
    if fact.signal == CANNOT and not fact.calculable:
        why_not.append(NOT_CALCULATED)
    if fact.calculable and not fact.counts:
        why_not.append(RECORDING)
    if _is_rise(fact) and context.reporting_effect(fact.indicator, severe=fact.kind == SEVERE) == DISCOUNTING:
        why_not.append(REPORTING)
        notes = context.reporting_notes(fact.indicator, severe=fact.kind == SEVERE)
        words["said_by"] = "; ".join(dict.fromkeys(note.said_by for note in notes if note.strength == DISCOUNTING))
    if fact.role == "benchmark" and priority.led_elsewhere:
        why_not.append(LED_ELSEWHERE)
        words["led_elsewhere"] = priority.led_elsewhere
    if fact.role == "supporting":
        why_not.append(SUPPORTING)
    return Standing(tuple(why_not), words)


def _is_rise(fact: Fact) -> bool:
    """Only a rise that is bad can be put down to better reporting."""
    if fact.kind == SEVERE:
        return bool(fact.above_expectation)
    return fact.polarity == "lower" and fact.signal == WORSENING

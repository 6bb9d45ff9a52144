"""The evidence row of a priority: which facts are its headline, component, severe harm, target and benchmark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sia.project.indicators import Priority
from sia.ratings.columns import MEASURE
from sia.ratings.context import Context
from sia.ratings.counted import Standing, standing
from sia.ratings.facts import CANNOT, COUNT, FALSE_DISCOVERY_RATE, LEVEL, NO_CHANGE, PLACE, SEVERE, WORSENING, Fact

ROLES_WITH_TARGET = ("headline", "component", "target")


@dataclass(frozen=True)
class Case:
    """All that the rating of one priority rests on."""

    priority: Priority
    facts: tuple[Fact, ...]
    context: Context
    thresholds: Mapping[str, float]
    actions: Mapping[str, Any] = field(default_factory=dict)

    def standing(self, fact: Fact) -> Standing:
        """Whether a fact counts here."""
        return standing(fact, self.priority, self.context)

    @cached_property
    def subjects(self) -> dict[str, Fact]:
        """The fact that each measured part of the row, and each indicator named by its id, stands for."""
        whole = {fact.indicator: fact for fact in self.facts if fact.is_whole}
        found = {
            "headline": next((fact for fact in whole.values() if fact.role == "headline"), None),
            "component": self._worst([fact for fact in self.facts if _is_component(fact)], _badness),
            "severe": self._worst([fact for fact in self.facts if fact.kind == SEVERE], _excess),
            "target": self._worst([fact for fact in self.facts if _has_target(fact)], _failing),
            "benchmark": self._worst([fact for fact in self.facts if _is_benchmark(fact)], _behind),
        }
        return {**whole, **{part: fact for part, fact in found.items() if fact is not None}}

    @cached_property
    def row(self) -> dict[str, dict[str, Any]]:
        """The evidence row; what cannot be calculated is absent, which conditions see as null."""
        measured = {part: self._part(part, fact) for part, fact in self.subjects.items()}
        recorded = {"actions": dict(self.actions), "context": self.context.row(), "threshold": dict(self.thresholds)}
        return {**measured, **recorded}

    def only(self, wanted: Callable[[Fact], bool], context: Context) -> Case:
        """The case as if only some facts were known, and this context recorded."""
        return replace(self, facts=tuple(fact for fact in self.facts if wanted(fact)), context=context)

    def with_fact(self, old: Fact, new: Fact) -> Case:
        """The case with one fact changed."""
        return replace(self, facts=tuple(new if fact is old else fact for fact in self.facts))

    def _worst(self, facts: list[Fact], measure: Any) -> Fact | None:
        """The one that tells most against the priority, counted ones first; ties fall to the first by name."""
        ordered = sorted(facts, key=lambda fact: (fact.indicator, fact.strand))
        return max(
            ordered, key=lambda fact: (self.standing(fact).counted, *measure(fact, self.thresholds)), default=None
        )

    def _part(self, part: str, fact: Fact) -> dict[str, Any]:
        signal = _called(fact) if part == "component" else fact.signal
        values = {
            "indicator": fact.indicator,
            "strand": fact.strand,
            "signal": None if signal == CANNOT else signal,
            "counted": self.standing(fact).counted if fact.calculable else None,
            "proxy": bool(fact.proxy),
            "worse_by": fact.worse_by,
            "worse_by_percent": fact.worse_by_percent,
            "share": self._share(fact),
            "projection": fact.projection,
            "assurance": fact.assurance,
            "position": fact.position,
            "trend": fact.trend,
            "above_expectation": fact.above_expectation,
            **{name: value for name, value in fact.figures.items() if name in MEASURE},
        }
        return {name: value for name, value in values.items() if value is not None}

    def _share(self, fact: Fact) -> float | None:
        whole = next((one for one in self.facts if one.is_whole and one.indicator == fact.indicator), None)
        part, total = fact.figures.get("current_count"), whole and whole.figures.get("current_count")
        return part / total if part is not None and total else None


def _is_component(fact: Fact) -> bool:
    """Strands and places of the headline; indicators declared as components, with their strands."""
    if fact.role == "component":
        return fact.kind in (COUNT, LEVEL)
    return fact.role == "headline" and (fact.kind == PLACE or bool(fact.strand))


def _called(fact: Fact) -> str:
    """The signal of one among many: called only where false-discovery control within its family lets it."""
    q_value = fact.figures.get("q_value")
    if fact.signal in (CANNOT, NO_CHANGE) or q_value is None or q_value <= FALSE_DISCOVERY_RATE:
        return fact.signal
    return NO_CHANGE


def _has_target(fact: Fact) -> bool:
    return fact.assurance is not None and fact.is_whole and fact.role in ROLES_WITH_TARGET


def _is_benchmark(fact: Fact) -> bool:
    return fact.role == "benchmark" and fact.is_whole and fact.calculable


def _badness(fact: Fact, thresholds: Mapping[str, float]) -> tuple[Any, ...]:
    worse, percent = fact.worse_by or 0, fact.worse_by_percent or 0
    material = worse >= thresholds.get("material_count", 0) and percent >= thresholds.get("material_percent", 0)
    worsening = _called(fact) == WORSENING
    return worsening and material, worsening, fact.calculable, worse


def _excess(fact: Fact, _: Mapping[str, float]) -> tuple[Any, ...]:
    return bool(fact.above_expectation), fact.calculable, -fact.figures.get("p_value", 1.0)


def _failing(fact: Fact, _: Mapping[str, float]) -> tuple[Any, ...]:
    return fact.assurance == "consistently failing", fact.signal == WORSENING


def _behind(fact: Fact, _: Mapping[str, float]) -> tuple[Any, ...]:
    return fact.position == "worse", fact.signal != "improving", fact.position is not None

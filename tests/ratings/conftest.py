"""Hand-made evidence: a priority described in a few words becomes frames, registers and a project, and is rated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from sia.project.assessment import Assessment
from sia.project.indicators import Indicator, NamedRule, Priority, RatingRules
from sia.project.load import Project
from sia.project.partnership import District, Partnership, Theme
from sia.project.registers_schema import Action, ContextSignal
from sia.project.validation import load_model
from sia.ratings import Proposal, propose

ROOT = Path(__file__).parents[2]
AS_AT = date(2023, 12, 31)
NOW, BEFORE = "April to December 2023", "April to December 2022"

SIGNALS = {
    "indicator": pl.String,
    "strand": pl.String,
    "strand_title": pl.String,
    "source": pl.String,
    "proxy": pl.String,
    "signal": pl.String,
    "current_label": pl.String,
    "previous_label": pl.String,
    "current_count": pl.Int64,
    "previous_count": pl.Int64,
    "change": pl.Float64,
    "change_percent": pl.Float64,
    "ratio": pl.Float64,
    "q_value": pl.Float64,
    "counts_towards_rating": pl.Boolean,
    "break_what": pl.String,
    "projection_direction": pl.String,
    "projected": pl.Float64,
    "projected_lower_80": pl.Float64,
    "projected_upper_80": pl.Float64,
    "previous_year_total": pl.Float64,
    "assurance": pl.String,
    "worsening_from": pl.Float64,
    "reason": pl.String,
}
SEVERE = {
    "indicator": pl.String,
    "source": pl.String,
    "current": pl.Int64,
    "current_label": pl.String,
    "expected": pl.Float64,
    "years_used": pl.Int64,
    "p_value": pl.Float64,
    "above_expectation": pl.Boolean,
    "worsening_from": pl.Float64,
    "reason": pl.String,
}
LEVELS = {
    "indicator": pl.String,
    "strand": pl.String,
    "source": pl.String,
    "period_label": pl.String,
    "previous_label": pl.String,
    "value": pl.Float64,
    "previous_value": pl.Float64,
    "benchmark": pl.Float64,
    "benchmark_name": pl.String,
    "position": pl.String,
    "trend": pl.String,
    "signal": pl.String,
    "reason": pl.String,
}
AREAS = {
    "indicator": pl.String,
    "area_code": pl.String,
    "level": pl.String,
    "name": pl.String,
    "signal": pl.String,
    "current_count": pl.Int64,
    "previous_count": pl.Int64,
    "change": pl.Float64,
    "ratio": pl.Float64,
    "q_value": pl.Float64,
    "counts_towards_rating": pl.Boolean,
    "reason": pl.String,
}


def counted(before: int | None, now: int | None, signal: str, **more: Any) -> dict[str, Any]:
    """One count in two periods, as the frame of signals holds it."""
    known = before is not None and now is not None
    return {
        "strand": "",
        "source": "police_recorded_crime",
        "signal": signal,
        "current_label": NOW,
        "previous_label": BEFORE,
        "current_count": now,
        "previous_count": before,
        "change": float(now - before) if known else None,
        "ratio": now / before if known and before else None,
        "q_value": 0.001 if signal in ("worsening", "improving", "rising", "falling") else 0.6,
        "counts_towards_rating": known,
        **more,
    }


@dataclass
class Given:
    """One priority: its headline, strands of it, places, severe harm, benchmark, context rows and actions."""

    headline: dict[str, Any] | None = None
    strands: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    supporting: dict[str, Any] | None = None
    severe: dict[str, Any] | None = None
    benchmark: dict[str, Any] | None = None
    polarity: str = "lower"
    context: tuple[dict[str, Any], ...] = ()
    actions: tuple[dict[str, Any], ...] = ()
    led_elsewhere: str = ""
    on_plan: bool = True
    rules: tuple[NamedRule, ...] = ()
    thresholds: dict[str, float] = field(default_factory=dict)
    id: str = "burglary-and-more"
    position: int = 1

    @property
    def indicators(self) -> dict[str, Indicator]:
        stem = self.id.replace("-", "_")
        kinds = {
            "headline": {"title": "burglary", "polarity": self.polarity, "role": "headline"},
            "supporting": {"title": "bicycle theft", "polarity": "lower"},
            "severe": {"title": "road deaths", "polarity": "lower", "role": "severe"},
            "benchmark": {"title": "drug deaths", "polarity": "lower", "role": "benchmark", "value": "rate"},
        }
        return {
            f"{stem}_{kind}": Indicator(**fields, sources={"police_recorded_crime": {}})
            for kind, fields in kinds.items()
            if getattr(self, kind) is not None
        }

    @property
    def priority(self) -> Priority:
        return Priority(
            id=self.id,
            position=self.position,
            title="A priority",
            theme="theme",
            summary="What it is about.",
            on_plan=self.on_plan,
            indicators=self.indicators,
            led_elsewhere=self.led_elsewhere,
            rules=self.rules,
            thresholds=self.thresholds,
        )

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        stem = self.id.replace("-", "_")
        headline = f"{stem}_headline"
        signals = [{**self.headline, "indicator": headline}] if self.headline else []
        signals += [
            {**row, "indicator": headline, "strand": name, "strand_title": name} for name, row in self.strands.items()
        ]
        signals += [{**self.supporting, "indicator": f"{stem}_supporting"}] if self.supporting else []
        severe = {"source": "police_recorded_crime", "current_label": "the calendar year 2023", "years_used": 5}
        level = {
            "strand": "",
            "source": "police_recorded_crime",
            "period_label": "2020 to 2022",
            "benchmark_name": "England",
        }
        return {
            "signals": signals,
            "severe": [{**severe, **self.severe, "indicator": f"{stem}_severe"}] if self.severe else [],
            "levels": [{**level, **self.benchmark, "indicator": f"{stem}_benchmark"}] if self.benchmark else [],
            "areas": [
                {**row, "indicator": headline, "area_code": name, "level": "place", "name": name}
                for name, row in self.places.items()
            ],
        }


def context_row(kind: str, strength: str = "present", **more: Any) -> dict[str, Any]:
    """One row of the context register, live at the as-at date unless said otherwise."""
    return {
        "priority": "",
        "indicator": "",
        "kind": kind,
        "strength": strength,
        "statement": f"What is known of {kind.replace('_', ' ')}.",
        "evidence": "minutes",
        "said_by": "Chair, theme group",
        "said_on": date(2023, 12, 5),
        "expires_on": date(2024, 12, 31),
        **more,
    }


@cache
def reference_rules() -> RatingRules:
    """The rules of the reference partnership."""
    return load_model(RatingRules, ROOT / "indicators" / "rating-rules.yml", ROOT)


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any], backwards: bool) -> pl.DataFrame:
    ordered = rows[::-1] if backwards else rows
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in ordered], schema=schema, orient="row")


def _register(model: type, rows: list[dict[str, Any]], backwards: bool) -> pl.DataFrame:
    kinds = {"said_on": pl.Date, "expires_on": pl.Date, "number": pl.Int64}
    return _frame(rows, {name: kinds.get(name, pl.String) for name in model.model_fields}, backwards)


def make_project(*given: Given, rules: RatingRules | None = None, root: Path = ROOT) -> Project:
    """A project with these priorities and, unless others are given, the rules of the reference partnership."""
    return Project(
        root=root,
        partnership=Partnership(
            name="A partnership",
            district=District(code="X07000001", name="Exampleborough"),
            force="A force",
            themes={"theme": Theme(title="Theme")},
        ),
        contracts={},
        priorities={one.id: one.priority for one in given},
        rules=rules or reference_rules(),
        assessment=Assessment(id="2024", title="Assessment", as_at=AS_AT),
    )


def rate_all(
    *given: Given, backwards: bool = False, grades: dict | None = None, rules: RatingRules | None = None
) -> list[Proposal]:
    rows: dict[str, list] = {"signals": [], "severe": [], "levels": [], "areas": []}
    for one in given:
        for name, found in one.rows().items():
            rows[name] += found
    schemas = {"signals": SIGNALS, "severe": SEVERE, "levels": LEVELS, "areas": AREAS}
    frames = SimpleNamespace(**{name: _frame(rows[name], schemas[name], backwards) for name in rows})
    context = [{**row, "priority": one.id} for one in given for row in one.context]
    actions = [{**row, "priority": one.id} for one in given for row in one.actions]
    registers = SimpleNamespace(
        context=_register(ContextSignal, context, backwards), actions=_register(Action, actions, backwards)
    )
    return propose(make_project(*given, rules=rules), frames, registers, grades or {})


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The words in which evidence is given, and what rates it."""
    return SimpleNamespace(
        Given=Given,
        counted=counted,
        context_row=context_row,
        project=make_project,
        rate_all=rate_all,
        rate=lambda given, **how: rate_all(given, **how)[0],
    )

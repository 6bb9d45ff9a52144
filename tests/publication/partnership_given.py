"""What the rooms beside the warehouse hand on to publication: proposals, registers and reports, made by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from sia.calendar import month_range

NEWEST = date(2023, 12, 1)
MONTHS = month_range(date(2021, 1, 1), NEWEST)


@dataclass(frozen=True)
class GivenReason:
    """As `sia.ratings.Reason`."""

    text: str
    indicator: str = ""
    strand: str = ""
    kind: str = "rule"
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenProposal:
    """As `sia.ratings.Proposal`."""

    priority: str
    theme: str
    proposed: str = "Amber"
    note: str = ""
    rule: str = "otherwise"
    reasons: tuple[GivenReason, ...] = (GivenReason("No rule applies."),)
    confidence: str = "high"
    confidence_reasons: tuple[GivenReason, ...] = ()
    evidence: list = field(default_factory=list)
    near_misses: tuple[GivenReason, ...] = ()
    contradictions: tuple[GivenReason, ...] = ()
    sensitivity: tuple[GivenReason, ...] = ()
    fingerprint: str = "f" * 64


def proposals() -> list[GivenProposal]:
    why = GivenReason(
        "{Title}: {current_count} in {current_label}, more than the {expected} expected",
        "road_deaths",
        values={"Title": "Deaths on the roads", "current_count": 9, "current_label": "2023", "expected": 4.2},
    )
    more = GivenReason("Red if {title} rose by {more} more", "burglary", values={"title": "burglary", "more": 34})
    limit = GivenReason(
        "Red if {threshold} were {limit}", kind="threshold", values={"threshold": "the share", "limit": 7}
    )
    return [
        GivenProposal("burglary", "crime", sensitivity=(more, limit)),
        GivenProposal("hate-crime", "crime"),
        GivenProposal("road-safety", "risk", "Red", rule="severe-harm", reasons=(why,)),
        GivenProposal("drugs", "risk"),
        GivenProposal("tensions", "risk", note="judgement only"),
    ]  # fmt: skip


@dataclass(frozen=True)
class GivenRegisters:
    """As `sia.registers.Registers`."""

    context: pl.DataFrame
    breaks: pl.DataFrame
    commentary: pl.DataFrame
    decisions: pl.DataFrame
    previous_decisions: pl.DataFrame
    actions: pl.DataFrame
    next_year: pl.DataFrame
    data_gaps: pl.DataFrame
    unusual_periods: pl.DataFrame


def registers() -> GivenRegisters:
    decision = {
        "priority": pl.String,
        "place": pl.String,
        "stage": pl.String,
        "rating": pl.String,
        "decided_on": pl.Date,
        "by": pl.String,
        "reason": pl.String,
        "fingerprint": pl.String,
        "supersedes": pl.String,
    }
    return GivenRegisters(
        context=pl.DataFrame([{"priority": "hate-crime", "indicator": "", "kind": "reporting_effect", "strength": "possible", "statement": "Third-party reporting centres opened", "evidence": "Log of centres", "said_by": "Hate crime lead, police", "said_on": date(2023, 11, 1), "expires_on": date(2024, 11, 1)}]),
        breaks=pl.DataFrame([{"date": date(2023, 4, 1), "source": "police", "category": "", "indicator": "", "direction": "up", "what": "A new online form", "reference": "", "certain": "yes"}]),
        commentary=pl.DataFrame([{"priority": "burglary", "kind": "activity", "text": "Locks were fitted in 400 homes [phase 1].", "role": "Crime reduction lead", "organisation": "Council", "date": date(2024, 1, 12), "evidence": ""}]),
        decisions=pl.DataFrame(schema=decision),
        previous_decisions=pl.DataFrame([{"priority": "burglary", "place": "", "stage": "confirmation", "rating": "Red", "decided_on": date(2023, 5, 1), "by": "Board", "reason": "", "fingerprint": "", "supersedes": ""}], schema=decision),
        actions=pl.DataFrame([{"number": 1, "priority": "burglary", "action": "Mark bicycles", "lead": "Police", "status": "Not started", "due": "Autumn 2023", "explanation": ""}, {"number": 2, "priority": "burglary", "action": "Light alleys", "lead": "Council", "status": "Completed", "due": "Ongoing", "explanation": ""}]),
        next_year=pl.DataFrame([{"priority": "burglary", "number": 1, "text": "Visit every repeat victim"}]),
        data_gaps=pl.DataFrame([{"priority": "drugs", "gap": "How many people use drugs", "why": "Use is hidden", "remedy": "", "lead": "", "due": ""}]),
        unusual_periods=pl.DataFrame([{"first": date(2022, 10, 3), "last": date(2022, 10, 20), "source": "*", "what": "the flood", "effect": "when bridges were closed", "reference": ""}]),
    )  # fmt: skip


@dataclass(frozen=True)
class GivenFile:
    """As `sia.extracts.report.FileReport`."""

    source: str
    file: str
    sha256: str
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    first_month: date | None = date(2021, 1, 1)
    last_month: date | None = NEWEST


@dataclass(frozen=True)
class GivenQuarantine:
    """As `sia.extracts.report.QuarantineReason`."""

    column: str
    rule: str
    rows: int
    sentence: str


@dataclass(frozen=True)
class GivenReport:
    """As `sia.extracts.report.SourceReport`."""

    source: str
    title: str
    supplied: bool = True
    problem: str = ""
    files: tuple[GivenFile, ...] = ()
    quarantine: tuple[GivenQuarantine, ...] = ()
    months_covered: tuple[date, ...] = tuple(MONTHS)
    months_missing: tuple[date, ...] = ()
    remarks: tuple[str, ...] = ()
    again: tuple = ()
    stated: tuple = ()


def reports() -> list[GivenReport]:
    file = GivenFile("police", "synthetic-police.csv", "a" * 64, 3500, 3490, 6, 4)
    return [
        GivenReport("police", "Police", files=(file,), quarantine=(GivenQuarantine("date", "date", 6, "The date cannot be read."),)),
        GivenReport("hate", "Hate", files=(GivenFile("hate", "synthetic-hate.csv", "b" * 64, 170, 170, 0, 0),)),
        GivenReport("roads", "Roads"),
        GivenReport("health", "Health"),
        GivenReport("noise", "Noise", supplied=False, problem="noise extract not read: line 1 has no column for the date"),
    ]  # fmt: skip

"""From signals, registers and the state of the data to one proposal a priority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import polars as pl

from sia.errors import UserError
from sia.project.load import Project
from sia.ratings.actions import actions_of
from sia.ratings.check import check_rules
from sia.ratings.confidence import SourceGrade, confidence
from sia.ratings.context import Context, contexts_of
from sia.ratings.contradictions import contradictions
from sia.ratings.evidence import Case
from sia.ratings.facts import Fact, SignalFrames, facts_of
from sia.ratings.fingerprint import evidence_of, fingerprint
from sia.ratings.judge import Judge, Verdict
from sia.ratings.locked import locked_connection
from sia.ratings.near_misses import near_misses
from sia.ratings.proposal import JUDGEMENT_ONLY, Proposal, Reason
from sia.ratings.reasons import reasons_for
from sia.ratings.rulebook import rule_books, thresholds_of
from sia.ratings.sensitivity import sensitivities


class ContextAndActions(Protocol):
    """The registers that ratings read: a frame each, a column a field of the register's model."""

    context: pl.DataFrame
    actions: pl.DataFrame


def propose(
    project: Project, signals: SignalFrames, registers: ContextAndActions, grades: Mapping[str, SourceGrade]
) -> list[Proposal]:
    """Propose a rating for every priority, in the order of the plan.

    `signals` are the frames of `sia.signals.assess`; `grades` tell, by source, how good its data are.
    Raises UserError when a rule's condition or sentence is wrong (all of them at once).
    """
    if problems := check_rules(project):
        raise UserError(*problems)
    cases = _cases(project, signals, registers)
    with locked_connection() as connection:
        judge = Judge(connection, rule_books(project, connection))
        verdicts = judge.verdicts(cases)
        missed = near_misses(cases, verdicts, judge)
        turning = sensitivities(cases, verdicts, judge)
    told = zip(cases, verdicts, missed, turning, strict=True)
    return [_proposal(case, verdict, cases, grades, near, would) for case, verdict, near, would in told]


def _cases(project: Project, signals: SignalFrames, registers: ContextAndActions) -> list[Case]:
    as_at = project.assessment.as_at
    contexts, actions = contexts_of(registers.context, as_at), actions_of(registers.actions, as_at)
    return [
        Case(
            priority=priority,
            facts=tuple(facts_of(priority, signals)),
            context=contexts.get(name, Context()),
            thresholds=thresholds_of(project, priority),
            actions=actions.get(name, {}),
        )
        for name, priority in project.priorities.items()
    ]


def _proposal(
    case: Case,
    verdict: Verdict,
    cases: Sequence[Case],
    known: Mapping[str, SourceGrade],
    missed: tuple[Reason, ...],
    turning: tuple[Reason, ...],
) -> Proposal:
    level, doubts = confidence(case, verdict, known)
    stands_for = evidence_of(case, verdict)
    return Proposal(
        priority=case.priority.id,
        theme=case.priority.theme,
        proposed=verdict.rating,
        note="" if case.priority.indicators else JUDGEMENT_ONLY,
        rule=verdict.rule.id if verdict.rule else "",
        reasons=reasons_for(case, verdict),
        confidence=level,
        confidence_reasons=doubts,
        evidence=[_evidence(case, fact) for fact in case.facts],
        near_misses=missed,
        contradictions=contradictions(case, cases),
        sensitivity=turning,
        fingerprint=fingerprint(stands_for),
        fingerprint_of=stands_for,
    )


def _evidence(case: Case, fact: Fact) -> dict[str, Any]:
    """One line of evidence: what it is, between which periods, its values, its signal, and whether it counts."""
    standing = case.standing(fact)
    return {
        "indicator": fact.indicator,
        "strand": fact.strand,
        "kind": fact.kind,
        "title": fact.title,
        "role": fact.role,
        "source": fact.source,
        "proxy": fact.proxy,
        "window": fact.words.get("current_label") or fact.words.get("period_label", ""),
        "compared_with": fact.words.get("previous_label", ""),
        "values": dict(fact.figures),
        "signal": fact.signal,
        "position": fact.position,
        "projection": fact.projection,
        "above_expectation": fact.above_expectation,
        "counted": standing.counted and fact.role != "supporting",
        "why_not_counted": list(standing.why_not),
        "reason": fact.words.get("reason", ""),
    }

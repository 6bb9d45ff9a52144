"""Rules for a higher rating that nearly fired: all parts of their condition hold but one."""

from __future__ import annotations

from collections.abc import Sequence

from sia.ratings.evidence import Case
from sia.ratings.judge import Judge, Verdict
from sia.ratings.proposal import NOT_RATED, REDNESS, Reason
from sia.ratings.reasons import reason
from sia.ratings.rulebook import RuleBook
from sia.ratings.words import in_words

TEXT = "{proposes}, by the rule on '{rule}', if this held too: {condition}."


def near_misses(cases: Sequence[Case], verdicts: Sequence[Verdict], judge: Judge) -> list[tuple[Reason, ...]]:
    """A case each: one reason a rule of at least two parts that proposes more than was proposed and lacks a single part."""
    held = judge.parts_that_hold(cases)
    return [_of(*each, judge.books[each[0].priority.id]) for each in zip(cases, verdicts, held, strict=True)]


def _of(case: Case, verdict: Verdict, held: dict[str, list[bool]], book: RuleBook) -> tuple[Reason, ...]:
    if verdict.rating == NOT_RATED:
        return ()
    found = []
    for rule in book.rules:
        lacking = [part for part, holds in zip(rule.parts, held[rule.id], strict=True) if not holds]
        higher = REDNESS[rule.declared.proposes] > REDNESS[verdict.rating]
        if higher and len(rule.parts) > 1 and len(lacking) == 1:
            subject = next((case.subjects[name] for name in rule.subjects if name in case.subjects), None)
            words = {"rule": rule.id.replace("-", " "), "proposes": rule.declared.proposes}
            words["condition"] = in_words(lacking[0], book.columns)
            found.append(reason("near miss", TEXT, subject, **words))
    return tuple(found)

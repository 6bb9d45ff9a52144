"""Tries cases against their rules: the first rule that fires proposes, a proxy alone never makes Red, the floor holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sia.ratings.context import Context
from sia.ratings.evidence import Case
from sia.ratings.locked import evaluate
from sia.ratings.proposal import AMBER, GREEN, NOT_RATED, RED
from sia.ratings.rulebook import Rule, RuleBook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a case: the rating, the rule that fired, others that held too, and what was held back.

    `on_proxy_alone` are rules for Red that held only through figures that stand in for an indicator; `lifted` is true
    when the floor raised Green to Amber.
    """

    rating: str
    rule: Rule | None
    also: tuple[Rule, ...] = ()
    on_proxy_alone: tuple[Rule, ...] = ()
    lifted: bool = False


@dataclass(frozen=True)
class Judge:
    """Tries cases of any priority; the connection must be locked (`locked.locked_connection`)."""

    connection: DuckDBPyConnection
    books: Mapping[str, RuleBook]

    def verdicts(self, cases: Sequence[Case]) -> list[Verdict]:
        """One verdict a case, in their order."""
        return self._in_one_pass(cases, self._verdicts)

    def parts_that_hold(self, cases: Sequence[Case]) -> list[dict[str, list[bool]]]:
        """For each case, by rule id, which of the parts of the rule's condition hold."""
        return self._in_one_pass(cases, self._parts)

    def _in_one_pass(
        self, cases: Sequence[Case], answer: Callable[[RuleBook, list[Case]], list[Answer]]
    ) -> list[Answer]:
        """Ask once for all cases that are tried against the same rules, and give the answers in the cases' order."""
        alike: dict[tuple[Any, ...], list[int]] = {}
        for number, case in enumerate(cases):
            alike.setdefault(self.books[case.priority.id].key, []).append(number)
        found: dict[int, Answer] = {}
        for numbers in alike.values():
            book = self.books[cases[numbers[0]].priority.id]
            found |= dict(zip(numbers, answer(book, [cases[number] for number in numbers]), strict=True))
        return [found[number] for number in range(len(cases))]

    def _parts(self, book: RuleBook, cases: Sequence[Case]) -> list[dict[str, list[bool]]]:
        conditions = [part.text for rule in book.rules for part in rule.parts]
        truths = evaluate(self.connection, book.columns, [case.row for case in cases], conditions)
        held = [iter(truth) for truth in truths]
        return [{rule.id: [next(one) is True for _ in rule.parts] for rule in book.rules} for one in held]

    def _verdicts(self, book: RuleBook, cases: Sequence[Case]) -> list[Verdict]:
        rows = [row.row for case in cases for row in (case, *_split_by_proxy(case))]
        truths = evaluate(self.connection, book.columns, rows, [rule.condition.text for rule in book.rules])
        return [_verdict(case, book, truths[3 * number : 3 * number + 3]) for number, case in enumerate(cases)]


def _split_by_proxy(case: Case) -> tuple[Case, Case]:
    """The case by its proxies alone, without what people recorded; and the case without its proxies."""
    return (
        case.only(lambda fact: bool(fact.proxy), Context()),
        case.only(lambda fact: not fact.proxy, case.context),
    )


def _verdict(case: Case, book: RuleBook, truths: Sequence[tuple[bool | None, ...]]) -> Verdict:
    if case.priority.indicators and not any(fact.calculable for fact in case.facts):
        return Verdict(NOT_RATED, None)
    holding = [(rule, *(truth[place] is True for truth in truths)) for place, rule in enumerate(book.rules)]
    barred = [rule for rule, whole, proxies, others in holding if _by_proxy_alone(rule, whole, proxies, others)]
    firing = [rule for rule, whole, _, _ in holding if whole and rule not in barred]
    rule = firing[0] if firing else None
    proposed = rule.declared.proposes if rule else AMBER
    lifted = proposed == GREEN and case.priority.on_plan
    also = tuple(
        other
        for other in firing[1:]
        if other.declared.proposes == proposed and other.declared.condition.strip() != "true"
    )
    return Verdict(AMBER if lifted else proposed, rule, also, tuple(barred), lifted)


def _by_proxy_alone(rule: Rule, whole: bool, proxies: bool, others: bool) -> bool:
    """Whether a rule for Red holds through proxies by themselves, and would not hold without them."""
    return rule.declared.proposes == RED and whole and proxies and not others

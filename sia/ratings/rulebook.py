"""The rules of a project as they are tried: parsed, in order, with their thresholds, for each priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sia.project.indicators import NamedRule, Priority
from sia.project.load import Project
from sia.ratings.columns import Columns, columns_of
from sia.ratings.condition import Condition, parse, parts_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Rule:
    """One rule, its parsed condition, and the parts of it that must hold all together."""

    declared: NamedRule
    condition: Condition
    parts: tuple[Condition, ...]

    @property
    def id(self) -> str:
        return self.declared.id

    @property
    def subjects(self) -> list[str]:
        """The parts of the evidence row that the condition names, in the order of the text."""
        return list(dict.fromkeys(names[0] for names in self.condition.columns if names[0] != "threshold"))


@dataclass(frozen=True)
class RuleBook:
    """The rules that one priority is tried against, its own first, and the thresholds that hold for it."""

    rules: tuple[Rule, ...]
    thresholds: Mapping[str, float]
    columns: Columns

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for books whose cases can be tried in one pass: the same conditions over the same columns."""
        conditions = tuple((rule.id, rule.condition.text, rule.declared.proposes) for rule in self.rules)
        return conditions, tuple(self.columns), tuple(self.columns["threshold"])


def rule_books(project: Project, connection: DuckDBPyConnection) -> dict[str, RuleBook]:
    """The rule book of every priority; a rule of its own stands in for the general one of the same id.

    Raises NotACondition for a condition that is not allowed; `check_rules` says which and where beforehand.
    """
    general = {rule.id: _parsed(connection, rule) for rule in project.rules.rules}
    return {name: _book(project, priority, general, connection) for name, priority in project.priorities.items()}


def thresholds_of(project: Project, priority: Priority) -> dict[str, float]:
    """The general thresholds with the priority's own in their place."""
    return {**project.rules.thresholds, **priority.thresholds}


def _book(
    project: Project, priority: Priority, general: Mapping[str, Rule], connection: DuckDBPyConnection
) -> RuleBook:
    own = {rule.id: _parsed(connection, rule) for rule in priority.rules}
    others = [rule for name, rule in general.items() if name not in own]
    thresholds = thresholds_of(project, priority)
    return RuleBook((*own.values(), *others), thresholds, columns_of(thresholds, priority.nameable if own else ()))


def _parsed(connection: DuckDBPyConnection, rule: NamedRule) -> Rule:
    condition = parse(connection, rule.condition)
    return Rule(rule, condition, tuple(parts_of(connection, condition)))

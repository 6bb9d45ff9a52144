"""What is wrong with the rules of a project, with file, line and the nearest valid choice; nothing is built for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sia.errors import Problem, did_you_mean
from sia.project.indicators import NamedRule
from sia.project.load import RULES_FILE, Project
from sia.project.yaml_files import problem_at
from sia.ratings.columns import Columns, columns_of
from sia.ratings.condition import Condition, NotACondition, parse
from sia.ratings.facts import FIGURES, TEXTS
from sia.ratings.locked import TooSlow, evaluate, locked_connection
from sia.ratings.reasons import MADE_UP, names_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROBES = {"VARCHAR": "text", "DOUBLE": 1.0, "BOOLEAN": True}
CONSTANT_KINDS = {"STRING": "VARCHAR", "INTEGER": "DOUBLE", "NUMERIC": "DOUBLE", "BOOLEAN": "BOOLEAN"}
SAYABLE = {*FIGURES, *TEXTS, *MADE_UP, "proxy"}


def check_rules(project: Project) -> list[Problem]:
    """Every problem of the general rules and of each priority's own: conditions, sentences, ids and thresholds."""
    problems: list[Problem] = []
    general = project.rules
    with locked_connection() as connection:
        columns = columns_of(general.thresholds)
        file = _File(project, RULES_FILE)
        problems += _rules(connection, file, general.rules, columns)
        problems += _unused(file, general.thresholds, _texts(project), ())
        for priority in project.priorities.values():
            names = {**general.thresholds, **priority.thresholds}
            file = _File(project, f"{priority.id}.yml")
            problems += _rules(connection, file, priority.rules, columns_of(names, priority.nameable))
            texts = [rule.condition for rule in (*priority.rules, *general.rules)]
            problems += _unused(file, priority.thresholds, texts, tuple(general.thresholds))
    return problems


class _File:
    """Where rules stand, for messages."""

    def __init__(self, project: Project, name: str):
        self.path: Path = project.root / "indicators" / name
        self.shown_as = f"indicators/{name}"

    def problem(self, location: tuple[int | str, ...], message: str, remedy: str = "") -> Problem:
        if not self.path.is_file():
            return Problem(f"{self.shown_as}, {'.'.join(map(str, location))}", message, remedy)
        return problem_at(self.path, self.shown_as, location, message, remedy)


def _texts(project: Project) -> list[str]:
    own = (rule for priority in project.priorities.values() for rule in priority.rules)
    return [rule.condition for rule in (*project.rules.rules, *own)]


def _rules(
    connection: DuckDBPyConnection, file: _File, rules: tuple[NamedRule, ...], columns: Columns
) -> Iterator[Problem]:
    """Problems of one file's rules; types are tried once for all rules whose names are right."""
    seen: set[str] = set()
    sound: dict[int, Condition] = {}
    for place, rule in enumerate(rules):
        at = ("rules", place)
        if rule.id in seen:
            yield file.problem((*at, "id"), f"the rule '{rule.id}' stands here twice.", "Give each rule its own id.")
        seen.add(rule.id)
        yield from _sentence(file, (*at, "sentence"), rule.sentence)
        try:
            condition = parse(connection, rule.condition)
        except NotACondition as error:
            yield file.problem((*at, "condition"), f"{error}.", f"Found: {' '.join(rule.condition.split())}")
            continue
        wrong = [*_unknown_columns(condition, columns), *_unknown_values(condition, columns)]
        wrong += _texts_as_numbers(condition, columns)
        yield from (file.problem((*at, "condition"), message, remedy) for message, remedy in wrong)
        if not wrong:
            sound[place] = condition
    if _types(connection, list(sound.values()), columns):
        for place, condition in sound.items():
            for message, remedy in _types(connection, [condition], columns):
                yield file.problem(("rules", place, "condition"), message, remedy)


def _unknown_columns(condition: Condition, columns: Columns) -> list[tuple[str, str]]:
    found = []
    for names in condition.columns:
        part, *field = names
        if part not in columns:
            found.append((f"there is no '{part}' in the evidence.", did_you_mean(part, columns)))
        elif not field:
            found.append((f"'{part}' has fields; one of them must be named.", f"Write '{part}.' and a field."))
        elif field[0] not in columns[part]:
            found.append((f"'{part}' has no field '{field[0]}'.", did_you_mean(field[0], columns[part])))
        elif len(field) > 1:
            found.append((f"'{'.'.join(names)}' goes one level too deep.", f"Write '{part}.{field[0]}'."))
    return found


def _unknown_values(condition: Condition, columns: Columns) -> list[tuple[str, str]]:
    """Constants that a field can never equal, so that the rule would silently never fire."""
    found = []
    for names, value in _set_against(condition.tree):
        field = columns[names[0]].get(names[1]) if len(names) == 2 and names[0] in columns else None
        if field and field.values and value not in field.values:
            found.append((f"'{'.'.join(names)}' is never '{value}'.", did_you_mean(value, field.values)))
    return found


def _texts_as_numbers(condition: Condition, columns: Columns) -> list[tuple[str, str]]:
    """Texts compared with something else, which DuckDB allows by writing the other side as a text."""
    found = []
    for comparison in condition.comparisons:
        sides = [_kind(comparison[side], columns) for side in ("left", "right")]
        if None not in sides and sides[0] != sides[1] and "VARCHAR" in sides:
            text = comparison["left" if sides[0] == "VARCHAR" else "right"]
            if text["class"] == "COLUMN_REF":
                name = ".".join(text["column_names"])
                message = f"'{name}' is a text and is compared with something that is not."
                found.append((message, "Compare texts with texts and numbers with numbers."))
    return found


def _kind(node: dict[str, Any], columns: Columns) -> str | None:
    """The type of a field or of a constant; None for anything else."""
    if node["class"] == "CONSTANT":
        return CONSTANT_KINDS.get(node["literal"]["kind"])
    names = node.get("column_names", ())
    field = columns[names[0]].get(names[1]) if len(names) == 2 and names[0] in columns else None
    return field.type if field else None


def _set_against(node: object) -> Iterator[tuple[list[str], str]]:
    """Fields and the text constants they are compared with, anywhere in a parse tree."""
    if isinstance(node, list):
        for child in node:
            yield from _set_against(child)
    if not isinstance(node, dict):
        return
    operands = [node.get("left"), node.get("right")] if node.get("class") == "COMPARISON" else []
    operands = node["children"] if node.get("type") in ("COMPARE_IN", "COMPARE_NOT_IN") else operands
    fields = [one["column_names"] for one in operands if one and one["class"] == "COLUMN_REF"]
    texts = [one["literal"] for one in operands if one and one["class"] == "CONSTANT"]
    for names in fields[:1]:
        yield from ((names, literal["text"]) for literal in texts if literal["kind"] == "STRING")
    for child in node.values():
        yield from _set_against(child)


def _types(connection: DuckDBPyConnection, conditions: list[Condition], columns: Columns) -> list[tuple[str, str]]:
    """Types that do not go together, found by trying the conditions on a row in which everything is known."""
    import duckdb

    row = {
        part: {name: field.values[0] if field.values else PROBES[field.type] for name, field in fields.items()}
        for part, fields in columns.items()
    }
    try:
        evaluate(connection, columns, [row], [condition.text for condition in conditions])
    except duckdb.Error as error:
        return [(f"{_plain(str(error))}.", "Compare texts with texts and numbers with numbers.")]
    except TooSlow as error:
        return [(f"{error}.", "Write a simpler condition.")]
    return []


def _plain(message: str) -> str:
    """The first line of a message of DuckDB, without the name of its kind."""
    first = message.splitlines()[0]
    return first.split(": ", 1)[-1].rstrip(".")


def _sentence(file: _File, at: tuple[int | str, ...], sentence: str) -> Iterator[Problem]:
    try:
        names = names_in(sentence)
    except ValueError:
        yield file.problem(at, "a brace in the sentence is not closed.", "Write {name} for a value.")
        return
    for name in names:
        if name not in SAYABLE:
            yield file.problem(at, f"there is no value '{name}' to put into a sentence.", did_you_mean(name, SAYABLE))


def _unused(
    file: _File, thresholds: dict[str, float], conditions: list[str], known: tuple[str, ...]
) -> Iterator[Problem]:
    """Thresholds that no rule names: a misspelt one would otherwise change nothing and never be noticed."""
    used = set(re.findall(r"\bthreshold\s*\.\s*(\w+)", "\n".join(conditions)))
    for name in sorted(set(thresholds) - used):
        remedy = did_you_mean(name, used & set(known)) if known else f"Remove it, or use it as threshold.{name}."
        yield file.problem(("thresholds", name), f"no rule uses the threshold '{name}'.", remedy)

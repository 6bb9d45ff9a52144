"""Part of a condition in plain words, for people who do not read SQL."""

from __future__ import annotations

from typing import Any

from sia.ratings.columns import Columns, threshold_words
from sia.ratings.condition import Condition

CALLED = {
    "headline": "the headline measure",
    "component": "the part of it that is worst",
    "severe": "severe harm",
    "target": "the target",
    "benchmark": "the measure compared with a benchmark",
}
#: Said of the part itself, not of one of its figures: "the headline measure is worsening".
DIRECT = {"signal", "position", "assurance", "above_expectation", "counted", "proxy"}
COMPARED = {
    "COMPARE_EQUAL": "is",
    "COMPARE_NOTEQUAL": "is not",
    "COMPARE_DISTINCT_FROM": "is not",
    "COMPARE_NOT_DISTINCT_FROM": "is",
    "COMPARE_GREATERTHANOREQUALTO": "is at least",
    "COMPARE_GREATERTHAN": "is more than",
    "COMPARE_LESSTHANOREQUALTO": "is at most",
    "COMPARE_LESSTHAN": "is less than",
}
#: Values of the registers as people say them.
SAID = {"diffuse": "a general one", "specific": "one with a place and a date", "none": "none"}
JOINED = {"CONJUNCTION_AND": " and ", "CONJUNCTION_OR": " or "}


def in_words(condition: Condition, columns: Columns) -> str:
    """The condition in words, or its SQL where it is of no simple form."""
    return _words(condition.tree, columns) or condition.text


def _words(node: dict[str, Any], columns: Columns) -> str | None:
    kind, of = node["class"], node["type"]
    if kind == "COLUMN_REF":
        return _statement(node["column_names"], columns)
    if kind == "COMPARISON" and of in COMPARED:
        left, right = _subject(node["left"], columns), _value(node["right"], columns)
        return f"{left} {COMPARED[of]} {right}" if left and right else None
    if kind == "CONJUNCTION":
        said = [_words(child, columns) for child in node["children"]]
        return JOINED[of].join(part for part in said if part) if all(said) else None
    if of == "COMPARE_IN":
        first, *others = node["children"]
        left, values = _subject(first, columns), [_value(other, columns) for other in others]
        return f"{left} is {' or '.join(value for value in values if value)}" if left and all(values) else None
    if of == "OPERATOR_COALESCE":
        return _words(node["children"][0], columns)
    return None


def _statement(names: list[str], columns: Columns) -> str | None:
    """A field that is true or false, as a statement."""
    if not _known(names, columns):
        return None
    part, name = names
    says = columns[part][name].says
    return f"{CALLED.get(part, _named(part))} {says}" if name in DIRECT else says


def _subject(node: dict[str, Any], columns: Columns) -> str | None:
    names = node.get("column_names", [])
    if not _known(names, columns):
        return None
    part, name = names
    if part == "threshold":
        return threshold_words(name)
    called = CALLED.get(part, _named(part))
    if name in DIRECT:
        return called
    says = columns[part][name].says
    return f"the {says}" if part in ("context", "actions") else f"{says} ({called})"


def _value(node: dict[str, Any], columns: Columns) -> str | None:
    if node["class"] == "CONSTANT":
        text = str(node["literal"]["text"])
        return SAID.get(text, text)
    return _subject(node, columns) if node["class"] == "COLUMN_REF" else None


def _known(names: list[str], columns: Columns) -> bool:
    return len(names) == 2 and names[1] in columns.get(names[0], {})


def _named(indicator: str) -> str:
    return indicator.replace("_", " ")

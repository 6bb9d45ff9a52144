"""A condition as people write it, taken apart: allowed or not, which fields it names, and which parts must hold.

A condition is one SQL expression that can only compare what the evidence row holds. It is parsed by DuckDB itself and
every node of the parse is held against a list of what is allowed, because locking a connection still leaves functions
that read settings, the clock or chance, or that never end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PLAIN_CLASSES = {"CONSTANT", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "BETWEEN", "CASE"}
OPERATORS = {
    "OPERATOR_NOT",
    "OPERATOR_IS_NULL",
    "OPERATOR_IS_NOT_NULL",
    "OPERATOR_COALESCE",
    "OPERATOR_NULLIF",
    "COMPARE_IN",
    "COMPARE_NOT_IN",
}
FUNCTIONS = {"+", "-", "*", "/", "abs", "least", "greatest", "round", "floor", "ceil", "sqrt", "ln", "exp"}
CAST_TYPES = {"BOOLEAN", "DOUBLE", "INTEGER", "BIGINT", "VARCHAR", "DECIMAL"}
EMPTY_CLAUSES = ("where_clause", "having", "sample", "qualify")
CALLED = {
    "SUBQUERY": "a subquery",
    "WINDOW": "a window function",
    "PARAMETER": "a parameter",
    "STAR": "'*'",
    "LAMBDA": "a lambda",
}


class NotACondition(ValueError):
    """The text is not one expression of the allowed kind; the message says what is wrong with it."""


@dataclass(frozen=True)
class Condition:
    """One parsed condition: its text and DuckDB's parse tree of it."""

    text: str
    tree: dict[str, Any]

    @property
    def columns(self) -> list[tuple[str, ...]]:
        """The names referred to, such as ('headline', 'signal'), in the order of the text, each once."""
        found = (tuple(node["column_names"]) for node in _nodes(self.tree) if node["class"] == "COLUMN_REF")
        return list(dict.fromkeys(found))

    @property
    def comparisons(self) -> list[dict[str, Any]]:
        """Every comparison of two things anywhere in the condition."""
        return [node for node in _nodes(self.tree) if node["class"] == "COMPARISON"]


def parse(connection: DuckDBPyConnection, text: str) -> Condition:
    """Parse a condition; raises NotACondition when it is anything but one allowed expression."""
    answer = connection.execute("select json_serialize_sql(?)", [f"select (\n{text}\n)"]).fetchone()
    parsed = json.loads(answer[0])
    if parsed["error"]:
        raise NotACondition(f"this is not a condition in SQL: {parsed['error_message']}")
    tree = _only_expression(parsed["statements"])
    for node in _nodes(tree):
        _allow(node)
    return Condition(text, tree)


def parts_of(connection: DuckDBPyConnection, condition: Condition) -> list[Condition]:
    """What must hold all together: the operands of the outermost 'and', or the condition itself."""
    if condition.tree["type"] != "CONJUNCTION_AND":
        return [condition]
    operands = [Condition(_written(connection, child), child) for child in condition.tree["children"]]
    return [part for operand in operands for part in parts_of(connection, operand)]


def _written(connection: DuckDBPyConnection, tree: dict[str, Any]) -> str:
    """The SQL text of one node, written by DuckDB."""
    parsed = json.loads(connection.execute("select json_serialize_sql('select 1')").fetchone()[0])
    parsed["statements"][0]["node"]["select_list"] = [tree]
    text = connection.execute("select json_deserialize_sql(?::json)", [json.dumps(parsed)]).fetchone()[0]
    return text.removeprefix("SELECT ")


def _only_expression(statements: list[dict[str, Any]]) -> dict[str, Any]:
    query = statements[0]["node"]
    lone = (
        len(statements) == 1
        and query["type"] == "SELECT_NODE"
        and len(query["select_list"]) == 1
        and query["from_table"]["type"] == "EMPTY"
        and not any(query[clause] for clause in EMPTY_CLAUSES)
        and not (query["group_expressions"] or query["modifiers"] or query["cte_map"]["map"])
    )
    expression = query["select_list"][0] if lone else {}
    if not lone or expression.get("function_name") == "row":
        raise NotACondition("a condition is one comparison or several joined by 'and', 'or' and 'not', nothing else")
    return expression


def _allow(node: dict[str, Any]) -> None:
    kind = node["class"]
    if kind in PLAIN_CLASSES or (kind == "OPERATOR" and node["type"] in OPERATORS):
        return
    if kind == "FUNCTION":
        name = node["function_name"].lower()
        if name in FUNCTIONS and not (node["filter"] or node["distinct"] or node["order_bys"]["orders"]):
            return
        raise NotACondition(f"the function '{name}' cannot be used here; allowed are {', '.join(sorted(FUNCTIONS))}")
    if kind == "CAST":
        name = node["type_expr"].get("type_name", "").upper()
        if name in CAST_TYPES:
            return
        raise NotACondition(f"a cast to '{name.lower()}' cannot be used here")
    raise NotACondition(f"{CALLED.get(kind, node['type'].lower().replace('_', ' '))} cannot be used here")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every expression of a parse tree, from the outside inwards, in the order of the text."""
    if isinstance(tree, dict):
        if "class" in tree and tree["class"] != "TYPE":
            yield tree
        children = (value for name, value in tree.items() if name != "type_expr")
    elif isinstance(tree, list):
        children = iter(tree)
    else:
        return
    for child in children:
        yield from _nodes(child)

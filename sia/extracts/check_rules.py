"""What can be wrong with the rules of a contract: conditions that cannot be evaluated, or that look beyond the row.

A rule sees one row. The day of the build, chance or another file would judge the same row otherwise another time, and
rows of files that have not changed are judged once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sia.extracts.check_columns import Fault
from sia.extracts.judge import table_columns
from sia.extracts.sql_text import identifier
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Names of the clock that DuckDB lists as constant, or as no function at all.
CLOCKS = {
    "ago", "current_date", "current_localtime", "current_localtimestamp", "current_time", "current_timestamp",
    "localtime", "localtimestamp",
}  # fmt: skip
REMEDY = "Compare columns of the row with each other or with fixed values."


def rule_faults(connection: DuckDBPyConnection, contract: Contract) -> Iterator[Fault]:
    """Every fault of every rule, in the order of the contract."""
    if not contract.rules:
        return
    fickle = _fickle_functions(connection)
    for number, rule in enumerate(contract.rules):
        at = ("rules", number, "condition")
        said = _refused(connection, contract, rule.condition)
        if said:
            yield at, f"the condition cannot be evaluated: {said}.", f"The columns are {_columns(contract)}"
            continue
        for message in dict.fromkeys(_beyond_the_row(contract, _parsed(connection, rule.condition), fickle)):
            yield at, message, REMEDY


def _refused(connection: DuckDBPyConnection, contract: Contract, condition: str) -> str:
    """What DuckDB says of a condition that is no expression over the columns; '' of a sound one.

    It is parsed by itself first: one that closes the parenthesis around it would do so among the other rules too.
    """
    import duckdb

    parsed = _parsed(connection, condition)
    if parsed["error"]:
        return parsed["error_message"].splitlines()[0].rstrip(".")
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {identifier(name)}" for name, kind in table_columns(contract).items())
    try:
        connection.execute(f"SELECT 1 FROM (SELECT {columns}) WHERE CAST(({condition}\n) AS BOOLEAN) LIMIT 0")
    except duckdb.Error as error:
        return str(error).splitlines()[0].split(": ", 1)[-1].rstrip(".")
    return ""


def _parsed(connection: DuckDBPyConnection, condition: str) -> dict[str, Any]:
    (text,) = connection.execute("SELECT json_serialize_sql(?)", [f"SELECT 1 WHERE {condition}\n"]).fetchone()
    return json.loads(text)


def _beyond_the_row(contract: Contract, parsed: dict[str, Any], fickle: set[str]) -> Iterator[str]:
    own = {name.lower() for name in table_columns(contract)}
    for node in _nodes(parsed):
        kind, names = node["class"], node.get("column_names", [""])
        name = (node["function_name"] if kind == "FUNCTION" else names[-1]).lower()
        since_today = name == "age" and len(node.get("arguments", ())) == 1
        if kind == "SUBQUERY":
            yield "a rule looks at one row, and this one holds a query of its own."
        elif since_today or (name in fickle and not (kind == "COLUMN_REF" and name in own)):
            yield f"'{name}' is another from day to day or by chance, and so would be what becomes of a row."


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every expression of a parse tree."""
    if isinstance(tree, dict):
        if "class" in tree:
            yield tree
        tree = list(tree.values())
    for child in tree if isinstance(tree, list) else ():
        yield from _nodes(child)


def _fickle_functions(connection: DuckDBPyConnection) -> set[str]:
    """Functions whose result does not follow from their arguments alone."""
    found = connection.execute(
        "SELECT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
    ).fetchall()
    return CLOCKS | {name for (name,) in found}


def _columns(contract: Contract) -> str:
    return ", ".join(table_columns(contract)) + "."

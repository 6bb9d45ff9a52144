"""What changed in a month that was received twice: records added and removed, and values that are others than before.

Both files are compared record by record. A record with a key is found again by it; records without one, such as incidents
of anti-social behaviour, are compared as a whole, and so many alike in one file are matched by so many in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sia.extracts.completeness import CATEGORY, enumerated
from sia.extracts.folder import Extract
from sia.extracts.judge import has_mark
from sia.extracts.kept import KeptPart
from sia.extracts.parts import Part
from sia.extracts.period import key_columns
from sia.extracts.report import ReceivedAgain, ValueChange
from sia.extracts.sql_text import identifier, literals
from sia.extracts.tables import FILE, ROW_NUMBER, aside_table, main_table
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FILES = "source VARCHAR, month DATE, older_file VARCHAR, newer_file VARCHAR"
TABLES = {
    "months_received_again": f"{_FILES}, rows_older BIGINT, rows_newer BIGINT, rows_added BIGINT, rows_removed BIGINT, "
    "rows_changed BIGINT",
    "receipts_categories": f"{_FILES}, category VARCHAR, rows_older BIGINT, rows_newer BIGINT",
    "receipts_changed": f"{_FILES}, column_name VARCHAR, from_value VARCHAR, to_value VARCHAR, rows BIGINT",
}
COMPARED = '"sia compared"'
#: A change of values is listed when it makes up this share of all changes in its column.
LEAST_SHARE = 0.02


def received_again(
    connection: DuckDBPyConnection,
    contract: Contract,
    parts: Sequence[Part | KeptPart],
    replaced: list[tuple[Extract, Extract]],
) -> tuple[ReceivedAgain, ...]:
    """Compare each replaced file with the one that replaces it, and fill the tables of what changed."""
    found = []
    for older, newer in replaced:
        names = [[part.name for part in parts if part.extract == one] for one in (older, newer)]
        _compare(connection, contract, *names)
        again = _account(connection, contract, older, newer)
        _write(connection, contract, again)
        found.append(again)
    return tuple(found)


def _compare(connection: DuckDBPyConnection, contract: Contract, older: list[str], newer: list[str]) -> None:
    """Make the table of pairs: each record of either file with its match in the other, if it has one."""
    values = ", ".join(f"o.{_value(at)} AS {_older(at)}, n.{_value(at)} AS {_newer(at)}" for at in _compared(contract))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {COMPARED} AS "
        f"WITH older AS ({_side(contract, older)}), newer AS ({_side(contract, newer)}) "
        f"SELECT (o.identity IS NOT NULL) AS was, (n.identity IS NOT NULL) AS now, "
        f"o.category AS older_category, n.category AS newer_category{', ' if values else ''}{values} "
        "FROM older AS o FULL JOIN newer AS n ON o.identity = n.identity AND o.nth = n.nth"
    )


def _side(contract: Contract, files: list[str]) -> str:
    """The records of a file as texts, each with what it is matched by."""
    names = list(contract.kept)
    every = ", ".join(f"coalesce({_text(contract, name)}, '')" for name in names)
    key = [f"CAST({identifier(name)} AS VARCHAR)" for name in key_columns(contract)]
    identity = f"['', {every}]"
    if key:
        keyed = ", ".join(f"coalesce({one}, '')" for one in key)
        identity = f"CASE WHEN {key[0]} IS NOT NULL THEN ['key', {keyed}] ELSE {identity} END"
    category = f"coalesce({_text(contract, CATEGORY)}, '')" if CATEGORY in contract.kept else "''"
    values = "".join(f", {_text(contract, name)} AS {_value(name)}" for name in _compared(contract))
    tables = (main_table(contract), aside_table(contract))
    rows = " UNION ALL ".join(f"SELECT * FROM {table} WHERE {FILE} IN ({literals(files)})" for table in tables)
    return (
        f"SELECT *, row_number() OVER (PARTITION BY identity ORDER BY file, row) AS nth "
        f"FROM (SELECT {identity} AS identity, {category} AS category, {FILE} AS file, {ROW_NUMBER} AS row{values} "
        f"FROM ({rows}))"
    )


def _account(connection: DuckDBPyConnection, contract: Contract, older: Extract, newer: Extract) -> ReceivedAgain:
    changed = " OR ".join(_differs(name) for name in _compared(contract)) or "false"
    counts = connection.execute(
        "SELECT count(*) FILTER (was), count(*) FILTER (now), count(*) FILTER (now AND NOT was), "
        f"count(*) FILTER (was AND NOT now), count(*) FILTER (was AND now AND ({changed})) FROM {COMPARED}"
    ).fetchone()
    categories = connection.execute(
        "SELECT category, sum(older)::BIGINT, sum(newer)::BIGINT FROM ("
        f"SELECT older_category AS category, 1 AS older, 0 AS newer FROM {COMPARED} WHERE was UNION ALL "
        f"SELECT newer_category, 0, 1 FROM {COMPARED} WHERE now) WHERE category <> '' GROUP BY category ORDER BY category"
    ).fetchall()
    changes = [change for name in _compared(contract) for change in _changes(connection, contract, name)]
    files = (older.month, older.name, newer.name)
    return ReceivedAgain(*files, *counts, tuple(categories), tuple(changes))


def _changes(connection: DuckDBPyConnection, contract: Contract, name: str) -> list[ValueChange]:
    """How often each value of a column gave way to which, commonest first; what is only counted comes last."""
    by_value = connection.execute(
        f"SELECT coalesce({_older(name)}, ''), coalesce({_newer(name)}, ''), count(*) AS n FROM {COMPARED} "
        f"WHERE was AND now AND {_differs(name)} GROUP BY 1, 2 ORDER BY n DESC, 1, 2"
    ).fetchall()
    total = sum(rows for *_, rows in by_value)
    listed = []
    if name in enumerated(contract):
        listed = [ValueChange(name, *change) for change in by_value if change[2] >= LEAST_SHARE * total]
    others = total - sum(change.rows for change in listed)
    return [*listed, ValueChange(name, None, None, others)] if others else listed


def _write(connection: DuckDBPyConnection, contract: Contract, again: ReceivedAgain) -> None:
    files = (contract.id, again.month, again.older_file, again.newer_file)
    counts = (again.rows_older, again.rows_newer, again.rows_added, again.rows_removed, again.rows_changed)
    changes = [(change.column, change.from_value, change.to_value, change.rows) for change in again.changes]
    for table, rows in (
        ("months_received_again", [counts]),
        ("receipts_categories", again.categories),
        ("receipts_changed", changes),
    ):
        for row in rows:
            marks = ", ".join("?" for _ in (*files, *row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", [*files, *row])


def _compared(contract: Contract) -> list[str]:
    """The columns whose values can differ between two records that are the same by their key."""
    return [name for name in contract.kept if name not in contract.key] if contract.key else []


def _text(contract: Contract, name: str) -> str:
    """A value as text; of a number that a series does not give, why it does not."""
    text = f"CAST({identifier(name)} AS VARCHAR)"
    return f"coalesce({text}, {identifier(f'{name}_mark')})" if has_mark(contract, contract.columns[name]) else text


def _differs(name: str) -> str:
    return f"{_older(name)} IS DISTINCT FROM {_newer(name)}"


def _value(name: str) -> str:
    return identifier(f"value {name}")


def _older(name: str) -> str:
    return identifier(f"older {name}")


def _newer(name: str) -> str:
    return identifier(f"newer {name}")

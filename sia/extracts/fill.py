"""Fills the tables of a source in the order of its files, from texts just read and from the last good build.

The order of the rows is that of the files as they were received and of the rows in each, wherever the rows come from:
what is reckoned from them does not depend on how often a build was run before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sia.extracts.earlier import take_rows
from sia.extracts.judge import (
    FAULTY,
    FILE_NAME,
    NUMBER,
    POSITION,
    failing_rules_told,
    judge_none,
    judged_sql,
    make_judged,
)
from sia.extracts.kept import KeptPart
from sia.extracts.parts import Part
from sia.extracts.raw import PART, PARTS
from sia.extracts.sql_text import identifier
from sia.extracts.tables import ROW_NUMBER, aside_table, main_table, table_columns
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Numbered = tuple[int, Part | KeptPart]


def fill(connection: DuckDBPyConnection, contract: Contract, parts: list[Part | KeptPart]) -> bool:
    """Add the sound rows of every part, those of superseded ones to the table set aside; make the table of the faulty.

    Returns whether any row just read is faulty. Raises NotRead when a rule of the contract fails on a value, Unusable when
    the last build does not have its rows.
    """
    places = connection.execute(f"SELECT coalesce(first, -1), superseded FROM {PARTS} ORDER BY part").fetchall()
    with failing_rules_told(contract):
        for run in _runs(parts, places):
            _add(connection, contract, run, places[run[0][0]][1])
        return _take_out_faulty(connection, contract)


def _take_out_faulty(connection: DuckDBPyConnection, contract: Contract) -> bool:
    """Faulty rows are in the tables for a moment, their negative numbers saying where they lie in `raw`."""
    faulty = " UNION ALL ".join(
        f"SELECT -1 - {ROW_NUMBER} FROM {table} WHERE {ROW_NUMBER} < 0" for table in _tables(contract)
    )
    if not connection.execute(f"{faulty} LIMIT 1").fetchone():
        judge_none(connection)
        return False
    make_judged(connection, contract, faulty)
    for table in _tables(contract):
        connection.execute(f"DELETE FROM {table} WHERE {ROW_NUMBER} < 0")
    return True


def _tables(contract: Contract) -> tuple[str, str]:
    return main_table(contract), aside_table(contract)


def _runs(parts: list[Part | KeptPart], places: list[tuple[int, bool]]) -> Iterator[list[Numbered]]:
    """Neighbouring parts that one statement can add, since their rows lie in this order where they come from."""
    run: list[Numbered] = []
    for number, part in enumerate(parts):
        if run and not _follows(run[-1], (number, part), places):
            yield run
            run = []
        run.append((number, part))
    if run:
        yield run


def _follows(before: Numbered, after: Numbered, places: list[tuple[int, bool]]) -> bool:
    (first, one), (second, other) = before, after
    if places[first][1] != places[second][1] or isinstance(one, KeptPart) != isinstance(other, KeptPart):
        return False
    if isinstance(one, KeptPart) and isinstance(other, KeptPart):
        # set aside, those of superseded files lie before those that repeat others, whatever the order of the files
        return not one.rows_aside and not other.rows_aside and one.place < other.place
    return places[first][0] < places[second][0]


def _add(connection: DuckDBPyConnection, contract: Contract, run: list[Numbered], superseded: bool) -> None:
    target = aside_table(contract) if superseded else main_table(contract)
    kept = [part for _, part in run if isinstance(part, KeptPart)]
    if kept:
        take_rows(connection, contract, kept, target)
        return
    names = ", ".join(map(identifier, table_columns(contract)))
    rows = judged_sql(contract, f"r.{PART} BETWEEN {run[0][0]} AND {run[-1][0]}")
    with _joined_as_written(connection):
        connection.execute(
            f"INSERT INTO {target} SELECT {names}, {FILE_NAME}, "
            f"CASE WHEN {FAULTY} THEN -1 - {POSITION} ELSE {NUMBER} END FROM ({rows})"
        )


@contextmanager
def _joined_as_written(connection: DuckDBPyConnection) -> Iterator[None]:
    """Keep DuckDB from turning joins round, so that rows stay in the order of the table of texts.

    It keeps the order of the left table; of few rows it would take the left for the right one. Nor may it make joins of
    lists of gaps, which are looked at for the few cells without a value only.
    """
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side,in_clause'")
    try:
        yield
    finally:
        connection.execute("RESET disabled_optimizers")

"""Reads the texts that stand for something else, codes and labels of periods, through tables of what occurs.

The spellings that occur are few: each is read once, here, and every row looks its own up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sia.extracts.casts import is_gap
from sia.extracts.codes import code_reader
from sia.extracts.period_labels import read_period
from sia.extracts.raw import RAW
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KNOWN = '"sia known"'
LOOKED_UP = ("code", "period")


def lookup_table(name: str) -> str:
    """The temporary table of a column of codes or periods: agency (as spelled), value, first, last, known."""
    return identifier(f"sia lookup {name}")


def load_lookups(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make the table of each column of codes or periods from the spellings that occur in the raw table."""
    for name, column in contract.kept.items():
        if column.type not in LOOKED_UP:
            continue
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {lookup_table(name)} "
            f"(agency VARCHAR, value VARCHAR, first DATE, last DATE, {KNOWN} BOOLEAN)"
        )
        found = connection.execute(
            f"SELECT spelling, coalesce({is_gap('spelling')}, true) FROM "
            f"(SELECT DISTINCT {identifier(name)} AS spelling FROM {RAW} WHERE {identifier(name)} IS NOT NULL)"
        ).fetchall()
        read = _codes(column) if column.type == "code" else _periods(column)
        rows = [f"({literal(spelling)}, {read(spelling, gap)})" for spelling, gap in sorted(found)]
        if rows:
            connection.execute(f"INSERT INTO {lookup_table(name)} VALUES {', '.join(rows)}")


def _codes(column: Column) -> Callable[[str, bool], str]:
    code_of = code_reader(column)

    def values(spelling: str, gap: bool) -> str:
        code, known = code_of(spelling, gap)
        return f"{literal(code) if code else 'NULL'}, NULL, NULL, {known}"

    return values


def _periods(column: Column) -> Callable[[str, bool], str]:
    def values(spelling: str, gap: bool) -> str:
        found = read_period(spelling, column.periods)
        if found is None:
            return f"NULL, NULL, NULL, {gap}"
        label, first, last = found
        return f"{literal(label)}, DATE '{first}', DATE '{last}', true"

    return values

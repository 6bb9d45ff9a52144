"""Finds a month that was received twice under names that do not say so.

Two files of one month stand for two parts of it, such as two forces, when their names differ after the month. Where most
records are in both they are one file received again: records without an id would count twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from sia.extracts.folder import Extract
from sia.extracts.kept import KeptPart
from sia.extracts.parts import Part
from sia.extracts.period import key_columns
from sia.extracts.report import NotRead
from sia.extracts.sql_text import identifier, literals
from sia.extracts.tables import FILE, aside_table, main_table
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Files with this share of the records of either in common are the same month received again.
SAME = 0.5


def refuse_same_month(
    connection: DuckDBPyConnection, contract: Contract, parts: Sequence[Part | KeptPart], extracts: Sequence[Extract]
) -> None:
    """Raise NotRead where files of one month, named as parts of it, have most records with an id in common."""
    if not contract.key:
        return
    repeating = _repeating(connection, contract, parts)
    pairs = [
        (older.name, newer.name, shared)
        for older, newer in combinations(extracts, 2)
        if older.month is not None and older.month == newer.month and older.series != newer.series
        if older.name in repeating or newer.name in repeating
        if (shared := _in_both(connection, contract, _files(parts, older), _files(parts, newer)))
    ]
    if pairs:
        older, newer, shared = pairs[0]
        more = f" (so it is with {len(pairs)} pairs of files)" if len(pairs) > 1 else ""
        raise NotRead(
            f"{newer}: it holds the same month as {older}, and most records are in both{more}, so that some would count "
            "twice. Take one away, or name both alike from the month on, with another beginning, such as "
            f"again-{older}: then the newer one counts"
        )


def _repeating(connection: DuckDBPyConnection, contract: Contract, parts: Sequence[Part | KeptPart]) -> set[str]:
    """Files with a row that was set aside: of a record in two files one was, so that no other pair need be compared."""
    found = {name for (name,) in connection.execute(f"SELECT DISTINCT {FILE} FROM {aside_table(contract)}").fetchall()}
    return {part.extract.name for part in parts if part.name in found}


def _files(parts: Sequence[Part | KeptPart], extract: Extract) -> list[str]:
    return [part.name for part in parts if part.extract == extract]


def _in_both(connection: DuckDBPyConnection, contract: Contract, older: list[str], newer: list[str]) -> int:
    """How many records with an id are in both files; 0 if they are less than half of those of either file."""
    one, other = _ids(contract, older), _ids(contract, newer)
    counted = connection.execute(
        f"SELECT (SELECT count(*) FROM ({one})), (SELECT count(*) FROM ({other})), "
        f"(SELECT count(*) FROM ({one} INTERSECT {other}))"
    ).fetchone()
    return counted[2] if counted[2] >= SAME * max(counted[:2]) else 0


def _ids(contract: Contract, files: list[str]) -> str:
    key = [identifier(name) for name in key_columns(contract)]
    rows = " UNION ALL ".join(
        f"SELECT {', '.join(key)}, {FILE} FROM {table}" for table in (main_table(contract), aside_table(contract))
    )
    return (
        f"SELECT DISTINCT {', '.join(key)} FROM ({rows}) WHERE {FILE} IN ({literals(files)}) AND {key[0]} IS NOT NULL"
    )

"""Reads the texts that stand for something else, codes and labels of periods, through tables of what occurs.

The spellings that occur are few: each is read once, here, and every row looks its own up.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sia.extracts.casts import is_gap
from sia.extracts.codes import code_reader
from sia.extracts.period_labels import read_period
from sia.extracts.raw import RAW
from sia.extracts.raw_table import path_pattern
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KNOWN = '"sia known"'
LOOKED_UP = ("code", "period")
TYPES = {"agency": "VARCHAR", "value": "VARCHAR", "first": "DATE", "last": "DATE", KNOWN: "BOOLEAN"}
Meaning = tuple[str | None, date | None, date | None, bool]


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
            f"({', '.join(f'{own} {kind}' for own, kind in TYPES.items())})"
        )
        found = connection.execute(
            f"SELECT spelling, coalesce({is_gap('spelling')}, true) FROM "
            f"(SELECT DISTINCT {identifier(name)} AS spelling FROM {RAW} WHERE {identifier(name)} IS NOT NULL)"
        ).fetchall()
        read = _codes(column) if column.type == "code" else _periods(column)
        _fill(connection, name, [(spelling, *read(spelling, gap)) for spelling, gap in sorted(found)])


def _fill(connection: DuckDBPyConnection, name: str, rows: list[tuple]) -> None:
    """Bring the rows over through a Parquet file, since a wrong column can have millions of spellings."""
    import polars as pl

    schema = dict(zip(TYPES, (pl.String, pl.String, pl.Date, pl.Date, pl.Boolean), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lookup.parquet"
        pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)
        connection.execute(
            f"INSERT INTO {lookup_table(name)} SELECT * FROM read_parquet({literal(path_pattern(path))})"
        )


def _codes(column: Column) -> Callable[[str, bool], Meaning]:
    code_of = code_reader(column)

    def meaning(spelling: str, gap: bool) -> Meaning:
        code, known = code_of(spelling, gap)
        return code, None, None, known

    return meaning


def _periods(column: Column) -> Callable[[str, bool], Meaning]:
    def meaning(spelling: str, gap: bool) -> Meaning:
        found = read_period(spelling, column.periods)
        return (*found, True) if found else (None, None, None, gap)

    return meaning

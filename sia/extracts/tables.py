"""The tables of a source: its rows, and beside them, in the schema `set_aside`, the rows that others stand in for.

A row is set aside when it repeats the key of another or when its month was received again; it is kept, so that it comes
back when the file that replaced it goes, without its own file being read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sia.extracts.judge import table_columns
from sia.extracts.sql_text import identifier
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SET_ASIDE = "set_aside"
FILE, ROW_NUMBER = "source_file", "source_row"


def main_table(contract: Contract, database: str = "") -> str:
    """The table of the rows that count, as SQL."""
    return f"{database}main.{identifier(contract.id)}"


def aside_table(contract: Contract, database: str = "") -> str:
    """The table of the rows that others stand in for, as SQL."""
    return f"{database}{SET_ASIDE}.{identifier(contract.id)}"


def all_columns(contract: Contract) -> dict[str, str]:
    """Names and SQL types of both tables: the values, the file and the number of the row in it."""
    return {**table_columns(contract), FILE: "VARCHAR", ROW_NUMBER: "BIGINT"}


@contextmanager
def at_once(connection: DuckDBPyConnection) -> Iterator[None]:
    """Write many small things to the disk in one go, since each by itself waits for the disk; on an error, none."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def create_table(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Both tables of a source, typed and empty; what an attempt at reading left in them goes."""
    declared = ", ".join(f"{identifier(name)} {kind}" for name, kind in all_columns(contract).items())
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SET_ASIDE}")
    for table in (main_table(contract), aside_table(contract)):
        connection.execute(f"CREATE OR REPLACE TABLE {table} ({declared})")

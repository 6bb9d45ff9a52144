"""Where the lines of quarantine go: those of files that count to `quarantine`, those of superseded ones beside it.

Lines on superseded files are not sent back to the agency, and are kept in the schema `readings` for the day on which the
newer file goes. Lines on files that have not changed come from the warehouse of the last good build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sia.extracts.earlier import EARLIER, READINGS, taking
from sia.extracts.raw import PARTS
from sia.extracts.sql_text import literal
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINES, COUNTS = '"sia lines"', '"sia line counts"'
LINE_TABLE, COUNT_TABLE = "quarantine", "quarantine_reasons"
LINE_COLUMNS = ("source_row", "column_name", "rule", "sentence", "kept_values")
COUNT_COLUMNS = ("column_name", "rule", "sentence", "rows", "listed")


def create_lines(connection: DuckDBPyConnection) -> None:
    """The temporary tables of lines and of their counts, each with the part and its place among that part's."""
    lines = "source_row BIGINT, column_name VARCHAR, rule VARCHAR, sentence VARCHAR, kept_values VARCHAR"
    counts = "column_name VARCHAR, rule VARCHAR, sentence VARCHAR, rows BIGINT, listed BIGINT"
    for table, columns in ((LINES, lines), (COUNTS, counts)):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (part INTEGER, place BIGINT, {columns})")


def take_lines(connection: DuckDBPyConnection, contract: Contract, numbers: list[int]) -> None:
    """Add the lines and counts of parts that were read earlier. Raises Unusable when they cannot be had."""
    if not numbers:
        return
    wanted = ", ".join(map(str, numbers))
    for target, table, columns in ((LINES, LINE_TABLE, LINE_COLUMNS), (COUNTS, COUNT_TABLE, COUNT_COLUMNS)):
        names = ", ".join(columns)
        found = " UNION ALL ".join(
            f"SELECT file, rowid AS place, {names} FROM {EARLIER}{schema}.{table} WHERE source = {literal(contract.id)}"
            for schema in ("main", READINGS)
        )
        with taking():
            connection.execute(
                f"INSERT INTO {target} SELECT p.part, e.place, {', '.join(f'e.{name}' for name in columns)} "
                f"FROM ({found}) AS e JOIN {PARTS} AS p ON p.name = e.file WHERE p.part IN ({wanted})"
            )


def file_lines(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Move all lines and counts to where they belong, in the order of the files and of the rows in them."""
    for origin, table, columns in ((LINES, LINE_TABLE, LINE_COLUMNS), (COUNTS, COUNT_TABLE, COUNT_COLUMNS)):
        if not connection.execute(f"SELECT 1 FROM {origin} LIMIT 1").fetchone():
            continue
        for schema, superseded in (("main", "NOT p.superseded"), (READINGS, "p.superseded")):
            connection.execute(
                f"INSERT INTO {schema}.{table} SELECT {literal(contract.id)}, p.name, "
                f"{', '.join(f'l.{name}' for name in columns)} "
                f"FROM {origin} AS l JOIN {PARTS} AS p ON p.part = l.part WHERE {superseded} ORDER BY l.part, l.place"
            )

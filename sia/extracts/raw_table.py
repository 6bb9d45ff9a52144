"""The temporary table of texts, and the SQL that fills it from cells, whatever they are read from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sia.extracts.headers import Header
from sia.extracts.pseudonym import pseudonym_sql
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RAW, PART, ROW, BLANK, BROKEN = '"sia raw"', '"sia part"', '"sia row"', '"sia blank"', '"sia broken"'
CELLS, QUOTES, AGAIN = "cells", "quotes", "header_again"
NO_BREAK = "\u00a0"
SPACES = f" \t\r\n{NO_BREAK}"


def create_raw(connection: DuckDBPyConnection, contract: Contract) -> None:
    """The table, empty. `sia broken` is NULL for a row that was taken apart, or else why it was not: `CELLS`, more or
    fewer cells than the header; `QUOTES`, a stray quotation mark; `AGAIN`, a repeated header."""
    columns = ", ".join(f"{identifier(name)} VARCHAR" for name in contract.kept)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {RAW} "
        f"({columns}, {PART} INTEGER, {ROW} BIGINT, {BLANK} BOOLEAN, {BROKEN} VARCHAR)"
    )


def select_cells(
    contract: Contract, header: Header, cells: list[str], table: str, part: str, odd_spaces: bool = True
) -> str:
    """SQL of the rows of `raw` from a table of cells, which may have `odd_spaces`: tabs and no-break spaces.

    Of a wide table each row gives a record for each column that is made rows of, all with the row's number.
    """
    position, again = header.position, _again_sql(header, cells)
    values = {
        name: _text_sql(column, cells[position[name]], odd_spaces) if name in position else "NULL"
        for name, column in contract.kept.items()
    }
    broken = f"CASE WHEN {again} THEN {literal(AGAIN)} END"
    if not (contract.unpivot and header.spread):
        return f"SELECT {', '.join(values.values())}, {part}, NULL, {_blank_sql(cells)}, {broken} FROM {table}"
    once = f"({again} OR {_blank_sql(cells)})"
    values[contract.unpivot.name] = _unnested(once, [literal(name) for name, _ in header.spread])
    column = contract.kept[contract.unpivot.value]
    values[contract.unpivot.value] = _unnested(
        once, [_text_sql(column, cells[at], odd_spaces) for _, at in header.spread]
    )
    return (
        f"SELECT {', '.join(values.values())}, {part}, row, {_blank_sql(cells)}, {broken} "
        f"FROM (SELECT *, row_number() OVER () AS row FROM {table})"
    )


def path_pattern(path: Path) -> str:
    """A path in which DuckDB's wildcards stand for themselves."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in path.as_posix())


def _unnested(once: str, values: list[str]) -> str:
    """One record for each value; a blank row and a repeated header are one record."""
    return f"unnest(CASE WHEN {once} THEN [CAST(NULL AS VARCHAR)] ELSE [{', '.join(values)}] END)"


def _again_sql(header: Header, cells: list[str]) -> str:
    """Whether a row is the header once more; for nearly all rows one comparison shows that it is not."""
    found = [_line_sql(line, cells) for line in header.lines]
    return f"({' OR '.join(found)})" if found else "false"


def _line_sql(line: tuple[tuple[int, str], ...], cells: list[str]) -> str:
    anchor, text = next((at, text) for at, text in line if text)
    every = " AND ".join(f"coalesce(trim({cells[at]}, '{SPACES}'), '') = {literal(one)}" for at, one in line)
    return f"CASE WHEN {cells[anchor]} LIKE {literal(_like(text))} THEN {every} ELSE false END"


def _like(text: str) -> str:
    """A pattern for cells that begin with a text."""
    return "".join("_" if character in "%_\\" else character for character in text) + "%"


def _blank_sql(cells: list[str]) -> str:
    """Whether a row has nothing but spaces in it; most rows show with the first character that they have something."""
    first = f"coalesce({', '.join(cells)})"
    trimmed = ", ".join(f"nullif(trim({cell}, '{SPACES}'), '')" for cell in cells)
    return f"CASE WHEN {first} >= '!' AND {first} < chr(127) THEN false ELSE coalesce({trimmed}) IS NULL END"


def _text_sql(column: Column, cell: str, odd_spaces: bool) -> str:
    """A cell without spaces around it, or its pseudonym. Trimming every cell would take longer than reading it."""
    edges = f"{cell} < '!' OR {cell} LIKE '% '"
    if odd_spaces:
        edges += f" OR {cell} LIKE '{NO_BREAK}%' OR {cell} LIKE '%\t' OR {cell} LIKE '%{NO_BREAK}'"
    text = f"CASE WHEN {edges} THEN nullif(trim({cell}, '{SPACES}'), '') ELSE {cell} END"
    return pseudonym_sql(text) if column.pseudonymise else text

"""Brings the parts of a source into one temporary table of texts, which holds kept columns only.

`raw` has one text column per kept column (without spaces around it, NULL for nothing; pseudonyms in place of
pseudonymised values), the number of the part, the
number of the row where it is known already, whether the row is blank, and whether it has another number of cells than
the header. Dropped columns are never selected, so that they are written nowhere.
"""

from __future__ import annotations

import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from sia.extracts.parts import Part, RowsPart, TextPart, carried
from sia.extracts.pseudonym import pads, pseudonym, pseudonym_sql
from sia.extracts.sql_text import identifier, literal, literals
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RAW, PART, ROW, BLANK, RAGGED = '"sia raw"', '"sia part"', '"sia row"', '"sia blank"', '"sia ragged"'
PARTS = '"sia parts"'
NO_BREAK = "\u00a0"
SPACES = f" \t\r\n{NO_BREAK}"


def load_raw(connection: DuckDBPyConnection, contract: Contract, parts: list[Part], key: bytes | None) -> None:
    """Fill the temporary table from every part; texts that DuckDB cannot take are read again record by record."""
    columns = ", ".join(f"{identifier(name)} VARCHAR" for name in contract.kept)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {RAW} "
        f"({columns}, {PART} INTEGER, {ROW} BIGINT, {BLANK} BOOLEAN, {RAGGED} BOOLEAN)"
    )
    numbered = list(enumerate(parts))
    texts = [(number, part) for number, part in numbered if isinstance(part, TextPart)]
    texts.sort(key=lambda one: repr(one[1].layout))
    failed: list[tuple[int, RowsPart]] = []
    for _, group in groupby(texts, key=lambda one: repr(one[1].layout)):
        failed += _load_texts(connection, contract, list(group), key)
    for number, part in [one for one in numbered if isinstance(one[1], RowsPart)] + failed:
        _load_rows(connection, contract, number, part, key)


def _load_texts(
    connection: DuckDBPyConnection, contract: Contract, group: list[tuple[int, TextPart]], key: bytes | None
) -> list[tuple[int, RowsPart]]:
    """Read texts of one layout in one pass; returns, as rows, those that DuckDB refused."""
    import duckdb

    try:
        connection.execute(_texts_sql(contract, group), pads(key) if key else None)
        return []
    except (duckdb.InvalidInputException, duckdb.IOException):
        if len(group) == 1:
            number, part = group[0]
            return [(number, carried(contract, part))]
    return [failed for one in group for failed in _load_texts(connection, contract, [one], key)]


def _texts_sql(contract: Contract, group: list[tuple[int, TextPart]]) -> str:
    part = group[0][1]
    position = part.header.position
    cells = [f"c{index}" for index in range(part.header.width)]
    values = [
        _text_sql(column, cells[position[name]]) if name in position else "NULL"
        for name, column in contract.kept.items()
    ]
    numbers = ", ".join(str(number) for number, _ in group)
    types = ", ".join(f"'{cell}': 'VARCHAR'" for cell in cells)
    return (
        f"INSERT INTO {RAW} SELECT {', '.join(values)}, list_extract([{numbers}], CAST(file_index AS INTEGER) + 1), NULL, "
        f"{_blank_sql(cells)}, false "
        f"FROM read_csv([{literals(_path_pattern(one.extract.path) for _, one in group)}], columns = {{{types}}}, "
        f"auto_detect = false, header = false, skip = {part.header.at + 1}, delim = '{part.delimiter}', "
        f"quote = '\"', escape = '\"', compression = '{'gzip' if part.packed else 'none'}')"
    )


def _blank_sql(cells: list[str]) -> str:
    """Whether a row has nothing but spaces in it; most rows show with the first character that they have something."""
    first = f"coalesce({', '.join(cells)})"
    trimmed = ", ".join(f"nullif(trim({cell}, '{SPACES}'), '')" for cell in cells)
    return f"CASE WHEN {first} >= '!' AND {first} < chr(127) THEN false ELSE coalesce({trimmed}) IS NULL END"


def _text_sql(column: Column, cell: str) -> str:
    """A cell without spaces around it, or its pseudonym. Trimming every cell would take longer than reading it."""
    ends = " OR ".join(f"{cell} LIKE '%{space}'" for space in (" ", "\t", NO_BREAK))
    edges = f"{cell} < '!' OR {cell} LIKE '{NO_BREAK}%' OR {ends}"
    text = f"CASE WHEN {edges} THEN nullif(trim({cell}, '{SPACES}'), '') ELSE {cell} END"
    return pseudonym_sql(text) if column.pseudonymise else text


def _path_pattern(path: Path) -> str:
    """A path in which DuckDB's wildcards stand for themselves."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in path.as_posix())


def _load_rows(
    connection: DuckDBPyConnection, contract: Contract, number: int, part: RowsPart, key: bytes | None
) -> None:
    """Carry rows through a Parquet file that holds kept columns only; the file is gone when this returns."""
    frame = _frame(contract, number, part, key)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        frame.write_parquet(path)
        connection.execute(f"INSERT INTO {RAW} SELECT * FROM read_parquet({literals([_path_pattern(path)])})")


def _frame(contract: Contract, number: int, part: RowsPart, key: bytes | None):
    import polars as pl

    rows = [(line, cells) for line, cells in part.rows if any(cell and cell.strip() for cell in cells)]
    above = part.rows[0][0] - 1 if part.rows else 0
    columns: dict[str, list] = {}
    for name, column in contract.kept.items():
        at = part.header.position.get(name)
        values = [
            (cells[at] or "").strip(SPACES) or None if at is not None and at < len(cells) else None for _, cells in rows
        ]
        columns[name] = [pseudonym(key, value) for value in values] if column.pseudonymise and key else values
    own = {
        "sia part": pl.Series([number] * len(rows), dtype=pl.Int32),
        "sia row": pl.Series([line - above for line, _ in rows], dtype=pl.Int64),
        "sia blank": pl.Series([False] * len(rows), dtype=pl.Boolean),
        "sia ragged": pl.Series([_ragged(cells, part.header.width) for _, cells in rows], dtype=pl.Boolean),
    }
    return pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()} | own)


def _ragged(cells: list[str | None], width: int) -> bool:
    """Whether a row has fewer cells than the header, or more that are not blank."""
    return len(cells) < width or any(cell and cell.strip() for cell in cells[width:])


def number_parts(connection: DuckDBPyConnection, parts: list[Part], old: set[str]) -> None:
    """Write down each part: its name, how new its file is, where its rows begin, and whether a newer file replaces it."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {PARTS} "
        "(part INTEGER, name VARCHAR, file_order INTEGER, superseded BOOLEAN, month DATE, first BIGINT, "
        "rows_in BIGINT)"
    )
    if not parts:
        return
    values = ", ".join(
        f"({number}, {literal(part.name)}, {part.extract.order}, {part.extract.name in old}, {_month(part)})"
        for number, part in enumerate(parts)
    )
    connection.execute(
        f"INSERT INTO {PARTS} SELECT p.*, r.first, coalesce(r.rows_in, 0) "
        f"FROM (VALUES {values}) AS p(part, name, file_order, superseded, month) "
        f"LEFT JOIN (SELECT {PART} AS part, min(rowid) AS first, count(*) FILTER (NOT {BLANK}) AS rows_in "
        f"FROM {RAW} GROUP BY {PART}) AS r ON r.part = p.part"
    )


def _month(part: Part) -> str:
    return f"DATE '{part.extract.month}'" if part.extract.month else "CAST(NULL AS DATE)"

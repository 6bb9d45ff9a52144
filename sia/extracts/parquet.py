"""Reads a Parquet file into the table of texts, every value as the text that an agency would have written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sia.extracts.parts import ParquetPart
from sia.extracts.pseudonym import pads
from sia.extracts.raw_table import RAW, path_pattern, select_cells
from sia.extracts.report import NotRead
from sia.extracts.sql_text import identifier, literals
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FRACTIONS = ("DOUBLE", "FLOAT")
WHOLE = r"'\.0$'"


def load_parquet(
    connection: DuckDBPyConnection, contract: Contract, number: int, part: ParquetPart, key: bytes | None
) -> None:
    """Add the rows of a Parquet file. Raises NotRead when it is damaged."""
    import duckdb

    file = f"read_parquet({literals([path_pattern(part.extract.path)])}, hive_partitioning = false)"
    try:
        columns = connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
        texts = ", ".join(f"{as_text(name, kind)} AS c{at}" for at, (name, kind, *_) in enumerate(columns))
        cells = [f"c{at}" for at in range(len(columns))]
        rows = select_cells(contract, part.header, cells, f"(SELECT {texts} FROM {file})", str(number))
        connection.execute(f"INSERT INTO {RAW} {rows}", pads(key) if key else None)
    except duckdb.Error:
        raise NotRead(f"{part.name}: the Parquet file is damaged; ask for it again") from None


def as_text(name: str, kind: str) -> str:
    """A whole number that is stored with a fraction is written without one, as 2016 and not 2016.0."""
    column = identifier(name)
    text = f"CAST({column} AS VARCHAR)"
    if kind in FRACTIONS:
        return f"CASE WHEN isfinite({column}) THEN regexp_replace({text}, {WHOLE}, '') END"
    return text

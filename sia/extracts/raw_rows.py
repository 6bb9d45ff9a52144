"""Carries rows that were read in memory into the table of texts, some ten thousand at a time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sia.extracts.headers import Header
from sia.extracts.pseudonym import pseudonym
from sia.extracts.raw_table import AGAIN, CELLS, QUOTES, RAW, SPACES, path_pattern
from sia.extracts.sql_text import literals
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from polars import DataFrame

BATCH = 50_000
#: How a total or a note begins, in lower case; the same in Python and in SQL.
TOTAL = r"[^a-z0-9]*((grand|sub)[ -]?)?(totals?|notes?|sources?|end of)([ :].*)?"
NOTE = re.compile(TOTAL, re.IGNORECASE | re.DOTALL)
Record = tuple[int, dict[str, str | None], str | None]


def load_rows(
    connection: DuckDBPyConnection,
    contract: Contract,
    number: int,
    header: Header,
    rows: Iterable[tuple[int, list[str | None] | None]],
    key: bytes | None,
) -> None:
    """Add rows below a header (numbered from 1 at the top of the file; None for one that cannot be taken apart).

    They go through a Parquet file that holds kept columns only and is gone when this returns.
    """
    records = (
        record
        for line, cells in rows
        if cells is None or any(cell and cell.strip(SPACES) for cell in cells)
        for record in _records(contract, header, line - header.at - 1, cells)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        while batch := list(islice(records, BATCH)):
            _frame(contract, number, batch, key).write_parquet(path)
            connection.execute(f"INSERT INTO {RAW} SELECT * FROM read_parquet({literals([path_pattern(path)])})")


def is_ragged(header: Header, cells: list[str | None]) -> bool:
    """Whether a row has fewer cells than the header, or more that are not blank."""
    return len(cells) < header.width or any(cell and cell.strip(SPACES) for cell in cells[header.width :])


def is_note(cells: list[str | None]) -> bool:
    """Whether a row is one text in its first cell that begins like a total or a note."""
    first, *more = cells
    return not any(cell and cell.strip() for cell in more) and bool(NOTE.fullmatch((first or "").strip(SPACES)))


def _records(contract: Contract, header: Header, row: int, cells: list[str | None] | None) -> list[Record]:
    """What a row comes to: one record, or of a wide table one for each column that is made rows of.

    Of a row with stray cells no value is kept, since any may belong to a column that is dropped; a note has only one.
    """
    if cells is None:
        return [(row, {}, QUOTES)]
    if header.again(cells):
        return [(row, {}, AGAIN)]
    if is_ragged(header, cells):
        return [(row, _values(contract, header, cells[:1]) if is_note(cells) else {}, CELLS)]
    values = _values(contract, header, cells)
    if not (contract.unpivot and header.spread):
        return [(row, values, None)]
    name, value = contract.unpivot.name, contract.unpivot.value
    return [(row, {**values, name: title, value: _tidy(cells, at)}, None) for title, at in header.spread]


def _values(contract: Contract, header: Header, cells: list[str | None]) -> dict[str, str | None]:
    return {name: _tidy(cells, at) for name, at in header.positions if name in contract.kept}


def _tidy(cells: list[str | None], at: int) -> str | None:
    return (cells[at] or "").strip(SPACES) or None if at < len(cells) else None


def _frame(contract: Contract, number: int, records: list[Record], key: bytes | None) -> DataFrame:
    import polars as pl

    columns: dict[str, pl.Series] = {}
    for name, column in contract.kept.items():
        values = [texts.get(name) for _, texts, _ in records]
        if column.pseudonymise and key:
            values = [pseudonym(key, value) for value in values]
        columns[name] = pl.Series(values, dtype=pl.String)
    own = {
        "sia part": pl.Series([number] * len(records), dtype=pl.Int32),
        "sia row": pl.Series([row for row, _, _ in records], dtype=pl.Int64),
        "sia blank": pl.Series([False] * len(records), dtype=pl.Boolean),
        "sia broken": pl.Series([broken for _, _, broken in records], dtype=pl.String),
    }
    return pl.DataFrame(columns | own)

"""Brings the parts of a source into one temporary table of texts, which holds kept columns only.

`raw` has one text column per kept column (without spaces around it, NULL for nothing; pseudonyms in place of
pseudonymised values), the number of the part, the number of the row where it does not follow from its place, whether the
row is blank, and what kept it from being taken apart, if anything. Dropped columns are never selected, so that they are
written nowhere.

A row's number is its place below the header, blank rows counted. A wide table gives several records of one row: these
have the row's number, and it is records that are counted everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sia.extracts.folder import still_the_same
from sia.extracts.kept import KeptPart
from sia.extracts.parquet import load_parquet
from sia.extracts.parts import ParquetPart, Part, TextPart
from sia.extracts.raw_rows import load_rows
from sia.extracts.raw_table import BLANK, BROKEN, PART, RAW, ROW, create_raw
from sia.extracts.raw_texts import load_texts
from sia.extracts.sql_text import literal
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["BLANK", "BROKEN", "PART", "PARTS", "RAW", "ROW", "load_raw", "number_parts"]
PARTS = '"sia parts"'


def load_raw(
    connection: DuckDBPyConnection, contract: Contract, numbered: list[tuple[int, Part]], key: bytes | None
) -> None:
    """Fill the temporary table from parts with their numbers, then see that no file has changed meanwhile.

    Raises NotRead, with the file's name and the line where there is one, when a part cannot be read.
    """
    create_raw(connection, contract)
    load_texts(connection, contract, [one for one in numbered if isinstance(one[1], TextPart)], key)
    for number, part in numbered:
        if isinstance(part, ParquetPart):
            load_parquet(connection, contract, number, part, key)
        elif not isinstance(part, TextPart):
            load_rows(connection, contract, number, part.header, part.rows, key)
    still_the_same({part.extract.path: part.extract for _, part in numbered}.values())


def number_parts(connection: DuckDBPyConnection, parts: Sequence[Part | KeptPart], old: set[str]) -> None:
    """Write down each part: its name, how new its file is, whether a newer file replaces it, the month that its name
    says, where its rows begin in `raw` (NULL for one that is kept from an earlier build), and how many it has."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {PARTS} "
        "(part INTEGER, name VARCHAR, file_order INTEGER, superseded BOOLEAN, month DATE, first BIGINT, "
        "rows_in BIGINT)"
    )
    if not parts:
        return
    values = ", ".join(
        f"({number}, {literal(part.name)}, {part.extract.order}, {part.extract.name in old}, {_month(part)}, {_kept(part)})"
        for number, part in enumerate(parts)
    )
    connection.execute(
        f"INSERT INTO {PARTS} SELECT p.part, p.name, p.file_order, p.superseded, p.month, r.first, "
        "coalesce(r.rows_in, p.kept) "
        f"FROM (VALUES {values}) AS p(part, name, file_order, superseded, month, kept) "
        f"LEFT JOIN (SELECT {PART} AS part, min(rowid) AS first, count(*) FILTER (NOT {BLANK}) AS rows_in "
        f"FROM {RAW} GROUP BY {PART}) AS r ON r.part = p.part"
    )


def _month(part: Part | KeptPart) -> str:
    return f"DATE '{part.extract.month}'" if part.extract.month else "CAST(NULL AS DATE)"


def _kept(part: Part | KeptPart) -> int:
    return part.rows_in if isinstance(part, KeptPart) else 0

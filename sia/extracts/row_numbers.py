"""Gives rows the numbers they have in their file where rows before them are not in the table of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sia.extracts.raw_table import PART, RAW, ROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GAPS = '"sia gaps"'
BATCH = 1000


def leave_gaps(connection: DuckDBPyConnection, number: int, absent: Iterable[int]) -> None:
    """Number the rows of a part so that the absent ones (their numbers, ascending) keep theirs.

    A row that stands in place k of those that are there has the number k plus the count of absent rows before it.
    """
    shifts: dict[int, int] = {}
    for count, row in enumerate(absent, 1):
        shifts[row - count] = count  # so many absent rows come after row - count present ones
    if not shifts:
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {GAPS} (present BIGINT, shift BIGINT)")
    pairs = list(shifts.items())
    for begin in range(0, len(pairs), BATCH):
        values = ", ".join(f"({present}, {shift})" for present, shift in pairs[begin : begin + BATCH])
        connection.execute(f"INSERT INTO {GAPS} VALUES {values}")
    place = f"coalesce({ROW}, rowid - (SELECT min(rowid) FROM {RAW} WHERE {PART} = {number}) + 1)"
    connection.execute(
        f"UPDATE {RAW} SET {ROW} = found.row FROM ("
        f"SELECT r.id, r.place + coalesce(g.shift, 0) AS row "
        f"FROM (SELECT rowid AS id, {place} AS place FROM {RAW} WHERE {PART} = {number}) AS r "
        f"ASOF LEFT JOIN {GAPS} AS g ON r.place > g.present) AS found WHERE {RAW}.rowid = found.id"
    )
    connection.execute(f"DROP TABLE {GAPS}")

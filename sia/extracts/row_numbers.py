"""Gives rows the numbers they have in their file where rows before them are not in the table of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sia.extracts.raw_table import PART, RAW, ROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GAPS = '"sia gaps"'
BATCH = 1000


class Gaps:
    """Where rows are absent: after so many rows that are there, so many are not, all before counted."""

    def __init__(self) -> None:
        self.present, self.absent = 0, 0
        self.shifts: dict[int, int] = {}

    def add(self, absent: bool) -> None:
        """The next row of the file, which is there or absent."""
        if absent:
            self.absent += 1
            self.shifts[self.present] = self.absent
        else:
            self.present += 1

    @classmethod
    def of(cls, absent: Iterable[int]) -> Gaps:
        """The gaps that rows of these numbers (from 1, ascending) leave."""
        gaps = cls()
        for row in absent:
            gaps.present = row - gaps.absent - 1
            gaps.add(absent=True)
        return gaps


def leave_gaps(connection: DuckDBPyConnection, number: int, gaps: Gaps) -> None:
    """Number the rows of a part: one in place k of those that are there has k plus the absent rows before it."""
    if not gaps.shifts:
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {GAPS} (present BIGINT, shift BIGINT)")
    pairs = list(gaps.shifts.items())
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

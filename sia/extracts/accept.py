"""Sets aside the rows that repeat others, and accounts for every row of a source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sia.extracts.judge import JUDGED
from sia.extracts.kept import KeptPart
from sia.extracts.parts import Part
from sia.extracts.period import key_columns, period_columns
from sia.extracts.raw import PART, PARTS
from sia.extracts.report import FileReport
from sia.extracts.sql_text import identifier
from sia.extracts.tables import FILE, aside_table, main_table
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REPEATED = '"sia repeated"'


class Account(NamedTuple):
    """What became of the rows of a part, each counted by itself, and the months of those that count."""

    rows_in: int
    accepted: int
    faulty: int
    aside: int
    superseded: bool
    first: date | None
    last: date | None


def set_aside_repeated(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Move the rows that repeat a key to the table set aside; of equal rows the first in the newest file stays.

    Hashes find the few candidates; only these are compared in full.
    """
    if not contract.key:
        return
    table, key = main_table(contract), ", ".join(f"j.{identifier(name)}" for name in key_columns(contract))
    given = f"j.{identifier(contract.key[0])} IS NOT NULL"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {REPEATED} AS SELECT position FROM (SELECT j.rowid AS position, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY p.file_order DESC, j.rowid) AS place "
        f"FROM {table} AS j JOIN {PARTS} AS p ON p.name = j.{FILE} WHERE {given} AND hash({key}) IN "
        f"(SELECT hash({key}) FROM {table} AS j WHERE {given} GROUP BY hash({key}) HAVING count(*) > 1)"
        ") WHERE place > 1 ORDER BY position"
    )
    if connection.execute(f"SELECT 1 FROM {REPEATED} LIMIT 1").fetchone():
        repeated = f"FROM {table} WHERE rowid IN (SELECT position FROM {REPEATED})"
        connection.execute(f"INSERT INTO {aside_table(contract)} SELECT * {repeated}")
        connection.execute(f"DELETE {repeated}")


def account(connection: DuckDBPyConnection, contract: Contract, parts: Sequence[Part | KeptPart]) -> list[Account]:
    """What became of the rows of every part."""
    faulty = dict(connection.execute(f"SELECT {PART}, count(*) FROM {JUDGED} GROUP BY {PART}").fetchall())
    faulty |= {number: part.rows_faulty for number, part in enumerate(parts) if isinstance(part, KeptPart)}
    month = _month_sql(contract)
    counted = connection.execute(
        "SELECT p.part, p.rows_in, coalesce(a.n, 0), coalesce(s.n, 0), p.superseded, a.first, a.last "
        f"FROM {PARTS} AS p "
        f"LEFT JOIN (SELECT {FILE} AS name, count(*) AS n, {month[0]} AS first, {month[1]} AS last "
        f"FROM {main_table(contract)} GROUP BY {FILE}) AS a ON a.name = p.name "
        f"LEFT JOIN (SELECT {FILE} AS name, count(*) AS n FROM {aside_table(contract)} GROUP BY {FILE}) AS s "
        "ON s.name = p.name ORDER BY p.part"
    ).fetchall()
    return [
        Account(rows_in, accepted, faulty.get(number, 0), aside, superseded, first, last)
        for number, rows_in, accepted, aside, superseded, first, last in counted
    ]


def file_reports(
    contract: Contract, parts: Sequence[Part | KeptPart], accounts: Sequence[Account]
) -> tuple[FileReport, ...]:
    """The account as reports. Raises RuntimeError when a row is lost, which is a fault of this program."""
    reports = []
    for part, one in zip(parts, accounts, strict=True):
        if one.rows_in != one.accepted + one.faulty + one.aside:
            raise RuntimeError(
                f"{contract.id}, {part.name}: {one.rows_in} rows in, {one.accepted} accepted, {one.faulty} quarantined, "
                f"{one.aside} duplicates"
            )
        quarantined = 0 if one.superseded else one.faulty
        replaced = one.rows_in if one.superseded else 0
        counts = (one.rows_in, one.accepted, quarantined, replaced or one.aside, replaced)
        extract = part.extract
        reports.append(FileReport(contract.id, part.name, extract.sha256, extract.bytes, *counts, one.first, one.last))
    return tuple(reports)


def repeated_keys(connection: DuckDBPyConnection, contract: Contract) -> int:
    """How many ids (the first column of the key) of a source in monthly files stand on more than one accepted row."""
    if len(contract.key) < 2 or contract.coverage.by != "files":
        return 0
    first = identifier(contract.key[0])
    found = connection.execute(
        f"SELECT count(*) FROM (SELECT hash({first}) FROM {main_table(contract)} WHERE {first} IS NOT NULL "
        f"GROUP BY hash({first}) HAVING count(*) > 1)"
    ).fetchone()
    return found[0]


def _month_sql(contract: Contract) -> tuple[str, str]:
    columns = period_columns(contract)
    if columns is None:
        return "CAST(NULL AS DATE)", "CAST(NULL AS DATE)"
    first, last = map(identifier, columns)
    return f"CAST(date_trunc('month', min({first})) AS DATE)", f"CAST(date_trunc('month', max({last})) AS DATE)"

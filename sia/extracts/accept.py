"""Accepts what is sound and new: duplicates are set aside, the source's table is written, and every row is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sia.extracts.judge import FAULTY, JUDGED, POSITION, table_columns
from sia.extracts.parts import Part
from sia.extracts.period import key_columns, period_columns
from sia.extracts.raw import PART, PARTS, ROW
from sia.extracts.report import FileReport
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REPEATED = '"sia repeated"'


def create_table(connection: DuckDBPyConnection, contract: Contract) -> None:
    """The source's table, typed and empty."""
    columns = {**table_columns(contract), "source_file": "VARCHAR", "source_row": "BIGINT"}
    declared = ", ".join(f"{identifier(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE {identifier(contract.id)} ({declared})")


def accept(connection: DuckDBPyConnection, contract: Contract, parts: list[Part]) -> list[tuple]:
    """Fill the source's table with the rows that are sound, new and not superseded."""
    _find_repeated(connection, contract)
    names = ", ".join(f"j.{identifier(name)}" for name in table_columns(contract))
    files = ", ".join(literal(part.name) for part in parts)
    connection.execute(
        f"INSERT INTO {identifier(contract.id)} "
        f"SELECT {names}, list_extract([{files}], j.{PART} + 1), coalesce(j.{ROW}, j.{POSITION} - {_firsts(connection)} + 1) "
        f"FROM {JUDGED} AS j WHERE NOT j.{FAULTY} AND {_current(connection)} "
        f"AND j.{POSITION} NOT IN (SELECT position FROM {REPEATED})"
    )
    return _account(connection, contract)


def file_reports(contract: Contract, parts: list[Part], account: list[tuple]) -> tuple[FileReport, ...]:
    """The account as reports. Raises RuntimeError when a row is lost, which is a fault of this program."""
    reports = []
    for part, (rows_in, accepted, quarantined, repeated, replaced, first, last) in zip(parts, account, strict=True):
        if rows_in != accepted + quarantined + repeated + replaced:
            raise RuntimeError(
                f"{contract.id}, {part.name}: {rows_in} rows in, {accepted} accepted, {quarantined} quarantined, "
                f"{repeated + replaced} duplicates"
            )
        extract = part.extract
        counts = (rows_in, accepted, quarantined, repeated + replaced, replaced)
        reports.append(FileReport(contract.id, part.name, extract.sha256, extract.bytes, *counts, first, last))
    return tuple(reports)


def repeated_keys(connection: DuckDBPyConnection, contract: Contract) -> int:
    """How many ids (the first column of the key) of a source in monthly files stand on more than one accepted row."""
    if len(contract.key) < 2 or contract.coverage.by != "files":
        return 0
    first = identifier(contract.key[0])
    found = connection.execute(
        f"SELECT count(*) FROM (SELECT hash({first}) FROM {identifier(contract.id)} WHERE {first} IS NOT NULL "
        f"GROUP BY hash({first}) HAVING count(*) > 1)"
    ).fetchone()
    return found[0]


def _find_repeated(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Positions of the rows that repeat a key; of equal rows the first in the newest file stays.

    Hashes find the few candidates; only these are compared in full.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {REPEATED} (position BIGINT, part INTEGER)")
    if not contract.key:
        return
    key = ", ".join(f"j.{identifier(name)}" for name in key_columns(contract))
    sound = f"NOT j.{FAULTY} AND {_current(connection)} AND j.{identifier(contract.key[0])} IS NOT NULL"
    connection.execute(
        f"INSERT INTO {REPEATED} SELECT position, part FROM ("
        f"SELECT j.{POSITION} AS position, j.{PART} AS part, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY p.file_order DESC, j.{POSITION}) AS place "
        f"FROM {JUDGED} AS j JOIN {PARTS} AS p ON p.part = j.{PART} "
        f"WHERE {sound} AND hash({key}) IN "
        f"(SELECT hash({key}) FROM {JUDGED} AS j WHERE {sound} GROUP BY hash({key}) HAVING count(*) > 1)"
        ") WHERE place > 1"
    )


def _account(connection: DuckDBPyConnection, contract: Contract) -> list[tuple]:
    """Per part: rows in, accepted, quarantined, repeated, superseded, first and last month; each counted by itself."""
    month = _month_sql(contract)
    return connection.execute(
        "SELECT p.rows_in, coalesce(a.n, 0), coalesce(q.n, 0), coalesce(d.n, 0), "
        "CASE WHEN p.superseded THEN p.rows_in ELSE 0 END, a.first, a.last "
        f"FROM {PARTS} AS p "
        f"LEFT JOIN (SELECT source_file, count(*) AS n, {month[0]} AS first, {month[1]} AS last "
        f"FROM {identifier(contract.id)} GROUP BY source_file) AS a ON a.source_file = p.name "
        f"LEFT JOIN (SELECT {PART} AS part, count(*) AS n FROM {JUDGED} WHERE {FAULTY} GROUP BY {PART}) AS q "
        "ON q.part = p.part AND NOT p.superseded "
        f"LEFT JOIN (SELECT part, count(*) AS n FROM {REPEATED} GROUP BY part) AS d ON d.part = p.part ORDER BY p.part"
    ).fetchall()


def _month_sql(contract: Contract) -> tuple[str, str]:
    columns = period_columns(contract)
    if columns is None:
        return "CAST(NULL AS DATE)", "CAST(NULL AS DATE)"
    first, last = map(identifier, columns)
    return f"CAST(date_trunc('month', min({first})) AS DATE)", f"CAST(date_trunc('month', max({last})) AS DATE)"


def _firsts(connection: DuckDBPyConnection) -> str:
    """SQL: the position of the first row of a judged row's part."""
    firsts = connection.execute(f"SELECT coalesce(first, 0) FROM {PARTS} ORDER BY part").fetchall()
    return f"list_extract([{', '.join(str(first) for (first,) in firsts)}], j.{PART} + 1)"


def _current(connection: DuckDBPyConnection) -> str:
    """SQL: whether a judged row's part is not superseded."""
    old = connection.execute(f"SELECT part FROM {PARTS} WHERE superseded ORDER BY part").fetchall()
    return f"j.{PART} NOT IN ({', '.join(str(part) for (part,) in old)})" if old else "true"

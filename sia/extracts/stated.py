"""Compares what the agency says it sent with what arrived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sia.calendar import month_name
from sia.extracts.earlier import READINGS
from sia.extracts.folder import RECEIVED, TOTALS
from sia.extracts.judge import NO_RECORDS
from sia.extracts.period import period_columns
from sia.extracts.quarantine_lines import COUNT_TABLE
from sia.extracts.report import FileReport, StatedTotal, shown
from sia.extracts.sql_text import identifier, literal, literals
from sia.extracts.stated_files import Statements, Total
from sia.extracts.tables import main_table
from sia.extracts.told import spelled, told
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VALUE = "value"


def compare_stated(
    connection: DuckDBPyConnection, contract: Contract, said: Statements, files: Sequence[FileReport]
) -> tuple[StatedTotal, ...]:
    """Each number of records and each total that the agency states, beside what was found.

    Records of a file are all that it holds, but for totals, notes and repeated headers. A month's total is the number of
    records accepted for it, or in a series with a column `value` the sum of its values.
    """
    return (*_by_file(connection, contract, said, files), *_by_month(connection, contract, said.totals))


def stated_remarks(contract: Contract, said: Statements, stated: Sequence[StatedTotal]) -> list[str]:
    """A sentence for each difference and each file that is not there.

    Counts of a source that is not public are not told below its threshold.
    """
    remarks = [f"{RECEIVED} names {name}, which is not in the folder." for name in said.absent]
    return remarks + [stated_words(contract, one) for one in stated if one.differs]


def _by_file(
    connection: DuckDBPyConnection, contract: Contract, said: Statements, files: Sequence[FileReport]
) -> Iterator[StatedTotal]:
    unions = " UNION ALL ".join(f"SELECT * FROM {schema}.{COUNT_TABLE}" for schema in ("main", READINGS))
    others = dict(
        connection.execute(
            f"SELECT file, sum(rows)::BIGINT FROM ({unions}) WHERE source = ? AND rule IN ({literals(NO_RECORDS)}) "
            "GROUP BY file",
            [contract.id],
        ).fetchall()
    )
    held: dict[str, int] = {}
    for file in files:
        name = file.file.split(":")[0]
        held[name] = held.get(name, 0) + file.rows_in - others.get(file.file, 0)
    for name, rows in said.rows.items():
        if name in held:
            yield StatedTotal(name, None, (), rows, held[name])


def _by_month(connection: DuckDBPyConnection, contract: Contract, totals: Sequence[Total]) -> Iterator[StatedTotal]:
    columns = period_columns(contract)
    if columns is None:
        return
    sums = contract.kind == "series" and VALUE in contract.kept and contract.kept[VALUE].type in ("integer", "number")
    counted = f"coalesce(sum({VALUE}), 0)" if sums else "count(*)"
    for one in totals:
        conditions = [f"date_trunc('month', {identifier(columns[0])}) = DATE '{one.month}'"]
        conditions += [f"lower({identifier(name)}) = lower({literal(value)})" for name, value in one.of]
        sql = f"SELECT {counted} FROM {main_table(contract)} WHERE {' AND '.join(conditions)}"
        (found,) = connection.execute(sql).fetchone()
        yield StatedTotal("", one.month, one.of, one.total, found)


def stated_words(contract: Contract, one: StatedTotal) -> str:
    """What the agency says beside what was found; counts that may not be told are not."""
    stated, found = (told(contract, value) for value in (one.stated, one.found))
    if one.file:
        return f"{RECEIVED} says that {one.file} holds {stated} records; it holds {found}."
    of = "".join(f", {shown(contract, name)} '{spelled(contract, name, value)}'" for name, value in one.of)
    return f"{TOTALS} gives {stated} for {month_name(one.month)}{of}; the rows accepted come to {found}."

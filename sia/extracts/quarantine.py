"""Writes down every row that breaks its contract: file, row, column, rule, and a sentence that can be sent to the agency.

Every fault is counted; of one kind of fault in one file at most `LISTED` rows are written out, so that a file in which
every row is wrong does not fill the disk. Values are those of kept columns only, and none of a row with more or fewer
cells than its header, where it is not certain which column a value belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sia.extracts.judge import BROKEN_ROWS, JUDGED, POSITION, Fault, faults_of
from sia.extracts.quarantine_lines import COUNTS, LINES, create_lines, file_lines, take_lines
from sia.extracts.raw import BROKEN, PART, PARTS, RAW, ROW
from sia.extracts.raw_rows import TOTAL
from sia.extracts.report import QuarantineReason
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTE = Fault("", "note", "true", "the row is a total or a note below the table")
FAULTS = '"sia faults"'
ALONE = r"(\S+\s+){3,}\S.*"  # a text of four words or more
COLUMNS_OF_NOTES = 4  # with fewer required columns, a row that has one of them may be a record
LISTED = 10_000
LONGEST_SHOWN, LONGEST_KEPT = 60, 200


def write_quarantine(
    connection: DuckDBPyConnection, contract: Contract, kept: list[int]
) -> tuple[QuarantineReason, ...]:
    """Add a line for each fault of each faulty row; returns the reasons of the parts that count, commonest first.

    `kept` are the numbers of the parts that were read earlier. `quarantine_reasons` has, for each file, column and rule,
    how many rows have the fault and how many are listed.
    """
    create_lines(connection)
    take_lines(connection, contract, kept)
    if connection.execute(f"SELECT 1 FROM {JUDGED} LIMIT 1").fetchone():
        faults = (*faults_of(contract), NOTE)
        _find_faults(connection, contract, faults)
        _list_faults(connection, contract, faults)
        _count_reasons(connection, faults)
    file_lines(connection, contract)
    return _reasons(connection, contract)


def unlisted(connection: DuckDBPyConnection, contract: Contract) -> list[str]:
    """A sentence for each kind of fault that more rows of a file have than are written out."""
    rows = connection.execute(
        "SELECT file, sentence, listed, rows - listed FROM quarantine_reasons WHERE source = ? AND rows > listed "
        "ORDER BY file, column_name, rule",
        [contract.id],
    ).fetchall()
    return [
        f"In {file}, {why}: the first {listed:,} rows are listed, and {more:,} more are like these."
        for file, why, listed, more in rows
    ]


def _find_faults(connection: DuckDBPyConnection, contract: Contract, faults: tuple[Fault, ...]) -> None:
    """Make the narrow table of which faulty row has which faults; a note, and a row with stray cells, has no other."""
    conditions = [f"coalesce({fault.condition}, false) AS {_flag(number)}" for number, fault in enumerate(faults)]
    last = len(faults) - 1
    own = [f"{_flag(number)} AND NOT note" for number in range(len(BROKEN_ROWS))]
    own += [f"{_flag(number)} AND NOT broken AND NOT note" for number in range(len(BROKEN_ROWS), last)] + ["note"]
    flags = ", ".join(f"({flag}) AS {_flag(number)}" for number, flag in enumerate(own))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {FAULTS} AS "
        f"WITH faulty AS (SELECT *, {', '.join(conditions)} FROM {JUDGED}), "
        f"placed AS (SELECT j.{PART} AS part, j.{POSITION} AS position, "
        f"coalesce(j.{ROW}, j.{POSITION} - p.first + 1) AS row, {_is_note(contract)} AS note, "
        f"j.{BROKEN} IS NOT NULL AS broken, "
        f"{', '.join(f'j.{_flag(number)}' for number in range(last))} FROM faulty AS j "
        f"JOIN {PARTS} AS p ON p.part = j.{PART} JOIN {RAW} AS r ON r.rowid = j.{POSITION}) "
        f"SELECT part, position, row, {flags} FROM placed"
    )


def _list_faults(connection: DuckDBPyConnection, contract: Contract, faults: tuple[Fault, ...]) -> None:
    found = " UNION ALL ".join(_lines_sql(number, fault) for number, fault in enumerate(faults))
    connection.execute(
        f"INSERT INTO {LINES} SELECT f.part, row_number() OVER (ORDER BY f.part, f.row, f.position, f.column_name, "
        f"f.rule), f.row, f.column_name, f.rule, concat('Row ', f.row, ': ', f.sentence, f.shown, '.'), "
        f"{_kept_sql(contract)} FROM ({found}) AS f JOIN {RAW} AS r ON r.rowid = f.position"
    )


def _count_reasons(connection: DuckDBPyConnection, faults: tuple[Fault, ...]) -> None:
    counts = " UNION ALL ".join(
        f"SELECT part, {_said(fault)}, count(*) AS rows FROM {FAULTS} WHERE {_flag(number)} GROUP BY part"
        for number, fault in enumerate(faults)
    )
    connection.execute(
        f"INSERT INTO {COUNTS} SELECT f.part, row_number() OVER (ORDER BY f.part, f.column_name, f.rule), "
        f"f.column_name, f.rule, f.sentence, f.rows, least(f.rows, {LISTED}) FROM ({counts}) AS f"
    )


def _lines_sql(number: int, fault: Fault) -> str:
    """The rows of one kind of fault, at most so many of a file, each with the value to show."""
    shown = "''"
    if fault.raw:
        value = f"regexp_replace(r.{identifier(fault.raw)}, '[[:cntrl:]]+', ' ', 'g')"
        shown = f"coalesce(' (it holds ''' || {_shortened(value, LONGEST_SHOWN)} || ''')', '')"
    return (
        f"SELECT f.part, f.position, f.row, {_said(fault)}, {shown} AS shown "
        f"FROM (SELECT part, position, row, row_number() OVER (PARTITION BY part ORDER BY position) AS place "
        f"FROM {FAULTS} WHERE {_flag(number)}) AS f JOIN {RAW} AS r ON r.rowid = f.position WHERE f.place <= {LISTED}"
    )


def _kept_sql(contract: Contract) -> str:
    """The values of a row as JSON, by column; a dropped or pseudonymised column is not among them."""
    pairs = ", ".join(
        f"{literal(name)}, {_shortened(f'r.{identifier(name)}', LONGEST_KEPT)}"
        for name, column in contract.kept.items()
        if not column.pseudonymise
    )
    return f"CASE WHEN r.{BROKEN} IS NULL THEN CAST(json_object({pairs}) AS VARCHAR) END"


def _is_note(contract: Contract) -> str:
    """SQL: a row whose first text begins like a total or a note, and that has no other required value; in a table of
    many required columns also one that holds a sentence and nothing else."""
    required = [name for name, column in contract.kept.items() if column.required]
    first = f"coalesce({', '.join('r.' + identifier(name) for name in contract.kept)})"
    blank = [f"(j.{identifier(name)} IS NULL OR r.{identifier(name)} = {first})" for name in required] or ["false"]
    total = f"({' AND '.join(blank)} AND coalesce(regexp_full_match(lower({first}), {literal(TOTAL)}), false))"
    if len(required) < COLUMNS_OF_NOTES:
        return total
    filled = " + ".join(f"CAST(r.{identifier(name)} IS NOT NULL AS INTEGER)" for name in contract.kept)
    return f"({total} OR ({filled} = 1 AND coalesce(regexp_full_match({first}, {literal(ALONE)}, 's'), false)))"


def _reasons(connection: DuckDBPyConnection, contract: Contract) -> tuple[QuarantineReason, ...]:
    counts = connection.execute(
        "SELECT column_name, rule, sum(rows)::BIGINT AS n, sentence FROM quarantine_reasons WHERE source = ? "
        "GROUP BY column_name, rule, sentence ORDER BY n DESC, column_name, rule",
        [contract.id],
    ).fetchall()
    return tuple(QuarantineReason(*reason) for reason in counts)


def _said(fault: Fault) -> str:
    return (
        f"{literal(fault.column)} AS column_name, {literal(fault.rule)} AS rule, {literal(fault.sentence)} AS sentence"
    )


def _shortened(value: str, longest: int) -> str:
    return f"CASE WHEN length({value}) > {longest} THEN left({value}, {longest - 1}) || '…' ELSE {value} END"


def _flag(number: int) -> str:
    return identifier(f"sia fault {number}")

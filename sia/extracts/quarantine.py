"""Writes down every row that breaks its contract: file, row, column, rule, and a sentence that can be sent to the agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sia.extracts.judge import FAULTY, JUDGED, LONGEST_VALUE, POSITION, TOTAL, Fault, faults_of
from sia.extracts.raw import PART, RAW
from sia.extracts.report import QuarantineReason
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTE = "the row is a total or a note below the table"


def write_quarantine(connection: DuckDBPyConnection, contract: Contract) -> tuple[QuarantineReason, ...]:
    """Add a line for each fault of each faulty row of a part that counts; returns the reasons, commonest first."""
    any_fault = connection.execute(f"SELECT 1 FROM {JUDGED} WHERE {FAULTY} LIMIT 1").fetchone()
    if not any_fault:
        return ()
    note = _is_note(contract)
    found = [_fault_sql(fault, f"AND NOT ({note})") for fault in faults_of(contract)]
    found.append(_fault_sql(Fault("", "note", "true", NOTE), f"AND {note}"))
    connection.execute(
        "INSERT INTO quarantine SELECT $source, p.name, coalesce(f.row, f.position - p.first + 1), f.column_name, "
        "f.rule, concat('Row ', coalesce(f.row, f.position - p.first + 1), ': ', f.sentence, f.shown, '.') "
        f'FROM ({" UNION ALL ".join(found)}) AS f JOIN "sia parts" AS p ON p.part = f.part '
        "WHERE NOT p.superseded ORDER BY f.part, f.position, f.column_name, f.rule",
        {"source": contract.id},
    )
    return _reasons(connection, contract)


def _fault_sql(fault: Fault, but: str) -> str:
    value = f"left(r.{identifier(fault.raw)}, {LONGEST_VALUE})" if fault.raw else ""
    shown = f"' (it holds ''' || {value} || ''')'" if value else "''"
    return (
        f'SELECT j.{PART} AS part, j."sia row" AS row, j.{POSITION} AS position, {literal(fault.column)} AS column_name, '
        f"{literal(fault.rule)} AS rule, {literal(fault.sentence)} AS sentence, {shown} AS shown "
        f"FROM (SELECT * FROM {JUDGED} WHERE {FAULTY} AND coalesce({fault.condition}, false)) AS j "
        f"JOIN {RAW} AS r ON r.rowid = j.{POSITION} WHERE true {but}"
    )


def _is_note(contract: Contract) -> str:
    """SQL: a row whose first text begins like a total or a note, and that has no other required value."""
    required = [name for name, column in contract.kept.items() if column.required]
    first = f"coalesce({', '.join('r.' + identifier(name) for name in contract.kept)})"
    blank = [f"(j.{identifier(name)} IS NULL OR r.{identifier(name)} = {first})" for name in required] or ["false"]
    return f"({' AND '.join(blank)} AND coalesce(regexp_full_match(lower({first}), {literal(TOTAL)}), false))"


def _reasons(connection: DuckDBPyConnection, contract: Contract) -> tuple[QuarantineReason, ...]:
    counts = connection.execute(
        "SELECT column_name, rule, count(*) AS n FROM quarantine WHERE source = ? "
        "GROUP BY column_name, rule ORDER BY n DESC, column_name, rule",
        [contract.id],
    ).fetchall()
    sentences = {(fault.column, fault.rule): fault.sentence for fault in faults_of(contract)}
    sentences["", "note"] = NOTE
    return tuple(QuarantineReason(column, rule, rows, sentences[column, rule]) for column, rule, rows in counts)

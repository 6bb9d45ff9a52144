"""Stops a source whose file is written in another manner than its contract reads, where that gives wrong values silently.

Of dates with the month first, those up to the 12th pass for dates with the day first; 1,234 with a decimal comma passes
for a number above a thousand. The values that cannot pass give such a file away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sia.extracts.casts import date_formats
from sia.extracts.judge import JUDGED, POSITION, bad_flag
from sia.extracts.raw import PART, PARTS, RAW
from sia.extracts.report import NotRead, shown
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST = 2
PROOFS_TO_OUTWEIGH = 4  # values that only fit the contract, for each that only fits the other manner
EARLY, LATE = r"0?[1-9]|1[0-2]", r"1[3-9]|2\d|3[01]"
MONTH_FIRST = rf"({EARLY})[/.-]({LATE})[/.-](\d{{4}}|\d\d)([ T].*)?"
DAY_FIRST = rf"({LATE})[/.-]({EARLY})[/.-](\d{{4}}|\d\d)([ T].*)?"
DECIMAL_COMMA = r"[+-]?\d+,(\d{1,2}|\d{4,})"
DECIMAL_POINT = r"[+-]?(\d*\.\d+|\d{1,3}(,\d{3})*\.\d+|\d{1,3}(,\d{3}){2,})"


@dataclass(frozen=True)
class Manner:
    """Two ways of writing a value: patterns that only the other and only the contract's own fit, and their names."""

    other: str
    own: str
    others_name: str
    own_name: str
    remedy: str


def refuse_misread(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Raise NotRead when the values of a column show that a file is written in another manner, with all such columns."""
    said = [
        sentence
        for name, column in contract.kept.items()
        if (manner := _manner(column)) and not column.pseudonymise
        for sentence in _seen(connection, contract, name, manner)
    ]
    if said:
        raise NotRead("; ".join(said))


def _manner(column: Column) -> Manner | None:
    """What may be mistaken in a column; None where nothing can."""
    if column.type in ("integer", "number"):
        remedy = "ask for the numbers with a decimal point"
        return Manner(DECIMAL_COMMA, DECIMAL_POINT, "a decimal comma", "a decimal point", remedy)
    if column.type not in ("date", "month"):
        return None
    formats = date_formats(column)
    remedy = "correct the formats in the contract, or ask for dates such as 2024-05-23"
    if any(re.match("%m[/.-]%d", form) for form in formats):
        return Manner(DAY_FIRST, MONTH_FIRST, "the day first", "the month first", remedy)
    if any(re.match("%d[/.-]%m", form) for form in formats):
        return Manner(MONTH_FIRST, DAY_FIRST, "the month first", "the day first", remedy)
    return None


def _seen(connection: DuckDBPyConnection, contract: Contract, name: str, manner: Manner) -> list[str]:
    """A sentence for each file with two or more values that only the other manner fits and too few that prove ours."""
    text = f"r.{identifier(name)}"
    others = connection.execute(
        f"SELECT p.part, p.name, count(*), min({text}) FROM {JUDGED} AS j JOIN {RAW} AS r ON r.rowid = j.{POSITION} "
        f"JOIN {PARTS} AS p ON p.part = j.{PART} "
        f"WHERE j.{bad_flag(name)} AND regexp_full_match({text}, {literal(manner.other)}) "
        f"GROUP BY p.part, p.name HAVING count(*) >= {FEWEST} ORDER BY p.part"
    ).fetchall()
    sentences = []
    for part, file, rows, example in others:
        proofs, proof = connection.execute(
            f"SELECT count(*), min({text}) FROM {RAW} AS r WHERE r.{PART} = {part} "
            f"AND regexp_full_match({text}, {literal(manner.own)})"
        ).fetchall()[0]
        if proofs < PROOFS_TO_OUTWEIGH * rows:
            sentences.append(_sentence(f"{file}: '{shown(contract, name)}'", manner, rows, example, proofs, proof))
    return sentences


def _sentence(where: str, manner: Manner, rows: int, example: str, proofs: int, proof: str | None) -> str:
    if not proofs:
        return (
            f"{where} looks as if written with {manner.others_name} (such as '{example}'), and the contract reads "
            f"it with {manner.own_name}; {manner.remedy}"
        )
    return (
        f"{where} is written with {manner.others_name} in {rows:,} rows (such as '{example}') and with "
        f"{manner.own_name} in {proofs:,} (such as '{proof}'), so that the others cannot be told apart; {manner.remedy}"
    )

"""Looks up the codes of a contract: from the agency's code or name, old names included, to ours.

The spellings that occur are few: each is matched once, here, ignoring case, spaces and punctuation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sia.extracts.casts import is_gap
from sia.extracts.headers import plain
from sia.extracts.raw import RAW
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KNOWN = '"sia known"'


def code_columns(contract: Contract) -> dict[str, Column]:
    """The kept columns that hold codes."""
    return {name: column for name, column in contract.kept.items() if column.type == "code"}


def lookup_table(name: str) -> str:
    """The temporary table of a code column: agency (as spelled), code, known."""
    return identifier(f"sia codes {name}")


def load_codes(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make a lookup table for each code column from the spellings that occur in the raw table."""
    for name, column in code_columns(contract).items():
        text = identifier(name)
        found = connection.execute(
            f"SELECT spelling, coalesce({is_gap('spelling')}, true) "
            f"FROM (SELECT DISTINCT {text} AS spelling FROM {RAW} WHERE {text} IS NOT NULL)"
        ).fetchall()
        rows = [(spelling, *_code(column, spelling, gap)) for spelling, gap in sorted(found)]
        values = ", ".join(f"({literal(a)}, {literal(b) if b else 'NULL'}, {known})" for a, b, known in rows)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {lookup_table(name)} (agency VARCHAR, code VARCHAR, {KNOWN} BOOLEAN)"
        )
        if rows:
            connection.execute(f"INSERT INTO {lookup_table(name)} VALUES {values}")


def _code(column: Column, spelling: str, gap: bool) -> tuple[str | None, bool]:
    """Our code for a spelling, and whether the contract knows it; a mark such as '-' or 'n/a' is a known gap.

    The exact spelling comes first, because codes such as 1 and -1 differ in punctuation only.
    """
    if spelling.strip() in column.codes:
        return column.codes[spelling.strip()] or None, True
    known = {plain(code): code for code in column.codes.values()} | {
        plain(agency): code for agency, code in column.codes.items()
    }
    if plain(spelling) in known:
        return known[plain(spelling)] or None, True
    if gap:
        return None, True
    return (spelling.strip(), True) if column.unknown_codes == "keep" else (None, False)

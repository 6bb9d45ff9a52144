"""Finds the header row of a table and which of its columns the contract wants.

Agencies rename and reorder columns and put title rows above them: case, spaces and punctuation are ignored, and the
header is the row in which most of the contract's columns are found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sia.extracts.report import NotRead, shown
from sia.project.contract import Column, Contract

ROWS_SEARCHED = 60


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Letters and digits of a text, case folded: what two spellings of one name have in common."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


@dataclass(frozen=True)
class Header:
    """Where the header stands (records from 0), how wide it is, and the position of each column that was found."""

    at: int
    width: int
    positions: tuple[tuple[str, int], ...]
    others: tuple[str, ...]

    @property
    def position(self) -> dict[str, int]:
        return dict(self.positions)


def accepted_headers(name: str, column: Column) -> list[str]:
    """Every spelling under which an agency may send a column."""
    return [name, *filter(None, (column.title,)), *column.headers]


def match_header(contract: Contract, cells: Sequence[str | None]) -> dict[str, int]:
    """The position of each contract column among the cells of a row; dropped columns are not looked for."""
    where: dict[str, int] = {}
    for position, cell in enumerate(cells):
        where.setdefault(plain(cell or ""), position)
    where.pop("", None)
    found: dict[str, int] = {}
    for name, column in contract.kept.items():
        position = next((where[p] for p in map(plain, accepted_headers(name, column)) if p in where), None)
        if position is not None:
            found[name] = position
    return found


def find_header(contract: Contract, rows: Iterable[Sequence[str | None]]) -> Header:
    """The first row with the most required (and then most) columns of the contract.

    Raises NotRead, naming the row and what was looked for, when a required column is in none of the first 60 rows.
    """
    best: tuple[tuple[int, int], int, Sequence[str | None], dict[str, int]] | None = None
    required = [name for name, column in contract.kept.items() if column.required]
    for at, cells in zip(range(ROWS_SEARCHED), rows, strict=False):
        found = match_header(contract, cells)
        score = (sum(name in found for name in required), len(found))
        if any(cells) and (best is None or score > best[0]):
            best = (score, at, cells, found)
        if len(found) == len(contract.kept):
            break
    if best is None:
        raise NotRead("it holds no rows")
    _, at, cells, found = best
    absent = [name for name in required if name not in found]
    if absent or not found:
        raise NotRead(_no_column(contract, at, absent or list(contract.kept)))
    others = [(cell or "").strip() for position, cell in enumerate(cells) if position not in found.values()]
    return Header(at, len(cells), tuple(found.items()), tuple(filter(None, others)))


def _no_column(contract: Contract, at: int, absent: list[str]) -> str:
    parts = []
    for name in absent:
        spellings = dict.fromkeys(accepted_headers(name, contract.columns[name]))
        parts.append(f"'{shown(contract, name)}' (looked for {', '.join(spellings)})")
    return f"line {at + 1} has no column for {' or for '.join(parts)}"

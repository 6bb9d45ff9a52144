"""Finds the header of a table and which of its columns the contract wants.

Agencies rename and reorder columns and put title rows above them: case, spaces and punctuation are ignored, and the
header is the row in which most of the contract's columns are found. A header may have two lines, of which the first
spans several columns ("Incidents" above "Total" and "Open"): both together ("Incidents Total") or the second alone
name a column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sia.extracts.report import NotRead, shown
from sia.project.contract import Column, Contract

ROWS_SEARCHED = 60
MOST_COLUMNS = 5_000
Cells = Sequence[str | None]
Names = list[tuple[str, ...]]
Score = tuple[int, int, int]
NO_SCORE = (0, 0, 0)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Letters and digits of a text, case folded: what two spellings of one name have in common."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


@dataclass(frozen=True)
class Header:
    """Where the header ends (records from 0), how wide it is, and the position of each column that was found.

    `spread` are the columns that a wide table makes rows of: their headers and positions. `lines` are the texts of the
    header's own rows in the columns found, by which the header is known again further down.
    """

    at: int
    width: int
    positions: tuple[tuple[str, int], ...]
    others: tuple[str, ...]
    spread: tuple[tuple[str, int], ...] = ()
    lines: tuple[tuple[tuple[int, str], ...], ...] = ()

    @property
    def position(self) -> dict[str, int]:
        return dict(self.positions)

    def lacks(self, contract: Contract) -> list[str]:
        """The kept columns that the table does not have; those that columns are made rows of are not looked for."""
        made = {contract.unpivot.name, contract.unpivot.value} if contract.unpivot else set()
        return [name for name in contract.kept if name not in self.position and name not in made]

    def again(self, cells: Cells) -> bool:
        """Whether a row below the header repeats it."""
        return any(all(_text(cells, at) == text for at, text in line) for line in self.lines)


@dataclass(frozen=True)
class _Match:
    """What the contract finds in a row: positions, columns that fit twice, columns that become rows."""

    found: dict[str, int]
    twice: dict[str, list[int]]
    spread: tuple[tuple[str, int], ...]

    def score(self, contract: Contract) -> Score:
        """How well the row serves as the header: required columns, all columns, none that fits twice."""
        seen = {*self.found, *self.twice}
        required = sum(contract.columns[name].required for name in seen)
        return required + bool(self.spread), len(seen) + len(self.spread), -len(self.twice)


def accepted_headers(name: str, column: Column) -> list[str]:
    """Every spelling under which an agency may send a column."""
    return [name, *filter(None, (column.title,)), *column.headers]


def match_header(contract: Contract, cells: Cells) -> dict[str, int]:
    """The position of each contract column among the cells of a row; dropped columns are not looked for.

    Of two columns that fit, the first counts here; `find_header` refuses them.
    """
    match = _match(contract, [(cell or "",) for cell in cells])
    return match.found | {name: positions[0] for name, positions in match.twice.items()}


def find_header(contract: Contract, rows: Iterable[Cells]) -> Header:
    """The header with the most required (and then most) columns of the contract, in one line or in two.

    Raises NotRead, naming the row and what was looked for, when a required column is in none of the first 60 rows, and
    when two columns fit one column of the contract.
    """
    lines: list[Cells] = []
    best = _best(contract, rows, lines)
    if best is None:
        raise NotRead("it holds no rows")
    _, at, names, match = best
    if len(names) > MOST_COLUMNS:
        raise NotRead(f"line {at + 1} has {len(names):,} columns; more than {MOST_COLUMNS:,} are not read")
    _refuse(contract, at, names, match)
    own = {position for _, position in (*match.found.items(), *match.spread)}
    others = [name[0].strip() for position, name in enumerate(names) if position not in own]
    spans = len(names[0])
    return Header(
        at, len(names), tuple(match.found.items()), tuple(filter(None, others)), match.spread,
        _own_lines(lines[at + 1 - spans : at + 1], sorted(own)),
    )  # fmt: skip


def header_score(contract: Contract, rows: Iterable[Cells]) -> Score:
    """How well the best row serves as the header, to compare delimiters or sheets; a single cell is no table."""
    best = _best(contract, rows, [])
    return NO_SCORE if best is None or (len(best[2]) == 1 < len(contract.kept)) else best[0]


def _best(contract: Contract, rows: Iterable[Cells], lines: list[Cells]) -> tuple[Score, int, Names, _Match] | None:
    """The reading of a row that scores most, the first of equals; the rows looked at are added to `lines`."""
    best: tuple[Score, int, Names, _Match] | None = None
    for at, cells in zip(range(ROWS_SEARCHED), rows, strict=False):
        lines.append(cells)
        for names in _readings(lines):
            match = _match(contract, names)
            score = match.score(contract)
            if best is None or score > best[0]:
                best = (score, at, names, match)
        if best and not contract.unpivot and len(best[3].found) == len(contract.kept):
            break
    return best


def _readings(lines: list[Cells]) -> Iterator[Names]:
    """The last row alone, and the last row with what spans it in the row above."""
    cells = lines[-1]
    if not any(_text(cells, at) for at in range(len(cells))):
        return
    yield [(cell or "",) for cell in cells]
    above = lines[-2] if len(lines) > 1 else ()
    if any(_text(above, at) for at in range(len(above))):
        width = max(len(cells), len(above))
        spanned = spanned_by(above, width)
        yield [(f"{spanned[at]} {_text(cells, at)}".strip(), _text(cells, at)) for at in range(width)]


def spanned_by(cells: Cells, width: int) -> list[str]:
    """The texts of a row, each carried on over the blank cells to its right, which it spans."""
    carried, last = [], ""
    for at in range(width):
        last = _text(cells, at) or last
        carried.append(last)
    return carried


def _match(contract: Contract, names: Names) -> _Match:
    """Columns by their first spelling that is there; a name of two lines comes before its second line alone."""
    found: dict[str, int] = {}
    twice: dict[str, list[int]] = {}
    ranks = [_positions([name[rank] for name in names if rank < len(name)]) for rank in range(len(names[0]))]
    made = {contract.unpivot.name, contract.unpivot.value} if contract.unpivot else set()
    for name, column in contract.kept.items():
        spellings = dict.fromkeys(map(plain, accepted_headers(name, column)))
        for where in ranks if name not in made else ():
            positions = sorted({position for one in spellings for position in where.get(one, ())})
            if positions:
                (found.update({name: positions[0]}) if len(positions) == 1 else twice.update({name: positions}))
                break
    return _Match(found, twice, _spread(contract, names, set(found.values())))


def _positions(texts: list[str]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        if name := plain(text):
            where.setdefault(name, []).append(position)
    return where


def _spread(contract: Contract, names: Names, taken: set[int]) -> tuple[tuple[str, int], ...]:
    """Headers that fit the contract's expression for columns that become rows."""
    if contract.unpivot is None:
        return ()
    fits = re.compile(contract.unpivot.headers)
    spread = []
    for position, alternatives in enumerate(names):
        fitting = next((text.strip() for text in alternatives if fits.fullmatch(text.strip())), "")
        if fitting and position not in taken:
            spread.append((fitting, position))
    return tuple(spread)


def _refuse(contract: Contract, at: int, names: Names, match: _Match) -> None:
    for name, positions in match.twice.items():
        both = " and ".join(f"'{names[position][0].strip()}' (column {position + 1})" for position in positions)
        raise NotRead(
            f"line {at + 1} has more than one column for '{shown(contract, name)}': {both}; leave one of them"
        )
    if contract.unpivot and not match.spread:
        raise NotRead(
            f"line {at + 1} has no columns to make rows of (looked for headers like {contract.unpivot.headers})"
        )
    made = (contract.unpivot.name, contract.unpivot.value) if contract.unpivot else ()
    required = [name for name, column in contract.kept.items() if column.required and name not in made]
    absent = [name for name in required if name not in match.found]
    if absent or not (match.found or match.spread):
        raise NotRead(_no_column(contract, at, absent or list(contract.kept)))


def _own_lines(lines: list[Cells], positions: list[int]) -> tuple[tuple[tuple[int, str], ...], ...]:
    texts = [tuple((at, _text(cells, at)) for at in positions) for cells in lines]
    return tuple(line for line in texts if any(text for _, text in line))


def _text(cells: Cells, at: int) -> str:
    return (cells[at] or "").removeprefix("\ufeff").strip() if at < len(cells) else ""


def _no_column(contract: Contract, at: int, absent: list[str]) -> str:
    parts = []
    for name in absent:
        own, *others = accepted_headers(name, contract.columns[name])
        # Agencies read this: the contract's own name stands only where there is no other.
        spellings = dict.fromkeys(others or [own])
        parts.append(f"'{shown(contract, name)}' (looked for {', '.join(spellings)})")
    return f"line {at + 1} has no column for {' or for '.join(parts)}"

"""Finds the header of an example and keeps a bounded sample of the rows below it, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median

from sia.drafting.opening import Cells
from sia.extracts.headers import MOST_COLUMNS, ROWS_SEARCHED, plain, spanned_by
from sia.extracts.report import NotRead

FIRST_ROWS, EVERY, ROWS_AT_MOST = 20_000, 50, 1_000_000
CELLS_AT_MOST = 4_000_000
ONLY_TOTAL = re.compile(r"[^a-z0-9]*((grand|sub)[ -]?)?totals?[^a-z0-9]*", re.IGNORECASE)
TOTALS_WITHIN = 4
NUMBER = re.compile(r"[-+(]?[£$]?\d[\d,. ]*%?\)?")
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
YEAR = re.compile(r"(19|20)\d\d")
TOTAL = re.compile(r"[^a-z0-9]*((grand|sub)[ -]?)?totals?\b.*", re.IGNORECASE)


@dataclass(frozen=True)
class Sample:
    """The columns of a table: their headers (those of two lines joined), and the values of the rows kept.

    Values have no spaces around them; a blank is None. `whole` says whether every row was kept; `seen` counts rows read, and `cut`
    says that there are more.
    """

    headers: tuple[str, ...]
    columns: tuple[tuple[str | None, ...], ...]
    seen: int
    whole: bool
    cut: bool = False

    @property
    def rows(self) -> int:
        return len(self.columns[0]) if self.columns else 0


def take_sample(rows: Iterator[Cells]) -> Sample:
    """The first 20,000 rows below the header (fewer of a wide table) and every fiftieth after them, up to the millionth.

    Raises NotRead when no row looks like a header, or nothing stands below it.
    """
    top = [[_tidy(cell) for cell in cells] for cells in islice(rows, ROWS_SEARCHED)]
    at, headers = _header(top)
    width = len(headers)
    if width > MOST_COLUMNS:
        raise NotRead(f"it has {width:,} columns; more than {MOST_COLUMNS:,} are not read")
    records = (cells for cells in _chain(top[at + 1 :], rows) if _is_record(cells, headers))
    kept, seen, cut = _some(records, max(1, min(FIRST_ROWS, CELLS_AT_MOST // width)))
    if not kept:
        raise NotRead("there is nothing below the header")
    padded = [(*cells[:width], *[None] * (width - len(cells))) for cells in kept]
    return Sample(tuple(headers), tuple(zip(*padded, strict=True)), seen, len(kept) == seen and not cut, cut)


def _some(records: Iterator[Cells], first: int) -> tuple[list[Cells], int, bool]:
    """The first records and some of those after them, how many were gone through, and whether there are more."""
    kept, seen = [], 0
    for cells in records:
        if seen == ROWS_AT_MOST:
            return kept, seen, True
        seen += 1
        if seen <= first or (seen % EVERY == 0 and len(kept) < 2 * first):
            kept.append(cells)
    return kept, seen, False


def _chain(first: list[Cells], rows: Iterator[Cells]) -> Iterator[Cells]:
    yield from first
    for cells in rows:
        yield [_tidy(cell) for cell in cells]


def _tidy(cell: str | None) -> str | None:
    return (cell or "").removeprefix("\ufeff").strip(" \t\r\n\u00a0") or None


def _is_record(cells: Cells, headers: list[str]) -> bool:
    """Whether a row below the header is data: not blank, not a note, no total, not the header again."""
    filled = [cell for cell in cells if cell]
    if not filled or (len(headers) > 3 and len(filled) == 1):
        return False
    total = TOTAL.fullmatch(filled[0]) or any(map(ONLY_TOTAL.fullmatch, filled[1:TOTALS_WITHIN]))
    return not total and cells[: len(headers)] != headers


def _header(top: list[Cells]) -> tuple[int, list[str]]:
    """The position of the header's last line, and the names that it gives.

    It is the first row about as full as the rows below, all of words (or years) that differ; a row of words below one that
    spans several columns belongs to it.
    """
    usual = median([sum(map(bool, cells)) for cells in top if sum(map(bool, cells)) > 1] or [1])
    for at, cells in enumerate(top):
        names = [cell or "" for cell in cells]
        below = top[at + 1] if at + 1 < len(top) else []
        both = _joined(cells, below)
        if sum(map(bool, names)) > 1 and not all(names) and _all_words(below) and _names(both, usual):
            alone = [name or "" for name in below]
            return at + 1, alone if all(alone) and len(set(map(plain, alone))) == len(alone) else both
        if _names(names, usual):
            return at, names
    raise NotRead("no row among the first 60 looks like a header: a row of different names above the data")


def _joined(above: Cells, below: Cells) -> list[str]:
    width = max(len(above), len(below))
    spans = spanned_by(above, width)
    return [f"{spans[at]} {(below[at] or '') if at < len(below) else ''}".strip() for at in range(width)]


def _names(names: list[str], usual: float) -> bool:
    given = [name for name in names if name]
    if len(given) < 0.6 * usual or len({plain(name) for name in given}) < 0.8 * len(given):
        return False
    values = sum(bool(NUMBER.fullmatch(name) or DAY.fullmatch(name)) and not YEAR.fullmatch(name) for name in given)
    return values <= 0.2 * len(given) and any(not NUMBER.fullmatch(name) for name in given)


def _all_words(cells: Cells) -> bool:
    given = [cell for cell in cells if cell]
    return len(given) > 1 and not any(NUMBER.fullmatch(cell) or DAY.fullmatch(cell) for cell in given)

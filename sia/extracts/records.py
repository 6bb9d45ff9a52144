"""Takes a damaged text apart, record by record, in bounded memory, and never lets one stray quotation mark hide lines.

Where a quotation mark opens a cell and no end is found that fits, the line on which that record began is one damaged
record, and reading begins again on the next line: no line is lost.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator

from sia.extracts.places import Place, Utf8Stream
from sia.extracts.report import NotRead
from sia.extracts.tally import LONGEST_LINE, TOO_LONG

Record = tuple[int, list[str] | None]


def records_of(place: Place, delimiter: str) -> Iterator[Record]:
    """The number of each record, from 1, and its cells; a blank line has none, None stands for a damaged record.

    Raises NotRead for a line of more than two million characters.
    """
    with io.TextIOWrapper(io.BufferedReader(Utf8Stream(place)), encoding="utf-8", newline="") as text:
        yield from enumerate(_records(_Lines(text), delimiter), 1)


def cells_of(text: str, delimiter: str) -> list[str] | None:
    """The cells of one record given as text, blank lines before it passed over; None when it is damaged."""
    found = [cells for cells in _records(_Lines(io.StringIO(text, newline="")), delimiter) if cells != []]
    return found[0] if len(found) == 1 else None


def _records(lines: _Lines, delimiter: str) -> Iterator[list[str] | None]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.give_back()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            yield None


class _Lines:
    """Lines of a text, of which those after the first of a damaged record can be given back."""

    def __init__(self, text: io.TextIOBase):
        self.text, self.taken, self.waiting = text, [], deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else self._line()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        self.waiting.extendleft(reversed(self.taken[1:]))

    def _line(self) -> str:
        line = self.text.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise NotRead(TOO_LONG)
        return line

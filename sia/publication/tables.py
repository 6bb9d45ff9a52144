"""A table once, written twice: as a Markdown pipe table for documents and as CSV for whoever wants the numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sia.publication.wording import MINUS, NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, number

Cell = str | int | float | None
NOTE_SUPPRESSED = f"{SUPPRESSED} is a small number, or one that would give a small number away, and is not shown."
NOTE_NOT_AVAILABLE = f"{NOT_AVAILABLE} is a figure that is not available."
NOTE_NOT_APPLICABLE = f"{NOT_APPLICABLE} is a figure that does not apply."


@dataclass(frozen=True)
class Table:
    """Headings, rows of ready text, a caption that says what the table shows.

    Every column but the first holds figures, right aligned, unless `numbers` is false or it is one of `text_columns`.
    """

    id: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True
    widths: tuple[int, ...] = ()
    text_columns: tuple[int, ...] = ()

    def markdown(self) -> str:
        """The pipe table with its caption, id and a note on marks."""
        rule = [":---" if self._is_text(column) else "---:" for column in range(len(self.headings))]
        lines = [_line(self.headings), _line(rule), *(_line(row) for row in self.rows)]
        return "\n".join([*lines, "", f": {self.caption} {self._attributes()}", *self._notes()])

    def csv(self) -> str:
        """The same cells as CSV, figures without separators."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.headings)
        writer.writerows([[plain_cell(cell) for cell in row] for row in self.rows])
        return text.getvalue()

    def _is_text(self, column: int) -> bool:
        return column == 0 or not self.numbers or column in self.text_columns

    def _attributes(self) -> str:
        kind = " .numbers" if self.numbers and not self.text_columns else ""
        widths = f' tbl-colwidths="[{",".join(map(str, self.widths))}]"' if self.widths else ""
        return f"{{#tbl-{self.id}{kind}{widths}}}"

    def _notes(self) -> list[str]:
        cells = {cell for row in self.rows for cell in row}
        marks = [
            (SUPPRESSED, NOTE_SUPPRESSED),
            (NOT_AVAILABLE, NOTE_NOT_AVAILABLE),
            (NOT_APPLICABLE, NOTE_NOT_APPLICABLE),
        ]
        notes = [note for mark, note in marks if mark in cells]
        return ["", f"[{escaped(' '.join(notes))}]{{.source}}"] if notes else []


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(table_text(cell) for cell in cells)} |"


def table_text(text: str) -> str:
    """Text that stays inside its cell of a pipe table."""
    text = text.replace("\n", " ")
    if text in (SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE):
        return escaped(text)
    return text.replace("\\|", "|").replace("|", "\\|")


def escaped(text: str) -> str:
    """Square brackets as brackets, not as the beginning of a link."""
    return text.replace("[", "\\[").replace("]", "\\]")


def plain_text(text: str) -> str:
    """Text from a register or an extract, as words: nothing in it is read as Markdown."""
    special = set("\\`*_{}[]<>#$|~^@")
    return "".join(f"\\{letter}" if letter in special else letter for letter in " ".join(str(text).split()))


def plain_cell(text: str) -> str:
    """A table's figure as a spreadsheet reads it: no separators, a plain minus sign, no Markdown."""
    bare = text.replace(",", "").replace(MINUS, "-")
    sign_free = bare.lstrip("+-").rstrip("%")
    if sign_free.replace(".", "", 1).isdigit():
        return bare.lstrip("+")
    return text.replace("\\", "")


def figure(value: float | None, withheld: bool, decimals: int = 0) -> str:
    """A figure in a table: the number, the mark of what is suppressed, or of what is not available."""
    if withheld:
        return SUPPRESSED
    return NOT_AVAILABLE if value is None else number(value, decimals)

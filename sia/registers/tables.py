"""A register as a table of text with the place of every cell, from a CSV file or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sia.errors import UserError

SUFFIXES = (".csv", ".xlsx")
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Line:
    """One row: its values by column, and its number in the file (CSV) or sheet (workbook), from 1."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file of rows. `columns` are as written in the header; `extra` are numbers of lines longer than the header."""

    shown_as: str
    is_workbook: bool
    header_number: int
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    extra: tuple[int, ...]

    def place(self, number: int, column: str = "") -> str:
        """How a message names a cell: "context.csv:5, said_on" or "context.xlsx, cell F5 (said_on)"."""
        if not self.is_workbook:
            return f"{self.shown_as}:{number}" + (f", {column}" if column else "")
        if column not in self.columns:
            return f"{self.shown_as}, row {number}" + (f" ({column})" if column else "")
        return f"{self.shown_as}, cell {_letters(self.columns.index(column))}{number} ({column})"


def find_table(folder: Path, name: str, root: Path) -> Table | None:
    """The register `name` in `folder`, or None when there is no file; raises UserError for two files or an unreadable one."""
    found = [path for suffix in SUFFIXES if (path := folder / f"{name}{suffix}").is_file()]
    if not found:
        return None
    if len(found) > 1:
        shown = folder.relative_to(root).as_posix()
        message = f"the register '{name}' stands here twice, as {found[0].name} and as {found[1].name}."
        raise UserError.at(shown, message, "Keep one of them.")
    return read_table(found[0], root)


def read_table(path: Path, root: Path) -> Table:
    """A register file as text; its first line that is not blank is the header. Raises UserError when it cannot be read."""
    shown_as = path.relative_to(root).as_posix()
    rows = _workbook(path, shown_as) if path.suffix == ".xlsx" else _csv(path)
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise UserError.at(shown_as, "the file is empty.", "Write at least the line of column names.")
    (header_number, header), *body = filled
    while header and not header[-1]:
        header.pop()
    columns = tuple(normal(name) for name in header)
    lines = tuple(Line(number, dict(zip(columns, cells, strict=False))) for number, cells in body)
    extra = tuple(number for number, cells in body if any(cells[len(columns) :]))
    return Table(shown_as, path.suffix == ".xlsx", header_number, columns, lines, extra)


def normal(name: str) -> str:
    """A column name as the models spell it: "Said on" is said_on."""
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = decoded(path.read_bytes())
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for cells in reader:
        yield before + 1, [cell.strip() for cell in cells]
        before = reader.line_num


def decoded(content: bytes) -> str:
    """Text as Excel and editors save it: UTF-8 with or without byte-order mark, UTF-16 with one, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _workbook(path: Path, shown_as: str) -> Iterator[tuple[int, list[str]]]:
    import fastexcel

    try:
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    except fastexcel.FastExcelError as error:
        first = str(error).splitlines()[0]
        raise UserError.at(shown_as, f"the workbook cannot be read: {first}.", "Save it again as .xlsx.") from None
    for number, cells in enumerate(sheet.to_polars().iter_rows(), start=1):
        yield number, [_cell(value) for value in cells]


def _cell(value: str | None) -> str:
    """Text of a cell; a date arrives as a moment at midnight."""
    return (value or "").strip().removesuffix(" 00:00:00")


def _letters(index: int) -> str:
    """The letters of a column of a sheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

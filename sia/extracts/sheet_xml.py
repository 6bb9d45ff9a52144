"""Looks at the XML of a workbook before it is read: how far its sheets reach, and which cells hold an error.

The reader of workbooks makes room for every cell between the first and the last of a sheet, so that two cells in opposite
corners would take all memory; and it gives an error (#REF!) as a blank, which would be read as not recorded.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from sia.extracts.digest import CHUNK
from sia.extracts.report import NotRead

MOST_CELLS = 20_000_000
ErrorCells = dict[int, dict[int, str]]
SHEETS, OPEN_DOCUMENT = "xl/worksheets/", "content.xml"
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CELL = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"([^>/]*)>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?(?:<v>([^<]*))?')
SHEET = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
RELATION = re.compile(r"<Relationship\b[^>]*>")
OPEN_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>(?:<text:p>([^<]*))?")
OPEN_ERROR = b'calcext:value-type="error"'
REPEATED = re.compile(rb'table:number-(?:columns|rows)-repeated="(\d{1,9})"')


@dataclass
class Reach:
    """The corners of what a sheet holds, and its errors by row and column; all from 0."""

    top: int = 1 << 30
    left: int = 1 << 30
    bottom: int = -1
    right: int = -1
    errors: ErrorCells = field(default_factory=dict)

    def add(self, row: int, column: int) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def cells(self) -> int:
        return max(self.bottom - self.top + 1, 0) * max(self.right - self.left + 1, 0)


def reaches(archive: zipfile.ZipFile) -> dict[str, Reach]:
    """How far each sheet of an XLSX (by its file in the archive) or of an ODS (by its place) reaches.

    Raises NotRead for a sheet of more than 20 million cells, blank ones between others counted.
    """
    found = {}
    for name in archive.namelist():
        if name.startswith(SHEETS) and name.endswith(".xml"):
            found[name] = _sheet_reach(_pieces(archive, name, b"<c "))
        elif name == OPEN_DOCUMENT:
            tables = _table_reaches(_pieces(archive, name, b"<table:"))
            found |= {f"{name}:{place}": table for place, table in enumerate(tables)}
    for one in found.values():
        if one.cells > MOST_CELLS:
            raise NotRead(
                f"a sheet reaches to row {one.bottom + 1:,} and column {one.right + 1:,}, which is more than "
                f"{MOST_CELLS // 1_000_000} million cells; ask for it as CSV"
            )
    return found


def error_cells(archive: zipfile.ZipFile, found: dict[str, Reach], sheet: str, place: int) -> ErrorCells:
    """The errors of one sheet (its name, its place among the sheets from 0) by row and by column, counted from 0 at the
    leftmost column in use."""
    if not any(one.errors for one in found.values()):
        return {}
    reach = found.get(f"{OPEN_DOCUMENT}:{place}" if OPEN_DOCUMENT in archive.namelist() else _file_of(archive, sheet))
    reach = reach or Reach()
    return {row: {at - reach.left: text for at, text in errors.items()} for row, errors in reach.errors.items()}


def _sheet_reach(pieces: Iterator[bytes]) -> Reach:
    reach = Reach()
    for piece in pieces:
        for letters, digits, more, value in CELL.findall(piece):
            row, column = int(digits) - 1, _column(letters)
            reach.add(row, column)
            if b't="e"' in more:
                reach.errors.setdefault(row, {})[column] = html.unescape(value.decode())
    return reach


def _table_reaches(pieces: Iterator[bytes]) -> list[Reach]:
    """Rows and cells of an ODS may be repeated; only a cell that is not closed at once holds something."""
    found: list[Reach] = []
    row = rows = column = 0
    for piece in pieces:
        for tag, more, text in OPEN_TAG.findall(piece):
            match = REPEATED.search(more)
            times = int(match[1]) if match else 1
            if tag == b"table":
                found.append(Reach())
                row = rows = column = 0
            elif not found:
                continue
            elif tag == b"table-row":
                row, rows, column = row + rows, times, 0
            else:
                if not more.endswith(b"/"):
                    found[-1].add(row, column)
                    found[-1].add(row + rows - 1, column + times - 1)
                if OPEN_ERROR in more:
                    found[-1].errors.setdefault(row, {})[column] = html.unescape(text.decode())
                column += times
    return found


def _pieces(archive: zipfile.ZipFile, name: str, begin: bytes) -> Iterator[bytes]:
    """A member in pieces, each cut where a tag begins."""
    held = b""
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            held += chunk
            cut = held.rfind(begin)
            if cut > 0:
                yield held[:cut]
                held = held[cut:]
            elif len(held) > 16 * CHUNK:
                yield held
                held = b""
    yield held


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _file_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file in the archive that holds a sheet of an XLSX; '' when that cannot be told."""
    names = archive.namelist()
    if BOOK not in names or RELATIONS not in names:
        return ""
    ids = {html.unescape(name): key for name, key in SHEET.findall(archive.read(BOOK).decode("utf-8", "replace"))}
    for tag in RELATION.findall(archive.read(RELATIONS).decode("utf-8", "replace")):
        own = dict(re.findall(r'\b(Id|Target)="([^"]*)"', tag))
        if own.get("Id") == ids.get(sheet):
            target = own.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""

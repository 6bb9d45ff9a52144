"""Reads a sheet of a workbook (XLSX, XLSM, XLSB, XLS, ODS) as rows of texts.

Dates come as `2023-12-31 00:00:00`, whatever their day number counts from; formulas as the values last calculated, links
to other workbooks among them, which are not followed. A percentage comes as it is stored, 25 % as 0.25. A cell with an
error (#REF!) is a text that fits no typed column; in an XLS, whose errors the reader does not tell, it is a blank.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sia.extracts.archives import check_whole
from sia.extracts.headers import header_score
from sia.extracts.report import NotRead
from sia.extracts.sheet_xml import ErrorCells, error_cells, reaches
from sia.project.contract import Contract

if TYPE_CHECKING:
    import polars as pl

PROTECTED = "the workbook is protected by a password; ask for it without one"
DAMAGED = "the workbook is damaged or protected by a password"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FILE_PASS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06.{14}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)  # XLS: [MS-XLS] 2.4.117
OLE_DOCUMENTS = {"WordDocument": "a text document", "PowerPoint Document": "a presentation"}


class SheetRows:
    """The rows of a sheet from one on, with their numbers, counted from 1 at the top of the sheet."""

    def __init__(self, table: pl.DataFrame, errors: ErrorCells, first: int = 0):
        self.table, self.errors, self.first = table, errors, first

    def __iter__(self) -> Iterator[tuple[int, list[str | None]]]:
        for at, cells in enumerate(self.table.slice(self.first).iter_rows(), self.first):
            yield at + 1, self._with_errors(at, list(cells))

    def __getitem__(self, rows: slice) -> SheetRows:
        return SheetRows(self.table, self.errors, self.first + (rows.start or 0))

    def _with_errors(self, row: int, cells: list[str | None]) -> list[str | None]:
        for column, error in self.errors.get(row, {}).items():
            if column < len(cells) and not cells[column]:
                cells[column] = error
        return cells


def sheet_rows(contract: Contract, content: bytes) -> SheetRows:
    """Rows of the sheet that the contract names, or else of the sheet that shows most of its columns.

    Hidden sheets are read only when they are named. Raises NotRead when the workbook is damaged, protected or too large,
    or lacks the sheet.
    """
    _refuse_protected(content)
    archive = _archive(content)
    if archive is None:
        return SheetRows(_best_sheet(contract, content)[1], {})
    with archive:
        check_whole(archive)
        reach = reaches(archive)
        name, table, place = _best_sheet(contract, content)
        return SheetRows(table, error_cells(archive, reach, name, place))


def _best_sheet(contract: Contract, content: bytes) -> tuple[str, pl.DataFrame, int]:
    """The sheet to read: its name, its cells, and its place among all sheets."""
    sheets = _sheets(contract, content)
    return max(sheets, key=lambda one: header_score(contract, one[1].iter_rows()))


def _sheets(contract: Contract, content: bytes) -> list[tuple[str, pl.DataFrame, int]]:
    import fastexcel

    try:
        reader = fastexcel.read_excel(content)
        names = reader.sheet_names
        wanted = [(name, place) for place, name in enumerate(names) if contract.sheet in ("", name.strip())]
        if not wanted:
            raise NotRead(f"there is no sheet '{contract.sheet}' (the sheets are {', '.join(map(repr, names))})")
        sheets = [(name, _sheet(reader, name), place) for name, place in wanted]
    except fastexcel.FastExcelError as error:
        raise NotRead(PROTECTED if "password" in str(error).lower() else DAMAGED) from None
    shown = [
        (name, sheet.to_polars(), place)
        for name, sheet, place in sheets
        if contract.sheet or sheet.visible == "visible"
    ]
    if not shown:
        raise NotRead("every sheet of the workbook is hidden; name the one to read in the contract")
    return shown


def _sheet(reader: Any, name: str) -> Any:
    return reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")


def _refuse_protected(content: bytes) -> None:
    """A protected XLSX is an OLE file that holds the encrypted package, a protected XLS has a record that says so; other
    documents of Office are OLE files too."""
    if content.startswith(b"PK"):
        return
    if ENCRYPTED in content or FILE_PASS.search(content):
        raise NotRead(PROTECTED)
    for stream, kind in OLE_DOCUMENTS.items():
        if stream.encode("utf-16-le") in content:
            raise NotRead(f"this is {kind}, not a table; ask for the data as CSV or XLSX")


def _archive(content: bytes) -> zipfile.ZipFile | None:
    """XLSX, XLSB and ODS are zip archives, XLS is not."""
    if not content.startswith(b"PK"):
        return None
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise NotRead(DAMAGED) from None

"""The workbook that goes back to an agency: what it is, every row that was set aside, and how many for which reason.

Laid out as the Government Analysis Function advises for spreadsheets that everyone can read: a first sheet that explains,
one marked table on each sheet beginning in the first column, no merged and no empty cells in the headings, nothing told
by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from sia.calendar import long_date
from sia.extracts.report import shown
from sia.project.contract import Contract
from sia.project.load import Project
from sia.sharing.returned import Returned

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
HEADER_ROW = 3
WIDEST, NARROWEST, BUTTON = 60, 10, 4  # characters; the button of a filter takes some
LINE, MOST_LINES_OF_A_CELL = 15, 25  # points
MOST_ACROSS = 6  # columns that can be read on A4
A3, A4 = 8, 9
ROW, FIRST_ROW = "Row", "First row"
ROW_NUMBERS = {ROW, FIRST_ROW}  # names of rows, written as the sentences write them
Cell = str | int | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its title, a line that says what it holds, and its table."""

    name: str
    title: str
    about: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_workbook(project: Project, returned: Returned, path: Path) -> None:
    """Write the workbook of one source; the same rows give the same bytes."""
    from xlsxwriter import Workbook

    sheets = (_read_me(project, returned), _rows(returned), _summary(returned))
    with Workbook(path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        created = datetime.combine(project.assessment.as_at, time())
        title = f"{returned.contract.title}: rows set aside"
        book.set_properties({"title": title, "subject": returned.contract.agency, "created": created})
        for number, sheet in enumerate(sheets):
            _write(book, sheet, marking(returned.contract), number)


def marking(contract: Contract) -> str:
    """How the rows must be handled, as written on every page: "OFFICIAL-SENSITIVE"."""
    return contract.classification.upper()


def _read_me(project: Project, returned: Returned) -> Sheet:
    contract, files = returned.contract, returned.report.files
    totals = {
        name: sum(getattr(file, f"rows_{name}") for file in files)
        for name in ("in", "accepted", "quarantined", "duplicate")
    }
    unlisted = returned.faults - len(returned.lines)
    listed = (
        f"The first {len(returned.lines):,} faults of {returned.faults:,}, from each file and each kind of fault. "
        "The sheet 'Summary' counts all of them."
        if unlisted
        else "Every fault of every row; a row with two faults stands there twice."
    )
    rows = [
        ("Source", contract.title),
        ("Sent by", contract.agency),
        ("For the attention of", contract.owner),
        ("From", project.partnership.name),
        ("Reply to", project.partnership.contact or project.assessment.prepared_by or project.partnership.name),
        ("Prepared for", f"{project.assessment.title}, as at {long_date(project.assessment.as_at)}"),
        ("Handling", _handling(contract)),
        ("Files", "; ".join(file.file for file in files)),
        ("Rows received", totals["in"]),
        ("Rows accepted", totals["accepted"]),
        ("Rows set aside", totals["quarantined"]),
        ("Duplicate rows", totals["duplicate"]),
        ("What is asked", "Please correct the rows in your system and send the extract again, or tell us if a value is right."),
        ("Row numbers", "Row 1 is the first row below the headings. Where the headings are in the first row of a sheet, a spreadsheet program calls it row 2."),
        ("Sheet 'Rows'", listed),
        ("Sheet 'Summary'", "How many rows of each file have which fault."),
        ("Columns not shown", _not_shown(contract)),
    ]  # fmt: skip
    about = (
        "Rows that do not fit what was agreed for this source, and are therefore in no figure until they are corrected."
    )
    return Sheet("Read me", f"{contract.title}: rows set aside", about, ("About", "Detail"), tuple(rows))


def _handling(contract: Contract) -> str:
    terms = f", under: {contract.licence}" if contract.licence else ""
    return f"{marking(contract)}{terms}. Share it only by the route agreed for this source."


def _not_shown(contract: Contract) -> str:
    """Which columns this workbook never holds, by title."""
    hidden = [shown(contract, name) for name, column in contract.columns.items() if column.drop or column.pseudonymise]
    if not hidden:
        return "All columns that the partnership keeps are shown. Others in your file are not read."
    return f"{'; '.join(hidden)}. Their values are not kept in plain. Other columns that are not shown are not read."


def _rows(returned: Returned) -> Sheet:
    kept = [name for name, column in returned.contract.kept.items() if not column.pseudonymise]
    own = ("File", ROW, "Column at fault", "Rule", "What is wrong")
    headings = _distinct([*own, *(shown(returned.contract, name) for name in kept)])
    rows = tuple(
        (line.file, line.row, line.column, line.rule, line.sentence, *(line.values.get(name) for name in kept))
        for line in returned.lines
    )
    about = "One line for each fault. After 'What is wrong' come the values of the row as you sent them."
    return Sheet("Rows", f"{returned.contract.title}: every row set aside", about, headings, rows)


def _summary(returned: Returned) -> Sheet:
    rows = tuple((one.file, one.column, one.rule, one.sentence, one.rows, one.first_row) for one in returned.reasons)
    headings = ("File", "Column at fault", "Rule", "What is wrong", "Rows", FIRST_ROW)
    about = "How many rows of each file have which fault; a row with two faults counts in both."
    return Sheet("Summary", f"{returned.contract.title}: what is wrong, and how often", about, headings, rows)


def _distinct(titles: Sequence[str]) -> tuple[str, ...]:
    """Headings that a spreadsheet takes as those of a table: none blank, none twice, whatever the case."""
    found: list[str] = []
    for title in titles:
        name, number = title, 1
        while name.casefold() in {one.casefold() for one in found}:
            number += 1
            name = f"{title} ({number})"
        found.append(name)
    return tuple(found)


def _write(book: Workbook, sheet: Sheet, handling: str, number: int) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, f"{handling}. {sheet.about}")
    widths = [_width(heading, (row[column] for row in sheet.rows)) for column, heading in enumerate(sheet.headings)]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    _table(book, page, sheet, f"table_{number + 1}")
    _cells(book, page, sheet, widths)
    _for_print(page, handling, wide=len(sheet.headings) > MOST_ACROSS)


def _table(book: Workbook, page: Worksheet, sheet: Sheet, name: str) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    last = HEADER_ROW + max(len(sheet.rows), 1)
    page.add_table(HEADER_ROW, 0, last, len(sheet.headings) - 1, {
        "name": name,
        "description": f"{sheet.title}. {sheet.about}",
        "style": "Table Style Light 1",
        "columns": [{"header": title, "header_format": heading} for title in sheet.headings],
    })  # fmt: skip
    page.freeze_panes(HEADER_ROW + 1, 0)


def _cells(book: Workbook, page: Worksheet, sheet: Sheet, widths: Sequence[int]) -> None:
    """Write every cell as what it is; what begins like a formula stays text even when someone edits it."""
    wrapped = {"text_wrap": True, "valign": "top"}
    body = book.add_format(wrapped)
    count = book.add_format({**wrapped, "num_format": "#,##0", "align": "left"})
    number = book.add_format({**wrapped, "num_format": "0", "align": "left"})
    text = book.add_format({**wrapped, "num_format": "@", "quote_prefix": True})
    page.set_row(HEADER_ROW, _height(sheet.headings, [width - BUTTON for width in widths]))
    for place, row in enumerate(sheet.rows, HEADER_ROW + 1):
        page.set_row(place, _height(row, widths))
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                page.write_blank(place, column, None, body)
            elif isinstance(cell, int):
                page.write_number(place, column, cell, number if sheet.headings[column] in ROW_NUMBERS else count)
            else:
                page.write_string(place, column, cell, text if cell.startswith(FORMULA_STARTS) else body)


def _for_print(page: Worksheet, handling: str, wide: bool) -> None:
    page.set_landscape()
    page.set_paper(A3 if wide else A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_header(f"&C{handling}")
    page.set_footer("&C&P of &N")


def _width(heading: str, cells: Iterable[Cell]) -> int:
    """Wide enough for most cells and for the longest word of the heading, in characters; what is longer wraps."""
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    word = max(map(len, heading.split()))
    return min(WIDEST, max(NARROWEST, longest + 1, word + BUTTON))


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """The height of a row in points; programs do not all make room for text that wraps."""
    lines = [
        -(-len(str(cell)) // max(width - 1, 1)) for cell, width in zip(cells, widths, strict=True) if cell is not None
    ]
    return LINE * min(max(lines, default=1), MOST_LINES_OF_A_CELL)

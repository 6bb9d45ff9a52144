"""Workbooks as Excel and others write them: old and new, with dates, errors, hidden sheets and passwords."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

HEADER = ["Incident No", "Date opened", "persons"]
DAY = datetime(2023, 1, 2)
EXPECTED = [("A1", date(2023, 1, 2), 3)]


def accepted(reading) -> list[tuple]:
    return reading.rows("SELECT reference, recorded_on, persons FROM asb ORDER BY source_row")


def xlsx(fill: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"default_date_format": "dd/mm/yyyy", **options})
    fill(book)
    book.close()
    return made.getvalue()


def table(
    book: xlsxwriter.Workbook, name: str = "Data", row: int = 0, column: int = 0
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    sheet.write_row(row, column, HEADER)
    sheet.write_row(row + 1, column, ["A1", DAY, 3])
    return sheet


def old_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for column, text in enumerate(HEADER):
        sheet.write(2, column, text)
    sheet.write(0, 0, "Anti-social behaviour")
    sheet.write(3, 0, "A1")
    sheet.write(3, 1, DAY, xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(3, 2, 3)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("name", ["asb.xls", "asb.xlsx", "asb.csv"])
@pytest.mark.parametrize("content", [old_xls(), xlsx(table)], ids=["old", "new"])
def test_old_and_new_workbooks_are_told_by_what_they_are(desk, name: str, content: bytes) -> None:
    desk.drop(name, content)
    assert accepted(desk.read()) == EXPECTED


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_are_right_whichever_day_the_workbook_counts_from(desk, from_1904: bool) -> None:
    desk.drop("asb.xlsx", xlsx(table, date_1904=from_1904))
    assert accepted(desk.read()) == EXPECTED


def test_a_table_may_begin_anywhere_on_the_sheet(desk) -> None:
    desk.drop("asb.xlsx", xlsx(lambda book: table(book, row=7, column=4)))
    reading = desk.read()
    assert accepted(reading) == EXPECTED
    assert reading.rows("SELECT source_row FROM asb") == [(1,)]


def test_an_error_in_a_cell_breaks_its_column_and_is_no_blank(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        table(book, "Other")
        sheet = table(book, "A & B", row=1, column=2)
        sheet.write_row(3, 2, ["A2", DAY])
        sheet.write_formula(3, 4, "=1/0", None, "#DIV/0!")

    desk.drop("asb.xlsx", xlsx(fill))
    reading = desk.read(sheet="A & B")
    assert reading.counts == (2, 1, 1, 0)
    assert reading.rows("SELECT sentence FROM quarantine") == [
        ("Row 2: persons is not a whole number (it holds '#DIV/0!').",)
    ]


def test_an_error_in_an_open_document_spreadsheet_is_no_blank_either(desk) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    error += 'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    lines = [HEADER, ["A1", "02/01/2023", "3"], ["A2", "02/01/2023"]]
    rows = ["".join(map(cell.format, line)) for line in lines]
    rows[-1] += error
    desk.drop("asb.ods", open_document("".join(f"<table:table-row>{row}</table:table-row>" for row in rows)))
    reading = desk.read()
    assert accepted(reading) == EXPECTED
    assert reading.rows("SELECT sentence FROM quarantine") == [
        ("Row 2: persons is not a whole number (it holds '#DIV/0!').",)
    ]


def test_cells_repeated_over_a_whole_open_document_spreadsheet_are_too_many(desk) -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
    desk.drop("asb.ods", open_document(row))
    assert "a sheet reaches to row 1,048,576 and column 16,384" in desk.read().report.problem


def open_document(rows: str) -> bytes:
    """A spreadsheet of OpenDocument with one sheet of these rows."""
    names = "office:1.0", "table:1.0", "text:1.0"
    spaces = (
        " ".join(f'xmlns:{name.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for name in names)
        + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    listing = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f"{listing}{entry}</manifest:manifest>")
        archive.writestr("content.xml", content)
    return made.getvalue()


def test_formulas_and_links_to_other_workbooks_give_the_values_last_calculated(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = table(book)
        sheet.write_row(2, 0, ["A2", DAY])
        sheet.write_formula(2, 2, "='[other.xlsx]Data'!A1", None, 7)
        sheet.write_row(3, 0, ["A3", DAY])
        sheet.write_formula(3, 2, "=C2+C3", None, 10)

    desk.drop("asb.xlsx", xlsx(fill))
    assert [row[2] for row in accepted(desk.read())] == [3, 7, 10]


def test_true_and_false_in_cells_are_yes_and_no(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "repeat"])
        sheet.write_row(1, 0, ["A1", True])
        sheet.write_row(2, 0, ["A2", False])

    desk.drop("asb.xlsx", xlsx(fill))
    reading = desk.read({"id": {}, "repeat": {"type": "boolean"}})
    assert reading.rows("SELECT id, repeat FROM asb ORDER BY 1") == [("A1", True), ("A2", False)]


def test_cells_merged_in_the_header_span_their_columns(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "Ref")
        sheet.merge_range(0, 1, 0, 2, "Incidents")
        sheet.merge_range(0, 3, 0, 4, "Outcomes")
        sheet.write_row(1, 1, ["Total", "Open", "Total", "Open"])
        sheet.write_row(2, 0, ["A1", 5, 1, 4, 2])

    desk.drop("asb.xlsx", xlsx(fill))
    columns = {"ref": {"required": True}, "total": {"type": "integer", "headers": ["Outcomes Total"]}}
    assert desk.read(columns).rows("SELECT ref, total FROM asb") == [("A1", 4)]


def test_a_hidden_sheet_is_read_only_when_the_contract_names_it(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Cover").write(0, 0, "Incident No")
        table(book, "Working").hide()

    desk.drop("asb.xlsx", xlsx(fill))
    assert "has no column for 'Date recorded'" in desk.read().report.problem
    assert accepted(desk.read(sheet="Working")) == EXPECTED


def test_a_workbook_of_hidden_sheets_says_so(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_chartsheet("Chart").activate()
        table(book).hide()

    desk.drop("asb.xlsx", xlsx(fill))
    problem = desk.read().report.problem
    assert "it holds no rows" in problem or "every sheet of the workbook is hidden" in problem


def test_a_workbook_with_a_password_is_called_protected(desk) -> None:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(table))).encrypt("Secret1", made)
    desk.drop("asb.xlsx", made.getvalue())
    assert desk.read().report.problem == (
        "Police ASB not read: asb.xlsx: the workbook is protected by a password; ask for it without one."
    )


@pytest.mark.parametrize("scheme", ["0000", "0100"])
def test_an_old_workbook_with_a_password_is_called_protected(desk, scheme: str) -> None:
    """The record FILEPASS, which announces the password, follows the first record; the tables behind it are unreadable."""
    content = bytearray(old_xls())
    first = content.index(bytes.fromhex("0908100000060500")) + 20
    content[first : first + 10] = bytes.fromhex(f"2f000600{scheme}0000aabb")
    desk.drop("asb.xls", bytes(content))
    assert desk.read().report.problem == (
        "Police ASB not read: asb.xls: the workbook is protected by a password; ask for it without one."
    )


def test_an_old_text_document_is_not_a_workbook(desk) -> None:
    desk.drop("asb.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"))
    assert desk.read().report.problem.endswith("this is a text document, not a table; ask for the data as CSV or XLSX.")


def test_a_workbook_with_room_formatted_to_its_last_row_is_read(desk) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, bold = table(book), book.add_format({"bold": True})
        sheet.write_blank(1_048_575, 16_383, None, bold)

    desk.drop("asb.xlsx", xlsx(fill))
    assert desk.read().counts == (1, 1, 0, 0)

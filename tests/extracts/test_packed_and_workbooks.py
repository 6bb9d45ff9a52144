"""Archives, workbooks and JSON, told by what they are and not by their names."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

HEADER = ["Incident No", "Date opened", "persons"]
TEXT = "Incident No,Date opened,persons\nA1,02/01/2023,3\nA2,03/02/2023,\n"
EXPECTED = [("A1", date(2023, 1, 2), 3), ("A2", date(2023, 2, 3), None)]
OBJECTS = [
    {"Incident No": "A1", "Date opened": "02/01/2023", "persons": 3},
    {"Incident No": "A2", "Date opened": "2023-02-03"},
]
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Data">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def accepted(reading) -> list[tuple]:
    return reading.rows("SELECT reference, recorded_on, persons FROM asb ORDER BY source_file, source_row")


def zipped(**members: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def workbook(rows: list[list], sheet: str = "Data", cover: bool = False) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"default_date_format": "dd/mm/yyyy"})
    if cover:
        book.add_worksheet("Cover").write_row(0, 0, ["About these data", "Incident No"])
    data = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        data.write_row(number, 0, row)
    book.close()
    return made.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    content = ODS_CONTENT.format(rows=cells)
    return zipped(**{"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content})


def test_an_archive_may_hold_several_files(desk) -> None:
    desk.drop("asb.zip", zipped(**{"2023/a.csv": TEXT, "2023/b.csv": TEXT.encode("utf-16"), "__MACOSX/._a.csv": "x"}))
    reading = desk.read()
    assert accepted(reading) == EXPECTED * 2
    assert [file.file for file in reading.report.files] == ["asb.zip:a.csv", "asb.zip:b.csv"]


def test_an_archive_may_hold_workbooks_and_packed_texts(desk) -> None:
    book = workbook([HEADER, ["A1", "02/01/2023", 3], ["A2", "03/02/2023", None]])
    desk.drop("asb.zip", zipped(**{"a.xlsx": book, "b.csv.gz": gzip.compress(TEXT.encode())}))
    assert accepted(desk.read()) == EXPECTED * 2


@pytest.mark.parametrize("lost", [1, 9, 40])
def test_a_packed_file_that_ends_too_early_stops_its_source(desk, lost: int) -> None:
    desk.drop("asb.csv.gz", gzip.compress(TEXT.encode() * 9)[:-lost])
    assert desk.read().report.problem == (
        "Police ASB not read: asb.csv.gz: the packed file ends too early; ask for it again."
    )


def test_a_packed_file_whose_check_sum_is_wrong_stops_its_source(desk) -> None:
    content = bytearray(gzip.compress(TEXT.encode()))
    content[-6] ^= 0xFF
    desk.drop("asb.csv.gz", bytes(content))
    assert "the packed file is damaged" in desk.read().report.problem


def test_a_packed_file_of_several_pieces_is_read_whole(desk) -> None:
    first, rest = TEXT.split("A2", 1)
    desk.drop("asb.csv.gz", gzip.compress(first.encode()) + gzip.compress(("A2" + rest).encode()))
    assert accepted(desk.read()) == EXPECTED


def test_a_damaged_archive_stops_its_source(desk) -> None:
    desk.drop("asb.zip", zipped(**{"a.csv": TEXT})[:-30])
    assert "the archive is damaged" in desk.read().report.problem


def test_a_workbook_with_dates_a_cover_sheet_and_a_title(desk) -> None:
    day = datetime(2023, 2, 3, 14, 30)
    rows = [["ASB, 2023"], [], HEADER, ["A1", "02/01/2023", 3], ["A2", day, None], [], ["Total", None, 3]]
    desk.drop("asb.xlsx", workbook(rows, cover=True))
    reading = desk.read()
    assert accepted(reading) == EXPECTED
    assert reading.rows("SELECT source_row, rule FROM quarantine") == [(4, "note")]
    assert reading.counts == (3, 2, 1, 0)


def test_excel_day_numbers_are_dates(desk) -> None:
    desk.drop("asb.csv", "Incident No,Date opened,persons\nA1,44928,3\nA2,44960.604,\n")
    assert accepted(desk.read()) == EXPECTED


def test_the_sheet_that_the_contract_names_is_read(desk) -> None:
    desk.drop("asb.xlsx", workbook([HEADER, ["A1", "02/01/2023", 3]], sheet="Incidents", cover=True))
    assert accepted(desk.read(sheet="Incidents")) == EXPECTED[:1]
    problem = desk.read(sheet="Incident").report.problem
    assert problem.endswith("asb.xlsx: there is no sheet 'Incident' (the sheets are 'Cover', 'Incidents').")


@pytest.mark.parametrize("name", ["asb.ods", "asb.csv"])
def test_an_open_document_spreadsheet_whatever_it_is_called(desk, name: str) -> None:
    desk.drop(name, ods([HEADER, ["A1", "02/01/2023", "3"], ["A2", "03/02/2023", ""]]))
    assert accepted(desk.read()) == EXPECTED


def test_the_published_fly_tipping_spreadsheet(desk, shared) -> None:
    desk.drop("fly.ods", shared("fly-tipping/flytipping_la.ods").read_bytes())
    columns = {"year": {"headers": ["Year"], "required": True}, "area_code": {"headers": ["ONS Code"]}}
    columns |= {"incidents": {"type": "integer", "headers": ["Total Incidents", "Total"]}}
    reading = desk.read(columns, sheet="LA_incidents", kind="series")
    assert reading.report.problem == ""
    assert reading.counts[0] == sum(reading.counts[1:])
    kirklees = dict(reading.rows("SELECT year, incidents FROM asb WHERE area_code = 'E08000034'"))
    assert (kirklees["2015-16"], kirklees["2016-17"], kirklees["2020-21"]) == (354, 3318, 8599)


def test_a_workbook_that_is_none_stops_its_source(desk) -> None:
    desk.drop("asb.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert desk.read().report.problem.endswith("asb.xls: the workbook is damaged or protected by a password.")


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(OBJECTS),
        json.dumps({"made": "2023-12-31", "incidents": OBJECTS}),
        "\n".join(json.dumps(one) for one in OBJECTS),
        "\ufeff" + json.dumps(OBJECTS, indent=2),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_json_as_an_array_inside_an_object_or_by_line(desk, content: str, packed: bool) -> None:
    desk.drop("asb.json", gzip.compress(content.encode()) if packed else content)
    assert accepted(desk.read()) == EXPECTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"Incident No": ', "this is not JSON"),
        ("[1, 2]", "the JSON is not a list of objects"),
        ("{}\n[1]", "line 2 is"),
    ],
)
def test_json_that_is_no_table_stops_its_source(desk, content: str, said: str) -> None:
    desk.drop("asb.json", content)
    assert said in desk.read().report.problem

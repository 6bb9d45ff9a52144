"""Headers as agencies write them, nested JSON, Parquet, wide tables and archives, each in a file of that kind."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date

import polars as pl
import pytest
import xlsxwriter

HEADER = "Incident No,Date opened,persons\n"
ROWS = "A1,02/01/2023,3\nA2,03/02/2023,\n"
EXPECTED = [("A1", date(2023, 1, 2), 3), ("A2", date(2023, 2, 3), None)]
WIDE = {"area": {"required": True}, "year": {"required": True}, "persons": {"type": "integer", "required": True}}
UNPIVOT = {"kind": "series", "unpivot": {"headers": r"\d{4}", "name": "year", "value": "persons"}}
TWO_LINES = {
    "reference": {"headers": ["Ref"], "required": True},
    "incidents": {"type": "integer", "headers": ["Incidents Total"], "required": True},
    "closed": {"type": "integer", "headers": ["Outcomes Closed"]},
}


def accepted(reading) -> list[tuple]:
    return reading.rows("SELECT reference, recorded_on, persons FROM asb ORDER BY source_file, source_row")


def zipped(members: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def sheet(rows: list[list]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    data = book.add_worksheet()
    for number, row in enumerate(rows):
        data.write_row(number, 0, row)
    book.close()
    return made.getvalue()


@pytest.mark.parametrize(
    "header",
    [
        '"Incident No","Date opened","persons"\n',
        "\ufeffINCIDENT_NO,Date\u00a0opened,Persons\n",
        "incident no.,DATE-OPENED, persons \n",
        "reference,Date recorded,persons,,\n",
    ],
)
def test_headers_are_known_whatever_their_case_spaces_and_punctuation(desk, header: str) -> None:
    desk.drop("asb.csv", header + ROWS.replace("\n", ",,\n" if ",," in header else "\n"))
    assert accepted(desk.read()) == EXPECTED


@pytest.mark.parametrize("packing", ["csv", "xlsx"])
def test_a_header_of_two_lines_is_read_as_one(desk, packing: str) -> None:
    rows = [["", "Incidents", "", "Outcomes", ""], ["Ref", "Total", "Open", "Total", "Closed"], ["A1", 3, 1, 4, 2]]
    text = "".join(",".join(map(str, row)) + "\n" for row in rows)
    desk.drop(f"asb.{packing}", text if packing == "csv" else sheet(rows))
    reading = desk.read(TWO_LINES)
    assert reading.rows("SELECT reference, incidents, closed, source_row FROM asb") == [("A1", 3, 2, 1)]


def test_the_second_line_of_a_header_alone_names_a_column_too(desk) -> None:
    desk.drop("asb.csv", "ASB in 2023,,\nIncident No,Date opened,persons\n" + ROWS)
    assert accepted(desk.read()) == EXPECTED


def test_a_header_that_comes_again_is_set_aside_as_what_it_is(desk) -> None:
    desk.drop("asb.csv", HEADER + ROWS + HEADER + "A3,04/03/2023,1\n")
    reading = desk.read()
    assert reading.counts == (4, 3, 1, 0)
    assert reading.rows("SELECT source_row, rule, sentence FROM quarantine") == [
        (3, "header_again", "Row 3: the row repeats the header.")
    ]


def test_both_lines_of_a_header_may_come_again(desk) -> None:
    header = ",Incidents,,Outcomes,\nRef,Total,Open,Total,Closed\n"
    desk.drop("asb.csv", header + "A1,3,1,4,2\n" + header + "A2,3,1,4,2\n")
    reading = desk.read(TWO_LINES)
    assert reading.counts == (4, 2, 2, 0)
    assert reading.rows("SELECT DISTINCT rule FROM quarantine") == [("header_again",)]


def test_two_columns_that_fit_one_are_refused_by_name(desk) -> None:
    desk.drop("asb.csv", "Incident No,Date opened,Date Recorded\nA1,02/01/2023,03/01/2023\n")
    assert desk.read().report.problem == (
        "Police ASB not read: asb.csv: line 1 has more than one column for 'Date recorded': 'Date opened' (column 2) "
        "and 'Date Recorded' (column 3); leave one of them."
    )


def test_records_deep_inside_json_are_found_by_the_contract(desk) -> None:
    records = [{"Incident No": "A1", "Date opened": "02/01/2023", "persons": 3.0}]
    desk.drop("asb.json", json.dumps({"note": ["x"], "all": [{"by": {"data": records}}]}))
    assert accepted(desk.read(records="all.0.by.data")) == EXPECTED[:1]
    problem = desk.read(records="all.0.by.month").report.problem
    assert problem.endswith("'all.0.by' has no 'month' (the contract looks for its records at all.0.by.month).")


def test_a_title_in_brackets_does_not_make_a_text_json(desk) -> None:
    desk.drop("asb.csv", "[OFFICIAL] incidents\n" + HEADER + ROWS)
    assert accepted(desk.read()) == EXPECTED


def test_parquet_is_read_as_the_texts_an_agency_would_have_written(desk) -> None:
    table = pl.DataFrame(
        {"Incident No": [1.0, 2.0], "Date opened": [date(2023, 1, 2), date(2023, 2, 3)], "persons": [3.0, None]}
    )
    made = io.BytesIO()
    table.write_parquet(made)
    desk.drop("asb.csv", made.getvalue())
    assert accepted(desk.read()) == [("1", *EXPECTED[0][1:]), ("2", *EXPECTED[1][1:])]


def test_damaged_parquet_stops_its_source(desk) -> None:
    desk.drop("asb.parquet", b"PAR1" + bytes(100) + b"PAR1")
    assert desk.read().report.problem.endswith("asb.parquet: the Parquet file is damaged; ask for it again.")


def wide_file(kind: str) -> bytes:
    rows = [["Area", "Code", "2012", "2013"], ["Xville", "X", "5", "6"], ["Yton", "Y", "[c]", "7"]]
    made = io.BytesIO()
    if kind == "parquet":
        pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(made)
        return made.getvalue()
    if kind == "xlsx":
        return sheet([["Area", "Code", 2012, 2013], ["Xville", "X", 5, 6], ["Yton", "Y", "[c]", 7]])
    return "".join(",".join(row) + "\n" for row in rows).encode("utf-16" if kind == "utf-16" else "utf-8")


@pytest.mark.parametrize("kind", ["csv", "utf-16", "xlsx", "parquet"])
def test_a_wide_table_becomes_a_record_for_each_of_its_columns(desk, kind: str) -> None:
    desk.drop("asb.csv", wide_file(kind))
    reading = desk.read(WIDE, **UNPIVOT)
    assert reading.rows("SELECT area, year, persons, persons_mark, source_row FROM asb ORDER BY 1, 2") == [
        ("Xville", "2012", 5, None, 1), ("Xville", "2013", 6, None, 1),
        ("Yton", "2012", None, "suppressed", 2), ("Yton", "2013", 7, None, 2),
    ]  # fmt: skip
    assert reading.counts == (4, 4, 0, 0)
    assert reading.report.remarks == ()


def test_of_a_wide_table_records_are_counted_not_rows(desk) -> None:
    text = "Area,2012,2013\nXville,many,few\n\nYton,1\nArea,2012,2013\nZham,1,\n"
    desk.drop("asb.csv", text)
    reading = desk.read(WIDE, **UNPIVOT)
    assert reading.counts == (6, 1, 5, 0)
    assert reading.rows("SELECT source_row, rule FROM quarantine ORDER BY ALL") == [
        (1, "integer"), (1, "integer"), (3, "cells"), (4, "header_again"), (5, "required"),
    ]  # fmt: skip


def test_a_wide_table_without_such_columns_is_refused(desk) -> None:
    desk.drop("asb.csv", "Area,Twelve\nXville,5\n")
    said = r"line 1 has no columns to make rows of (looked for headers like \d{4})."
    assert desk.read(WIDE, **UNPIVOT).report.problem.endswith(said)


def test_members_of_one_name_in_an_archive_are_told_apart_by_their_folders(desk) -> None:
    desk.drop("asb.zip", zipped({"2022/a.csv": HEADER + ROWS, "2023/a.csv": HEADER + "A3,04/03/2023,1\n"}))
    reading = desk.read()
    assert reading.counts == (3, 3, 0, 0)
    assert [file.file for file in reading.report.files] == ["asb.zip:2022/a.csv", "asb.zip:2023/a.csv"]


def test_blank_lines_are_no_rows_but_rows_below_keep_their_numbers(desk) -> None:
    text = HEADER + "A1,02/01/2023,3\n\n\nA2,03/02/2023,\n\nA3,04/03/2023,1,9\n"
    for name, encoding in (("a.csv", "utf-8"), ("b.csv", "utf-16"), ("c.csv", "cp1252")):
        desk.drop(name, text.encode(encoding))
    reading = desk.read()
    assert reading.counts == (9, 6, 3, 0)
    assert reading.rows("SELECT DISTINCT reference, source_row FROM asb ORDER BY 1") == [("A1", 1), ("A2", 4)]
    assert reading.rows("SELECT DISTINCT source_row FROM quarantine") == [(6,)]


def test_a_text_that_is_windows_1252_only_far_down_is_read_as_such(desk) -> None:
    text = HEADER + "A1,02/01/2023,3\n" * 9000 + "Caf\u00e9 \u2019n,03/02/2023,\n"
    desk.drop("asb.csv", text.encode("cp1252"))
    reading = desk.read()
    assert reading.rows("SELECT reference, source_row FROM asb WHERE persons IS NULL") == [("Caf\u00e9 \u2019n", 9001)]


def test_a_text_that_mixes_encodings_is_refused_rather_than_misread(desk) -> None:
    text = (HEADER + "Caf\u00e9 \u2019n,02/01/2023,3\n" * 9000).encode() + "Caf\u00e9,03/02/2023,\n".encode("cp1252")
    desk.drop("asb.csv", text)
    said = "asb.csv: line 9002 is not UTF-8, though other lines are; save it as UTF-8."
    assert desk.read().report.problem.endswith(said)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_whose_name_reads_like_a_value_changes_no_value(desk, kind: str) -> None:
    desk.root = desk.root / "persons=9" / "c2=x"
    rows = [("Incident No", "Date opened", "persons"), ("A1", "2023-01-01", "1")]
    if kind == "csv":
        desk.drop("asb.csv", "".join(",".join(row) + "\n" for row in rows))
    else:
        pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(desk.folder / "asb.parquet")
    assert desk.read().rows("SELECT reference, persons FROM asb") == [("A1", 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_patterns_and_quotation_marks_in_names_of_files_mean_nothing(desk, kind: str) -> None:
    desk.root = desk.root / "it's [a] *project* {x,y}"
    for number, name in enumerate(["**", "a'b", 'a"b', "a[1]", "a*b", "a?b", "a{1,2}", "a%20b", "a--", "~"]):
        rows = {"Incident No": [f"A{number}"], "Date opened": ["2023-01-01"], "persons": [str(number)]}
        if number:
            rows[f"more {number}"] = [""]
        table = pl.DataFrame(rows)
        write = table.write_csv if kind == "csv" else table.write_parquet
        made = io.BytesIO()
        write(made)
        desk.drop(f"{name}.{kind}", made.getvalue())
    reading = desk.read()
    assert reading.report.problem == ""
    assert reading.rows("SELECT count(*), count(DISTINCT source_file), sum(persons) FROM asb") == [(10, 10, 45)]

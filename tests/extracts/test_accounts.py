"""No row is lost: rows in = accepted + quarantined + duplicate, for any file."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sia.errors import UserError
from sia.extracts import read_sources
from sia.extracts.accept import Account, file_reports

HEADER = "Incident No,Date opened,persons\n"
KEY = ("reference",)


def test_a_repeated_key_is_a_duplicate_and_a_blank_one_never(desk) -> None:
    columns = {"reference": {}, "day": {"type": "date"}}
    desk.drop("asb.csv", "reference,day\nA1,01/01/2023\nA1,01/01/2023\n,01/01/2023\n,01/01/2023\nA1,02/01/2023\n")
    assert desk.read(columns, key=KEY).counts == (5, 3, 0, 2)
    assert desk.read(columns, key=("reference", "day")).counts == (5, 4, 0, 1)
    assert desk.read(columns).counts == (5, 5, 0, 0)


def test_of_rows_with_one_key_the_first_in_the_newest_file_stays(desk) -> None:
    desk.drop("a.csv", HEADER + "A1,01/01/2023,1\nA2,01/01/2023,1\n")
    desk.drop("b.csv", HEADER + "A1,01/01/2023,2\nA1,01/01/2023,3\n")
    assert desk.read(key=KEY).rows("SELECT reference, persons FROM asb ORDER BY 1") == [("A1", 2), ("A2", 1)]
    desk.drop("received.csv", "file,received\nb.csv,2023-02-01\na.csv,2023-03-01\n")
    assert desk.read(key=KEY).rows("SELECT reference, persons FROM asb ORDER BY 1") == [("A1", 1), ("A2", 1)]


def test_a_row_in_quarantine_is_no_duplicate(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,never,1\nA1,01/01/2023,2\n")
    reading = desk.read(key=KEY)
    assert reading.counts == (2, 1, 1, 0)
    assert reading.rows("SELECT persons FROM asb") == [(2,)]


def test_the_report_and_the_table_of_files_say_the_same(desk) -> None:
    path = desk.drop("asb.csv", HEADER + "A1,01/01/2023,1\nA1,01/01/2023,1\nA2,x,1\nA3,05/03/2023,\n")
    reading = desk.read(key=KEY)
    (file,) = reading.report.files
    assert (file.sha256, file.bytes) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    assert (file.first_month, file.last_month) == (date(2023, 1, 1), date(2023, 3, 1))
    assert reading.rows("SELECT * FROM source_files") == [
        ("asb", "asb.csv", file.sha256, file.bytes, 4, 2, 1, 1, 0, date(2023, 1, 1), date(2023, 3, 1))
    ]


def test_a_lost_row_is_an_error_of_the_program(desk) -> None:
    contract = desk.contract()
    with pytest.raises(RuntimeError, match="3 rows in, 1 accepted, 1 quarantined, 0 duplicates"):
        file_reports(contract, [_Part()], [Account(3, 1, 1, 0, False, None, None)])


class _Part:
    name = "asb.csv"


CELL = st.text(st.sampled_from("A1 ,\"';\n\u00a0’<-2/3x"), max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]), delimiter=st.sampled_from([",", ";"]))
def test_whatever_the_cells_hold_every_row_is_accounted_for(desk, rows, encoding: str, delimiter: str) -> None:
    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [delimiter.join(written(cell) for cell in row) for row in rows]
    desk.drop("asb.csv", "\n".join(["reference" + delimiter + "day" + delimiter + "persons", *lines]).encode(encoding))
    columns = {"reference": {}, "day": {"type": "date"}, "persons": {"type": "integer"}}
    reading = desk.read(columns, key=("reference", "day"))
    assert reading.report.problem == ""
    spaces = " \t\r\n\u00a0"
    rows_in = reading.counts[0]
    assert rows_in == sum(any(cell.strip(spaces) for cell in row) for row in rows)
    assert rows_in == sum(reading.counts[1:])
    assert reading.rows("SELECT count(*) FROM asb") == [(reading.counts[1],)]


def test_received_says_with_file_and_line_what_is_wrong_with_it(desk) -> None:
    desk.drop("asb.csv", HEADER)
    desk.drop("received.csv", "file,received\nasb.csv,01/02/2023\nb.csv,\nc.csv,2023\n")
    with pytest.raises(UserError) as raised:
        desk.read()
    assert [str(problem) for problem in raised.value.problems] == [
        "extracts/asb/received.csv:2, received: '01/02/2023' is not a date. Write it as 2025-12-31.",
        "extracts/asb/received.csv:4, received: '2023' is not a date. Write it as 2025-12-31.",
    ]


def test_one_source_that_fails_leaves_the_others_alone(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,01/01/2023,1\n")
    good = desk.contract()
    desk.source = "noise"
    desk.drop("noise.csv", "nothing here\n")
    project = desk.project(good)
    project.contracts["noise"] = desk.contract()
    connection = duckdb.connect()
    reports = {report.source: report for report in read_sources(connection, project)}
    assert reports["asb"].supplied
    assert not reports["noise"].supplied
    assert connection.execute("SELECT source, supplied FROM sources ORDER BY 1").fetchall() == [
        ("asb", True),
        ("noise", False),
    ]
    assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone() == (0,)


def test_the_same_files_give_the_same_table(desk) -> None:
    for name in ("a", "b"):
        rows = "".join(f"{name}{number},0{1 + number % 9}/01/2023,{number}\n" for number in range(500))
        desk.drop(f"{name}.csv", HEADER + rows)
    first = desk.read(key=KEY).rows("SELECT * FROM asb")
    assert first == desk.read(key=KEY).rows("SELECT * FROM asb")


def test_every_value_of_a_wide_table_is_accounted_for(desk) -> None:
    columns = {"area": {"required": True}, "year": {}, "value": {"type": "integer", "required": True}}
    unpivot = {"headers": r"\d{4}", "name": "year", "value": "value"}
    desk.drop("asb.csv", "area,2020,2021,2022\nD1,1,2,x\nD2,4,5,6\nD2,4,5,6\nTotal,9,12,6\n")
    reading = desk.read(columns, unpivot=unpivot, key=("area", "year"), kind="series")
    rows_in, accepted, quarantined, duplicates = reading.counts
    assert (rows_in, duplicates) == (12, 3)
    assert rows_in == accepted + quarantined + duplicates
    assert reading.rows("SELECT count(*) FROM asb") == [(accepted,)]
    assert reading.rows("SELECT count(*) FROM set_aside.asb") == [(duplicates,)]


def test_each_member_of_an_archive_has_its_own_account(desk) -> None:
    with zipfile.ZipFile(desk.folder / "sent.zip", "w") as archive:
        archive.writestr("one.csv", HEADER + "A1,01/01/2023,1\nA2,never,1\n")
        archive.writestr("two.csv", HEADER + "A1,01/01/2023,2\nA3,01/02/2023,2\n\nA3,01/02/2023,2\n")
    files = desk.read(key=KEY).report.files
    found = [
        (file.file, file.rows_in, file.rows_accepted, file.rows_quarantined, file.rows_duplicate) for file in files
    ]
    assert found == [("sent.zip:one.csv", 2, 1, 1, 0), ("sent.zip:two.csv", 3, 1, 0, 2)]


def test_rows_that_others_stand_in_for_are_kept_beside_those_that_count(desk) -> None:
    desk.drop("a.csv", HEADER + "A1,01/01/2023,1\nA2,01/01/2023,1\n")
    desk.drop("b.csv", HEADER + "A1,01/01/2023,2\n")
    reading = desk.read(key=KEY)
    assert reading.rows("SELECT reference, persons, source_file FROM set_aside.asb") == [("A1", 1, "a.csv")]
    assert reading.rows("SELECT reference, persons FROM asb ORDER BY 1") == [("A1", 2), ("A2", 1)]


def test_nothing_is_said_of_an_optional_source_until_a_file_lies_in_its_folder(desk) -> None:
    project = desk.project(desk.contract(optional=True))
    for dropped, expected in (("received.csv", 0), ("notes.docx", 1), ("asb.csv", 1)):
        desk.drop(dropped, "file,received\n" if dropped == "received.csv" else HEADER + "A1,01/01/2023,1\n")
        with duckdb.connect() as connection:
            assert len(read_sources(connection, project)) == expected
            assert connection.execute("SELECT count(*) FROM sources").fetchone() == (expected,)
            assert connection.execute("SELECT count(*) FROM asb").fetchone() == (int(dropped == "asb.csv"),)

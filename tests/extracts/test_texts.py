"""Delimited texts as agencies send them."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

EXPECTED = [("A1", date(2023, 1, 2), 3), ("A2", date(2023, 2, 3), None), ("A3 – ’n", date(2023, 3, 4), 5)]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]


def table(delimiter: str = ",", line_end: str = "\n") -> str:
    lines = [["Incident no.", "Date opened", "PERSONS"], ["A1", "02/01/2023", "3"], ["A2", "03/02/2023", ""]]
    lines.append(["A3 – ’n", "04/03/2023", "5"])
    return "".join(delimiter.join(cells) + line_end for cells in lines)


def accepted(reading) -> list[tuple]:
    return reading.rows("SELECT reference, recorded_on, persons FROM asb ORDER BY source_row")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_gives_the_same_rows(desk, encoding: str, delimiter: str) -> None:
    desk.drop("asb.csv", table(delimiter).encode(encoding))
    assert accepted(desk.read()) == EXPECTED


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_line_end_gives_the_same_rows(desk, line_end: str, packed: bool) -> None:
    content = table(line_end=line_end).encode()
    desk.drop("asb.csv.gz" if packed else "asb.csv", gzip.compress(content) if packed else content)
    assert accepted(desk.read()) == EXPECTED


def test_mixed_line_ends_are_read_too(desk) -> None:
    first, rest = table().split("\n", 1)
    desk.drop("asb.csv", first + "\r\n" + rest)
    assert accepted(desk.read()) == EXPECTED


def test_the_suffix_does_not_decide_what_a_file_is(desk) -> None:
    desk.drop("asb.txt", gzip.compress(table("\t").encode()))
    assert accepted(desk.read()) == EXPECTED


@pytest.mark.parametrize("above", ["Anti-social behaviour, 2023\n\n", '"Made by the force,\non request",,\n,,\n'])
def test_title_rows_above_the_header_are_passed_over(desk, above: str) -> None:
    desk.drop("asb.csv", above + table())
    reading = desk.read()
    assert accepted(reading) == EXPECTED
    assert reading.rows("SELECT source_row FROM asb ORDER BY 1") == [(1,), (2,), (3,)]


def test_totals_and_notes_below_are_quarantined_as_such(desk) -> None:
    desk.drop("asb.csv", table() + "Total,,8\n,,\nSource: command and control system,,\n")
    reading = desk.read()
    assert reading.counts == (5, 3, 2, 0)
    assert reading.rows("SELECT rule, source_row FROM quarantine ORDER BY 2") == [("note", 4), ("note", 6)]


def test_rows_with_too_many_or_too_few_cells_are_quarantined_and_the_rest_is_read(desk) -> None:
    desk.drop("asb.csv", table() + "A4,05/04/2023\nA5,06/04/2023,1,surplus\nA6,07/04/2023,2,\n")
    reading = desk.read()
    assert reading.counts == (6, 4, 2, 0)
    assert reading.rows("SELECT source_row, rule FROM quarantine ORDER BY 1") == [(4, "cells"), (5, "cells")]
    assert reading.rows("SELECT source_row FROM asb WHERE reference = 'A6'") == [(6,)]


@pytest.mark.parametrize("damaged", ['A4,"05/04/2023,1', 'A4,"05/04"/2023,1', 'A4,"' + "x" * 200_000])
def test_a_stray_quotation_mark_costs_its_own_row_and_no_other(desk, damaged: str) -> None:
    desk.drop("asb.csv", table() + damaged + '\nA5,06/04/2023,1\n"A6",07/04/2023,2\n')
    reading = desk.read()
    assert reading.counts == (6, 5, 1, 0)
    assert reading.rows("SELECT source_row, rule, sentence, kept_values FROM quarantine") == [
        (4, "quotes", "Row 4: a quotation mark in the row has no partner.", None)
    ]
    assert reading.rows("SELECT source_row FROM asb WHERE reference = 'A6'") == [(6,)]


def test_columns_may_come_in_any_order_with_others_between(desk) -> None:
    desk.drop("asb.csv", "Notes,persons,Date Opened,Beat,INCIDENT NO\nx,3,02/01/2023,9,A1\n")
    assert accepted(desk.read()) == EXPECTED[:1]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(desk) -> None:
    desk.drop("asb.csv", 'Incident No,Date opened,persons\n"A ""1"",\nb",02/01/2023,3\n')
    assert accepted(desk.read()) == [('A "1",\nb', date(2023, 1, 2), 3)]


def test_spaces_around_values_are_taken_off_non_breaking_ones_too(desk) -> None:
    desk.drop("asb.csv", "Incident No,Date opened,persons\n \u00a0A1\u00a0 , 02/01/2023 ,\u00a03\n")
    assert accepted(desk.read()) == EXPECTED[:1]


def test_several_files_of_different_layouts_become_one_table(desk) -> None:
    desk.drop("a.csv", table())
    desk.drop("b.csv", table(";").encode("cp1252"))
    desk.drop("c [1].csv", table("\t"))
    reading = desk.read()
    assert reading.counts == (9, 9, 0, 0)
    assert reading.rows("SELECT source_file, count(*), max(source_row) FROM asb GROUP BY ALL ORDER BY 1") == [
        ("a.csv", 3, 3), ("b.csv", 3, 3), ("c [1].csv", 3, 3),
    ]  # fmt: skip


def test_many_files_of_one_layout_keep_their_row_numbers(desk) -> None:
    for number in range(7):
        rows = "".join(f"{number}-{row},02/01/2023,{row}\n" for row in range(1, 40 * number + 2))
        desk.drop(f"{9 - number}.csv", "Incident No,Date opened,persons\n" + rows)
    reading = desk.read()
    assert reading.rows("SELECT count(*) FROM asb WHERE persons <> source_row") == [(0,)]
    assert reading.rows("SELECT count(*) FROM asb WHERE source_file <> (9 - left(reference, 1)::INT) || '.csv'") == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "Incident No,When,persons\nA1,02/01/2023,3\n",
            "line 1 has no column for 'Date recorded' (looked for Date recorded, Date opened).",
        ),
        ("A title\nIncident No,When\nA1,02/01/2023\n", "line 2 has no column for 'Date recorded'"),
        (b"", "it holds no rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(1, 200)), "this is not a text file or a workbook"),
        ("Incident No,Date opened\nA1,02/01/2023\n" + "x" * 2_000_001, "a line has more than 2,000,000 characters"),
        (
            "Incident No,Date opened\nA\x8f1’,02/01/2023\n".encode("latin-1", "replace") + b"\x92\x8f",
            "neither UTF-8 nor",
        ),
    ],
)
def test_a_file_that_cannot_be_read_stops_its_source_in_a_plain_sentence(desk, content: str | bytes, said: str) -> None:
    desk.drop("asb.csv", content)
    reading = desk.read()
    assert not reading.report.supplied
    assert reading.report.problem.startswith("Police ASB not read: asb.csv: ")
    assert said in reading.report.problem
    assert reading.rows("SELECT count(*) FROM asb") == [(0,)]
    assert reading.rows("SELECT supplied, problem FROM sources") == [(False, reading.report.problem)]


def test_a_column_that_may_be_absent_is_empty_and_remarked_on(desk) -> None:
    desk.drop("asb.csv", "Incident No,Date opened\nA1,02/01/2023\n")
    reading = desk.read()
    assert accepted(reading) == [("A1", date(2023, 1, 2), None)]
    assert reading.report.remarks == ("No column for 'persons' in asb.csv.",)


def test_rows_of_spaces_are_no_rows(desk) -> None:
    blank = " , \u00a0,\n,,\n\n" + '" ","",\n'
    desk.drop("asb.csv", table() + blank + "A4,05/04/2023,1\n" + blank)
    reading = desk.read()
    assert reading.counts == (4, 4, 0, 0)


def test_a_file_that_cannot_be_opened_stops_its_source(desk, monkeypatch) -> None:
    path = desk.drop("asb.csv", table())

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(str(self))

    monkeypatch.setattr(Path, "open", refuse)
    problem = desk.read().report.problem
    assert problem == "Police ASB not read: asb.csv: the file cannot be opened; is it open in another program."
    assert str(path.parent) not in problem


def test_only_files_directly_in_the_folder_that_the_contract_names_are_read(desk) -> None:
    desk.drop("asb-2023.csv", table())
    desk.drop("other.csv", table())
    desk.drop("notes.docx", b"PK")
    (desk.folder / "older").mkdir()
    (desk.folder / "older" / "asb-2022.csv").write_text(table(), encoding="utf-8")
    reading = desk.read(files=["asb-*.csv"])
    assert reading.counts == (3, 3, 0, 0)
    assert reading.report.left == ("notes.docx", "older/", "other.csv")


def test_a_source_without_files_is_not_supplied_and_its_table_is_there(desk) -> None:
    reading = desk.read()
    assert (reading.report.supplied, reading.report.problem, reading.report.files) == (False, "", ())
    assert [(name, kind) for name, kind, *_ in reading.rows("DESCRIBE asb")] == [
        ("reference", "VARCHAR"), ("recorded_on", "DATE"), ("persons", "BIGINT"), ("source_file", "VARCHAR"),
        ("source_row", "BIGINT"),
    ]  # fmt: skip

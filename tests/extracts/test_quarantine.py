"""What is written down of a row that breaks its contract, and that all of them are counted."""

from __future__ import annotations

import json

import pytest

from sia.extracts import quarantine
from sia.extracts.pseudonym import KEY_VARIABLE

COLUMNS = {
    "reference": {"required": True},
    "day": {"type": "date", "required": True},
    "person": {"pseudonymise": True},
    "born": {"drop": True},
    "remark": {},
}
HEADER = "reference,day,person,born,remark\n"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "a key that is long enough")


def kept(reading) -> list:
    return [
        values and json.loads(values)
        for (values,) in reading.rows("SELECT kept_values FROM quarantine ORDER BY source_row")
    ]


def test_the_values_of_kept_columns_stand_beside_each_fault(desk) -> None:
    desk.drop("asb.csv", HEADER + 'A1,never,Ann,1970,"She said ""no"", twice"\n,02/01/2023,,,\n')
    assert kept(desk.read(COLUMNS)) == [
        {"reference": "A1", "day": "never", "remark": 'She said "no", twice'},
        {"reference": None, "day": "02/01/2023", "remark": None},
    ]


def test_no_value_is_shown_of_a_row_whose_cells_may_have_slipped_into_other_columns(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,01/01/2023,Ann,1970,fine\nA2,Ann,1970,fine\n")
    reading = desk.read(COLUMNS)
    assert kept(reading) == [None]
    assert reading.rows("SELECT column_name, rule, sentence FROM quarantine") == [
        ("", "cells", "Row 2: the row has more or fewer cells than the header.")
    ]


def test_long_values_are_cut_short_and_a_sentence_is_one_line(desk) -> None:
    desk.drop("asb.csv", HEADER + f'A1,"never\never{"!" * 80}",,,{"x" * 5000}\n')
    reading = desk.read(COLUMNS)
    ((sentence,),) = reading.rows("SELECT sentence FROM quarantine")
    assert sentence == f"Row 1: day is not a date such as 31/12/2023 (it holds 'never ever{'!' * 49}…')."
    assert len(kept(reading)[0]["remark"]) == quarantine.LONGEST_KEPT


def test_of_very_many_rows_with_one_fault_the_first_are_listed_and_all_are_counted(desk, monkeypatch) -> None:
    monkeypatch.setattr(quarantine, "LISTED", 3)
    desk.drop("a.csv", HEADER + "A1,never,,,\n" * 7 + "A2,,,,\n" + "A3,01/01/2023,,,\n")
    desk.drop("b.csv", HEADER + "A4,never,,,\n")
    reading = desk.read(COLUMNS)
    assert reading.counts == (10, 1, 9, 0)
    assert reading.rows("SELECT file, rule, rows, listed FROM quarantine_reasons ORDER BY ALL") == [
        ("a.csv", "date", 7, 3),
        ("a.csv", "required", 1, 1),
        ("b.csv", "date", 1, 1),
    ]
    assert reading.rows("SELECT file, rule, source_row FROM quarantine ORDER BY ALL") == [
        ("a.csv", "date", 1), ("a.csv", "date", 2), ("a.csv", "date", 3), ("a.csv", "required", 8), ("b.csv", "date", 1),
    ]  # fmt: skip
    assert [(reason.rule, reason.rows) for reason in reading.report.quarantine] == [("date", 8), ("required", 1)]
    assert (
        "In a.csv, day is not a date such as 31/12/2023: the first 3 rows are listed, and 4 more are like these."
        in reading.report.remarks
    )


MANY = {name: {"required": True} for name in ("reference", "ward", "mode", "severity")} | {"remark": {}}
MANY_HEADER = "reference,ward,mode,severity,remark\n"


def test_a_sentence_alone_below_the_table_is_one_fault_and_not_one_for_each_blank_cell(desk) -> None:
    desk.drop("asb.csv", MANY_HEADER + "A1,Harbour,car,slight,\nProvisional data; subject to change,,,,\n")
    reading = desk.read(MANY)
    assert reading.rows("SELECT rule, sentence FROM quarantine") == [
        ("note", "Row 2: the row is a total or a note below the table.")
    ]


def test_a_reference_alone_is_a_record_without_its_values(desk) -> None:
    desk.drop("asb.csv", MANY_HEADER + "A1,,,,\n")
    reading = desk.read(MANY)
    assert reading.rows("SELECT DISTINCT rule FROM quarantine") == [("required",)]


def test_a_record_with_a_long_remark_is_no_note(desk) -> None:
    desk.drop("asb.csv", MANY_HEADER + "Provisional data; subject to change,,,,so said the team\n")
    reading = desk.read(MANY)
    assert reading.rows("SELECT DISTINCT rule FROM quarantine") == [("required",)]

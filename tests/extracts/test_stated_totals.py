"""What the agency says it sent is compared with what arrived."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from sia.errors import UserError
from sia.extracts.report import StatedTotal

HEADER = "reference,day,category,ward\n"
COLUMNS = {
    "reference": {"title": "Incident number"},
    "day": {"type": "date", "required": True},
    "category": {"type": "code", "title": "Kind", "codes": {"Noise": "noise", "Litter": "litter"}},
    "ward": {"pseudonymise": False},
    "persons": {"type": "integer"},
}
ROWS = HEADER + (
    "A1,01/01/2023,Noise,Harbour\nA2,02/01/2023,Litter,Harbour\nA3,03/02/2023,Noise,Mill Lane\nA4,never,Noise,\n"
)
JANUARY, FEBRUARY = date(2023, 1, 1), date(2023, 2, 1)


def test_the_records_of_a_file_are_compared_with_what_received_csv_says(desk) -> None:
    desk.drop("asb.csv", ROWS + "Total: 4,,,\n")
    desk.drop("more.csv", HEADER + "B1,01/01/2023,Noise,\n")
    desk.drop("received.csv", 'file,received,rows\nasb.csv,2023-02-01,4\nmore.csv,2023-02-02,"1,204"\n')
    report = desk.read(COLUMNS, public=True).report
    assert report.stated == (
        StatedTotal("asb.csv", None, (), stated=4, found=4),
        StatedTotal("more.csv", None, (), stated=1204, found=1),
    )
    assert [remark for remark in report.remarks if "received.csv" in remark] == [
        "received.csv says that more.csv holds 1,204 records; it holds 1."
    ]


def test_all_tables_of_an_archive_count_for_its_file(desk) -> None:
    with zipfile.ZipFile(desk.folder / "sent.zip", "w") as archive:
        archive.writestr("one.csv", ROWS)
        archive.writestr("two.csv", HEADER + "B1,01/01/2023,Noise,\n")
    desk.drop("received.csv", "file,received,rows\nsent.zip,2023-02-01,6\n")
    (stated,) = desk.read(COLUMNS).report.stated
    assert (stated.stated, stated.found, stated.differs) == (6, 5, True)


def test_totals_by_month_and_column_are_compared_with_what_was_accepted(desk) -> None:
    desk.drop("asb.csv", ROWS)
    desk.drop("totals.csv", "month,total,Kind,ward\n2023-01,2,,\nFeb-23,3,,\n2023-01,1,noise,\n01/01/2023,1,,HARBOUR\n")
    report = desk.read(COLUMNS, public=True).report
    assert report.stated == (
        StatedTotal("", JANUARY, (), 2, 2),
        StatedTotal("", FEBRUARY, (), 3, 1),
        StatedTotal("", JANUARY, (("category", "noise"),), 1, 1),
        StatedTotal("", JANUARY, (("ward", "HARBOUR"),), 1, 2),
    )
    assert report.remarks[-2:] == (
        "totals.csv gives 3 for February 2023; the rows accepted come to 1.",
        "totals.csv gives 1 for January 2023, ward 'HARBOUR'; the rows accepted come to 2.",
    )
    assert report.left == ()


def test_the_totals_of_a_series_are_sums_of_its_values(desk) -> None:
    desk.drop("asb.csv", "month,value\n2023-01,7\n2023-02,*\n")
    desk.drop("totals.csv", "month,total\n2023-01,7\n2023-02,3\n")
    columns = {"month": {"type": "month", "required": True}, "value": {"type": "integer"}}
    assert [one.found for one in desk.read(columns, kind="series").report.stated] == [7, 0]


def test_small_counts_of_a_source_that_is_not_public_are_not_told(desk) -> None:
    desk.drop("asb.csv", ROWS)
    desk.drop("totals.csv", "month,total,Kind\n2023-01,30,Noise\n")
    assert desk.read(COLUMNS).report.remarks[-1] == (
        "totals.csv gives 30 for January 2023, Kind 'Noise'; the rows accepted come to fewer than 5."
    )


def test_a_file_that_received_csv_names_and_is_not_there_is_told(desk) -> None:
    desk.drop("received.csv", "file,received\nasb.csv,2023-02-01\ngone.csv,2023-02-02\n")
    desk.drop("asb.csv", ROWS)
    assert desk.read(COLUMNS).report.remarks[-1] == "received.csv names gone.csv, which is not in the folder."


def test_every_wrong_line_of_both_files_is_told_at_once(desk) -> None:
    desk.drop("asb.csv", ROWS)
    desk.drop("received.csv", "file,received,rows\nasb.csv,01.02.2023,four\nasb.csv,2023-02-01,4\n")
    desk.drop("totals.csv", "month,total,Kind,persons,wrd\n2023-13,2,,,\n2023-01,,Nois,,\n\n2023-02,-3,,,\n")
    with pytest.raises(UserError) as raised:
        desk.read(COLUMNS)
    assert [str(problem) for problem in raised.value.problems] == [
        "extracts/asb/received.csv:2, received: '01.02.2023' is not a date. Write it as 2025-12-31.",
        "extracts/asb/received.csv:2, rows: 'four' is not a whole number. Write it as 1204.",
        "extracts/asb/received.csv:3, file: 'asb.csv' stands here twice. Leave one line for each file.",
        "extracts/asb/totals.csv:1: 'persons' is no column of codes or texts, so that totals cannot be told apart by it. "
        "Take the column away.",
        "extracts/asb/totals.csv:1: 'wrd' is not a column of the contract. Did you mean 'ward'?",
        "extracts/asb/totals.csv:2, month: '2023-13' is not a month. Write it as 2025-12.",
        "extracts/asb/totals.csv:3, total: no total is given. Write it, or take the line away.",
        "extracts/asb/totals.csv:3, Kind: 'Nois' is not one of the agreed codes or names. Correct it.",
        "extracts/asb/totals.csv:5, total: '-3' is not a whole number. Write it as 1204.",
    ]


def test_a_totals_file_without_its_columns_or_of_a_source_without_dates_is_refused(desk) -> None:
    desk.drop("asb.csv", "reference\nA1\n")
    desk.drop("totals.csv", "months,sum\n2023-01,2\n")
    with pytest.raises(UserError, match=r"totals.csv:1: there is no column 'month' and 'total'\. Add it\."):
        desk.read({"reference": {}})
    desk.drop("totals.csv", "month,total\n2023-01,2\n")
    with pytest.raises(UserError, match="no column of dates, so that totals by month cannot be compared"):
        desk.read({"reference": {}})

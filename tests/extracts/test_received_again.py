"""A month that was received twice counts by the newer file, and what changed is said."""

from __future__ import annotations

from datetime import date

from sia.extracts.report import ReceivedAgain, ValueChange

HEADER = "reference,day,category,outcome,value\n"
COLUMNS = {
    "reference": {"title": "Incident number"},
    "day": {"type": "date"},
    "category": {"type": "code", "title": "Kind", "codes": {"Noise": "noise", "Litter": "litter"}},
    "outcome": {"title": "Outcome"},
    "value": {"type": "number"},
}
TERMS = {"key": ("reference",), "key_fields": ("outcome",), "coverage": {"by": "files"}}
OLDER = HEADER + (
    "A1,01/01/2023,Noise,Open,1\nA2,01/01/2023,Noise,Open,1\nA3,01/01/2023,Litter,,2.5\n"
    ",01/01/2023,Noise,,\n,01/01/2023,Noise,,\n,02/01/2023,Noise,,\n"
)
NEWER = HEADER + (
    "A1,01/01/2023,Noise,Closed,1\nA3,01/01/2023,Litter,Open,3\nA4,01/01/2023,Litter,Open,1\n"
    ",01/01/2023,Noise,,\n,01/01/2023,Noise,,\n,01/01/2023,Noise,,\n"
)


def twice(desk, older: str = OLDER, newer: str = NEWER, **terms):
    desk.drop("a-2023-01.csv", older)
    desk.drop("b-2023-01.csv", newer)
    return desk.read(COLUMNS, **{**TERMS, **terms})


def test_records_are_matched_by_their_key_and_others_one_to_one_as_a_whole(desk) -> None:
    (again,) = twice(desk).report.again
    assert again == ReceivedAgain(
        date(2023, 1, 1), "a-2023-01.csv", "b-2023-01.csv", rows_older=6, rows_newer=6,
        rows_added=2, rows_removed=2, rows_changed=2,
        categories=(("litter", 1, 2), ("noise", 5, 4)),
        changes=(
            ValueChange("outcome", "", "Open", 1),
            ValueChange("outcome", "Open", "Closed", 1),
            ValueChange("value", None, None, 1),
        ),
    )  # fmt: skip


def test_the_tables_say_what_the_report_says(desk) -> None:
    reading = twice(desk)
    files = ("asb", date(2023, 1, 1), "a-2023-01.csv", "b-2023-01.csv")
    assert reading.rows("SELECT * FROM months_received_again") == [(*files, 6, 6, 2, 2, 2)]
    assert reading.rows("SELECT * FROM receipts_categories") == [(*files, "litter", 1, 2), (*files, "noise", 5, 4)]
    assert reading.rows("SELECT * FROM receipts_changed") == [
        (*files, "outcome", "", "Open", 1),
        (*files, "outcome", "Open", "Closed", 1),
        (*files, "value", None, None, 1),
    ]


def test_published_data_are_told_with_every_count(desk) -> None:
    assert twice(desk, public=True).report.remarks == (
        "January 2023 was received twice: b-2023-01.csv (6 records) replaces a-2023-01.csv. 2 records came in and 2 "
        "records fell out. 2 of the records in both files changed: Outcome in 2, most often from blank to 'Open' (1) and from 'Open' "
        "to 'Closed' (1); value in 1. Records by kind now: Litter 2 (before: 1); Noise 4 (before: 5).",
    )


def test_small_counts_of_other_data_are_not_told(desk) -> None:
    assert twice(desk).report.remarks == (
        "January 2023 was received twice: b-2023-01.csv (6 records) replaces a-2023-01.csv. Fewer than 5 records came in "
        "and fewer than 5 records fell out. Fewer than 5 of the records in both files changed: Outcome in fewer than 5; value in fewer "
        "than 5. Records by kind now: Litter fewer than 5 (before: fewer than 5); Noise fewer than 5 (before: 5).",
    )


def test_a_month_received_again_unchanged_is_said_to_be(desk) -> None:
    assert twice(desk, newer=OLDER).report.remarks == (
        "January 2023 was received twice: b-2023-01.csv (6 records) replaces a-2023-01.csv. No record was added or "
        "removed. None of the records in both files changed.",
    )


def test_records_sent_twice_in_one_file_are_compared_twice(desk) -> None:
    row = "A1,01/01/2023,Noise,Open,1\n"
    (again,) = twice(desk, HEADER + row, HEADER + row + row).report.again
    assert (again.rows_older, again.rows_newer, again.rows_added, again.rows_changed) == (1, 2, 1, 0)


def test_without_a_key_only_whole_records_are_compared(desk) -> None:
    (again,) = twice(desk, key=()).report.again
    assert (again.rows_added, again.rows_removed, again.rows_changed, again.changes) == (4, 4, 0, ())


def test_each_of_three_files_is_compared_with_the_next(desk) -> None:
    desk.drop("c-2023-01.csv", OLDER)
    found = twice(desk).report.again
    assert [(one.older_file, one.newer_file) for one in found] == [
        ("a-2023-01.csv", "b-2023-01.csv"),
        ("b-2023-01.csv", "c-2023-01.csv"),
    ]
    assert (found[1].rows_added, found[1].rows_removed) == (2, 2)


def test_values_that_stand_in_for_a_person_are_only_counted(desk, monkeypatch) -> None:
    monkeypatch.setenv("SIA_PSEUDONYM_KEY", "a key of the partnership")
    columns = {**COLUMNS, "outcome": {"pseudonymise": True}}
    desk.drop("a-2023-01.csv", OLDER)
    desk.drop("b-2023-01.csv", NEWER)
    (again,) = desk.read(columns, **TERMS).report.again
    assert again.changes[0] == ValueChange("outcome", None, None, 2)


def test_a_copy_as_a_browser_names_it_is_the_same_month_again(desk) -> None:
    desk.drop("2023-01-noise.csv", OLDER)
    desk.drop("2023-01-noise (1).csv", NEWER)
    desk.drop("received.csv", "file,received\n2023-01-noise.csv,2023-02-01\n2023-01-noise (1).csv,2023-03-01\n")
    (again,) = desk.read(COLUMNS, **TERMS).report.again
    assert (again.older_file, again.newer_file) == ("2023-01-noise.csv", "2023-01-noise (1).csv")


def test_a_month_received_twice_under_names_that_hide_it_is_not_counted_twice(desk) -> None:
    desk.drop("2023-01-noise.csv", OLDER)
    desk.drop("2023-01-noise-final.csv", NEWER)
    reading = desk.read(COLUMNS, **TERMS)
    assert not reading.report.supplied
    assert reading.report.problem.endswith(
        "2023-01-noise.csv: it holds the same month as 2023-01-noise-final.csv, and most records are in both, so that "
        "some would count twice. Take one away, or name both alike from the month on, with another beginning, such as "
        "again-2023-01-noise-final.csv: then the newer one counts."
    )
    assert reading.rows("SELECT * FROM asb") == []


def test_two_parts_of_a_month_with_a_few_records_in_common_are_both_read(desk) -> None:
    desk.drop("2023-01-north.csv", OLDER)
    desk.drop(
        "2023-01-south.csv", HEADER + "A1,01/01/2023,Noise,Open,1\nB2,01/01/2023,Noise,Open,1\nB3,01/01/2023,Noise,,\n"
    )
    report = desk.read(COLUMNS, **TERMS).report
    assert report.supplied
    assert sum(file.rows_duplicate for file in report.files) == 1

"""Labels of periods become a first and a last day, by the kinds that the contract declares."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.calendar import add_months, month_name
from sia.extracts.period_labels import EXAMPLES, read_period

ALL = tuple(EXAMPLES)
YEAR_2022_23 = (date(2022, 4, 1), date(2023, 3, 31))
LABELS = [
    ("month", "Apr-23", date(2023, 4, 1), date(2023, 4, 30)),
    ("month", "2023-04", date(2023, 4, 1), date(2023, 4, 30)),
    ("month", "Sept 2023", date(2023, 9, 1), date(2023, 9, 30)),
    ("month", "04/2023", date(2023, 4, 1), date(2023, 4, 30)),
    ("quarter", "2022 Q1", date(2022, 1, 1), date(2022, 3, 31)),
    ("quarter", "Q4 2022", date(2022, 10, 1), date(2022, 12, 31)),
    ("quarter", "October to December 2022", date(2022, 10, 1), date(2022, 12, 31)),
    ("financial quarter", "Q1 2022/23", date(2022, 4, 1), date(2022, 6, 30)),
    ("financial quarter", "2022-23 Q4", date(2023, 1, 1), date(2023, 3, 31)),
    ("financial quarter", "Quarter 3 2022-23", date(2022, 10, 1), date(2022, 12, 31)),
    ("calendar year", "2019", date(2019, 1, 1), date(2019, 12, 31)),
    ("calendar year", "year ending December 2019", date(2019, 1, 1), date(2019, 12, 31)),
    ("financial year", "2022-23", *YEAR_2022_23),
    ("financial year", "2022/23", *YEAR_2022_23),
    ("financial year", "2022-2023", *YEAR_2022_23),
    ("financial year", "202223", *YEAR_2022_23),
    ("financial year", "FY2022/23", *YEAR_2022_23),
    ("financial year", "year ending March 2023", *YEAR_2022_23),
    ("financial year", "y/e 31 Mar 23", *YEAR_2022_23),
    ("financial year", "April 2022 to March 2023", *YEAR_2022_23),
    ("financial year", "2022-23 [p]", *YEAR_2022_23),
    ("financial year", "1999-00", date(1999, 4, 1), date(2000, 3, 31)),
    ("academic year", "2022/23", date(2022, 9, 1), date(2023, 8, 31)),
    ("calendar years", "2014-16", date(2014, 1, 1), date(2016, 12, 31)),
    ("calendar years", "2008 - 10", date(2008, 1, 1), date(2010, 12, 31)),
    ("calendar years", "2014 to 2016", date(2014, 1, 1), date(2016, 12, 31)),
]
NO_PERIODS = [
    ("financial year", "2012-14"), ("financial year", "2012-12"), ("financial year", "2012-11"),
    ("financial year", "year ending June 2023"), ("financial quarter", "Q1 2022"), ("financial quarter", "Q5 2022/23"),
    ("calendar years", "2014-14"), ("calendar years", "2016-14 or so"), ("month", "2023-13"), ("month", "15/04/2023"),
    ("calendar year", "0203"), ("calendar year", "9999"), ("month", "Dec 9999"), ("calendar year", "23"),
    ("quarter", "February to April 2023"), ("month", "Smarch 2023"), ("financial year", ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "label", "first", "last"), LABELS, ids=[f"{one[0]} {one[1]}" for one in LABELS])
def test_a_label_is_read_as_its_kind(kind: str, label: str, first: date, last: date) -> None:
    found = read_period(label, (kind,))
    assert found is not None
    assert found[1:] == (first, last)


@pytest.mark.parametrize(("kind", "label"), NO_PERIODS)
def test_what_is_no_period_of_the_kind_is_refused(kind: str, label: str) -> None:
    assert read_period(label, (kind,)) is None


def test_the_first_kind_that_fits_is_taken() -> None:
    assert read_period("2012-13", ("financial year", "calendar years")) == (
        "2012-13",
        date(2012, 4, 1),
        date(2013, 3, 31),
    )
    assert read_period("2012-13", ("calendar years", "financial year")) == (
        "2012-13",
        date(2012, 1, 1),
        date(2013, 12, 31),
    )
    assert read_period("2012-14", ("financial year", "calendar years")) == (
        "2012-14",
        date(2012, 1, 1),
        date(2014, 12, 31),
    )


def test_a_label_is_kept_as_sent_without_surplus_spaces_and_a_day_becomes_its_month() -> None:
    assert read_period("  2008 –  10 ", ("calendar years",))[0] == "2008-10"
    assert read_period("2019.0", ("calendar year",))[0] == "2019"
    assert read_period("2023-04-01 00:00:00", ("month",))[0] == "April 2023"


@given(st.dates(date(1970, 1, 1), date(2060, 1, 1)), st.sampled_from([1, 3, 12, 36]))
def test_named_months_give_exactly_their_days(day: date, months: int) -> None:
    first = day.replace(day=1)
    after = add_months(first, months)
    found = read_period(f"{month_name(first)} to {month_name(add_months(after, -1))}", ALL)
    aligned = {1: True, 3: first.month % 3 == 1, 12: first.month in (1, 4, 9), 36: first.month == 1}[months]
    assert (found and found[1:]) == ((first, after - timedelta(days=1)) if aligned else None)


@given(st.text(alphabet="0123456789-/ qfyQ aprmch[]().", max_size=16))
def test_any_text_is_a_period_of_whole_months_or_none(text: str) -> None:
    found = read_period(text, ALL)
    if found:
        _, first, last = found
        assert first.day == 1
        assert (last + timedelta(days=1)).day == 1
        assert first <= last


COLUMNS = {
    "area_code": {"required": True},
    "year": {"type": "period", "periods": ["financial year", "calendar year"], "required": True},
    "value": {"type": "number"},
}


def test_a_period_becomes_three_columns_of_the_table(desk) -> None:
    desk.drop("asb.csv", "area_code,year,value\nA,2021/22,1\nA,2022 - 23,2\nA,2019,3\nA,-,4\nA,never,5\n")
    reading = desk.read(COLUMNS, kind="series")
    assert reading.rows("SELECT year, year_start, year_end, value FROM asb ORDER BY value") == [
        ("2021/22", date(2021, 4, 1), date(2022, 3, 31), 1.0),
        ("2022-23", *YEAR_2022_23, 2.0),
        ("2019", date(2019, 1, 1), date(2019, 12, 31), 3.0),
    ]
    assert reading.rows("SELECT sentence FROM quarantine ORDER BY source_row") == [
        ("Row 4: year is not given.",),
        ("Row 5: year is not a financial year such as 2022-23 or a calendar year such as 2023 (it holds 'never').",),
    ]


def test_the_months_of_a_period_are_covered(desk) -> None:
    desk.drop("asb.csv", "area_code,year,value\nD1,2021/22,1\n")
    reading = desk.read(COLUMNS, kind="series", frequency="annual")
    assert reading.report.months_covered[0] == date(2021, 4, 1)
    assert len(reading.report.months_covered) == 12
    assert (reading.report.files[0].first_month, reading.report.files[0].last_month) == (
        date(2021, 4, 1),
        date(2022, 3, 1),
    )


def test_two_spellings_of_one_period_are_the_same_key(desk) -> None:
    desk.drop("asb.csv", "area_code,year,value\nA,2021/22,1\nA,2021-22,2\n")
    reading = desk.read(COLUMNS, kind="series", key=["area_code", "year"])
    assert reading.counts == (2, 1, 0, 1)


def test_rules_and_ranges_see_the_days_of_a_period(desk) -> None:
    desk.drop("asb.csv", "area_code,year,value\nA,2009/10,1\nA,2021/22,2\n2019,2019,3\n")
    columns = COLUMNS | {"year": {**COLUMNS["year"], "minimum": date(2010, 4, 1)}}
    rule = {
        "id": "financial",
        "condition": "extract(month from year_start) = 4",
        "sentence": "It is no financial year.",
    }
    reading = desk.read(columns, kind="series", rules=[rule])
    assert reading.rows("SELECT source_row, rule FROM quarantine ORDER BY 1") == [(1, "below"), (3, "financial")]

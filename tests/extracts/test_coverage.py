"""Which months a source covers: what tells no events from no data."""

from __future__ import annotations

from datetime import date

import pytest

from sia.calendar import month_range

HEADER = "reference,recorded_on\n"
COLUMNS = {"reference": {}, "recorded_on": {"type": "date", "required": True}}
JANUARY_TO_APRIL = HEADER + "A1,05/01/2023\nA2,06/02/2023\nA3,30/04/2023\nA4,31/04/2023\n"


def covered(reading) -> dict[str, list[int]]:
    months: dict[str, list[int]] = {}
    for area, month in reading.rows("SELECT area_code, month FROM coverage ORDER BY ALL"):
        months.setdefault(area, []).append(month.month)
    return months


@pytest.mark.parametrize(
    ("coverage", "months"),
    [
        ({"by": "rows"}, [1, 2, 4]),
        ({"by": "rows", "missing_when_empty": False}, [1, 2, 3, 4]),
        ({"by": "rows", "first_month": date(2023, 2, 1)}, [2, 4]),
        ({"by": "declared", "first_month": date(2023, 1, 1), "missing_when_empty": False}, list(range(1, 13))),
        ({"by": "declared", "first_month": date(2023, 1, 1)}, [1, 2, 4]),
    ],
)
def test_months_by_rows_or_as_declared(desk, coverage: dict, months: list[int]) -> None:
    desk.drop("asb.csv", JANUARY_TO_APRIL)
    reading = desk.read(COLUMNS, coverage=coverage)
    assert covered(reading) == {"D1": months}
    assert [month.month for month in reading.report.months_covered] == months
    assert [month.month for month in reading.report.months_missing] == sorted(set(range(months[0], 13)) - set(months))


def test_no_month_is_missing_from_a_source_that_does_not_come_every_month(desk) -> None:
    desk.drop("asb.csv", JANUARY_TO_APRIL)
    assert desk.read(COLUMNS, frequency="quarterly").report.months_missing == ()


def test_declared_months_of_an_empty_file_count_nought(desk) -> None:
    desk.drop("asb.csv", HEADER)
    coverage = {"by": "declared", "first_month": date(2023, 10, 1), "missing_when_empty": False}
    assert covered(desk.read(COLUMNS, coverage=coverage)) == {"D1": [10, 11, 12]}


def test_rows_in_quarantine_and_months_after_the_as_at_date_cover_nothing(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,05/11/2023\nA2,05/01/2024\nA3,32/12/2023\n")
    assert covered(desk.read(COLUMNS)) == {"D1": [11]}


def test_periods_of_a_series_cover_all_their_months_for_each_area(desk) -> None:
    desk.drop(
        "asb.csv",
        "area_code,period_start,period_end,value\nD1,01/01/2023,31/03/2023,4\nD2,01/04/2023,30/06/2023,*\n",
    )
    columns = {"area_code": {"required": True}, "value": {"type": "integer"}}
    columns |= {name: {"type": "date", "required": True} for name in ("period_start", "period_end")}
    reading = desk.read(columns, kind="series")
    assert covered(reading) == {"D1": [1, 2, 3], "D2": [4, 5, 6]}
    assert reading.report.months_covered == tuple(month_range(date(2023, 1, 1), date(2023, 3, 1)))


def test_the_column_that_counts_can_be_named(desk) -> None:
    desk.drop("asb.csv", "occurred_on,recorded_on\n05/01/2023,07/02/2023\n")
    columns = {"occurred_on": {"type": "date"}, "recorded_on": {"type": "date"}}
    assert covered(desk.read(columns)) == {"D1": [1]}
    assert covered(desk.read(columns, coverage={"column": "recorded_on"})) == {"D1": [2]}


def test_a_source_that_was_not_read_covers_nothing(desk) -> None:
    desk.drop("asb.csv", "nothing,of,use\n")
    reading = desk.read(COLUMNS)
    assert not reading.report.supplied
    assert covered(reading) == {}


PERIODS = {
    "year": {"type": "period", "periods": ["financial year", "quarter"], "required": True},
    "value": {"type": "integer"},
}


def missing(reading) -> list[str]:
    return [f"{month:%Y-%m}" for month in reading.report.months_missing]


def test_a_year_that_an_annual_series_leaves_out_is_missing_and_a_late_one_is_not(desk) -> None:
    desk.drop("asb.csv", "year,value\n2018-19,4\n2020-21,5\n")
    reading = desk.read(PERIODS, kind="series", frequency="annual")
    assert (missing(reading)[0], missing(reading)[-1], len(missing(reading))) == ("2019-04", "2020-03", 12)
    assert len(reading.report.months_covered) == 24


def test_a_quarter_that_a_quarterly_series_leaves_out_is_missing(desk) -> None:
    desk.drop("asb.csv", "year,value\nQ1 2022,4\nQ3 2022,5\n")
    reading = desk.read(PERIODS, kind="series", frequency="quarterly")
    assert missing(reading) == ["2022-04", "2022-05", "2022-06"]


def test_a_count_at_the_end_of_each_half_year_leaves_nothing_missing_until_one_is_left_out(desk) -> None:
    ends = ["A1,30/06/2021", "A2,31/12/2021", "A3,30/06/2022", "A4,31/12/2022", "A5,30/06/2023"]
    desk.drop("asb.csv", HEADER + "\n".join(ends) + "\n")
    assert missing(desk.read(COLUMNS, frequency="twice a year")) == []
    desk.drop("asb.csv", HEADER + "\n".join(end for end in ends if "31/12/2022" not in end) + "\n")
    gap = missing(desk.read(COLUMNS, frequency="twice a year"))
    assert (gap[0], gap[-1], len(gap)) == ("2022-07", "2023-05", 11)


def test_whole_quarters_without_events_are_missing_and_single_months_are_not(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,05/01/2023,\nA2,06/05/2023\nA3,30/12/2023\n")
    assert missing(desk.read(COLUMNS, frequency="quarterly")) == ["2023-07", "2023-08", "2023-09"]


def test_a_year_without_events_is_missing_from_a_source_that_comes_each_year(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,05/01/2020\nA2,06/11/2020\nA3,30/12/2022\n")
    reading = desk.read(COLUMNS, frequency="annual")
    assert (missing(reading)[0], missing(reading)[-1], len(missing(reading))) == ("2020-12", "2022-11", 24)


def test_nothing_is_missing_from_what_comes_as_it_happens(desk) -> None:
    desk.drop("asb.csv", HEADER + "A1,05/01/2020\nA3,30/12/2022\n")
    assert missing(desk.read(COLUMNS, frequency="as it happens")) == []


def test_a_survey_of_two_months_each_year_has_no_gap(desk) -> None:
    dates = "period_start,period_end,value\n01/09/2021,31/10/2021,4\n01/09/2022,31/10/2022,5\n"
    desk.drop("asb.csv", dates)
    columns = {name: {"type": "date", "required": True} for name in ("period_start", "period_end")}
    assert missing(desk.read({**columns, "value": {"type": "integer"}}, kind="series", frequency="annual")) == []

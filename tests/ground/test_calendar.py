"""Months, financial years, windows and seasons."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.calendar import (
    Basis,
    Window,
    add_months,
    assessment_id,
    comparison_windows,
    financial_year_label,
    long_date,
    month_range,
    season_dates,
    season_label,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "label", "assessment"),
    [
        (date(2023, 12, 31), "2023/24", "2024"),
        (date(2024, 3, 31), "2023/24", "2024"),
        (date(2024, 4, 1), "2024/25", "2025"),
        (date(1999, 12, 31), "1999/00", "2000"),
        (date(2025, 12, 31), "2025/26", "2026"),
    ],
)
def test_a_financial_year_runs_from_april_and_names_the_assessment_by_its_end(day, label, assessment) -> None:
    assert financial_year_label(day) == label
    assert assessment_id(day) == assessment


@pytest.mark.parametrize(
    ("basis", "current", "previous"),
    [
        (Basis.FINANCIAL_YEAR_TO_DATE, "April to December 2023", "April to December 2022"),
        (Basis.LATEST_12_MONTHS, "the calendar year 2023", "the calendar year 2022"),
        (Basis.CALENDAR_YEAR, "the calendar year 2023", "the calendar year 2022"),
        (Basis.THREE_YEAR_MEAN, "the calendar year 2023", "January 2020 to December 2022"),
    ],
)
def test_windows_at_december_2023(basis, current, previous) -> None:
    assert tuple(window.label for window in comparison_windows(basis, date(2023, 12, 31))) == (current, previous)


def test_a_calendar_year_is_never_a_part_year() -> None:
    current, _ = comparison_windows("calendar_year", date(2024, 6, 30))
    assert current == Window(date(2023, 1, 1), date(2023, 12, 1))


def test_a_window_of_one_month_is_named_by_it() -> None:
    current, previous = comparison_windows("financial_year_to_date", date(2024, 4, 30))
    assert (current.label, previous.label, current.days) == ("April 2024", "April 2023", 30)


@given(days, st.sampled_from(Basis))
def test_both_windows_have_whole_months_and_never_overlap(day, basis) -> None:
    current, previous = comparison_windows(basis, day)
    assert previous.end < current.first
    assert current.last <= day
    if basis is not Basis.THREE_YEAR_MEAN:
        assert len(current.months) == len(previous.months)


@given(days, st.integers(-600, 600))
def test_adding_months_and_taking_them_away_gives_the_same_month(day, count) -> None:
    month = day.replace(day=1)
    if 1900 < add_months(month, count).year < 2200:
        assert add_months(add_months(month, count), -count) == month


@given(days, st.integers(0, 100))
def test_a_month_range_holds_both_ends(day, count) -> None:
    first = day.replace(day=1)
    assert len(month_range(first, add_months(first, count))) == count + 1


def test_seasons_as_dates_and_as_text() -> None:
    assert season_dates("Spring 2024") == (date(2024, 3, 1), date(2024, 5, 31))
    assert season_dates(" winter 2023 ") == (date(2023, 12, 1), date(2024, 2, 29))
    assert season_label(date(2024, 2, 1)) == "Winter 2023"
    assert season_label(date(2024, 9, 30)) == "Autumn 2024"
    with pytest.raises(ValueError, match="'Soon' is not a season"):
        season_dates("Soon")


@given(days)
def test_a_day_lies_in_its_season(day) -> None:
    first, last = season_dates(season_label(day))
    assert first <= day <= last


def test_dates_are_written_in_full() -> None:
    assert long_date(date(2023, 12, 1)) == "1 December 2023"

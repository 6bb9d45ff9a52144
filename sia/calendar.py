"""Months, financial years, comparison windows and seasons.

A month is written as the date of its first day, in Python, in Polars and in DuckDB alike. The financial year runs from
April to March and is labelled "2023/24"; an assessment's id is the year in which its financial year ends ("2024").
"""

from __future__ import annotations

import calendar as _calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SEASON_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def month_of(day: date) -> date:
    """The month that a day lies in, as its first day."""
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """The month `count` months after (or, if negative, before) the given one."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return add_months(month_of(month), 1) - timedelta(days=1)


def days_in_month(month: date) -> int:
    """How many days a month has (29 for a leap February)."""
    return _calendar.monthrange(month.year, month.month)[1]


def month_range(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(month_of(first), offset) for offset in range(max(count, 0))]


def financial_year_start(day: date) -> date:
    """1 April of the financial year that a day lies in."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def financial_year_label(day: date) -> str:
    """The financial year of a day, one notation everywhere: "2023/24"."""
    start = financial_year_start(day).year
    return f"{start}/{(start + 1) % 100:02d}"


def assessment_id(as_at: date) -> str:
    """The year in which the financial year of the as-at date ends: December 2023 gives "2024"."""
    return str(financial_year_start(as_at).year + 1)


def long_date(day: date) -> str:
    """A date in full: "31 December 2023"."""
    return f"{day.day} {_calendar.month_name[day.month]} {day.year}"


def month_name(month: date) -> str:
    """A month in full: "December 2023"."""
    return f"{_calendar.month_name[month.month]} {month.year}"


@dataclass(frozen=True, order=True)
class Window:
    """A run of whole months, both ends included, given by the first day of each."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        return month_range(self.first, self.last)

    @property
    def end(self) -> date:
        """The last day of the window."""
        return last_day(self.last)

    @property
    def days(self) -> int:
        return (self.end - self.first).days + 1

    @property
    def label(self) -> str:
        """In words: "April to December 2023", "April 2022 to March 2023", "December 2023"."""
        if self.first == self.last:
            return month_name(self.last)
        if self.first.year == self.last.year:
            if (self.first.month, self.last.month) == (1, 12):
                return f"the calendar year {self.first.year}"
            return f"{_calendar.month_name[self.first.month]} to {month_name(self.last)}"
        return f"{month_name(self.first)} to {month_name(self.last)}"

    def shifted(self, months: int) -> Window:
        """The window moved by a number of months."""
        return Window(add_months(self.first, months), add_months(self.last, months))


@dataclass(frozen=True, order=True)
class SeasonMonths:
    """The months of one season ("winter") between two months, both ends included: three of each year, not one run."""

    season: str
    first: date
    last: date

    @property
    def months(self) -> list[date]:
        return [month for month in month_range(self.first, self.last) if season_of(month) == self.season]


def runs_of_months(months: Iterable[date]) -> list[Window]:
    """Months in order, each run without a gap as one window."""
    runs: list[Window] = []
    for month in sorted(months):
        if runs and add_months(runs[-1].last, 1) == month:
            runs[-1] = Window(runs[-1].first, month)
        else:
            runs.append(Window(month, month))
    return runs


class Basis(StrEnum):
    """How two periods are set against each other; printed with every comparison."""

    FINANCIAL_YEAR_TO_DATE = "financial_year_to_date"
    LATEST_12_MONTHS = "latest_12_months"
    CALENDAR_YEAR = "calendar_year"
    THREE_YEAR_MEAN = "three_year_mean"


def comparison_windows(basis: Basis | str, as_at: date) -> tuple[Window, Window]:
    """The current window and the one it is compared with, for a basis and an as-at date.

    A calendar year must be complete: before December it is the year before. For the three-year mean the current window
    is the latest 12 months and the second one the 36 months before it.
    """
    basis, newest = Basis(basis), month_of(as_at)
    if basis is Basis.FINANCIAL_YEAR_TO_DATE:
        current = Window(financial_year_start(as_at), newest)
    elif basis is Basis.CALENDAR_YEAR:
        year = newest.year if newest.month == 12 else newest.year - 1
        current = Window(date(year, 1, 1), date(year, 12, 1))
    else:
        current = Window(add_months(newest, -11), newest)
    if basis is Basis.THREE_YEAR_MEAN:
        return current, Window(add_months(current.first, -36), add_months(current.first, -1))
    return current, current.shifted(-12)


def season_dates(text: str) -> tuple[date, date]:
    """First and last day of a season as a register writes it: "Spring 2024"; winter 2024 begins in December 2024.

    Raises ValueError, naming the text, when it is not a season and a year.
    """
    match = re.fullmatch(r"\s*(spring|summer|autumn|winter)\s+(\d{4})\s*", text, re.IGNORECASE)
    if not match:
        raise ValueError(f"'{text}' is not a season and a year, such as 'Spring 2024'")
    first = date(int(match[2]), SEASON_FIRST_MONTH[match[1].lower()], 1)
    return first, last_day(add_months(first, 2))


def season_of(day: date) -> str:
    """The season that a day lies in: "spring" from March to May, and so on."""
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]


def season_label(day: date) -> str:
    """The season of a day as text: "Spring 2024"; January and February belong to the winter that began before."""
    year = day.year - 1 if day.month < 3 else day.year
    return f"{season_of(day).capitalize()} {year}"

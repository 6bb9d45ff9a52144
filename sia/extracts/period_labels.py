"""Reads the labels that stand for a period, such as 2022-23 or Q1 2022/23, as a first and a last day.

One label can mean several things: 2012-13 is a financial year, an academic year or two calendar years. The contract
says which kinds a column holds, in order, and the first kind that fits is taken. Labels that name their months
(April 2022 to March 2023, year ending March 2023) are taken only when their span is one of the declared kinds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from sia.calendar import add_months, last_day, month_name
from sia.project.contract import PeriodKind

Span = tuple[date, date]
FIRST_YEAR, LAST_YEAR = 1900, 2100
YEARS_AT_MOST = 30
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember")
MONTH = "(" + "|".join(f"{name}(?:{rest})?" for name, rest in zip(NAMES, FULL, strict=True)) + r")\.?"
YEAR = r"(\d{4}|\d{2})"
PAIR = r"(\d{4})(?:[-/](\d{4}|\d{2})|(\d{2}))"
EXAMPLES: dict[PeriodKind, str] = {
    "month": "a month such as 2023-04",
    "quarter": "a quarter such as Q1 2023",
    "financial quarter": "a financial quarter such as Q1 2022/23",
    "calendar year": "a calendar year such as 2023",
    "financial year": "a financial year such as 2022-23",
    "academic year": "an academic year such as 2022/23",
    "calendar years": "calendar years such as 2014-16",
}
MARK = r"\s*[\[(](?:p|r|e|provisional|revised|estimated|note \d+)[\])]$"


def read_period(text: str, kinds: tuple[PeriodKind, ...]) -> tuple[str, date, date] | None:
    """The label without surplus spaces, and its first and last day; None when it is none of the kinds.

    A month that was sent as a day (a workbook does that) is labelled as a month.
    """
    label = re.sub(r"(?<=\d)\s*([-/])\s*(?=\d)", r"\1", " ".join(re.sub("[‐‑‒–—−]", "-", text).split()))
    label = label.removesuffix(".0")
    form = re.sub(MARK, "", label.lower())
    if any(not FIRST_YEAR <= int(year) <= LAST_YEAR for year in re.findall(r"\d{4}", form)):
        return None
    for kind in kinds:
        for first, last in _readings(kind, form):
            if last >= first:
                return (month_name(first) if re.match(r"\d+[-/]\d+[-/]\d+", form) else label), first, last
    return None


def periods_in_words(kinds: tuple[PeriodKind, ...]) -> str:
    """What a column of these kinds should hold: "a financial year such as 2022-23 or a calendar year such as 2023"."""
    return " or ".join(EXAMPLES[kind] for kind in kinds)


def _readings(kind: PeriodKind, form: str) -> Iterator[Span]:
    """The spans that a label can have as this kind: as the kind is written, and with its months named."""
    own = READERS[kind](form)
    if own:
        yield own
    named = _named(form)
    if named and _is(kind, *named):
        yield named


def _named(form: str) -> Span | None:
    """A span that names its months: Apr-23, Jan-Mar 2023, April 2022 to March 2023, year ending March 2023."""
    if match := re.fullmatch(rf"{MONTH}[- ']*{YEAR}", form):
        first = _month(match[1], match[2])
        return first, last_day(first)
    if match := re.fullmatch(rf"(?:year end(?:ing|ed)?|y/?e|12 months to)\s+(?:\d\d?\s+)?{MONTH}[- ]*{YEAR}", form):
        last = _month(match[1], match[2])
        return add_months(last, -11), last_day(last)
    if match := re.fullmatch(rf"{MONTH}(?:[- ]*{YEAR})?\s*(?:-|to)\s*{MONTH}[- ]*{YEAR}", form):
        return _month(match[1], match[2] or match[4]), last_day(_month(match[3], match[4]))
    return None


def _is(kind: PeriodKind, first: date, last: date) -> bool:
    """Whether a span of whole months is of this kind."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if kind == "month":
        return months == 1
    if kind in ("quarter", "financial quarter"):
        return months == 3 and first.month in (1, 4, 7, 10)
    if kind == "calendar years":
        return first.month == 1 and months % 12 == 0 and 12 < months <= 12 * YEARS_AT_MOST
    return months == 12 and first.month == {"calendar year": 1, "financial year": 4, "academic year": 9}[kind]


def _read_month(form: str) -> Span | None:
    """2023-04, 04/2023, or the first day of the month: 2023-04-01 00:00:00, 01/04/2023."""
    match = re.fullmatch(r"(\d{4})-(\d\d?)(?:-01(?:[ t]00:00(?::00(?:\.0+)?)?)?)?", form)
    year, month = (match[1], match[2]) if match else (None, None)
    if match := re.fullmatch(r"(?:01/)?(\d\d?)/(\d{4})", form):
        year, month = match[2], match[1]
    return _months(int(year), int(month), 1) if year and month and 1 <= int(month) <= 12 else None


def _read_quarter(form: str) -> Span | None:
    match = re.fullmatch(r"(?:q|quarter )([1-4])[- ]*(\d{4})|(\d{4})[- ]*(?:q|quarter )([1-4])", form)
    return _months(int(match[2] or match[3]), 3 * int(match[1] or match[4]) - 2, 3) if match else None


def _read_financial_quarter(form: str) -> Span | None:
    """The quarter of a year that must be written in full, as 2022/23: Q1 2022 could be the first of two years."""
    before = re.fullmatch(rf"(?:q|quarter )([1-4])[- ]*(?:fy ?)?{PAIR}", form)
    after = re.fullmatch(rf"(?:fy ?)?{PAIR}[- ]*(?:q|quarter )([1-4])", form)
    if before:
        return _of_pair(before[2], before[3] or before[4], 3 * int(before[1]) + 1, 3)
    return _of_pair(after[1], after[2] or after[3], 3 * int(after[4]) + 1, 3) if after else None


def _read_year(form: str) -> Span | None:
    match = re.fullmatch(r"(?:cy ?|calendar year )?(\d{4})", form)
    return _months(int(match[1]), 1, 12) if match else None


def _read_financial_year(form: str) -> Span | None:
    match = re.fullmatch(rf"(?:fy ?|financial year )?{PAIR}(?: financial year)?", form)
    return _of_pair(match[1], match[2] or match[3], 4, 12) if match else None


def _read_academic_year(form: str) -> Span | None:
    match = re.fullmatch(rf"(?:ay ?|academic year )?{PAIR}(?: academic year)?", form)
    return _of_pair(match[1], match[2] or match[3], 9, 12) if match else None


def _read_years(form: str) -> Span | None:
    match = re.fullmatch(r"(\d{4})\s*(?:-|/|to)\s*(\d{4}|\d{2})", form)
    if not match:
        return None
    first, last = int(match[1]), _second_year(match[1], match[2])
    return _months(first, 1, 12 * (last - first + 1)) if 0 < last - first < YEARS_AT_MOST else None


def _of_pair(first: str, second: str, month: int, months: int) -> Span | None:
    """A span that begins in a month of the first year (or in the year after, from the 13th on) of two adjacent years."""
    return _months(int(first), month, months) if _second_year(first, second) == int(first) + 1 else None


def _months(year: int, month: int, months: int) -> Span:
    first = add_months(date(year, 1, 1), month - 1)
    return first, last_day(add_months(first, months - 1))


def _second_year(first: str, second: str) -> int:
    """The second year of a pair in full: 1999-00 ends in 2000."""
    if len(second) == 4:
        return int(second)
    year = int(first[:2] + second)
    return year if year > int(first) else year + 100


def _month(name: str, year: str) -> date:
    """A month by its English name; a year of two digits lies between 1969 and 2068, as dates are read elsewhere."""
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    return date(full, NAMES.index(name[:3]) + 1, 1)


READERS: dict[PeriodKind, Callable[[str], Span | None]] = {
    "month": _read_month,
    "quarter": _read_quarter,
    "financial quarter": _read_financial_quarter,
    "calendar year": _read_year,
    "financial year": _read_financial_year,
    "academic year": _read_academic_year,
    "calendar years": _read_years,
}

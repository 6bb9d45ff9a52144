"""How numbers, periods and lists are written in documents: one vocabulary, one notation, no judgement.

Whoever writes a sentence, a table or an alternative text takes its words from here, so that a figure looks the same
wherever it stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date
from math import isfinite

from sia.calendar import Basis, Window, add_months, financial_year_label, month_name, runs_of_months

NOT_SHOWN = "not shown (protects small numbers)"
SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
MINUS, DASH = "−", "–"

BASIS_NAMES = {
    Basis.FINANCIAL_YEAR_TO_DATE: "Financial year to date",
    Basis.LATEST_12_MONTHS: "Latest 12 months",
    Basis.CALENDAR_YEAR: "Calendar year",
    Basis.THREE_YEAR_MEAN: "Mean of three years",
}
SMALL_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators and a true minus sign: "3,204", "−12", "7.4"."""
    text = f"{abs(value):,.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) != 0 else text


def signed(value: float, decimals: int = 0) -> str:
    """A change: "+34", "−12", "0"."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and any(digit in "123456789" for digit in text) else text


def percent(value: float, decimals: int = 0) -> str:
    """A percentage without its sign: "8%"; what rounds to nothing is "less than 1%"."""
    size = abs(value)
    if 0 < size < 0.5 and not decimals:
        return "less than 1%"
    return f"{number(size, decimals)}%"


def signed_percent(value: float) -> str:
    """A percentage change as a table holds it: "+8%", "−12%", "0%"."""
    return f"{signed(value)}%"


def rate(value: float) -> str:
    """A rate or a score: one decimal, and two below one."""
    return number(value, 1 if abs(value) >= 1 else 2)


def count_of(value: int, unit: str) -> str:
    """A count with its unit, which is a plural: "3,204 offences", "1 offence"."""
    return f"{number(value)} {singular(unit) if value == 1 else unit}".strip()


def singular(unit: str) -> str:
    """The singular of a unit: "offences" to "offence", "people killed" to "person killed", "cases of x" to "case of x"."""
    noun, of, rest = unit.partition(" of ")
    words = noun.split()
    if words and words[0] == "people":
        return " ".join(["person", *words[1:]]) + of + rest
    return " ".join([*words[:-1], _singular_word(words[-1])]) + of + rest if words else ""


def _singular_word(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def month_runs(months: Iterable[date]) -> str:
    """Months as prose, runs as one: "August 2023 and October to December 2023"."""
    return listed(run.label for run in runs_of_months(months))


def in_words(value: int) -> str:
    """A count of things in running text: words below ten, figures from ten."""
    return SMALL_WORDS[value] if 0 <= value < len(SMALL_WORDS) else number(value)


def ordinal(position: int) -> str:
    """A rank in running text: "second", "12th"."""
    if 1 <= position <= len(ORDINALS):
        return ORDINALS[position - 1]
    ending = "th" if 10 <= position % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position}{ending}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """Items as prose: "a", "a and b", "a, b and c"."""
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def sentence_case(text: str) -> str:
    """The text with a capital letter at its beginning and nothing else changed."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation or a name of more capitals."""
    return text if len(text) < 2 or text[1].isupper() else text[:1].lower() + text[1:]


def full_stop(text: str) -> str:
    """A sentence with its capital letter and its full stop."""
    text = sentence_case(text.strip())
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def period(window: Window) -> str:
    """A window as people name it: "2023/24", "April to December 2023", "the 12 months to June 2023"."""
    if window.first.month == 4 and len(window.months) == 12:
        return financial_year_label(window.first)
    if len(window.months) == 12 and window.first.month != 1:
        return f"the 12 months to {month_name(window.last)}"
    return window.label


def against(current: Window, previous: Window, basis: Basis | str) -> str:
    """What a comparison compares: "in April to December 2023 against the same months of 2022"."""
    return f"in {period(current)} against {earlier(current, previous, basis)}"


def earlier(current: Window, previous: Window, basis: Basis | str) -> str:
    """The earlier window as seen from the later one."""
    if Basis(basis) is Basis.THREE_YEAR_MEAN:
        return "the yearly mean of the three years before"
    if previous == current.shifted(-12) and len(current.months) < 12:
        if current.first.year == current.last.year:
            return f"the same months of {previous.first.year}"
        return "the same months a year before"
    if len(current.months) == 12 and Basis(basis) is Basis.LATEST_12_MONTHS:
        return "the 12 months before"
    return period(previous)


def month_short(month: date) -> str:
    """A month for a table's first column: "Dec 2023"."""
    return f"{month_name(month)[:3]} {month.year}"


def quarter(first: date) -> str:
    """A quarter by its months: "Oct–Dec 2023"."""
    return f"{month_name(first)[:3]}{DASH}{month_short(add_months(first, 2))}"


def short_period(label: str) -> str:
    """A period's label for an axis: "October to December 2023" becomes "Oct–Dec 2023"."""
    names = {month_name(date(2001, month, 1)).split()[0]: month for month in range(1, 13)}
    words = [word[:3] if word in names else word for word in label.replace(" to ", f" {DASH} ").split()]
    return " ".join(words).replace(f" {DASH} ", DASH)


def month_names(months: Sequence[int]) -> str:
    """Months of the year as prose; a run of three or more is "June to August"."""
    names = [month_name(date(2001, month, 1)).split()[0] for month in months]
    runs = len(months) > 2 and all((b - a) % 12 == 1 for a, b in itertools.pairwise(months))
    return f"{names[0]} to {names[-1]}" if runs else listed(names)


def range_of(lower: float, upper: float, decimals: int = 0) -> str:
    """A range of numbers in running text: "2,840 to 3,160"."""
    return f"{number(lower, decimals)} to {number(upper, decimals)}"


def known(value: float | None) -> bool:
    """Whether there is a number that can be written down."""
    return value is not None and (not isinstance(value, float) or isfinite(value))


def financial_year_of(first: date) -> str:
    """A financial year by its first month: "2022/23"."""
    return financial_year_label(first)

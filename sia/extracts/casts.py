"""SQL that turns the text of a cell into the value its column declares, or into NULL when it cannot be.

In a number column the things that look like gaps stay different: not recorded, not applicable, suppressed, too small
to show (`MARKS`; the bracketed ones are the shorthand of the Government Analysis Function's guidance on tables, whose
letters stand for gaps in number columns even without their brackets). The same shorthand after a number ([p] for
provisional, [r] for revised) leaves the number what it is. A bracketed number is refused: it can be a negative one, a
note or an estimate. A comma separates thousands, never decimals (`misreadings`).

A date is the day that is written, unless a time with an offset from UTC stands beside it: that moment is put on the
day it was in London, since systems that write 2021-07-31T23:40Z mean 1 August there.
"""

from __future__ import annotations

from sia.extracts.period_labels import FIRST_YEAR, LAST_YEAR, periods_in_words
from sia.extracts.sql_text import literal, literals
from sia.project.contract import Column

SQL_TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "period": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "month": "DATE",
    "boolean": "BOOLEAN",
}
MARKS = {
    "suppressed": ("*", "**", "[c]", "[u]", "suppressed"),
    "too small to show": ("[low]",),
    "not applicable": ("n/a", "na", "[z]", "not applicable"),
    "not recorded": ("-", "--", "–", "..", ".", ":", "[x]", "not recorded", "not available", "not known", "null"),
}
LETTERS = {"suppressed": ("c", "u"), "not applicable": ("z",), "not recorded": ("x",)}
BELOW_A_LIMIT = r"[<≤]\s*\d+"
ISO_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
BRITISH_DATES = (
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d",
)
MONTHS = ("%Y-%m", "%b-%y", "%b %y", "%b-%Y", "%b %Y", "%B %Y", "%m/%Y")
SERIAL = r"[2-7]\d{4}(\.\d+)?"
MOMENT = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?"
OFFSET = r"(Z|[+-]\d\d(:?\d\d)?)"
NOTED = r" *\[(p|P|r|R|e|E|b|B|[Nn]ote \d+)\]$"
THOUSANDS = r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?"
YES, NO = ("yes", "y", "true", "t", "1"), ("no", "n", "false", "f", "0")
CASTABLE = ("integer", "number", "date", "month", "period", "boolean")


def typed(column: Column, text: str) -> str:
    """SQL of the typed value of a text without spaces around it; codes and periods are looked up elsewhere."""
    if column.type in ("date", "month"):
        day = _date(column, text)
        return day if column.type == "date" else f"CAST(date_trunc('month', {day}) AS DATE)"
    if column.type == "integer":
        return _whole(text)
    if column.type == "number":
        return _number(text)
    return _boolean(text) if column.type == "boolean" else text


def mark(text: str, value: str) -> str:
    """SQL of the mark that stands in place of a value: one of `MARKS`, or NULL beside an ordinary value.

    A blank is 'not recorded'.
    """
    low = f"lower({text})"
    cases = " ".join(
        f"WHEN {low} IN ({literals((*words, *LETTERS.get(name, ())))}) THEN {literal(name)}"
        for name, words in MARKS.items()
    )
    below = f"WHEN regexp_full_match({low}, {literal(BELOW_A_LIMIT)}) THEN 'suppressed'"
    return f"CASE WHEN {value} IS NOT NULL THEN NULL WHEN {text} IS NULL THEN 'not recorded' {cases} {below} END"


def is_gap(text: str, number: bool = False) -> str:
    """SQL: whether a text that is not blank says that there is no value."""
    words = [word for marks in MARKS.values() for word in marks]
    words += [letter for letters in LETTERS.values() for letter in letters] if number else []
    return f"(lower({text}) IN ({literals(words)}) OR regexp_full_match({text}, {literal(BELOW_A_LIMIT)}))"


def expectation(column: Column) -> str:
    """What a sentence to the agency says a column should hold."""
    if column.type in ("date", "month"):
        return f"a {column.type} such as {_example(date_formats(column)[0])}"
    if column.type == "period":
        return periods_in_words(column.periods)
    return {"integer": "a whole number", "number": "a number", "boolean": "yes or no"}[column.type]


def date_formats(column: Column) -> tuple[str, ...]:
    """The formats that a date or month column accepts, in the order in which they are tried; ISO 8601 always."""
    usual = (*MONTHS, *BRITISH_DATES) if column.type == "month" else BRITISH_DATES
    return tuple(dict.fromkeys((*(column.formats or usual), *ISO_DATES)))


def _number(text: str) -> str:
    """A finite number; where the plain reading fails, what may stand around one is taken off: a pound sign, a percent
    sign, the mark of a note, separators of thousands.
    """
    plain = f"TRY_CAST({text} AS DOUBLE)"
    noted = f"regexp_replace({text}, {literal(NOTED)}, '')"
    bare = f"rtrim(regexp_replace(replace({noted}, '−', '-'), '^([+-]?)£ *', '\\1'), ' %')"
    spelled = (
        f"CASE WHEN regexp_full_match({bare}, {literal(THOUSANDS)}) THEN {_without_separators(bare)} ELSE {bare} END"
    )
    return (
        f"CASE WHEN contains({text}, '_') THEN NULL WHEN isfinite({plain}) THEN {plain} "
        f"WHEN isfinite(TRY_CAST({spelled} AS DOUBLE)) THEN TRY_CAST({spelled} AS DOUBLE) END"
    )


def _whole(text: str) -> str:
    """A number without a fraction; one with a fraction is refused, not rounded."""
    number = _number(text)
    return (
        f"CASE WHEN regexp_full_match({text}, '[+-]?\\d+') THEN TRY_CAST({text} AS BIGINT) "
        f"WHEN ({number}) = floor({number}) THEN TRY_CAST({number} AS BIGINT) END"
    )


def _without_separators(text: str) -> str:
    return f"replace(replace({text}, ',', ''), ' ', '')"


def _date(column: Column, text: str) -> str:
    """A day of a plausible year; five digits are a day number of Excel, counted from 30 December 1899.

    ISO 8601 times with fractions of a second or an offset are read too, the latter as the day in London.
    """
    parsed = f"CAST(try_strptime({text}, [{literals(date_formats(column))}]) AS DATE)"
    serial = f"(DATE '1899-12-30' + CAST(floor(TRY_CAST({text} AS DOUBLE)) AS INTEGER))"
    london = f"CAST(timezone('Europe/London', TRY_CAST({text} AS TIMESTAMPTZ)) AS DATE)"
    value = (
        f"coalesce({parsed}, CASE WHEN regexp_full_match({text}, {literal(SERIAL)}) THEN {serial} "
        f"WHEN regexp_full_match({text}, {literal(MOMENT)}) THEN CAST(TRY_CAST({text} AS TIMESTAMP) AS DATE) "
        f"WHEN regexp_full_match({text}, {literal(MOMENT + OFFSET)}) THEN {london} END)"
    )
    return f"CASE WHEN year({value}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN {value} END"


def _boolean(text: str) -> str:
    low = f"lower({text})"
    return f"CASE WHEN {low} IN ({literals(YES)}) THEN true WHEN {low} IN ({literals(NO)}) THEN false END"


def _example(form: str) -> str:
    from datetime import datetime

    return datetime(2023, 12, 31, 13, 45).strftime(form)

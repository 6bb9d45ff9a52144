"""What the values of each column of an example are: judged by the very casts with which extracts are read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from sia.drafting.sample import Sample
from sia.extracts.casts import SERIAL, is_gap, typed
from sia.extracts.period_labels import read_period
from sia.extracts.sql_text import literal
from sia.project.column import Column, PeriodKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY_FIRST = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d.%m.%Y")
DAY_FORMATS = (
    *DAY_FIRST, "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%a %d %b %Y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d",
    "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y",
)  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", "T%H:%M:%SZ", " %I:%M %p")
MONTH_FORMATS = ("%Y-%m", "%b-%y", "%b %y", "%b-%Y", "%b %Y", "%B %Y", "%m/%Y")
PERIODS: tuple[PeriodKind, ...] = (
    "month", "financial quarter", "quarter", "financial year", "calendar year", "calendar years",
)  # fmt: skip
NEARLY_ALL, LOOKED_AT, SOME = 0.98, 60, 3000
MOST_PERIODS = 400
WORDS_FOR_YES_AND_NO = {"yes", "no", "y", "n", "true", "false"}


@dataclass(frozen=True)
class Kind:
    """What a column is: its type, formats or kinds of period, and whether days and months could be the other way round.

    `counts` has each value that is not a gap; `blank` and `gaps` count cells with nothing and cells with a mark such as n/a;
    `years` are the first and the last year of dates, `edges` says that all are first or last days of months, `months` counts these, `unread` counts labels that no kind of period reads.
    """

    type: str
    counts: Counter[str] = field(default_factory=Counter)
    blank: int = 0
    gaps: int = 0
    formats: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...] = ()
    ambiguous: bool = False
    years: tuple[int, int] = (0, 0)
    edges: bool = False
    months: int = 0
    unread: int = 0

    @property
    def filled(self) -> int:
        return sum(self.counts.values())

    @property
    def some(self) -> Counter[str]:
        """At most 3,000 of the different values, evenly taken, with their counts: enough to tell what they look like."""
        step = -(-len(self.counts) // SOME)
        return Counter(dict(islice(self.counts.items(), 0, None, step))) if step > 1 else self.counts

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "number")


def kinds_of(sample: Sample) -> list[Kind]:
    """What each column of the sample holds."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoload_known_extensions": False})
    try:
        return [_kind_of(connection, Counter(values)) for values in sample.columns]
    finally:
        connection.close()


def kind_of_all(parts: list[Kind]) -> Kind:
    """What several columns hold that will be one."""
    import duckdb

    together: Counter[str | None] = Counter()
    for part in parts:
        together.update(part.counts)
    together[None] = sum(part.blank for part in parts)
    connection = duckdb.connect(":memory:", config={"autoload_known_extensions": False})
    try:
        return _kind_of(connection, together)
    finally:
        connection.close()


def _kind_of(connection: DuckDBPyConnection, found: Counter[str | None]) -> Kind:
    blank = found.pop(None, 0)
    counts = _without_gaps(connection, found)
    account = {"counts": counts, "blank": blank, "gaps": sum(found.values()) - sum(counts.values())}
    if not counts:
        return Kind("empty", **account)
    for judge in (_boolean, _whole_or_number, _period, _date):
        if (kind := judge(connection, counts)) is not None:
            return Kind(**{"type": "text", **kind}, **account)
    return Kind("text", **account)


def _without_gaps(connection: DuckDBPyConnection, found: Counter[str]) -> Counter[str]:
    """The values that are no gap; the letters that stand for gaps among numbers only are judged with them."""
    gaps = _where(connection, list(found), is_gap("v"))
    rest = Counter({value: count for value, count in found.items() if value not in gaps})
    letters = _where(connection, list(rest), is_gap("v", number=True))
    numbers = _fitting(connection, rest, [typed(Column(type="number"), "v")])[0]
    if letters and numbers >= 0.5 * sum(rest.values()):
        return Counter({value: count for value, count in rest.items() if value not in letters})
    return rest


def _boolean(connection: DuckDBPyConnection, counts: Counter[str]) -> dict | None:
    return {"type": "boolean"} if {value.lower() for value in counts} <= WORDS_FOR_YES_AND_NO else None


def _whole_or_number(connection: DuckDBPyConnection, counts: Counter[str]) -> dict | None:
    """Numbers, unless digits are used as a name: with noughts in front, or as the days of a workbook."""
    if any(len(value) > 1 and value[0] == "0" and value.isdecimal() for value in counts):
        return None
    whole, number = _fitting(
        connection, counts, [typed(Column(type="integer"), "v"), typed(Column(type="number"), "v")]
    )
    if number < NEARLY_ALL * sum(counts.values()):
        return None
    return {"type": "integer"} if whole == number else {"type": "number"}


def _date(connection: DuckDBPyConnection, counts: Counter[str]) -> dict | None:
    """The format that reads nearly all values; of two that do, the British one comes first."""
    formats = _thinkable(counts)
    if not formats:
        return _as_usual(connection, counts)
    total = sum(counts.values())
    fitting = _fitting(connection, counts, [_exactly(form) for form in formats])
    good = [form for form, fits in zip(formats, fitting, strict=True) if fits >= NEARLY_ALL * total]
    if not good:
        good = _two_formats(connection, counts, formats, fitting)
    if not good:
        return None
    months = good[0] in MONTH_FORMATS
    chosen = good[:1] if "both" not in good else good[1:]
    ambiguous = any(form.startswith(DAY_FIRST) for form in chosen) and any(form.startswith("%m") for form in good)
    account = _days_account(connection, counts, [*map(_exactly, chosen)])
    return {"type": "month" if months else "date", "formats": tuple(chosen), "ambiguous": ambiguous, **account}


def _as_usual(connection: DuckDBPyConnection, counts: Counter[str]) -> dict | None:
    """Days as the reader takes them from anybody, such as 2021-08-01T09:30+00:00: nothing need be said of them."""
    day = typed(Column(type="date"), "v")
    digits = Counter({value: count for value, count in counts.items() if not value.isdecimal()})
    if _fitting(connection, digits, [day])[0] < NEARLY_ALL * sum(counts.values()):
        return None
    return {"type": "date", **_days_account(connection, counts, [day])}


def _thinkable(counts: Counter[str]) -> list[str]:
    """The formats that read at least one of the first values: few of many, so that the rest need not be tried on all."""
    first = [value for value in islice(counts, LOOKED_AT) if any(map(str.isdigit, value))]
    every = [day + time for day in DAY_FORMATS for time in TIMES] + list(MONTH_FORMATS)
    return [form for form in every if any(_reads(form, value) for value in first)]


def _reads(form: str, value: str) -> bool:
    try:
        return bool(datetime.strptime(value, form))
    except ValueError:
        return False


def _two_formats(
    connection: DuckDBPyConnection, counts: Counter[str], formats: list[str], fitting: list[int]
) -> list[str]:
    """Two formats that read nearly all values between them, the commoner first, behind the word 'both'."""
    total = sum(counts.values())
    first = max(range(len(formats)), key=lambda at: fitting[at])
    if not fitting[first]:
        return []
    rest = Counter(dict.fromkeys(_where(connection, list(counts), f"{_exactly(formats[first])} IS NULL"), 1))
    rest = Counter({value: counts[value] for value in rest})
    others = _fitting(connection, rest, [_exactly(form) for form in formats])
    second = max(range(len(formats)), key=lambda at: others[at])
    same = formats[first].startswith(DAY_FIRST) and formats[second].startswith("%m")
    if same or fitting[first] + others[second] < NEARLY_ALL * total or fitting[first] < 0.5 * total:
        return []
    return ["both", formats[first], formats[second]]


def _exactly(form: str) -> str:
    """SQL of the day that one format reads, of a plausible year; the width of the year must be that of the format."""
    digits = {"%d/%m/%Y": r"\d{1,2}/\d{1,2}/\d{4}.*", "%Y%m%d": r"\d{8}.*"}
    day = f"CAST(try_strptime(v, {literal(form)}) AS DATE)"
    shape = next((pattern for start, pattern in digits.items() if form.startswith(start)), ".*")
    return f"CASE WHEN regexp_full_match(v, {literal(shape)}) AND year({day}) BETWEEN 1900 AND 2100 THEN {day} END"


def _period(connection: DuckDBPyConnection, counts: Counter[str]) -> dict | None:
    """The kinds of period that read nearly all values, as few as are needed; months are left to the dates."""
    periods, unread = periods_in(counts)
    if periods in ((), ("month",)) or unread > (1 - NEARLY_ALL) * sum(counts.values()):
        return None
    return {"type": "period", "periods": periods}


def periods_in(counts: Counter[str]) -> tuple[tuple[PeriodKind, ...], int]:
    """The kinds of period by which values can be read, as few as are needed, and how many cells none of them reads."""
    if len(counts) > MOST_PERIODS:
        return (), sum(counts.values())
    kinds: list[PeriodKind] = []
    unread = dict(counts)
    for kind in PERIODS:
        fits = {value for value in unread if read_period(value, (kind,)) is not None}
        if fits:
            kinds.append(kind)
            unread = {value: count for value, count in unread.items() if value not in fits}
    return tuple(kinds), sum(unread.values())


def is_serial_days(kind: Kind) -> bool:
    """Whether whole numbers can be the days of a workbook, of years from 1990 to 2035."""
    return kind.is_number and all(
        re.fullmatch(SERIAL, value) and 32_800 < float(value) < 49_700 for value in kind.counts
    )


def _days_account(connection: DuckDBPyConnection, counts: Counter[str], days: list[str]) -> dict:
    """First and last year, and whether every day is the first or the last of its month, as the days of periods are."""
    day = f"coalesce({', '.join(days)})"
    edge = f"coalesce(bool_and(day({day}) = 1 OR {day} = last_day({day})), false)"
    first, last, edges, months = connection.execute(
        f"SELECT year(min({day})), year(max({day})), {edge}, count(DISTINCT date_trunc('month', {day})) FROM (SELECT unnest(?::VARCHAR[]) AS v)",
        [list(counts)],
    ).fetchall()[0]
    return {"years": (first or 0, last or 0), "edges": edges, "months": months}


def _fitting(connection: DuckDBPyConnection, counts: Counter[str], values: list[str]) -> list[int]:
    """How many cells each of several SQL expressions over `v` has a value for."""
    sums = ", ".join(f"coalesce(sum(n) FILTER (({value}) IS NOT NULL), 0)::BIGINT" for value in values)
    rows = "SELECT unnest(?::VARCHAR[]) AS v, unnest(?::BIGINT[]) AS n"
    return list(connection.execute(f"SELECT {sums} FROM ({rows})", [list(counts), list(counts.values())]).fetchall()[0])


def _where(connection: DuckDBPyConnection, values: list[str], condition: str) -> set[str]:
    found = connection.execute(f"SELECT v FROM (SELECT unnest(?::VARCHAR[]) AS v) WHERE {condition}", [values])
    return {value for (value,) in found.fetchall()}

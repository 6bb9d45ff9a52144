"""Judges every row of a source against its contract, in SQL that is generated from it.

`judged_sql` gives the typed columns, where each row came from and whether anything is wrong with it; the few rows where
something is are kept in `judged`, and `faults_of` says in words what.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sia.extracts.casts import CASTABLE, SQL_TYPES, expectation, is_gap, mark, typed
from sia.extracts.lookups import KNOWN, LOOKED_UP, lookup_table
from sia.extracts.period import period_column, period_columns, span_columns
from sia.extracts.raw import BLANK, BROKEN, PART, PARTS, RAW, ROW
from sia.extracts.raw_table import AGAIN, CELLS, QUOTES
from sia.extracts.report import NotRead, shown
from sia.extracts.sql_text import identifier
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

JUDGED, POSITION, FAULTY, FILE_MONTH = '"sia judged"', '"sia position"', '"sia faulty"', '"sia file month"'
FILE_NAME, NUMBER = '"sia file"', '"sia number"'


@dataclass(frozen=True)
class Fault:
    """One way in which a row can break the contract: a condition over `judged`, and a sentence.

    `raw` is the column whose value the sentence shows, '' when it shows none.
    """

    column: str
    rule: str
    condition: str
    sentence: str
    raw: str = ""


NO_RECORDS = ("note", "total", AGAIN)  # rules that only rows break which are no records of the agency's
BROKEN_ROWS = (
    Fault("", CELLS, f"{BROKEN} = '{CELLS}'", "the row has more or fewer cells than the header"),
    Fault("", QUOTES, f"{BROKEN} = '{QUOTES}'", "a quotation mark in the row has no partner"),
    Fault("", AGAIN, f"{BROKEN} = '{AGAIN}'", "the row repeats the header"),
)


def table_columns(contract: Contract) -> dict[str, str]:
    """Names and SQL types of the source's table: the kept columns, marks beside the numbers of a series, the first and
    the last day beside the label of a period, and beside the area of an event the agency's own word for it."""
    columns: dict[str, str] = {}
    for name, column in contract.kept.items():
        columns[name] = SQL_TYPES[column.type]
        if has_mark(contract, column):
            columns[f"{name}_mark"] = "VARCHAR"
        if column.type == "period":
            columns |= dict.fromkeys(span_columns(name, column), "DATE")
        if keeps_given(contract, column):
            columns[given_column(name)] = "VARCHAR"
    return columns


def keeps_given(contract: Contract, column: Column) -> bool:
    """Whether a column has a companion that holds the area as the agency named it, to tell how an event was placed."""
    return contract.kind == "events" and bool(column.areas) and not column.pseudonymise


def given_column(name: str) -> str:
    """The companion of a column of areas."""
    return f"{name}_given"


def has_mark(contract: Contract, column: Column) -> bool:
    """Whether a column has a companion that tells not recorded, not applicable and suppressed apart.

    In a series the number is what is published. A number of an event only describes it: without one, the event counts
    all the same, and nothing that is published would say why it is blank.
    """
    return contract.kind == "series" and column.type in ("integer", "number")


def judged_sql(contract: Contract, which: str = "true") -> str:
    """SQL of the typed rows that are not blank and meet a condition over `raw` (as r), and whether each is faulty."""
    own = f"{PART}, {ROW}, {BROKEN}, {POSITION}, {FILE_MONTH}, {FILE_NAME}, {NUMBER}"
    kept = ", ".join(identifier(name) for name in table_columns(contract))
    flags = "".join(
        f", {bad_flag(name)}, {_empty(name)}" for name, column in contract.kept.items() if _can_fail(column)
    )
    faulty = " OR ".join(f"coalesce({fault.condition}, false)" for fault in faults_of(contract))
    return (
        f"SELECT {kept}, {own}{flags}, ({faulty}) AS {FAULTY} "
        f"FROM (SELECT *{_more_sql(contract)} FROM ({_typed_sql(contract, which)}))"
    )


def make_judged(connection: DuckDBPyConnection, contract: Contract, positions: str) -> None:
    """Make the table of the faulty rows, of which a query gives the positions, with what is wrong with each."""
    judged = judged_sql(contract, f"r.rowid IN ({positions})")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {JUDGED} AS SELECT * FROM ({judged}) WHERE {FAULTY}")


def judge_none(connection: DuckDBPyConnection) -> None:
    """Make the table of the faulty rows where there is none."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {JUDGED} ({PART} INTEGER)")


@contextmanager
def failing_rules_told(contract: Contract) -> Iterator[None]:
    """Raise NotRead when a rule of the contract fails on a value, as a cast of a text to a number can."""
    import duckdb

    try:
        yield
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException) as error:
        rules = ", ".join(f"'{rule.id}'" for rule in contract.rules)
        said = str(error).splitlines()[0].split(": ", 1)[-1].split(" when casting")[0].rstrip(".")
        raise NotRead(f"a rule of its contract ({rules}) fails on a value: {said}; write try_cast for cast") from None


def _typed_sql(contract: Contract, which: str) -> str:
    """Rows with their typed values and, beside them, the texts that they were read from."""
    values, joins = [], []
    for name, column in contract.kept.items():
        text, lookup = f"r.{identifier(name)}", identifier(f"sia lookup {name}")
        value = f"{lookup}.value" if column.type in LOOKED_UP else typed(column, text)
        values.append(f"{value} AS {identifier(name)}")
        if _can_fail(column):
            values.append(f"{text} AS {_text(name)}")
        if column.type == "period":
            first, last = map(identifier, span_columns(name, column))
            values.append(f"{lookup}.first AS {first}, {lookup}.last AS {last}")
        if keeps_given(contract, column):
            values.append(
                f"CASE WHEN {lookup}.value IS NOT NULL THEN trim({text}) END AS {identifier(given_column(name))}"
            )
        if column.type in LOOKED_UP:
            values.append(f"{lookup}.{KNOWN} AS {_known(name)}")
            joins.append(f"LEFT JOIN {lookup_table(name)} AS {lookup} ON {text} = {lookup}.agency")
    own = f"r.{PART}, r.{ROW}, r.{BROKEN}, r.rowid AS {POSITION}, p.month AS {FILE_MONTH}, p.name AS {FILE_NAME}"
    own += f", coalesce(r.{ROW}, r.rowid - p.first + 1) AS {NUMBER}"
    joins.append(f"JOIN {PARTS} AS p ON p.part = r.{PART}")
    return f"SELECT {', '.join(values)}, {own} FROM {RAW} AS r {' '.join(joins)} WHERE NOT r.{BLANK} AND {which}"


def _more_sql(contract: Contract) -> str:
    """Marks beside numbers, whether a cell is empty, and whether it holds neither a value of its column nor a gap."""
    more = []
    for name, column in contract.kept.items():
        value, text = identifier(name), _text(name)
        if has_mark(contract, column):
            more.append(f"{mark(text, value)} AS {identifier(f'{name}_mark')}")
        if _can_fail(column):
            more.append(f"({text} IS NULL) AS {_empty(name)}")
        if column.type in LOOKED_UP:
            more.append(f"({text} IS NOT NULL AND NOT {_known(name)}) AS {bad_flag(name)}")
        elif _can_fail(column):
            gap = is_gap(text, number=column.type in ("integer", "number"))
            more.append(f"CASE WHEN {text} IS NOT NULL AND {value} IS NULL THEN NOT {gap} END AS {bad_flag(name)}")
    return "".join(f", {one}" for one in more)


def faults_of(contract: Contract) -> Iterator[Fault]:
    """Every fault that a row of this contract can have."""
    yield from BROKEN_ROWS
    for name, column in contract.kept.items():
        yield from _column_faults(contract, name, column)
    if contract.coverage.by == "files" and (columns := period_columns(contract)):
        name = period_column(contract)
        other = f"date_trunc('month', {identifier(columns[0])}) <> {FILE_MONTH}"
        yield Fault(name, "file_month", other, f"{shown(contract, name)} is not the month of the file's name", name)
    for rule in contract.rules:
        yield Fault("", rule.id, f"NOT ({rule.condition}\n)", rule.sentence.rstrip("."))
    for name, column in contract.kept.items():
        if contract.kind == "series" and column.type == "text":
            total = f"regexp_full_match(lower({identifier(name)}), '[^a-z0-9]*(grand |sub-?)?total[^a-z0-9]*')"
            yield Fault(name, "total", total, "the row is a total, not a record")


def _column_faults(contract: Contract, name: str, column: Column) -> Iterator[Fault]:
    value, title = identifier(name), shown(contract, name)
    said = f"{title} is "
    if column.type in CASTABLE:
        yield Fault(name, column.type, bad_flag(name), f"{said}not {expectation(column)}", _raw(column, name))
    if column.type == "code":
        yield Fault(name, "code", bad_flag(name), f"{said}not one of the agreed codes or names", _raw(column, name))
    if column.required:
        absent = (
            f"({value} IS NULL AND NOT coalesce({bad_flag(name)}, false))" if _can_fail(column) else f"{value} IS NULL"
        )
        condition = _empty(name) if has_mark(contract, column) else absent
        yield Fault(name, "required", condition, f"{said}not given")
    first, last = map(identifier, span_columns(name, column))
    for limit, limited, sign, words in ((column.minimum, first, "<", "below"), (column.maximum, last, ">", "above")):
        if limit is not None:
            sentence = f"{said}{words} {_limit_text(limit)}"
            yield Fault(name, words, f"{limited} {sign} {_limit_sql(limit)}", sentence, _raw(column, name))


def _can_fail(column: Column) -> bool:
    return column.type == "code" or column.type in CASTABLE


def bad_flag(name: str) -> str:
    """The column of `judged` that says whether a cell holds neither a value of its column nor a gap."""
    return identifier(f"sia bad {name}")


def _empty(name: str) -> str:
    return identifier(f"sia empty {name}")


def _raw(column: Column, name: str) -> str:
    """The column whose value may be shown: never one that stands in for a person."""
    return "" if column.pseudonymise else name


def _text(name: str) -> str:
    return identifier(f"sia text {name}")


def _known(name: str) -> str:
    return identifier(f"sia known {name}")


def _limit_sql(limit: float | date) -> str:
    return f"DATE '{limit.isoformat()}'" if isinstance(limit, date) else repr(limit)


def _limit_text(limit: float | date) -> str:
    return limit.isoformat() if isinstance(limit, date) else f"{limit:g}"

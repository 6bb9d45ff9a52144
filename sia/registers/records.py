"""From the lines of a register to typed records, with every mistake named by its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from sia.errors import Problem, did_you_mean
from sia.project.validation import Declared
from sia.registers.dates import read_date
from sia.registers.tables import Line, Table

# What a reader of one field makes of its text; a ValueError carries a sentence, and a remedy if it has a second argument.
Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Record:
    """One line of a register as typed values."""

    number: int
    values: dict[str, Any]


def read_records(
    table: Table, model: type[Declared], problems: list[Problem], readers: dict[str, Reader]
) -> list[Record]:
    """The records of a table; problems are added for each unknown or missing column and each value that is wrong.

    `readers` overrule how single fields are read, such as the title of a priority into its id. A line with a problem
    gives no record.
    """
    found = list(_check_header(table, model))
    problems.extend(found)
    if any("required" in problem.message or "twice" in problem.message for problem in found):
        return []
    for number in table.extra:
        problems.append(Problem(table.place(number), "the line holds more values than there are columns.", _QUOTES))
    records = []
    for line in table.lines:
        before = len(problems)
        values = _values(table, line, model, problems, readers)
        if len(problems) == before:
            records.append(Record(line.number, values))
    return records


_QUOTES = "Put a text with a comma in it between quotation marks."


def _check_header(table: Table, model: type[Declared]) -> Iterator[Problem]:
    fields = model.model_fields
    for column in table.columns:
        if column not in fields:
            yield Problem(
                table.place(table.header_number, column),
                f"there is no field '{column}' in this register.",
                did_you_mean(column, fields),
            )
    for column in sorted({one for one in table.columns if table.columns.count(one) > 1}):
        yield Problem(table.place(table.header_number, column), f"the column '{column}' stands here twice.")
    for name, field in fields.items():
        if field.is_required() and name not in table.columns:
            yield Problem(table.place(table.header_number), f"the required column '{name}' is absent.", "Add it.")


def _values(
    table: Table, line: Line, model: type[Declared], problems: list[Problem], readers: dict[str, Reader]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        text = line.values.get(name, "")
        if not text:
            if field.is_required():
                problems.append(Problem(table.place(line.number, name), "a value is required here."))
            values[name] = None if field.is_required() else field.default
            continue
        try:
            values[name] = readers.get(name, _reader(field))(text)
        except ValueError as error:
            message, *remedy = error.args
            problems.append(Problem(table.place(line.number, name), f"{message}.", *remedy))
    return values


def _reader(field: FieldInfo) -> Reader:
    kind = field.annotation
    if kind is date:
        return _date
    if kind is int:
        return _whole
    if get_origin(kind) is Literal:
        return one_of({choice: choice for choice in get_args(kind)})
    return str


def _date(text: str) -> date:
    try:
        return read_date(text)
    except ValueError as error:
        raise ValueError(str(error), "Write it as 2024-03-31 or 31/03/2024.") from None


def _whole(text: str) -> int:
    try:
        return int(text.removesuffix(".0"))
    except ValueError:
        raise ValueError(f"'{text}' is not a whole number") from None


def one_of(choices: dict[str, str], what: str = "") -> Reader:
    """A reader for one of the keys given, whatever its capitals and spaces; it returns what the key stands for.

    `what` is the noun for a message, such as "priority".
    """
    known = {_plain(choice): meaning for choice, meaning in choices.items()}

    def read(text: str) -> str:
        if _plain(text) not in known:
            message = f"there is no {what} '{text}'" if what else f"'{text}' is not allowed here"
            raise ValueError(message, did_you_mean(text, choices))
        return known[_plain(text)]

    return read


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

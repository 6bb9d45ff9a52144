"""What can be wrong with one column of a contract: options that contradict each other or its type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sia.extracts.codes import spellings_by_code
from sia.extracts.sql_text import literal
from sia.project.contract import Column, Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Fault = tuple[tuple[int | str, ...], str, str]  # where in the contract, what is wrong, what to do
LIMITED = {"integer": (int, float), "number": (int, float), "date": (date,), "month": (date,), "period": (date,)}
PAIRS_OF_YEARS = {"financial year", "academic year", "calendar years"}


def column_faults(connection: DuckDBPyConnection, contract: Contract) -> Iterator[Fault]:
    """Every fault of every column, in the order of the contract."""
    for name, column in contract.columns.items():
        at = ("columns", name)
        yield from _personal(at, column)
        if column.drop:
            continue
        yield from _formats(connection, at, column)
        yield from _limits(at, column)
        yield from _codes(at, column)
        if "month" in column.periods and (pair := PAIRS_OF_YEARS.intersection(column.periods)):
            message = (
                f"2011-12 would be read as December 2011 or as a {min(pair).removesuffix('s')}, by what comes first."
            )
            yield (*at, "periods"), message, "Declare the kinds of one column so that a label has one meaning."


def _personal(at: tuple[str, ...], column: Column) -> Iterator[Fault]:
    if column.drop and column.pseudonymise:
        yield (*at, "drop"), "the column is both dropped and pseudonymised.", "Keep one of the two."
    if column.drop and column.required:
        message = "the column is dropped, which means that it is never looked for, and required."
        yield (*at, "required"), message, "Remove 'required' or 'drop'."
    if column.pseudonymise and column.type != "text":
        message = f"a pseudonym is a text, and the column is of type {column.type}."
        yield (*at, "type"), message, "Remove the type, or 'pseudonymise'."


def _formats(connection: DuckDBPyConnection, at: tuple[str, ...], column: Column) -> Iterator[Fault]:
    import duckdb

    if column.formats and column.type not in ("date", "month"):
        message = f"formats say how dates are written, and the column is of type {column.type}."
        yield (*at, "formats"), message, "Remove them, or make it a date or a month."
    if any(form.startswith("%d/%m") for form in column.formats) and any(
        form.startswith("%m/%d") for form in column.formats
    ):
        message = "05/06/2023 would be read in two ways: formats with the day first and with the month first."
        yield (*at, "formats"), message, "Keep the one the agency uses."
    for number, form in enumerate(column.formats):
        try:
            connection.execute(f"SELECT try_strptime('', {literal(form)})")
        except duckdb.Error:
            message = f"'{form}' is not a date format."
            yield (*at, "formats", number), message, "Write it as %d/%m/%Y for 31/12/2023."


def _limits(at: tuple[str, ...], column: Column) -> Iterator[Fault]:
    kinds = LIMITED.get(column.type)
    for field in ("minimum", "maximum"):
        limit = getattr(column, field)
        if limit is not None and kinds is None:
            message = f"a column of type {column.type} has no {field}."
            yield (*at, field), message, "Remove it, or give the column a type such as number or date."
        elif limit is not None and not isinstance(limit, kinds or ()):
            what = "a date such as 2023-12-31" if date in (kinds or ()) else "a number"
            yield (*at, field), f"the {field} of this column must be {what}.", f"It is {limit}."
    low, high = column.minimum, column.maximum
    if type(low) is type(high) and low is not None and low > high:
        yield (*at, "minimum"), f"the minimum, {low}, is above the maximum, {high}.", "Exchange or correct them."


def _codes(at: tuple[str, ...], column: Column) -> Iterator[Fault]:
    """Names that read alike and mean different codes; numbers, such as 1 and -1, are told apart by their exact spelling."""
    for letters, codes in spellings_by_code(column).items():
        if len(codes) > 1 and not letters.isdigit():
            told = ", ".join(f"'{spellings[0]}' ({code or 'no value'})" for code, spellings in codes.items())
            message = f"spellings that differ only in case, spaces or punctuation mean different codes: {told}."
            yield (*at, "codes"), message, "Give them one code, or names that can be told apart."

"""Says in a sentence what changed in a month that was received again."""

from __future__ import annotations

from collections.abc import Sequence

from sia.calendar import month_name
from sia.extracts.completeness import CATEGORY
from sia.extracts.report import ReceivedAgain, ValueChange, shown
from sia.extracts.told import is_hidden, spelled, told
from sia.project.contract import Contract

MOST_COLUMNS, MOST_VALUES, MOST_CATEGORIES = 4, 2, 4


def words_of(contract: Contract, again: ReceivedAgain) -> str:
    """The sentence for the data-quality page; counts of a source that is not public are not told below its threshold."""
    newer = told(contract, again.rows_newer)
    old = f" (of {_records(contract, again.rows_older)})" if again.rows_older != again.rows_newer else ""
    begin = (
        f"{month_name(again.month)} was received twice: {again.newer_file} ({newer} records) replaces "
        f"{again.older_file}{old}"
    )
    said = [_moved(contract, again), _changed(contract, again), _categories(contract, again)]
    return f"{begin}. {' '.join(sentence for sentence in said if sentence)}"


def _moved(contract: Contract, again: ReceivedAgain) -> str:
    if not (again.rows_added or again.rows_removed):
        return "No record was added or removed."
    added, removed = (_records(contract, rows) for rows in (again.rows_added, again.rows_removed))
    return f"{added[0].upper()}{added[1:]} came in and {removed} fell out."


def _changed(contract: Contract, again: ReceivedAgain) -> str:
    if not again.rows_changed:
        return "None of the records in both files changed." if contract.key else ""
    by_column: dict[str, list[ValueChange]] = {}
    for change in again.changes:
        by_column.setdefault(change.column, []).append(change)
    totals = {name: sum(change.rows for change in changes) for name, changes in by_column.items()}
    columns = sorted(by_column, key=lambda name: (-totals[name], name))
    parts = [
        f"{shown(contract, name)} in {told(contract, totals[name])}{_values(contract, by_column[name])}"
        for name in columns[:MOST_COLUMNS]
    ]
    more = f"; and {len(columns) - MOST_COLUMNS} more columns" if len(columns) > MOST_COLUMNS else ""
    changed = told(contract, again.rows_changed)
    return f"{changed[0].upper()}{changed[1:]} of the records in both files changed: {'; '.join(parts)}{more}."


def _values(contract: Contract, changes: Sequence[ValueChange]) -> str:
    """The commonest changes of a column's values, if they may be told."""
    named = [
        f"from {_quoted(contract, change.column, change.from_value)} to "
        f"{_quoted(contract, change.column, change.to_value)} ({change.rows:,})"
        for change in changes
        if change.from_value is not None and change.to_value is not None and not is_hidden(contract, change.rows)
    ]
    return f", most often {' and '.join(named[:MOST_VALUES])}" if named else ""


def _categories(contract: Contract, again: ReceivedAgain) -> str:
    """Categories with more or fewer records than before, those that moved furthest first."""
    moved = sorted(
        (one for one in again.categories if one[1] != one[2]), key=lambda one: (-abs(one[2] - one[1]), one[0])
    )
    if not moved:
        return ""
    parts = [
        f"{spelled(contract, CATEGORY, name)} {told(contract, newer)} (before: {told(contract, older)})"
        for name, older, newer in moved[:MOST_CATEGORIES]
    ]
    more = f"; and {len(moved) - MOST_CATEGORIES} more" if len(moved) > MOST_CATEGORIES else ""
    return f"Records by {shown(contract, CATEGORY).lower()} now: {'; '.join(parts)}{more}."


def _quoted(contract: Contract, column: str, value: str | None) -> str:
    return f"'{spelled(contract, column, value)}'" if value else "blank"


def _records(contract: Contract, rows: int) -> str:
    if rows == 0:
        return "no record"
    return "one record" if rows == 1 and contract.public else f"{told(contract, rows)} records"

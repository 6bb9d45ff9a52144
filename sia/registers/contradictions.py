"""What a register says against itself, although each of its cells can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sia.errors import Problem
from sia.registers.dates import due_date
from sia.registers.records import Record
from sia.registers.tables import Table

STRENGTHS = {
    "reporting_effect": ("none", "possible", "partial", "asserted"),
    "forward_pressure": ("none", "diffuse", "specific"),
}
OTHER_STRENGTHS = ("none", "present")


def contradictions(name: str, table: Table, records: list[Record]) -> Iterator[Problem]:
    """The problems of one register, by its name; a register without such rules has none."""
    check = {
        "context": _context,
        "decisions": _decisions,
        "actions": _actions,
        "next-year": _next_steps,
        "commentary": _commentary,
        "data-gaps": _data_gaps,
    }.get(name)
    if check is not None:
        yield from check(table, records)


def _context(table: Table, records: list[Record]) -> Iterator[Problem]:
    for record in records:
        row = record.values
        if row["expires_on"] < row["said_on"]:
            message = f"it expires on {row['expires_on']}, before it was said on {row['said_on']}."
            yield Problem(table.place(record.number, "expires_on"), message)
        allowed = STRENGTHS.get(row["kind"], OTHER_STRENGTHS)
        if row["strength"] not in allowed:
            message = f"'{row['strength']}' is not a strength of '{row['kind']}'."
            yield Problem(table.place(record.number, "strength"), message, f"Allowed: {', '.join(allowed)}.")


def _decisions(table: Table, records: list[Record]) -> Iterator[Problem]:
    """Decisions stand in the order in which they were taken; each is compared with the one before it."""
    latest: dict[tuple[str, str], Record] = {}
    for record in records:
        row = record.values
        subject = (row["priority"], row["place"].casefold())
        before = latest.get(subject)
        if before is not None:
            yield from _after(table, record, before)
        latest[subject] = record


def _after(table: Table, record: Record, before: Record) -> Iterator[Problem]:
    row, earlier = record.values, before.values
    if row["rating"] != earlier["rating"] and not row["reason"]:
        message = (
            f"the rating {row['rating']} differs from {earlier['rating']} at the stage before "
            f"({earlier['stage']}, line {before.number}), and no reason is given."
        )
        yield Problem(table.place(record.number, "reason"), message, "Write why it was changed.")
    if row["decided_on"] < earlier["decided_on"]:
        message = f"it was decided before the decision of line {before.number} that it follows."
        yield Problem(table.place(record.number, "decided_on"), message, "Add decisions at the end, oldest first.")


def _commentary(table: Table, records: list[Record]) -> Iterator[Problem]:
    for record in records:
        claim, graded = record.values["kind"] == "claim of effect", record.values["evidence"] != ""
        if claim and not graded:
            message = "a claim of effect says what it rests on."
            yield Problem(table.place(record.number, "evidence"), message, "Allowed: asserted, observed, evaluated.")
        if graded and not claim:
            message = f"'{record.values['evidence']}' is given for a text that claims no effect."
            yield Problem(
                table.place(record.number, "evidence"), message, "Leave it blank, or make it a claim of effect."
            )


def _data_gaps(table: Table, records: list[Record]) -> Iterator[Problem]:
    for record in records:
        row = record.values
        if not row["remedy"] and (row["lead"] or row["due"]):
            yield Problem(table.place(record.number, "remedy"), "a lead or a date is given for nothing to be done.")
        yield from _due(table, record)


def _actions(table: Table, records: list[Record]) -> Iterator[Problem]:
    yield from _twice(table, records, ("number",), "number")
    for record in records:
        yield from _due(table, record)


def _due(table: Table, record: Record) -> Iterator[Problem]:
    try:
        due_date(record.values["due"])
    except ValueError as error:
        remedy = "Write 'Spring 2024', 'March 2024', '31 March 2024' or 'Ongoing'."
        yield Problem(table.place(record.number, "due"), f"{error}.", remedy)


def _next_steps(table: Table, records: list[Record]) -> Iterator[Problem]:
    yield from _twice(table, records, ("priority", "number"), "number")


def _twice(table: Table, records: list[Record], key: tuple[str, ...], shown: str) -> Iterator[Problem]:
    first: dict[tuple[Any, ...], int] = {}
    for record in records:
        value = tuple(record.values[name] for name in key)
        if value in first:
            message = f"the {shown} {record.values[shown]} stands on line {first[value]} already."
            yield Problem(table.place(record.number, shown), message, "Give each its own number.")
        first.setdefault(value, record.number)

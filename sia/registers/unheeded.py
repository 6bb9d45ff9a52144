"""Recording breaks that stand in the register and change nothing, which their writer may not have meant."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sia.errors import Problem, UserError, nearest
from sia.project.registers_schema import REGISTERS
from sia.registers.records import read_records
from sia.registers.tables import find_table

if TYPE_CHECKING:
    from sia.project.load import Project

BREAKS = "breaks"
OFFENCES = "sources/reference/offences.csv"


def unheeded_breaks(project: Project) -> list[Problem]:
    """Breaks of the partnership dated after the as-at date, and those of a category that nothing declared names.

    Empty when the register is absent or cannot be read, which `read_registers` tells.
    """
    try:
        table = find_table(project.assessment_folder, BREAKS, project.root)
    except UserError:
        return []
    if table is None:
        return []
    found: list[Problem] = []
    as_at = project.assessment.as_at
    for record in read_records(table, REGISTERS[BREAKS], [], {}):
        row = record.values
        if row["date"] and row["date"] > as_at:
            message = f"{row['date']} is after the as-at date, {as_at}, so that this break touches no figure yet."
            found.append(Problem(table.place(record.number, "date"), message))
        found += _of_no_category(project, row["source"], row["category"], table.place(record.number, "category"))
    return found


def _of_no_category(project: Project, source: str | None, category: str | None, place: str) -> Iterator[Problem]:
    if not category or source not in project.contracts:
        return
    known = _categories(project, source)
    if known and category not in known:
        close = nearest(category, known)
        message = f"no contract or indicator names '{category}' of '{source}', so that the break may touch no figure."
        yield Problem(place, message, f"Did you mean '{close}'?" if close else "Leave it blank for the whole source.")


def _categories(project: Project, source: str) -> set[str]:
    """The words by which rows of a source are told apart: in its codes, in what indicators select, and kinds of offence."""
    codes = {code for column in project.contracts[source].columns.values() for code in (column.codes or {}).values()}
    chosen = [one.sources[source] for _, one in project.indicators.values() if source in one.sources]
    selected = {word for one in chosen for word in (*one.category, *one.subcategory, *one.flag, *one.measure)}
    strands = {name for _, one in project.indicators.values() if source in one.sources for name in one.strand_titles}
    return {word for word in codes | selected | strands | _offences(project) if word}


def _offences(project: Project) -> set[str]:
    """The kinds of offence that codes of offences are grouped into."""
    path = project.root / OFFENCES
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row.get(column) or "" for row in csv.DictReader(file) for column in ("category", "subcategory")}

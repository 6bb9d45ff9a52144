"""Reads every register of an assessment into typed frames, and reports every mistake of all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sia.errors import Problem, UserError, nearest
from sia.project.registers_schema import REGISTERS, UnusualPeriod
from sia.project.validation import Declared
from sia.registers.contradictions import contradictions
from sia.registers.records import Reader, Record, one_of, read_records
from sia.registers.tables import SUFFIXES, find_table, read_table

if TYPE_CHECKING:
    import polars as pl

    from sia.project.load import Project

NATIONAL_BREAKS = "sources/reference/breaks.csv"
UNUSUAL_PERIODS = "sources/reference/unusual_periods.csv"
EVERY_SOURCE = "*"


@dataclass(frozen=True)
class Registers:
    """The registers of one assessment, one frame each with a column for every field of its model.

    Priorities stand as ids. `breaks` holds the partnership's own recording breaks and the national ones of sources that
    the project has; `unusual_periods` those in which life was out of the ordinary. A register without a file is an empty frame.
    """

    context: pl.DataFrame
    breaks: pl.DataFrame
    commentary: pl.DataFrame
    decisions: pl.DataFrame
    previous_decisions: pl.DataFrame
    actions: pl.DataFrame
    next_year: pl.DataFrame
    data_gaps: pl.DataFrame
    unusual_periods: pl.DataFrame


def read_registers(project: Project) -> Registers:
    """Every register of the project's assessment, and the decisions of the assessment before it.

    Raises UserError with all problems of all registers: file and line or cell, field, value, nearest choice; values
    that cannot be read, names that do not exist, and contradictions within a register.
    """
    problems: list[Problem] = []
    folder = project.assessment_folder
    problems.extend(_misnamed(folder, project.root))
    records = {name: _register(project, folder, name, problems) for name in REGISTERS}
    national = _national_breaks(project, problems)
    unusual = _unusual_periods(project, problems)
    previous = _previous_decisions(project, problems)
    if problems:
        raise UserError(*problems)
    frames = {name: _frame(REGISTERS[name], found) for name, found in records.items() if name != "breaks"}
    return Registers(
        context=frames["context"],
        breaks=_frame(REGISTERS["breaks"], [*records["breaks"], *national]),
        commentary=frames["commentary"],
        decisions=frames["decisions"],
        previous_decisions=_frame(REGISTERS["decisions"], previous),
        actions=frames["actions"],
        next_year=frames["next-year"],
        data_gaps=frames["data-gaps"],
        unusual_periods=_frame(UnusualPeriod, unusual),
    )


def _register(project: Project, folder: Path, name: str, problems: list[Problem]) -> list[Record]:
    try:
        table = find_table(folder, name, project.root)
    except UserError as error:
        problems.extend(error.problems)
        return []
    if table is None:
        return []
    records = read_records(table, REGISTERS[name], problems, _readers(project))
    problems.extend(contradictions(name, table, records))
    if name == "context":
        for record in records:
            problems.extend(_belongs(project, record, table.place(record.number, "indicator")))
    return records


def _readers(project: Project) -> dict[str, Reader]:
    """How names of things that the project declares are read."""
    priorities = {}
    for priority in project.priorities.values():
        priorities |= dict.fromkeys((priority.id, priority.title, *priority.aliases), priority.id)
    sources = {name: name for name in (*project.contracts, EVERY_SOURCE)}
    indicators = {name: name for name in project.indicators}
    return {
        "priority": one_of(priorities, "priority"),
        "source": one_of(sources, "source"),
        "indicator": one_of(indicators, "indicator"),
    }


def _belongs(project: Project, record: Record, place: str) -> Iterable[Problem]:
    indicator, priority = record.values["indicator"], record.values["priority"]
    if indicator and project.indicators[indicator][0].id != priority:
        owner = project.indicators[indicator][0].id
        yield Problem(place, f"'{indicator}' is an indicator of '{owner}', not of '{priority}'.")


def _national_breaks(project: Project, problems: list[Problem]) -> list[Record]:
    """Breaks that ship for the whole country; those of sources, indicators or forces that it lacks are left out."""
    path = project.root / NATIONAL_BREAKS
    if not path.is_file():
        return []
    table = read_table(path, project.root)
    records = read_records(table, REGISTERS["breaks"], problems, {})
    concerning = {
        "source": {EVERY_SOURCE, *project.contracts},
        "indicator": {"", *project.indicators},
        "force": {"", project.partnership.force},
    }
    return [one for one in records if all(one.values[name] in known for name, known in concerning.items())]


def _unusual_periods(project: Project, problems: list[Problem]) -> list[Record]:
    """Periods out of the ordinary; one that ends before it begins, or of a source that is not declared, is told."""
    path = project.root / UNUSUAL_PERIODS
    if not path.is_file():
        return []
    table = read_table(path, project.root)
    records = read_records(table, UnusualPeriod, problems, {"source": _readers(project)["source"]})
    for record in records:
        if record.values["last"] < record.values["first"]:
            message = f"it ends on {record.values['last']}, before it begins on {record.values['first']}."
            problems.append(Problem(table.place(record.number, "last"), message))
    return records


def _previous_decisions(project: Project, problems: list[Problem]) -> list[Record]:
    """Last year's decisions; a priority that has left the plan since keeps the name it was given."""
    if not project.assessment.previous:
        return []
    folder = project.root / "assessments" / project.assessment.previous
    try:
        table = find_table(folder, "decisions", project.root)
    except UserError as error:
        problems.extend(error.problems)
        return []
    if table is None:
        return []
    known = _readers(project)["priority"]

    def priority(text: str) -> str:
        try:
            return known(text)
        except ValueError:
            return text

    return read_records(table, REGISTERS["decisions"], problems, {"priority": priority})


def _misnamed(folder: Path, root: Path) -> Iterable[Problem]:
    """A register under a name that is nearly right would be left out without a word."""
    for path in sorted(folder.glob("*")):
        stem = path.stem.lower().replace("_", "-")
        if path.suffix.lower() not in SUFFIXES or path.stem in REGISTERS or path.name.startswith("~$"):
            continue
        close = stem if stem in REGISTERS else nearest(stem, REGISTERS)
        if close:
            message = f"'{path.stem}' is not the name of a register."
            yield Problem(path.relative_to(root).as_posix(), message, f"Did you mean '{close}{path.suffix.lower()}'?")


def _frame(model: type[Declared], records: list[Record]) -> pl.DataFrame:
    import polars as pl

    kinds: dict[Any, Any] = {date: pl.Date, int: pl.Int64}
    schema = {name: kinds.get(field.annotation, pl.String) for name, field in model.model_fields.items()}
    return pl.DataFrame([record.values for record in records], schema=schema, orient="row")

"""What people should know of the files they dropped in: which could not be read, which rows were turned away and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sia.errors import Problem, UserError, nearest
from sia.extracts import SourceReport
from sia.extracts.report import QuarantineReason
from sia.project.load import Project

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXTRACTS = "extracts"
QUARANTINE = "quarantine"
REASONS, EXAMPLES = 3, 5
BESIDE_SOURCES = {"README.md"}  # what may lie in extracts/ without belonging to a source


def refuse_nothing(project: Project, reports: Sequence[SourceReport]) -> None:
    """Raise UserError when no extract could be read: with each reason, or else with where files belong."""
    if any(report.supplied for report in reports):
        return
    problems = [
        Problem(
            f"{EXTRACTS}/{report.source}", report.problem, f"Correct sources/{report.source}.yml or ask for the file."
        )
        for report in reports
        if report.problem
    ]
    problems += _not_looked_at(project, reports)
    nothing = Problem(
        f"{EXTRACTS}/",
        "no extract could be read, so there is nothing to assess.",
        f"Drop the agencies' files into {EXTRACTS}/<source>/, or run 'sia demo' in the reference partnership.",
    )
    raise UserError(*problems, nothing)


def look_at(connection: DuckDBPyConnection, project: Project, reports: Sequence[SourceReport]) -> list[str]:
    """Sentences on what was not looked at, on the rows of each source that were turned away, commonest cause first, and
    on sources that were read for nothing."""
    told = [_turned_away(connection, report) for report in reports if report.quarantine]
    return [*map(str, _not_looked_at(project, reports)), *told, *_not_used(project, reports)]


def write_returns(
    connection: DuckDBPyConnection, project: Project, reports: Sequence[SourceReport], folder: Path
) -> list[str]:
    """Write what goes back to the agencies into `quarantine/`: a workbook for each source of which rows were set aside,
    and a page for each agency that has something to mend or to send.

    Gives a sentence on where they are; with neither there is no such folder and nothing to say.
    """
    from sia.sharing.letters import write_letters
    from sia.sharing.returned import read_returned
    from sia.sharing.workbook import write_workbook

    returned, place = read_returned(connection, project, reports), folder / QUARANTINE
    place.mkdir()
    for one in returned:
        write_workbook(project, one, place / f"{one.contract.id}.xlsx")
    pages = write_letters(project, reports, returned, place)
    if not pages:
        place.rmdir()
        return []
    workbooks = " and, for each source, a workbook of the rows turned away" if returned else ""
    where = f"build/{project.assessment.id}/{QUARANTINE}/"
    return [f"What to send back is in {where}: a page for each agency{workbooks}."]


def _turned_away(connection: DuckDBPyConnection, report: SourceReport) -> str:
    received = sum(file.rows_in for file in report.files)
    away = sum(file.rows_quarantined for file in report.files)
    why = [
        f"{reason.sentence.rstrip('.')} ({reason.rows:,}{_values(connection, report, reason)})"
        for reason in report.quarantine
    ]
    left = len(why) - REASONS
    more = f"; and {left} more reason{'s' * (left != 1)}" if left > 0 else ""
    causes = "; ".join(why[:REASONS])
    return f"{report.title}: {away:,} of {received:,} rows turned away. {causes[0].upper()}{causes[1:]}{more}."


def _values(connection: DuckDBPyConnection, report: SourceReport, reason: QuarantineReason) -> str:
    """The commonest values at fault, most frequent first: what to add to the contract, or to ask the agency about."""
    found = connection.execute(
        "SELECT value, count(*) AS n FROM (SELECT regexp_extract(sentence, '\\(it holds ''(.*)''\\)\\.$', 1) AS value "
        "FROM quarantine WHERE source = ? AND column_name = ? AND rule = ?) WHERE value <> '' "
        "GROUP BY value ORDER BY n DESC, value",
        [report.source, reason.column, reason.rule],
    ).fetchall()
    if not found:
        return ""
    shown = ", ".join(f"'{value}'" for value, _ in found[:EXAMPLES])
    return f": {shown}{', ...' if len(found) > EXAMPLES else ''}"


def _not_used(project: Project, reports: Sequence[SourceReport]) -> Iterator[str]:
    """Sources that were read and that no indicator names, so that they are in no figure."""
    used = {
        source
        for priority in project.priorities.values()
        for indicator in priority.indicators.values()
        for source in indicator.sources
    }
    for report in reports:
        if report.supplied and report.source not in used:
            yield (
                f"{report.title}: read, and in no figure, since no indicator uses it. "
                f"Name {report.source} below 'sources:' of an indicator in indicators/."
            )


def _not_looked_at(project: Project, reports: Sequence[SourceReport]) -> Iterator[Problem]:
    """Files and folders of extracts/ that belong to no source, and files whose names no contract reads."""
    folder = project.root / EXTRACTS
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name in project.contracts or path.name.startswith(".") or path.name in BESIDE_SOURCES:
            continue
        if path.is_file():
            yield Problem(
                f"{EXTRACTS}/{path.name}", "this file lies in no source's folder and was not read.", "Move it to one."
            )
        elif any(path.iterdir()):
            near = nearest(path.name, project.contracts)
            yield Problem(
                f"{EXTRACTS}/{path.name}/",
                "no source has this name, so that nothing in it was read.",
                f"Did you mean '{near}'?" if near else f"Write its contract: sources/{path.name}.yml.",
            )
    for report in reports:
        if report.left:
            yield Problem(
                f"{EXTRACTS}/{report.source}/",
                f"not read: {', '.join(report.left)}.",
                f"'files' in sources/{report.source}.yml says which names are read.",
            )

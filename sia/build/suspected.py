"""What the look at the data's quality leaves for an analyst to ask: lines for the register of breaks, and warnings."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sia.calendar import month_name
from sia.project.load import Project
from sia.project.registers_schema import RecordingBreak
from sia.quality import Findings, lines_for_register

SUSPECTED = "suspected-breaks.csv"


def questions(project: Project, found: Findings, folder: Path) -> list[str]:
    """Warnings about newest months that look incomplete and suspected breaks, in the order of the sources.

    Suspected breaks are written to `suspected-breaks.csv` in the build's folder as lines of `breaks.csv`; with none, no
    file is written.
    """
    warnings = list(dict.fromkeys(_incomplete(project, found)))
    if found.suspected:
        _write(project, found, folder / SUSPECTED)
        place = f"build/{project.assessment.id}/{SUSPECTED}"
        one = len(found.suspected) == 1
        warnings.append(
            f"{len(found.suspected)} {'change' if one else 'changes'} in recording suspected, not confirmed: ask the agency; "
            f"{'a line' if one else 'lines'} for the register of breaks {'is' if one else 'are'} in {place}."
        )
    return warnings


def _incomplete(project: Project, found: Findings) -> Iterator[str]:
    for early in found.ends_early:
        title = project.contracts[early.source].title
        yield f"{title}: {month_name(early.month)} looks incomplete; its newest event is of day {early.last_day.day}."


def _write(project: Project, found: Findings, path: Path) -> None:
    agencies = {name: contract.agency for name, contract in project.contracts.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(RecordingBreak.model_fields)
        writer.writerows(lines_for_register(found.suspected, agencies))

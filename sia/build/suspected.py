"""What the look at the data's quality leaves for an analyst to ask: lines for the register of breaks, and warnings."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from sia.calendar import month_name
from sia.extracts import SourceReport
from sia.project.load import Project
from sia.project.registers_schema import RecordingBreak
from sia.quality import Findings, lines_for_register, newest_is_incomplete

SUSPECTED = "suspected-breaks.csv"


def questions(project: Project, reports: Iterable[SourceReport], found: Findings, folder: Path) -> list[str]:
    """Warnings about newest months that look incomplete and suspected breaks, in the order of the sources.

    Suspected breaks are written to `suspected-breaks.csv` in the build's folder as lines of `breaks.csv`; with none, no
    file is written.
    """
    warnings = [
        f"{report.title}: {month_name(max(report.months_covered))} looks incomplete; ask whether more is to come."
        for report in reports
        if newest_is_incomplete(report, found)
    ]
    if found.suspected:
        _write(project, found, folder / SUSPECTED)
        place = f"build/{project.assessment.id}/{SUSPECTED}"
        one = len(found.suspected) == 1
        warnings.append(
            f"{len(found.suspected)} {'change' if one else 'changes'} in recording suspected, not confirmed: ask the agency; "
            f"{'a line' if one else 'lines'} for the register of breaks {'is' if one else 'are'} in {place}."
        )
    return warnings


def _write(project: Project, found: Findings, path: Path) -> None:
    agencies = {name: contract.agency for name, contract in project.contracts.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(RecordingBreak.model_fields)
        writer.writerows(lines_for_register(found.suspected, agencies))

"""Finds a project's folder and its newest assessment without reading what is declared in it."""

from __future__ import annotations

from pathlib import Path

from sia.errors import UserError

MARKER = "partnership.yml"


def find_project(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds `partnership.yml`; raises UserError when there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / MARKER).is_file():
            return folder
    raise UserError.at(
        str(start),
        f"no {MARKER} here or in a folder above.",
        "Start a project with 'sia init DIR', or name one with --project DIR.",
    )


def newest_assessment(root: Path) -> str:
    """The id of the newest assessment whose as-at date is declared; raises UserError when there is none."""
    ids = sorted(path.parent.name for path in (root / "assessments").glob("*/assessment.yml"))
    if not ids:
        raise UserError.at("assessments/", "no assessment.yml in any folder.", "Add assessments/<year>/assessment.yml.")
    return ids[-1]

"""Weights of harm by kind of offence, as a partnership declares them with their source and version."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sia.errors import Problem, UserError
from sia.project.text_files import read_utf8

if TYPE_CHECKING:
    import polars as pl

    from sia.project.load import Project

HARM_WEIGHTS = "sources/reference/harm_weights.csv"
NUMBERS = "Write it as 1825 or 284.9, without commas."
COLUMNS = ("subcategory", "weight", "weight_source", "version", "invented")


def harm_weights(project: Project) -> pl.DataFrame:
    """One row a kind of offence: `subcategory`, `weight` (Float64), `weight_source` and `version`.

    Rows marked as invented are left out of every partnership whose data are real. No file gives no rows. Raises UserError
    with every problem: a column missing, a kind twice, a weight that is no number above nought, no source or version, or
    weights of several sources or versions, which cannot be added up.
    """
    import polars as pl

    path = project.root / HARM_WEIGHTS
    rows = _rows(path) if path.is_file() else []
    if not project.partnership.synthetic:
        rows = [row for row in rows if row["invented"] != "yes"]
    schema = {"subcategory": pl.String, "weight": pl.Float64, "weight_source": pl.String, "version": pl.String}
    values = [(row["subcategory"], float(row["weight"]), row["weight_source"], row["version"]) for row in rows]
    return pl.DataFrame(values, schema=schema, orient="row")


def _rows(path: Path) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(read_utf8(path, HARM_WEIGHTS), newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        wanted = ", ".join(COLUMNS)
        raise UserError.at(f"{HARM_WEIGHTS}:1", f"there is no column '{missing[0]}'.", f"The columns are {wanted}.")
    rows = [{column: (row[column] or "").strip() for column in COLUMNS} for row in reader]
    if problems := list(_problems(rows)):
        raise UserError(*problems)
    return rows


def _problems(rows: list[dict[str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        place = f"{HARM_WEIGHTS}:{line}"
        if row["subcategory"] in seen:
            yield Problem(f"{place}, subcategory", f"'{row['subcategory']}' stands here a second time.", "Keep one.")
        seen.add(row["subcategory"])
        if not _above_nought(row["weight"]):
            yield Problem(f"{place}, weight", f"'{row['weight']}' is not a number above nought.", NUMBERS)
        for column in ("weight_source", "version"):
            if not row[column]:
                yield Problem(f"{place}, {column}", "a weight needs its source and version.", "Name them.")
        if (row["weight_source"], row["version"]) != (rows[0]["weight_source"], rows[0]["version"]):
            message = "weights of another source or version than the first row's cannot be added up with them."
            yield Problem(f"{place}, weight_source", message, "Keep one source and version.")


def _above_nought(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit() and float(text) > 0

"""Loads what queries need beside the extracts: dates, areas, declarations, registers and the offence reference."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sia.errors import Problem, UserError
from sia.project.text_files import read_utf8
from sia.warehouse.area_files import read_area_files
from sia.warehouse.connection import write_tables
from sia.warehouse.declared import declared_tables
from sia.warehouse.harm import harm_weights
from sia.warehouse.periods import months, parameters, windows
from sia.warehouse.points import point_areas
from sia.warehouse.standard_population import standard_bands

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection

    from sia.project.load import Project

OFFENCES = "sources/reference/offences.csv"
OFFENCE_COLUMNS = ("offence_code", "offence", "category", "subcategory", "group")
OPTIONAL_OFFENCE_COLUMNS = ("found_by_police", "street_category", "harm_weight", "harm_weight_source")


class RegisterFrames(Protocol):
    """The registers that queries may read."""

    context: pl.DataFrame
    breaks: pl.DataFrame
    actions: pl.DataFrame


def load_reference(connection: DuckDBPyConnection, project: Project, registers: RegisterFrames) -> None:
    """Make the reference tables of a build: parameters, windows, months, areas, declarations, registers, offences.

    The sources must have been read, since the points of their events are placed here. Raises UserError with every
    problem of the area files and of the offence reference.
    """
    areas: dict[str, pl.DataFrame] = {}
    offence_frame: pl.DataFrame | None = None
    weights: pl.DataFrame | None = None
    bands: pl.DataFrame | None = None
    problems: list[Problem] = []
    try:
        areas = read_area_files(project)
    except UserError as error:
        problems.extend(error.problems)
    try:
        offence_frame = offences(project)
    except UserError as error:
        problems.extend(error.problems)
    try:
        weights = harm_weights(project)
    except UserError as error:
        problems.extend(error.problems)
    try:
        bands = standard_bands(project)
    except UserError as error:
        problems.extend(error.problems)
    if problems or offence_frame is None or weights is None or bands is None:
        raise UserError(*problems)
    frames = {
        "parameters": parameters(project),
        "windows": windows(project),
        "months": months(project),
        "offences": offence_frame,
        "harm_weights": weights,
        "standard_bands": bands,
        "recording_breaks": registers.breaks,
        "context_signals": registers.context,
        "actions": registers.actions,
        "point_areas": point_areas(connection, project),
    }
    write_tables(connection, frames | areas | declared_tables(project))


def offences(project: Project) -> pl.DataFrame:
    """One row an offence code: its name, group, category and subcategory, who finds it, and a weight of harm if known.

    `found_by_police` is "yes" for offences that police activity brings to light; `harm_weight` is null without a
    published weight. Raises UserError when a column is missing, a code stands twice or a weight is no number; no file
    gives no rows.
    """
    import polars as pl

    columns = (*OFFENCE_COLUMNS, *OPTIONAL_OFFENCE_COLUMNS)
    path = project.root / OFFENCES
    rows = _offence_rows(path) if path.is_file() else []
    values = {column: [(row.get(column) or "").strip() or None for row in rows] for column in columns}
    frame = pl.DataFrame(values, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(pl.col("harm_weight").cast(pl.Float64))


def _offence_rows(path: Path) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(read_utf8(path, OFFENCES), newline=""))
    missing = [column for column in OFFENCE_COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        wanted = ", ".join((*OFFENCE_COLUMNS, *OPTIONAL_OFFENCE_COLUMNS))
        raise UserError.at(f"{OFFENCES}:1", f"there is no column '{missing[0]}'.", f"The columns are {wanted}.")
    rows = list(reader)
    if problems := list(_offence_problems(rows)):
        raise UserError(*problems)
    return rows


def _offence_problems(rows: list[dict[str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        code, weight = row["offence_code"], row.get("harm_weight") or ""
        if code in seen:
            yield Problem(f"{OFFENCES}:{line}, offence_code", f"the code '{code}' stands here a second time.")
        seen.add(code)
        if weight and not weight.replace(".", "", 1).isdigit():
            yield Problem(f"{OFFENCES}:{line}, harm_weight", f"'{weight}' is not a number.")

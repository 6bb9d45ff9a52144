"""The standard population's share of each band of age that an indicator is standardised by.

Within a band of the standard population people are taken to be spread evenly over the years of age, so that bands of another
source, such as 16 to 20, have their part of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sia.errors import Problem, UserError
from sia.project.ages import NO_LIMIT, Ages, ages_of, untiled
from sia.project.text_files import read_utf8

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from sia.project.load import Project

STANDARD_POPULATION = "sources/reference/standard_population.csv"
COLUMNS = ("age_band", "persons", "source", "version")
Standard = list[tuple[Ages, int]]


def standard_bands(project: Project) -> pl.DataFrame:
    """One row an indicator that is standardised and band of age: `age_band`, `first_age`, `last_age`, `standard`, `version`.

    `standard` is the number of the standard population in the band (Float64), `version` says which population it is. No
    such indicator gives no rows, and then the file is not read. Raises UserError with every problem: no file, a column
    missing, persons that are no whole number, bands that leave out or repeat an age, several versions, or an indicator's
    open band that begins inside the open band of the standard.
    """
    import polars as pl

    wanted = {name: one.standardised for name, (_, one) in project.indicators.items() if one.standardised}
    schema = {"indicator": pl.String, "age_band": pl.String, "first_age": pl.Int64, "last_age": pl.Int64}
    rows: list[tuple[str, str, int, int, float, str]] = []
    if wanted:
        standard, version = _read(project.root)
        for name, declared in wanted.items():
            texts = declared.bands or tuple(_written(ages) for ages, _ in standard)
            for text in texts:
                ages = ages_of(text) or Ages(0, NO_LIMIT)
                rows.append((name, text, ages.first, ages.last, _share(name, ages, standard), version))
    return pl.DataFrame(rows, schema={**schema, "standard": pl.Float64, "version": pl.String}, orient="row")


def _written(ages: Ages) -> str:
    return f"{ages.first}+" if ages.last == NO_LIMIT else f"{ages.first}-{ages.last}"


def _share(indicator: str, ages: Ages, standard: Standard) -> float:
    """The standard population's people of these ages."""
    oldest = standard[-1][0]
    if ages.first > oldest.first:
        message = f"the standard population's oldest band is {oldest.words}, which cannot be divided at {ages.first}."
        raise UserError.at(
            f"{STANDARD_POPULATION}, {indicator}",
            message,
            f"End the indicator's bands with {oldest.first}+ or earlier.",
        )
    whole = 0.0
    for band, persons in standard:
        years = min(ages.last, band.last) - max(ages.first, band.first) + 1
        whole += persons * max(years, 0) / (band.last - band.first + 1)
    return whole


def _read(root: Path) -> tuple[Standard, str]:
    path = root / STANDARD_POPULATION
    if not path.is_file():
        message = "there is no such file, and an indicator is standardised for age."
        raise UserError.at(STANDARD_POPULATION, message, "Take it from a new project, or leave out 'standardised'.")
    reader = csv.DictReader(io.StringIO(read_utf8(path, STANDARD_POPULATION), newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        message = f"there is no column '{missing[0]}'."
        raise UserError.at(f"{STANDARD_POPULATION}:1", message, f"The columns are {', '.join(COLUMNS)}.")
    rows = [{column: (row[column] or "").strip() for column in COLUMNS} for row in reader]
    if problems := list(_problems(rows)):
        raise UserError(*problems)
    bands = [(ages_of(row["age_band"]) or Ages(0, NO_LIMIT), int(row["persons"])) for row in rows]
    if wrong := untiled([ages for ages, _ in bands]):
        raise UserError.at(f"{STANDARD_POPULATION}, age_band", f"{wrong}.", "Give each age once, from the youngest on.")
    return bands, f"{rows[0]['source']}, {rows[0]['version']}"


def _problems(rows: list[dict[str, str]]) -> Iterator[Problem]:
    if not rows:
        yield Problem(STANDARD_POPULATION, "the file has no rows.")
    for line, row in enumerate(rows, start=2):
        place = f"{STANDARD_POPULATION}:{line}"
        try:
            ages_of(row["age_band"])
        except ValueError as error:
            yield Problem(f"{place}, age_band", f"{error.args[0]}.", error.args[1])
        if not (row["persons"].isascii() and row["persons"].isdigit() and int(row["persons"])):
            yield Problem(f"{place}, persons", f"'{row['persons']}' is not a whole number above nought.")
        for column in ("source", "version"):
            if not row[column] or row[column] != rows[0][column]:
                message = f"'{row[column]}' is not the {column} of the first row, '{rows[0][column]}'."
                yield Problem(f"{place}, {column}", message, f"Name one {column} in every row.")

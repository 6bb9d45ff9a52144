"""The CSV files that say what areas there are, how many people live in them, and what older codes mean.

They are read strictly: a wrong line would move events to another area without anybody noticing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sia.errors import Problem, UserError, did_you_mean, nearest
from sia.warehouse.population_file import age_band_of, band_columns, population_problems, sex_of

if TYPE_CHECKING:
    import polars as pl

    from sia.project.load import Project

LEVELS = ("force", "district", "place", "ward", "msoa", "lsoa")
Reader = Callable[[str], Any]
Row = tuple[int, dict[str, Any]]


def _required(text: str) -> str:
    if not text:
        raise ValueError("a value is required")
    return text


def _level(text: str) -> str:
    if text not in LEVELS:
        raise ValueError(f"'{text}' is not a level", did_you_mean(text, LEVELS))
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"'{text}' is not a date such as 2023-04-01") from None


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"'{text}' is not a whole number", "Write digits alone, as 1234.")
    return int(text)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise ValueError(f"'{text}' is not a year", "Write it with four digits, as 2023.")
    return int(text)


def _optional_whole(text: str) -> int | None:
    return _whole(text) if text else None


def _share(text: str) -> float:
    try:
        share = float(text) if text else 1.0
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        raise ValueError(f"'{text}' is not a share above 0 and up to 1")
    return share


FILES: dict[str, dict[str, Reader]] = {
    "areas": {
        "area_code": _required,
        "level": _level,
        "name": _required,
        "parent_code": str,
        "valid_from": _day,
        "valid_to": _day,
    },
    "area_lookup": {"code": _required, "area_code": _required, "share": _share},
    "population": {"area_code": _required, "year": _year, "sex": sex_of, "age_band": age_band_of, "persons": _whole},
    "area_profile": {"area_code": _required, "imd_decile": _optional_whole, "rural_urban": str},
}


def read_area_files(project: Project) -> dict[str, pl.DataFrame]:
    """The frames `areas`, `area_lookup`, `population` and `area_profile`; a file not named gives an empty frame.

    `population` says of each row the `first_age` and `last_age` of its band and whether it is of `all_ages`. Raises
    UserError with every problem of every file: a missing column, a value that cannot be read, a code twice, a parent that
    is no area of a wider level, residents that cannot be added up, or a subject or peer district that is not in the
    register of areas.
    """
    named = project.partnership.areas
    paths = {
        "areas": named.register_of_areas,
        "area_lookup": named.lookup,
        "population": named.population,
        "area_profile": named.profile,
    }
    problems: list[Problem] = []
    rows = {table: _rows(project.root, paths[table], FILES[table], problems) for table in FILES}
    if not problems:
        problems.extend(_check_areas(project, paths["areas"], rows["areas"]))
        problems.extend(_check_codes(paths, rows))
        problems.extend(population_problems(paths["population"], rows["population"]))
    if problems:
        raise UserError(*problems)
    frames = {table: _frame(table, [row for _, row in found]) for table, found in rows.items()}
    return frames | {"population": _banded([row for _, row in rows["population"]])}


def _rows(root: Path, name: str, readers: dict[str, Reader], problems: list[Problem]) -> list[Row]:
    if not name:
        return []
    try:
        with (root / name).open(encoding="utf-8-sig", newline="") as file:
            return list(_read(csv.DictReader(file), name, readers, problems))
    except FileNotFoundError:
        problems.append(Problem(name, "there is no such file.", "Write it, or correct the name in partnership.yml."))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, f"the file is not UTF-8 text (byte {error.start + 1}).", "Save it as UTF-8."))
    return []


def _read(file: csv.DictReader, name: str, readers: dict[str, Reader], problems: list[Problem]) -> Iterator[Row]:
    headers = [header.strip() for header in file.fieldnames or ()]
    file.fieldnames = headers
    missing = [column for column in readers if column not in headers]
    if missing:
        wanted = ", ".join(readers)
        problems.append(Problem(f"{name}:1", f"there is no column '{missing[0]}'.", f"The columns are {wanted}."))
        return
    for record in file:
        row: dict[str, Any] = {}
        for column, read in readers.items():
            try:
                row[column] = read((record[column] or "").strip())
            except ValueError as error:
                message, *remedy = error.args
                problems.append(Problem(f"{name}:{file.line_num}, {column}", f"{message}.", *remedy))
        if len(row) == len(readers):
            yield file.line_num, row


def _check_areas(project: Project, name: str, rows: list[Row]) -> Iterator[Problem]:
    levels: dict[str, str] = {}
    for line, row in rows:
        if row["area_code"] in levels:
            yield Problem(f"{name}:{line}, area_code", f"the code '{row['area_code']}' stands here a second time.")
        levels[row["area_code"]] = row["level"]
    for line, row in rows:
        parent = row["parent_code"]
        if not parent:
            continue
        if parent not in levels:
            hint = _nearest_code(parent, levels)
            yield Problem(f"{name}:{line}, parent_code", f"'{parent}' is not an area of this file.", hint)
        elif LEVELS.index(levels[parent]) >= LEVELS.index(row["level"]):
            message = f"'{parent}' is a {levels[parent]}, which cannot hold a {row['level']}."
            yield Problem(f"{name}:{line}, parent_code", message)
    districts = [code for code, level in levels.items() if level == "district"]
    for field, code in _districts_named(project):
        if code not in districts:
            hint = _nearest_code(code, districts)
            yield Problem(f"partnership.yml, {field}", f"'{code}' is not a district in {name}.", hint)


def _districts_named(project: Project) -> list[tuple[str, str]]:
    own = [("district.code", project.partnership.district.code)]
    return own + [(f"peers.{position}", code) for position, code in enumerate(project.partnership.peers)]


def _check_codes(paths: dict[str, str], rows: dict[str, list[Row]]) -> Iterator[Problem]:
    """Every area that another file speaks of must be in the register of areas."""
    known = {row["area_code"] for _, row in rows["areas"]}
    for table in ("area_lookup", "population", "area_profile"):
        for line, row in rows[table]:
            if row["area_code"] not in known:
                message = f"'{row['area_code']}' is not an area of {paths['areas']}."
                hint = _nearest_code(row["area_code"], known)
                yield Problem(f"{paths[table]}:{line}, area_code", message, hint)


def _nearest_code(code: str, known: Iterable[str]) -> str:
    """A remedy for a code; there are too many to list them all."""
    close = nearest(code, sorted(known))
    return f"Did you mean '{close}'?" if close else ""


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    kinds = {_day: pl.Date, _whole: pl.Int64, _optional_whole: pl.Int64, _share: pl.Float64}
    schema = {column: kinds.get(read, pl.String) for column, read in FILES[table].items()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _banded(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The population, each row with its ages in years."""
    import polars as pl

    bands = {"first_age": pl.Int64, "last_age": pl.Int64, "all_ages": pl.Boolean}
    schema = {**_frame("population", []).schema, **bands}
    return pl.DataFrame([band_columns(row) for row in rows], schema=schema, orient="row")

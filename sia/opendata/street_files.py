"""Looks through a folder of street-level crime files: which there are, and how many rows each small area has in them.

Published by data.police.uk: one file a force and month, named 2025-12-south-yorkshire-street.csv.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sia.errors import Problem, UserError

COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
STREET_NAME = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(.+)-street\.csv(\.gz)?$", re.IGNORECASE)


@dataclass(frozen=True)
class StreetFile:
    """One force's file for one month; `series` is the force as the name spells it."""

    path: Path
    month: date
    series: str


@dataclass(frozen=True)
class SmallArea:
    """An LSOA as the files name it; its district is the name less the number and the letter."""

    code: str
    name: str

    @property
    def district(self) -> str:
        return self.msoa.rpartition(" ")[0]

    @property
    def msoa(self) -> str:
        """The MSOA that holds it: "Barnsley 001" for "Barnsley 001A"."""
        return self.name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True)
class Street:
    """What a folder holds: its files in order of month, rows per file and small area, forces, and what was left."""

    files: tuple[StreetFile, ...]
    rows: int
    counts: dict[SmallArea, Counter[StreetFile]]
    forces: dict[str, Counter[str]]
    left: tuple[str, ...]

    def of_series(self, series: str) -> list[StreetFile]:
        """The files of one force."""
        return [file for file in self.files if file.series == series]


def read_street(folder: Path) -> Street:
    """Count the rows of every `*-street.csv` and `*-street.csv.gz` directly in the folder.

    Raises UserError when there is none, or naming every file that is not a street-level crime file.
    """
    files, left = _find(folder)
    if not files:
        message = "no street-level crime file lies directly in this folder."
        raise UserError.at(
            str(folder), message, "Their names are such as 2025-12-south-yorkshire-street.csv (or .csv.gz)."
        )
    if problems := [problem for file in files if (problem := _problem(file.path))]:
        raise UserError(*problems)
    counts: dict[SmallArea, Counter[StreetFile]] = defaultdict(Counter)
    forces: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for number, force, code, name, rows in _count(files):
        total += rows
        forces[files[number].series][force or ""] += rows
        if code and name:
            counts[SmallArea(code, name)][files[number]] += rows
    return Street(tuple(files), total, dict(counts), dict(forces), tuple(left))


def _find(folder: Path) -> tuple[list[StreetFile], list[str]]:
    files, left = [], []
    for path in sorted(folder.iterdir()):
        match = STREET_NAME.search(path.name) if path.is_file() else None
        if match:
            files.append(StreetFile(path, date(int(match[1]), int(match[2]), 1), match[3].lower()))
        else:
            left.append(path.name + ("/" if path.is_dir() else ""))
    return sorted(files, key=lambda file: (file.month, file.series, file.path.name)), left


def _problem(path: Path) -> Problem | None:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig", newline="")
            if _packed(path)
            else path.open(encoding="utf-8-sig", newline="") as file
        ):
            header = tuple(next(csv.reader(file), ()))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        return Problem(path.name, "the file cannot be read.", "Download it again.")
    if header == COLUMNS:
        return None
    missing = [column for column in COLUMNS if column not in header]
    what = f"there is no column '{missing[0]}'" if missing else "the columns stand in another order"
    return Problem(path.name, f"this is not a street-level crime file: {what}.", "Download it again.")


def _packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _count(files: list[StreetFile]) -> list[tuple[int, str, str, str, int]]:
    """Rows by file, force and LSOA; each file is read by itself only when reading all at once finds one damaged."""
    import duckdb

    with duckdb.connect(":memory:", config={"autoload_known_extensions": False}) as connection:
        try:
            return connection.execute(_count_sql([file.path for file in files])).fetchall()
        except duckdb.Error:
            problems = [problem for file in files if (problem := _damage(connection, file.path))]
            raise UserError(*problems) if problems else UserError.at("street files", "they cannot be read.") from None


def _damage(connection, path: Path) -> Problem | None:
    import duckdb

    try:
        connection.execute(_count_sql([path])).fetchall()
    except duckdb.Error:
        return Problem(
            path.name, "the file is damaged: not every line has the columns of the header.", "Download it again."
        )
    return None


def _count_sql(paths: list[Path]) -> str:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in COLUMNS)
    names = ", ".join("'" + _pattern(path).replace("'", "''") + "'" for path in paths)
    return (
        'SELECT CAST(file_index AS INTEGER) AS number, "Falls within", "LSOA code", "LSOA name", count(*) '
        f"FROM read_csv([{names}], columns = {{{types}}}, auto_detect = false, header = true, delim = ',', "
        "quote = '\"', escape = '\"') GROUP BY ALL ORDER BY ALL"
    )


def _pattern(path: Path) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in path.as_posix())

"""The extracts of the reference partnership, written once a session, and ways to count in them by plain arithmetic."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sia.demo import write_extracts
from sia.demo.extracts import write_source
from sia.demo.plan import read_plan

ROOT = Path(__file__).parents[2]
Rows = list[dict[str, str]]
Read = Callable[[str], Rows]


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every extract, of the seed that `sia demo` uses."""
    folder = tmp_path_factory.mktemp("extracts")
    write_extracts(folder)
    return folder


@pytest.fixture(scope="session")
def planted(demo_folder: Path) -> Read:
    """All rows of a source with every truth in place, under the agency's headers."""
    known: dict[str, Rows] = {}

    def read(source: str) -> Rows:
        if source not in known:
            known[source] = rows_of(demo_folder / source)
        return known[source]

    return read


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Read]:
    """Rows of a source for another seed, or with truths left out; only the sources asked for are written."""

    def for_case(*, seed: int = 2023, without: frozenset[str] = frozenset()) -> Read:
        plan = read_plan(without)
        known: dict[str, Rows] = {}

        def read(source: str) -> Rows:
            if source not in known:
                folder = tmp_path / f"{seed}-{'-'.join(sorted(without))}"
                write_source(folder, source, plan, seed)
                known[source] = rows_of(folder / source)
            return known[source]

        return read

    return for_case


def rows_of(folder: Path) -> Rows:
    """The rows of every file of a source, read without the engine."""
    return [row for path in sorted(folder.iterdir()) for row in _rows(path)]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.suffix == ".xlsx":
        yield from _sheet(path)
        return
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode(_encoding(path))
    if path.suffix == ".jsonl":
        yield from ({key: value or "" for key, value in json.loads(line).items()} for line in text.splitlines())
    else:
        separator = ";" if "noise" in path.name else ","
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)


def _encoding(path: Path) -> str:
    return {"noise_complaints": "windows-1252", "police_asb": "utf-8-sig"}.get(path.parent.name, "utf-8")


def _sheet(path: Path) -> Iterator[dict[str, str]]:
    import fastexcel

    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=2, dtypes="string")
    for row in sheet.to_polars().iter_rows(named=True):
        yield {key: (value or "").removesuffix(" 00:00:00") for key, value in row.items()}


@pytest.fixture(scope="session")
def day_of() -> Callable[[str], date | None]:
    """A day in any of the spellings that the agencies use; None for what is no day."""
    spellings = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y")
    known: dict[str, date | None] = {}

    def day(text: str) -> date | None:
        if text not in known:
            known[text] = next((found for spelling in spellings if (found := _parsed(text, spelling))), None)
        return known[text]

    return day


def _parsed(text: str, spelling: str) -> date | None:
    try:
        return datetime.strptime(text, spelling).date()
    except ValueError:
        return None


@pytest.fixture(scope="session")
def two_periods(day_of: Callable[[str], date | None]) -> Callable[..., tuple[int, int]]:
    """How many rows that meet a condition lie in April to December of 2022 and of 2023."""

    def count(rows: Rows, column: str, keep: Callable[[dict[str, Any]], bool] = lambda row: True) -> tuple[int, int]:
        years = [day.year for row in rows if (day := day_of(row[column])) and day.month >= 4 and keep(row)]
        return years.count(2022), years.count(2023)

    return count

"""Projects of real districts, with published files put where docs/open-data.md says."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from sia.build import build
from sia.cli import commands
from sia.extracts import read_sources
from sia.extracts.report import SourceReport
from sia.project.load import load_project

SHARED = Path(os.environ.get("SIA_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"
AREA_COLUMNS = ("area_code", "level", "name", "parent_code", "valid_from", "valid_to")


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """A path of the real open data; the test is skipped, with the reason, where it is absent."""

    def find(name: str) -> Path:
        if not (SHARED / name).exists():
            pytest.skip(f"real data not present: set SIA_SHARED to a folder with data/{name}")
        return SHARED / name

    return find


@dataclass(frozen=True)
class District:
    """A project of one district, as `sia init` starts it, into which published files are dropped."""

    root: Path

    def drop(self, source: str, *files: Path) -> District:
        """Put files into a source's folder under the names they came with."""
        folder = self.root / "extracts" / source
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(file, folder / file.name)
        return self

    def areas(self, *rows: Iterable[str], peers: Iterable[str] = ()) -> District:
        """The register of areas, and the districts to compare with."""
        with (self.root / "areas" / "areas.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([AREA_COLUMNS, *([*row, "", ""] for row in rows)])
        declared = self.root / "partnership.yml"
        text = declared.read_text(encoding="utf-8")
        declared.write_text(f"{text}peers: [{', '.join(peers)}]\n", encoding="utf-8", newline="\n")
        return self

    def read(self, source: str) -> Read:
        """Read every extract, and look at one source."""
        connection = duckdb.connect(":memory:")
        reports = {report.source: report for report in read_sources(connection, load_project(self.root))}
        return Read(connection, reports[source], reports)

    def build(self) -> Read:
        """Build the project, and look at its warehouse."""
        folder = build(self.root).folder
        return Read(duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True), None, {})

    def explain(self, subject: str) -> str:
        """What `sia explain` says, as one line."""
        result = CliRunner().invoke(commands, ["explain", subject, "--project", str(self.root)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    def fragment(self, name: str) -> str:
        """A generated part of the documents."""
        (path,) = self.root.glob(f"build/*/publication/fragments/{name}")
        return path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Read:
    """What became of the extracts: the tables, and the report of the source that the test is about."""

    connection: duckdb.DuckDBPyConnection
    report: SourceReport | None
    reports: dict[str, SourceReport]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    @property
    def account(self) -> tuple[int, int, int, int]:
        """Rows in, accepted, quarantined and duplicates, over all files."""
        files = self.report.files
        return (
            sum(file.rows_in for file in files),
            sum(file.rows_accepted for file in files),
            sum(file.rows_quarantined for file in files),
            sum(file.rows_duplicate for file in files),
        )


@pytest.fixture
def district(tmp_path: Path) -> Callable[..., District]:
    """Start the project of a district by its name and code, as at a day."""

    def started(name: str, code: str, as_at: str) -> District:
        arguments = ["init", str(tmp_path / name), "--district", name, "--code", code, "--as-at", as_at]
        result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return District(tmp_path / name)

    return started


@pytest.fixture
def kirklees(district: Callable[..., District]) -> District:
    return district("Kirklees", "E08000034", "2023-03-31")


@pytest.fixture
def manchester_as_at(district: Callable[..., District]) -> Callable[[str], District]:
    """Manchester among the ten districts of Greater Manchester, as at a day."""
    others = [f"E080000{number:02}" for number in range(1, 11) if number != 3]
    rows = [(code, "district", name, "") for code, name in sorted(GREATER_MANCHESTER.items())]
    return lambda as_at: district("Manchester", "E08000003", as_at).areas(*rows, peers=others)


@pytest.fixture
def manchester(manchester_as_at: Callable[[str], District]) -> District:
    return manchester_as_at("2024-06-30")


GREATER_MANCHESTER = {
    "E08000001": "Bolton",
    "E08000002": "Bury",
    "E08000003": "Manchester",
    "E08000004": "Oldham",
    "E08000005": "Rochdale",
    "E08000006": "Salford",
    "E08000007": "Stockport",
    "E08000008": "Tameside",
    "E08000009": "Trafford",
    "E08000010": "Wigan",
}

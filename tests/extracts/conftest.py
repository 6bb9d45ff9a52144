"""A project of one source, made in a temporary folder, and what reading it gives."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sia.extracts import SourceReport, read_sources
from sia.project.assessment import Assessment
from sia.project.contract import Contract
from sia.project.indicators import RatingRules
from sia.project.load import Project
from sia.project.partnership import Partnership

REPOSITORY = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SIA_SHARED", REPOSITORY.parent / "shared"))
TERMS = {"title": "Police ASB", "agency": "A force", "owner": "Head of Insight", "kind": "events"} | {
    "frequency": "monthly",
    "classification": "official",
}
PLAIN = {
    "reference": {"headers": ["Incident No"], "required": True},
    "recorded_on": {"type": "date", "title": "Date recorded", "headers": ["Date opened"], "required": True},
    "persons": {"type": "integer"},
}


@dataclass
class Reading:
    """One source after reading."""

    connection: duckdb.DuckDBPyConnection
    report: SourceReport
    project: Project

    def rows(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Rows in, accepted, quarantined, duplicate, over all files."""
        files = self.report.files
        return (
            sum(file.rows_in for file in files),
            sum(file.rows_accepted for file in files),
            sum(file.rows_quarantined for file in files),
            sum(file.rows_duplicate for file in files),
        )


class Desk:
    """Where a test drops files and reads them through a contract."""

    def __init__(self, root: Path):
        self.root = root
        self.source = "asb"

    @property
    def folder(self) -> Path:
        folder = self.root / "extracts" / self.source
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def drop(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def project(self, contract: Contract, as_at: date = date(2023, 12, 31)) -> Project:
        partnership = Partnership.model_validate(
            {"name": "P", "district": {"code": "D1", "name": "Ourtown"}, "force": "A force", "themes": {}}
        )
        assessment = Assessment.model_validate({"id": "2024", "title": "A", "as_at": as_at})
        rules = RatingRules.model_validate({"scale": (), "thresholds": {}, "rules": ()})
        return Project(self.root, partnership, {contract.id: contract}, {}, rules, assessment)

    def contract(self, columns: dict[str, Any] | None = None, **more: Any) -> Contract:
        return Contract.model_validate({**TERMS, "id": self.source, "columns": columns or PLAIN, **more})

    def read(self, columns: dict[str, Any] | None = None, *, database: Path | None = None, **more: Any) -> Reading:
        as_at = more.pop("as_at", date(2023, 12, 31))
        project = self.project(self.contract(columns, **more), as_at)
        connection = duckdb.connect(str(database) if database else ":memory:")
        (report,) = read_sources(connection, project)
        return Reading(connection, report, project)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """A path of the real open data; the test is skipped, with the reason, where it is absent."""

    def find(name: str) -> Path:
        if not (SHARED / "data" / name).exists():
            pytest.skip(f"real data not present: set SIA_SHARED to a folder with data/{name}")
        return SHARED / "data" / name

    return find

"""A partnership with a few sources, their extracts in a temporary folder, and what reading them gives."""

from __future__ import annotations

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
from sia.sharing.returned import Returned, read_returned

TERMS: dict[str, Any] = {
    "title": "Police incidents",
    "agency": "Exampleshire Police",
    "owner": "Head of Insight, Exampleshire Police",
    "kind": "events",
    "frequency": "monthly",
    "classification": "official-sensitive",
    "licence": "Agreement of May 2024",
    "key": ["reference"],
    "coverage": {"by": "rows", "column": "recorded_on"},
    "columns": {
        "reference": {"title": "Log number", "headers": ["Log"], "required": True},
        "recorded_on": {"type": "date", "title": "Date recorded", "headers": ["Recorded"], "required": True},
        "kind": {"title": "Kind", "headers": ["Kind"]},
        "person": {"title": "Person number", "headers": ["Person"], "pseudonymise": True},
        "caller": {"title": "Name of the caller", "headers": ["Caller"], "drop": True},
    },
}
HEADER = "Log,Recorded,Kind,Person,Caller\n"


@dataclass
class Desk:
    """Where a test writes contracts and drops files, and reads them."""

    root: Path
    contracts: dict[str, Contract]
    connection: duckdb.DuckDBPyConnection

    def source(self, name: str, **terms: Any) -> None:
        self.contracts[name] = Contract.model_validate({**TERMS, **terms, "id": name})

    def drop(self, source: str, name: str, text: str) -> Path:
        path = self.root / "extracts" / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    @property
    def project(self) -> Project:
        partnership = Partnership.model_validate(
            {
                "name": "Ourtown Community Safety Partnership",
                "district": {"code": "D1", "name": "Ourtown"},
                "force": "Exampleshire Police",
                "themes": {},
                "contact": "Community safety analysts, Ourtown Council",
            }
        )
        rules = RatingRules.model_validate({"scale": (), "thresholds": {}, "rules": ()})
        assessment = Assessment.model_validate({"id": "2024", "title": "Assessment 2024", "as_at": date(2023, 12, 31)})
        return Project(self.root, partnership, self.contracts, {}, rules, assessment)

    def read(self) -> tuple[list[SourceReport], list[Returned]]:
        project = self.project
        reports = read_sources(self.connection, project)
        return reports, read_returned(self.connection, project, reports)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with the source `incidents` and nothing received."""
    monkeypatch.setenv("SIA_PSEUDONYM_KEY", "a key of more than sixteen letters, for tests only")
    one = Desk(tmp_path, {}, duckdb.connect())
    one.source("incidents")
    return one


@pytest.fixture
def incidents() -> Callable[..., str]:
    """The text of an extract: a sound incident a day of December 2023, then the lines given."""

    def make(*lines: str) -> str:
        sound = "".join(f"L{day},{day:02d}/12/2023,Noise,P{day},Ada Quillfeather\n" for day in range(1, 32))
        return HEADER + sound + "".join(f"{line}\n" for line in lines)

    return make

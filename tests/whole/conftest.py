"""The reference partnership, copied, invented and built once for all tests of the whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sia.build import build
from sia.calendar import Basis
from sia.demo import write_extracts, write_registers
from sia.project.load import load_project
from sia.project.scaffold import CARRIED, scaffold_folder


@dataclass(frozen=True)
class Built:
    """A built project: its folder, and what tests ask of it."""

    root: Path

    @property
    def publication(self) -> Path:
        return self.root / "build" / "2024" / "publication"

    @property
    def ratings(self) -> dict[str, dict[str, Any]]:
        return {rating["priority"]: rating for rating in self.read("ratings.json")}

    @property
    def proposals(self) -> dict[str, str]:
        return {name: rating["proposed"] for name, rating in self.ratings.items()}

    def read(self, name: str) -> Any:
        return json.loads((self.publication / name).read_text(encoding="utf-8"))

    def manifest(self) -> dict[str, Any]:
        return json.loads((self.publication.parent / "manifest.json").read_text(encoding="utf-8"))

    def query(self, sql: str, *values: Any) -> list[tuple]:
        with duckdb.connect(str(self.publication.parent / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(sql, values).fetchall()


def copy_reference(folder: Path) -> Path:
    """The reference partnership as a fresh clone has it: declarations and documents, no extracts."""
    for name in CARRIED:
        source = scaffold_folder() / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("generated", "__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def make_built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Build the reference partnership with another seed, without some of its planted truths, or from changed extracts."""

    def make(
        seed: int = 2023, without: frozenset[str] = frozenset(), change: Callable[[Path], None] | None = None
    ) -> Built:
        root = copy_reference(tmp_path_factory.mktemp("reference") / "our project")
        write_extracts(root / "extracts", seed=seed, without=without)
        write_registers(root, without)
        if change:
            change(root / "extracts")
        build(root)
        return Built(root)

    return make


@pytest.fixture(scope="session")
def reference(make_built: Callable[..., Built]) -> Built:
    """The reference partnership as it is."""
    return make_built()


def compare_on_every_basis(root: Path) -> None:
    """Declare every further basis for every indicator that can have one."""
    for name, (priority, one) in load_project(root).indicators.items():
        if one.value != "count" or one.role == "severe" or one.frequency not in ("monthly", "quarterly"):
            continue
        also = ", ".join(str(basis) for basis in Basis if basis is not one.basis)
        path = root / "indicators" / f"{priority.id}.yml"
        text = path.read_text(encoding="utf-8")
        if one.also:
            text = text.replace("\n    also: [" + ", ".join(one.also) + "]", "")
        text = text.replace(f"\n  {name}:\n", f"\n  {name}:\n    also: [{also}]\n")
        path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="session")
def on_every_basis(make_built: Callable[..., Built]) -> Built:
    """The reference partnership with every further basis declared for every indicator that can have one."""
    return make_built(change=lambda extracts: compare_on_every_basis(extracts.parent))

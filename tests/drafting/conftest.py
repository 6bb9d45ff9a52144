"""A project in which sources are drafted, and files as agencies send them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from sia.cli import commands
from sia.drafting import NewSource, draft_source
from sia.project.contract import Contract
from sia.project.load import load_project
from sia.project.validation import load_model

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SIA_SHARED", ROOT.parent / "shared"))
AREAS = """\
area_code,level,name,parent_code,valid_from,valid_to
E07000999,district,Ourtown,,,
E05000991,ward,Harbour,E07000999,,
E05000992,ward,Mill Lane,E07000999,,
E05000993,ward,North Fields,E07000999,,
"""


@dataclass
class Desk:
    """A project, and a folder beside it into which files are downloaded."""

    root: Path
    downloads: Path

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.downloads / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
        """A CSV file of texts without commas in them."""
        lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
        return self.file(name, "\n".join(lines) + "\n")

    def draft(self, example: Path, **how: str | bool) -> NewSource:
        return draft_source(load_project(self.root), example, **how)

    def contract(self, name: str) -> Contract:
        """A drafted contract as the project reads it from its file."""
        return load_model(Contract, self.root / "sources" / f"{name}.yml", self.root, id=name)

    def text(self, there: str) -> str:
        return (self.root / there).read_text(encoding="utf-8")

    def everything_written(self) -> str:
        """The text of every file of the project."""
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.root.rglob("*")) if path.is_file())


@pytest.fixture(scope="session")
def blank_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("drafting") / "project"
    where = ("--district", "Ourtown", "--code", "E07000999", "--as-at", "2025-12-31")
    assert CliRunner().invoke(commands, ["init", str(root), *where]).exit_code == 0
    (root / "areas" / "areas.csv").write_text(AREAS, encoding="utf-8", newline="\n")
    return root


@pytest.fixture(scope="session")
def new_desk(blank_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Desk]:
    """Makes projects, each a copy of its own."""

    def make() -> Desk:
        folder = tmp_path_factory.mktemp("desk")
        shutil.copytree(blank_project, folder / "project")
        (folder / "downloads").mkdir()
        return Desk(folder / "project", folder / "downloads")

    return make


@pytest.fixture
def desk(new_desk: Callable[[], Desk]) -> Desk:
    return new_desk()


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """A real file, or a skip with the reason."""

    def find(name: str) -> Path:
        path = SHARED / "data" / name
        if not path.is_file():
            pytest.skip(f"the real data are not at {path}; SIA_SHARED names their folder")
        return path

    return find

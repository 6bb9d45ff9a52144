"""The wheel carries what a project starts from, nothing private or generated, and declares exactly what it imports."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from sia.project.scaffold import CARRIED

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CALLED_BY_ANOTHER = {"xlsxwriter": "write_excel"}  # Polars imports it when this is called
LARGEST = 2_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("*.whl")
    assert made.stat().st_size < LARGEST
    return zipfile.ZipFile(made)


def names(wheel: zipfile.ZipFile) -> set[str]:
    return set(wheel.namelist())


def test_every_carried_folder_is_in_the_wheel_file_for_file(wheel: zipfile.ZipFile) -> None:
    for name in CARRIED:
        files = [ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*")
        expected = {
            f"sia/scaffold/{path.relative_to(ROOT).as_posix()}"
            for path in files
            if path.is_file() and not {"generated", "__pycache__"} & set(path.parts)
        }
        assert expected, name
        assert expected <= names(wheel), name


def test_nothing_received_generated_or_local_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    unwanted = ("extracts/", "build/", "_site/", "/generated/", "__pycache__", ".git", ".hypothesis", "tests/", ".venv")
    scaffold = {name for name in names(wheel) if name.startswith("sia/scaffold/")}
    assert not [name for name in scaffold if any(part in name.removeprefix("sia/scaffold") for part in unwanted)]
    top = {name.split("/")[0] for name in names(wheel)}
    assert len(top) == 2 and "sia" in top, "the package and its metadata, nothing else"


def test_a_project_starts_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Run from the unpacked wheel with the checkout out of sight."""
    wheel.extractall(tmp_path / "installed")
    start = (
        "import sys; sys.path.insert(0, sys.argv[1]); import sia; assert sia.__file__.startswith(sys.argv[1]); "
        "from sia.cli import commands; commands(['init', 'new', '--district', 'Ourtown', '--as-at', '2025-12-31'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", start, str((tmp_path / "installed").resolve())],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "queries" / "staging" / "all_events.sql").is_file()
    assert (tmp_path / "new" / "assessments" / "2026" / "index.qmd").is_file()
    assert not (tmp_path / "new" / "assessments" / "2024").exists()


def test_metadata_names_licence_pythons_readme_and_command(wheel: zipfile.ZipFile) -> None:
    (place,) = (name for name in names(wheel) if name.endswith(".dist-info/METADATA"))
    metadata = wheel.read(place).decode("utf-8")
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "Description-Content-Type: text/markdown" in metadata
    assert any(name.endswith("licenses/LICENSE") for name in names(wheel))
    (commands,) = (name for name in names(wheel) if name.endswith("entry_points.txt"))
    assert "sia = sia.cli:main" in wheel.read(commands).decode("utf-8")


def test_every_dependency_declared_is_imported_and_every_import_is_declared() -> None:
    declared = {requirement.split(">")[0].split("=")[0].lower() for requirement in PROJECT["dependencies"]}
    provided = packages_distributions()
    imported = {
        distribution.lower().replace("_", "-")
        for module in imported_modules()
        for distribution in provided.get(module, [])
        if distribution.lower() != PROJECT["name"]
    }
    called = {name for name, by in CALLED_BY_ANOTHER.items() if any(by in text for text in engine_texts())}
    assert imported | called == declared


def engine_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (ROOT / "sia").rglob("*.py")]


def imported_modules() -> set[str]:
    """The top-level modules that the engine imports, wherever in a file, without the standard library."""
    found = set()
    for text in engine_texts():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"sia"}

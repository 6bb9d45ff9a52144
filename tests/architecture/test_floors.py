"""The rooms of the engine lie on floors, and imports go only downwards."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[2] / "sia"

FLOOR = {
    "errors": 0,
    "calendar": 0,
    "trends": 1,
    "disclosure": 1,
    "project": 2,
    "extracts": 3,
    "registers": 3,
    "warehouse": 3,
    "signals": 4,
    "ratings": 4,
    "quality": 4,
    "sharing": 4,
    "drafting": 4,
    "publication": 5,
    "build": 6,
    "render": 6,
    "cli": 7,
    "__main__": 8,
}
ASIDE = {"demo", "opendata"}

# The story of a build hands a finished publication to the renderer; nothing else looks beside itself.
BESIDE = {("build", "render")}

FILES = sorted(path for path in ENGINE.rglob("*.py") if path != ENGINE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(ENGINE).parts[0].removesuffix(".py")


def rooms_imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "sia" else {node.module}
    return {name.split(".")[1] for name in names if name.startswith("sia.")} - {"__version__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_a_room_uses_only_the_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    assert room in FLOOR or room in ASIDE, f"'{room}' has no floor: say in this test where it lies"
    for other in rooms_imported_by(path) - {room}:
        if room in ASIDE:
            assert FLOOR[other] <= 2, f"{room} stands aside and may use declarations only, not {other}"
        elif other in ASIDE:
            assert room == "cli", f"{room} must not know {other}"
        elif (room, other) not in BESIDE:
            assert FLOOR[other] < FLOOR[room] or FLOOR[room] == FLOOR[other] == 0, f"{room} reaches for {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_no_file_grows_past_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_help_loads_no_heavy_library() -> None:
    import subprocess
    import sys

    program = (
        "import sys, sia.cli; "
        "heavy = {'polars', 'duckdb', 'altair', 'scipy', 'pydantic', 'ruamel.yaml'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr

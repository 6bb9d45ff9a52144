"""The room's fixtures: a partnership made by hand, published once."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


@pytest.fixture(scope="session")
def project_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the theme, where the assessment's pages can be written."""
    root = tmp_path_factory.mktemp("partnership")
    shutil.copytree(HERE.parents[1] / "theme", root / "theme")
    (root / "assessments" / "2024").mkdir(parents=True)
    return root


@pytest.fixture(scope="session")
def published(project_root: Path):
    """The whole publication of the hand-made partnership."""
    import partnership_frames as made

    from sia.publication import publish

    connection = made.warehouse()
    folder = project_root / "build" / "2024" / "publication"
    arguments = (made.signal_frames(), made.proposals(), made.registers(), made.reports(), [])
    result = publish(made.declared(project_root), connection, *arguments, folder)
    connection.close()
    return result

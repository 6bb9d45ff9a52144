from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def reference_file() -> Callable[[str, str], Path]:
    """Find a file of a set of reference statistics ("PHEindicatormethods", "NHSRplotthedots"); skip without it."""

    def find(collection: str, name: str) -> Path:
        shared = os.environ.get("SIA_SHARED", Path(__file__).parents[2].parent / "shared")
        path = Path(shared) / "data" / f"stats-reference-{collection}" / name
        if not path.exists():
            pytest.skip(f"the reference statistics of {collection} are not here (SIA_SHARED)")
        return path

    return find

"""The room with the most modules has a map, and no module is missing from it."""

from __future__ import annotations

from pathlib import Path

import sia.extracts


def test_every_module_that_reads_extracts_is_on_the_map() -> None:
    modules = [path.stem for path in Path(sia.extracts.__file__).parent.glob("*.py") if path.stem != "__init__"]
    assert [name for name in sorted(modules) if f"`{name}`" not in (sia.extracts.__doc__ or "")] == []

"""Reads what the last good build published, for the commands that explain it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sia.errors import UserError, nearest
from sia.project.find import newest_assessment


def read_published(root: Path, assessment: str | None, name: str) -> Any:
    """The content of a published JSON file; raises UserError when nothing has been built yet."""
    chosen = assessment or newest_assessment(root)
    path = root / "build" / chosen / "publication" / name
    if not path.is_file():
        raise UserError.at(
            f"build/{chosen}", "nothing has been published yet.", f"Run 'sia build --assessment {chosen}'."
        )
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        remedy = f"Run 'sia build --assessment {chosen}', which makes it again."
        raise UserError.at(f"build/{chosen}/publication/{name}", "the file is damaged.", remedy) from None


def choose(wanted: str, names: dict[str, Any], what: str, *, offered: Iterable[str] | None = None) -> Any:
    """The entry whose name is `wanted`, ignoring case; raises UserError with the nearest one, or all that are `offered`."""
    by_name = {name.casefold(): entry for name, entry in names.items()}
    if wanted.casefold() in by_name:
        return by_name[wanted.casefold()]
    close = nearest(wanted, names)
    remedy = f"Did you mean '{close}'?" if close else f"There are: {', '.join(offered or sorted(names))}."
    raise UserError.at(wanted, f"there is no {what} of this name.", remedy)

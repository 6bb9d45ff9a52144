"""What agencies may call an area: its code, its name, or a former code or name that the lookup knows."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from sia.project.partnership import AreaFiles


def area_names(root: Path, files: AreaFiles) -> dict[str, dict[str, str]]:
    """For each level of the area register, from every name and code to the area's present code.

    A former area that was divided stands for itself: the queries find the part that fits it best, and say how much of it
    lies elsewhere. A name that two areas of a level share is left out, because it places nothing. Files that are absent
    or not in shape give nothing here; the build reports them with their lines when it loads the areas.
    """
    register = _rows(root / files.register_of_areas, "area_code", "level", "name")
    levels = {code: level for code, level, _ in register}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, level, name in register:
        found[level][code].add(code)
        found[level][name].add(code)
    for former, parts in _former(root, files).items():
        for level in {levels[part] for part in parts if part in levels}:
            found[level][former].add(parts[0] if len(parts) == 1 else former)
    return {
        level: {name: min(codes) for name, codes in names.items() if len(codes) == 1} for level, names in found.items()
    }


def _former(root: Path, files: AreaFiles) -> dict[str, list[str]]:
    """The present areas of each former code or name of the lookup."""
    parts: dict[str, list[str]] = defaultdict(list)
    for former, code in _rows(root / files.lookup, "code", "area_code") if files.lookup else []:
        parts[former].append(code)
    return dict(parts)


def _rows(path: Path, *columns: str) -> list[tuple[str, ...]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        rows = csv.DictReader(file)
        return [tuple((row.get(column) or "").strip() for column in columns) for row in rows]

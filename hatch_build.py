"""The wheel carries what a new project starts from, taken from the repository's own folders, the only copy."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("partnership.yml", "_quarto.yml", "sources", "queries", "indicators", "theme", "areas", "assessments")
NOT_CARRIED = {"generated", "__pycache__"}


class ScaffoldHook(BuildHookInterface):
    """Adds the project's files under sia/scaffold/; an editable install looks them up in the checkout instead."""

    def initialize(self, version: str, build_data: dict) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        for name in CARRIED:
            for path in [root / name] if (root / name).is_file() else sorted((root / name).rglob("*")):
                relative = path.relative_to(root)
                if path.is_file() and not NOT_CARRIED & set(relative.parts):
                    build_data["force_include"][str(path)] = f"sia/scaffold/{relative.as_posix()}"

"""Which files a document may reach: its own assessment, what was published for it, and the theme. Nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from sia.render.shortcodes import Unresolved

_WHERE = "Documents reach assessments/, build/{0}/publication/ and theme/, with paths that begin at the project ('/')."


def located(root: Path, assessment: str, beside: PurePosixPath, written: str) -> PurePosixPath:
    """The file that a path in a document names, from the project's root.

    `beside` is the folder of the document, for paths that do not begin with "/". Raises `Unresolved` for a path that
    leads outside what a document may reach, also by a link in the file system; the file itself need not exist.
    """
    path = written.partition("#")[0]
    if ":" in path or "\\" in path or path.startswith(("//", "~")):
        raise Unresolved(f"'{written}' is not a path inside the project.", _WHERE.format(assessment))
    parts = _walk(PurePosixPath(path.lstrip("/")) if path.startswith("/") else beside / path)
    if parts is None or not _inside(root, assessment, parts):
        raise Unresolved(f"'{written}' leads out of what documents may reach.", _WHERE.format(assessment))
    return PurePosixPath(*parts)


def _walk(path: PurePosixPath) -> list[str] | None:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return parts


def _inside(root: Path, assessment: str, parts: list[str]) -> bool:
    for allowed in (["assessments"], ["build", assessment, "publication"], ["theme"]):
        if parts[: len(allowed)] == allowed and len(parts) > len(allowed):
            home = root.joinpath(*allowed).resolve()
            return root.joinpath(*parts).resolve().is_relative_to(home)
    return False

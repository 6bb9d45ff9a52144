"""Whether a rendering would make what is there already: a hash of all that goes into it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from sia import __version__
from sia.render.sources import Document

_NAME = "stamp.json"
_OWN = Path(__file__).parent


def stamp_of(
    root: Path, documents: Mapping[PurePosixPath, Document], choices: Iterable[str], values: Mapping[str, Any]
) -> str:
    """A hash of the documents with their includes and values, the figures, the theme, the configuration, the choices
    made, and the renderer's own files."""
    digest = hashlib.sha256()
    for text in (__version__, *choices, json.dumps(values, sort_keys=True, default=str)):
        digest.update(text.encode() + b"\0")
    for path, document in sorted(documents.items()):
        front = json.dumps(document.front, sort_keys=True, default=str)
        digest.update(f"{path}\0{front}\0{document.text}\0".encode())
    for path in _files(root, documents):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def matches_stamp(workspace: Path, stamp: str, output: Path) -> bool:
    """Whether the last rendering had this stamp and every file it made is still there, of the same size."""
    try:
        last = json.loads((workspace / _NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return last["stamp"] == stamp and last["files"] == _sizes(output)


def write_stamp(workspace: Path, stamp: str, output: Path) -> None:
    """Remember what was made."""
    content = json.dumps({"stamp": stamp, "files": _sizes(output)}, indent=1)
    (workspace / _NAME).write_text(content, encoding="utf-8", newline="\n")


def _files(root: Path, documents: Mapping[PurePosixPath, Document]) -> list[Path]:
    assessments = {path.parts[1] for path in documents if len(path.parts) > 1}
    folders = [root / "theme", *(root / "build" / each / "publication" for each in sorted(assessments)), _OWN]
    found = [root / "_quarto.yml"]
    for folder in folders:
        found += sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return found


def _sizes(output: Path) -> dict[str, int]:
    if not output.is_dir():
        return {}
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.stat().st_size for path in files}

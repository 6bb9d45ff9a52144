"""Remembers what was written, so that the same synthetic extracts are not invented twice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sia.demo.extracts import write_extracts

RECORD = ".synthetic.json"


def ensure_extracts(folder: Path, *, seed: int) -> bool:
    """Write the extracts unless those of this seed and this code already lie in `folder`; says whether it wrote."""
    made_by = {"seed": seed, "code": _code()}
    record = folder / RECORD
    if record.is_file() and _stands(folder, record, made_by):
        return False
    written = write_extracts(folder, seed=seed)
    files = {path.relative_to(folder).as_posix(): _sha256(path) for path in written}
    record.write_text(json.dumps({**made_by, "files": files}, indent=1) + "\n", encoding="utf-8", newline="\n")
    return True


def _stands(folder: Path, record: Path, made_by: dict[str, object]) -> bool:
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
        files = dict(known.pop("files"))
    except (ValueError, KeyError, AttributeError, TypeError):
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.glob("*/synthetic-*")}
    return (
        known == made_by and there == set(files) and all(_sha256(folder / name) == sha for name, sha in files.items())
    )


def _code() -> str:
    """A hash of everything in this room, code and declarations."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

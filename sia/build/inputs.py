"""What a build depends on: every declared file, every extract, the key of pseudonyms and the engine, as one fingerprint."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

import sia

ENGINE_LIBRARIES = ("duckdb", "polars", "altair", "vl-convert-python", "scipy")
DECLARED_FOLDERS = ("areas", "sources", "queries", "indicators", "theme")
REGISTER_SUFFIXES = {".yml", ".csv", ".xlsx", ".sql", ".py"}


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions() -> dict[str, str]:
    """Versions of the engine and of the libraries that can change a published figure."""
    return {"sia": sia.__version__, **{name: version(name) for name in ENGINE_LIBRARIES}}


def declared_files(root: Path, assessment: str) -> list[Path]:
    """The files people wrote that decide what a build computes, in a fixed order."""
    folders = [root / name for name in DECLARED_FOLDERS]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for folder in _assessment_folders(root, assessment):
        files += [path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in REGISTER_SUFFIXES]
        files += [path for path in (folder / "exhibits").rglob("*") if path.is_file()]
    return sorted([root / "partnership.yml", *(path for path in files if not _is_litter(path))])


def extract_files(root: Path) -> list[Path]:
    """Every file dropped under `extracts/`, in a fixed order."""
    return sorted(path for path in (root / "extracts").rglob("*") if path.is_file() and not _is_litter(path))


def fingerprint(root: Path, files: list[Path]) -> str:
    """One hash of the given files' names and contents, the engine's own source and its libraries' versions, and of a mark
    of the key of pseudonyms: a source that stopped for want of it is read once it is there."""
    from sia.extracts.pseudonym import key_given, mark_of

    content = {path.relative_to(root).as_posix(): sha256_of(path) for path in files}
    whole = {"files": content, "engine": engine_hash(), "versions": versions(), "key": mark_of(key_given())}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def folders_hash(*folders: Path) -> str:
    """One hash of the names and contents of all files below some folders; a folder that is absent holds nothing."""
    content = [
        {path.relative_to(folder).as_posix(): sha256_of(path) for path in folder.rglob("*") if path.is_file()}
        for folder in folders
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@cache
def engine_hash() -> str:
    """A hash of the engine's own source, so that an upgrade or a change of code rebuilds."""
    folder = Path(sia.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not _is_litter(path)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _assessment_folders(root: Path, assessment: str) -> list[Path]:
    """This assessment and the earlier ones, whose decisions are shown beside it."""
    return [path for path in sorted((root / "assessments").glob("*")) if path.is_dir() and path.name <= assessment]


def _is_litter(path: Path) -> bool:
    return "__pycache__" in path.parts or path.name.startswith(("~$", ".")) or path.suffix == ".pyc"

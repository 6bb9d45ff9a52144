"""How the rows of a file come to be what they are, as one hash: two files alike and read alike give the same rows."""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import sia
from sia.extracts.pseudonym import mark_of
from sia.project.contract import Contract

READERS = ("duckdb", "fastexcel", "polars")
CODE = ("extracts/*.py", "project/*.py", "calendar.py", "errors.py")


def manner_of(contract: Contract, key: bytes | None) -> str:
    """SHA-256 of the contract with its codes of areas, of the code and the libraries that read, and of the key's mark."""
    whole = {
        "contract": contract.model_dump(mode="json"),
        "code": _code(),
        "libraries": {name: version(name) for name in READERS},
        "python": sys.version_info[:2],
        "key": mark_of(key),
    }
    return hashlib.sha256(json.dumps(whole, ensure_ascii=True).encode()).hexdigest()


@cache
def _code() -> str:
    """A hash of the code that takes files apart and types their values, and of what it imports."""
    root = Path(sia.__file__).parent
    files = [path for name in CODE for path in sorted(root.glob(name))]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

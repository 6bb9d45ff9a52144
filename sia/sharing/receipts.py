"""The record of what was removed, in `purge-receipts/<as-at>.json`: kept by the partnership, without personal content.

It is written before anything is removed, each file as `planned`, and again after each file. Whenever a removal is cut
short, the record is therefore true, and the next one goes on from it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sia.errors import UserError

FOLDER = "purge-receipts"
PLANNED, REMOVED, GONE, REPLACED = "planned", "removed", "already gone", "another file by then, not removed"
REACH = (
    "Removed from this folder only. Copies elsewhere are outside its reach: a recycle bin, earlier versions kept by "
    "OneDrive or SharePoint, backups, e-mails, other computers."
)


@dataclass(frozen=True)
class Entry:
    """One file that is or was to be removed: an extract, or a copy of rows of extracts (then without a source)."""

    what: str
    path: str
    source: str
    sha256: str
    bytes: int
    rule: str
    state: str = PLANNED


def receipt_path(root: Path, as_at: date) -> Path:
    """Where the receipt of an as-at date lies."""
    return root / FOLDER / f"{as_at.isoformat()}.json"


def read_receipt(path: Path) -> list[Entry]:
    """The entries of a receipt, none when there is no such file. Raises UserError when it is damaged."""
    if not path.is_file():
        return []
    try:
        return [Entry(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))["removed"]]
    except (ValueError, TypeError, KeyError):
        raise UserError.at(
            f"{FOLDER}/{path.name}", "the receipt is damaged.", "Restore it from version control, or from a backup."
        ) from None


def write_receipt(path: Path, entries: list[Entry]) -> None:
    """Write a receipt in one step: whoever reads it sees the old one or the new one, never a part."""
    content = {"as_at": path.stem, "reach": REACH, "removed": [asdict(entry) for entry in entries]}
    path.parent.mkdir(exist_ok=True)
    aside = path.with_name(f".{path.name}.writing")
    with aside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def unfinished(root: Path) -> dict[Path, list[Entry]]:
    """Receipts in which a file is still only planned, with all of their entries, the oldest first."""
    receipts = {path: read_receipt(path) for path in sorted((root / FOLDER).glob("*.json"))}
    return {path: found for path, found in receipts.items() if any(entry.state == PLANNED for entry in found)}

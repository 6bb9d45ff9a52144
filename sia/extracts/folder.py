"""Which files of `extracts/<source>/` belong to a source, in which order they were received, and which one supersedes.

Only files directly in the folder are read. `received.csv` (file, received) may say when each arrived; files of
which it says nothing come first, and files of one date stand in the order of their names.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zlib
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from sia.errors import Problem, UserError
from sia.extracts.report import NotRead
from sia.project.contract import Contract
from sia.project.text_files import read_utf8

RECEIVED = "received.csv"
SUFFIXES = (".csv", ".txt", ".tsv", ".gz", ".zip", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".jsonl", ".ndjson")
GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
GZIP_WINDOW = 31  # zlib: a gzip header, the largest window


@dataclass(frozen=True)
class Extract:
    """One file of a source: `order` says how new it is; `month` and `series` are what its name says, if it must."""

    path: Path
    sha256: str
    bytes: int
    order: int
    month: date | None = None
    series: str = ""

    @property
    def name(self) -> str:
        return self.path.name


def files_of(contract: Contract, folder: Path) -> tuple[list[Path], list[str]]:
    """The files that the contract reads, oldest first, and the names of everything else that lies in the folder.

    Raises UserError when `received.csv` cannot be understood.
    """
    entries = sorted(path for path in folder.iterdir() if not _litter(path.name)) if folder.is_dir() else []
    mine = [path for path in entries if path.is_file() and _wanted(contract, path.name)]
    left = [path.name + ("/" if path.is_dir() else "") for path in entries if path not in mine]
    received = read_received(folder / RECEIVED)
    mine.sort(key=lambda path: (received.get(path.name, date.min), path.name))
    return mine, [name for name in left if name != RECEIVED]


def read_received(path: Path) -> dict[str, date]:
    """When each file arrived, by file name; empty without the register. Raises UserError with every wrong line."""
    if not path.is_file():
        return {}
    found, problems = {}, []
    shown_as = "/".join(path.parts[-3:])
    reader = csv.DictReader(io.StringIO(read_utf8(path, shown_as), newline=""))
    if not {"file", "received"} <= set(reader.fieldnames or ()):
        raise UserError.at(f"{shown_as}:1", "the columns 'file' and 'received' are needed.", "Add them.")
    for row in reader:
        said = (row["received"] or "").strip()
        try:
            found[(row["file"] or "").strip()] = date.fromisoformat(said) if said else date.min
        except ValueError:
            place = f"{shown_as}:{reader.line_num}, received"
            problems.append(Problem(place, f"'{row['received']}' is not a date.", "Write it as 2025-12-31."))
    if problems:
        raise UserError(*problems)
    return found


def examine(contract: Contract, paths: list[Path]) -> list[Extract]:
    """Hash every file, test that packed ones are whole, and read month and series from the name where they count.

    Raises NotRead for a file that cannot be opened, is damaged or whose name should say a month and does not.
    """
    extracts = []
    for order, path in enumerate(paths):
        try:
            digest, size = _digest(path)
        except OSError:
            raise NotRead(f"{path.name}: the file cannot be opened; is it open in another program") from None
        month, series = _named_month(path.name) if contract.coverage.by == "files" else (None, "")
        extracts.append(Extract(path, digest, size, order, month, series))
    return extracts


def superseded(extracts: list[Extract]) -> set[str]:
    """Names of the files whose month was received again in a newer file of the same series."""
    newest: dict[tuple[str, date], Extract] = {}
    old: set[str] = set()
    for extract in sorted(extracts, key=lambda one: one.order):
        if extract.month is None:
            continue
        before = newest.get((extract.series, extract.month))
        if before is not None:
            old.add(before.name)
        newest[(extract.series, extract.month)] = extract
    return old


def _wanted(contract: Contract, name: str) -> bool:
    known = name.lower().endswith(SUFFIXES) and name != RECEIVED
    return known and any(fnmatchcase(name.lower(), pattern.lower()) for pattern in contract.files)


def _litter(name: str) -> bool:
    return name.startswith((".", "~$"))


def _named_month(name: str) -> tuple[date, str]:
    """The month in a file name and what follows it: 2025-12-south-yorkshire-street.csv.gz, south-yorkshire-street."""
    match = re.search(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)([^.]*)", name)
    if not match:
        raise NotRead(f"{name}: its name says no month (such as 2025-12)")
    return date(int(match[1]), int(match[2]), 1), match[3].strip("-_ ").lower()


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size; a gzip file is unpacked on the way, since only that shows whether it is whole."""
    digest, size, unpack = hashlib.sha256(), 0, None
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if size == 0 and chunk.startswith(GZIP):
                unpack = _Gzip(path.name)
            digest.update(chunk)
            size += len(chunk)
            if unpack:
                unpack.feed(chunk)
    if unpack:
        unpack.finish()
    return digest.hexdigest(), size


class _Gzip:
    """Tests the check sums of a gzip file's members without keeping what they hold."""

    def __init__(self, name: str):
        self.name, self.member, self.begun = name, zlib.decompressobj(GZIP_WINDOW), False

    def feed(self, data: bytes) -> None:
        try:
            while data := data if self.begun else data.lstrip(b"\0"):
                self.begun = True
                self.member.decompress(data, 4 * CHUNK)
                data = self.member.unconsumed_tail
                if self.member.eof:
                    data, self.member, self.begun = self.member.unused_data, zlib.decompressobj(GZIP_WINDOW), False
        except zlib.error:
            raise NotRead(f"{self.name}: the packed file is damaged; ask for it again") from None

    def finish(self) -> None:
        if self.begun:
            raise NotRead(f"{self.name}: the packed file ends too early; ask for it again")

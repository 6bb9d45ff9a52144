"""Which files of `extracts/<source>/` belong to a source, in which order they were received, and which one supersedes.

Only files directly in the folder are read. `received.csv` (file, received) may say when each arrived; files of
which it says nothing come first, and files of one date stand in the order of their names. `totals.csv` is not an extract:
see `stated_files`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from sia.errors import Problem, UserError
from sia.extracts.digest import digest_of, sha256_of
from sia.extracts.report import NotRead
from sia.extracts.tally import TOO_LONG, ZEROS
from sia.project.contract import Contract
from sia.project.text_files import read_utf8

RECEIVED, TOTALS = "received.csv", "totals.csv"
BESIDE = (RECEIVED, TOTALS)  # what people write beside the extracts
#: What a browser or the desktop adds to the name of a file that is there already: " (1)", " - Copy", " - Copy (2)".
COPY = r"( - copy)?( \(\d+\))?$"
CLOSED = "the file cannot be opened; is it open in another program"
SUFFIXES = (
    ".csv", ".txt", ".tsv", ".gz", ".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json", ".jsonl", ".ndjson",
    ".parquet",
)  # fmt: skip


@dataclass(frozen=True)
class Extract:
    """One file of a source: `order` says how new it is; `month` and `series` are what its name says, if it must.

    `line_feeds` is of the text that the file is or unpacks to, `fault` what is wrong with it if it is UTF-8 text, and
    `odd_spaces` whether it may have spaces that are neither blanks nor ends of lines; of an archive or a workbook they say
    nothing.
    """

    path: Path
    sha256: str
    bytes: int
    order: int
    month: date | None = None
    series: str = ""
    line_feeds: int = 0
    fault: str = ""
    odd_spaces: bool = True

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
    return mine, [name for name in left if name not in BESIDE]


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
            digest = digest_of(path)
        except OSError:
            raise NotRead(f"{path.name}: {CLOSED}") from None
        month, series = named_month(contract, path.name)
        text = digest.text
        own = (text.line_feeds, ZEROS if text.zeros else TOO_LONG if text.too_long else "", text.odd_spaces)
        extracts.append(Extract(path, digest.sha256, digest.bytes, order, month, series, *own))
    return extracts


def still_the_same(extracts: Iterable[Extract]) -> None:
    """Hash every file once more, after it was read. Raises NotRead for one that is another than at first."""
    for extract in extracts:
        try:
            changed = sha256_of(extract.path) != extract.sha256
        except OSError:
            changed = True
        if changed:
            raise NotRead(f"{extract.name}: the file changed while it was read; build again when it is complete")


def replacements(extracts: list[Extract]) -> list[tuple[Extract, Extract]]:
    """The files whose month was received again, oldest first, each with the next newer file of the same series."""
    newest: dict[tuple[str, date], Extract] = {}
    pairs = []
    for extract in sorted(extracts, key=lambda one: one.order):
        if extract.month is None:
            continue
        before = newest.get((extract.series, extract.month))
        if before is not None:
            pairs.append((before, extract))
        newest[(extract.series, extract.month)] = extract
    return pairs


def named_month(contract: Contract, name: str) -> tuple[date | None, str]:
    """The month in a file name and what follows it, where months count by files: 2025-12-a-force-street.csv.gz.

    Raises NotRead when the name says no month.
    """
    if contract.coverage.by != "files":
        return None, ""
    match = re.search(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)([^.]*)", name)
    if not match:
        raise NotRead(f"{name}: its name says no month (such as 2025-12)")
    series = re.sub(COPY, "", match[3].lower())
    return date(int(match[1]), int(match[2]), 1), series.strip("-_ ")


def _wanted(contract: Contract, name: str) -> bool:
    known = name.lower().endswith(SUFFIXES) and name not in BESIDE
    return known and any(fnmatchcase(name.lower(), pattern.lower()) for pattern in contract.files)


def _litter(name: str) -> bool:
    return name.startswith((".", "~$"))

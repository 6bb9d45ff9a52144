"""How long each extract may be kept: from when it is counted, and until which day, as its contract says.

The age of a file counts from the day it was received (`received.csv`), else from the last day of the newest month that
it was found to hold. A file of which neither is known is kept and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sia.calendar import add_months, last_day, long_date, month_of
from sia.errors import UserError
from sia.extracts import SourceReport
from sia.extracts.digest import sha256_of
from sia.extracts.folder import RECEIVED, TOTALS, read_received
from sia.project.contract import Contract
from sia.project.load import Project

EXTRACTS = "extracts"
REGISTERS = {RECEIVED, TOTALS, "README.md"}  # lie beside extracts and hold no row of any
BY_RECEIPT, BY_CONTENT = "the day it was received", "the end of the newest month in it"
Newest = Mapping[tuple[str, str], date]


@dataclass(frozen=True)
class Held:
    """One extract that is held: its path in the project, and the day its age counts from (None: unknown)."""

    path: str
    source: str
    sha256: str
    bytes: int
    since: date | None
    since_what: str
    until: date | None

    def past(self, as_at: date) -> bool:
        """Whether its last day has gone by; False when its age or its retention is unknown."""
        return self.until is not None and self.until < as_at

    @property
    def rule(self) -> str:
        """Why it may be kept until when, in words."""
        if self.since is None or self.until is None:
            return "kept"
        return f"kept until {long_date(self.until)}, counted from {long_date(self.since)}, {self.since_what}"


def keep_until(contract: Contract, since: date | None) -> date | None:
    """The last day on which a file of a source may be kept; None when its age or its retention is unknown."""
    if since is None or contract.retention_months is None:
        return None
    month = add_months(month_of(since), contract.retention_months)
    return month.replace(day=min(since.day, last_day(month).day))


def held_extracts(project: Project, newest: Newest) -> list[Held]:
    """Every file below `extracts/<source>/` of a declared source, by source and name; `newest` is by source and SHA-256.

    Raises UserError when a `received.csv` cannot be understood or a file cannot be opened.
    """
    return [
        _held(project.root, contract, path, received, newest)
        for contract in project.contracts.values()
        for received in [read_received(project.root / EXTRACTS / contract.id / RECEIVED)]
        for path in _files(project.root / EXTRACTS / contract.id)
    ]


def of_no_source(project: Project) -> list[str]:
    """What lies in `extracts/` and belongs to no declared source, so that no retention is known."""
    folder = project.root / EXTRACTS
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        f"{EXTRACTS}/{path.name}{'/' if path.is_dir() else ''}"
        for path in entries
        if path.name not in project.contracts and path.name not in REGISTERS and not path.name.startswith(".")
    ]


def past_retention(project: Project, reports: Iterable[SourceReport]) -> list[str]:
    """A sentence for each source of which the build read files past their retention on the as-at date."""
    told = []
    for report in reports:
        contract = project.contracts[report.source]
        received = read_received(project.root / EXTRACTS / contract.id / RECEIVED)
        past = sorted(
            {name for name, until in _ends(project, contract, report, received) if until < project.assessment.as_at}
        )
        if past:
            first = (
                f"{len(past)} files are past their retention of {contract.retention_months} months, such as {past[0]}"
            )
            one = f"{past[0]} is past its retention of {contract.retention_months} months"
            told.append(f"{contract.title}: {first if len(past) > 1 else one}; 'sia purge' removes what is.")
    return told


def since_when(name: str, received: Mapping[str, date], newest: date | None) -> tuple[date | None, str]:
    """The day that the age of a file counts from, and which day that is; (None, "") when it is unknown."""
    arrived = received.get(name, date.min)
    if arrived != date.min:
        return arrived, BY_RECEIPT
    return (newest, BY_CONTENT) if newest else (None, "")


def _ends(
    project: Project, contract: Contract, report: SourceReport, received: Mapping[str, date]
) -> Iterable[tuple[str, date]]:
    """The files that were read, an archive as one, and until when each may be kept, where that is known."""
    newest: dict[str, date | None] = {}
    for file in report.files:
        name = file.file.partition(":")[0]
        days = [newest.get(name), newest_day(file.last_month, project.assessment.as_at)]
        newest[name] = max(filter(None, days), default=None)
    for name, day in newest.items():
        until = keep_until(contract, since_when(name, received, day)[0])
        if until:
            yield name, until


def newest_day(month: date | None, as_at: date) -> date | None:
    """The last day of the newest month of a file, and never one after the day up to which a build looked."""
    return min(last_day(month), as_at) if month else None


def digest_of_held(root: Path, path: Path) -> str:
    """The SHA-256 of a file of the project. Raises UserError when another program keeps it from being read."""
    try:
        return sha256_of(path)
    except OSError as error:
        raise UserError.at(
            path.relative_to(root).as_posix(),
            f"the file cannot be opened: {error.strerror or error}.",
            "Close the program that has it open, see that you may read it, and run the command again.",
        ) from None


def _files(folder: Path) -> list[Path]:
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [path for path in paths if path.is_file() and path.name not in REGISTERS and not path.name.startswith(".")]


def _held(root: Path, contract: Contract, path: Path, received: Mapping[str, date], newest: Newest) -> Held:
    digest = digest_of_held(root, path)
    since, what = since_when(path.name, received, newest.get((contract.id, digest)))
    shown = path.relative_to(root).as_posix()
    return Held(shown, contract.id, digest, path.stat().st_size, since, what, keep_until(contract, since))

"""What reading a source came to: rows accounted for per file, reasons for quarantine, months covered and missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sia.project.contract import Contract


class NotRead(Exception):
    """A file that cannot be read as its contract says, in a plain clause; it stops its source and nothing else."""


@dataclass(frozen=True)
class FileReport:
    """One file and what became of its rows: rows_in = accepted + quarantined + duplicate, always.

    Superseded rows (of a month that was received again) are among the duplicates and counted apart as well. Months are
    those of the accepted rows.
    """

    source: str
    file: str
    sha256: str
    bytes: int
    rows_in: int
    rows_accepted: int
    rows_quarantined: int
    rows_duplicate: int
    rows_superseded: int
    first_month: date | None
    last_month: date | None


@dataclass(frozen=True)
class QuarantineReason:
    """How many rows broke one rule of the contract in one column ('' for a rule across columns)."""

    column: str
    rule: str
    rows: int
    sentence: str


@dataclass(frozen=True)
class ValueChange:
    """In how many records of a month that was received again a column has another value ('' for a blank one).

    `from_value` and `to_value` are None where values are only counted: numbers, dates, free text, pseudonyms, rare changes.
    """

    column: str
    from_value: str | None
    to_value: str | None
    rows: int


@dataclass(frozen=True)
class ReceivedAgain:
    """A month that was received again: what the newer file, which counts, says otherwise than the older one.

    Records are those that keep to the contract, matched by its key; records without one are equal in everything or not the
    same. `categories` has the records of each value of the column `category`, older and newer. The counts are as they are:
    whoever publishes them must suppress those of a source that is not public, as `SourceReport.remarks` does.
    """

    month: date
    older_file: str
    newer_file: str
    rows_older: int
    rows_newer: int
    rows_added: int
    rows_removed: int
    rows_changed: int
    categories: tuple[tuple[str, int, int], ...] = ()
    changes: tuple[ValueChange, ...] = ()


@dataclass(frozen=True)
class StatedTotal:
    """What the agency says that a file holds, or that a month comes to ('' and None for the other), and what was found.

    `of` are the columns and values of the records that the total is of. The numbers are as they are: whoever publishes
    them must suppress those of a source that is not public, as `SourceReport.remarks` does.
    """

    file: str
    month: date | None
    of: tuple[tuple[str, str], ...]
    stated: int
    found: float

    @property
    def differs(self) -> bool:
        return self.stated != self.found


@dataclass(frozen=True)
class SourceReport:
    """One source after reading. `supplied` is false when no file was there or when `problem` stopped it.

    Months are those of the subject district: covered, and, where every month is expected, missing up to the as-at month. `left` names
    what lay in the folder and was not read. `remarks` are sentences for the data-quality page, in which counts of a source
    that is not public are not told below its threshold.
    """

    source: str
    title: str
    supplied: bool
    problem: str = ""
    files: tuple[FileReport, ...] = ()
    quarantine: tuple[QuarantineReason, ...] = ()
    months_covered: tuple[date, ...] = ()
    months_missing: tuple[date, ...] = ()
    left: tuple[str, ...] = ()
    again: tuple[ReceivedAgain, ...] = ()
    stated: tuple[StatedTotal, ...] = ()
    remarks: tuple[str, ...] = ()


def shown(contract: Contract, column: str) -> str:
    """How sentences call a column: its title, or else its name with spaces."""
    return contract.columns[column].title or column.replace("_", " ")

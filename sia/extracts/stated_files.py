"""What the agency says it sent: `rows` in `received.csv`, and the totals of `totals.csv`, both beside the extracts.

`received.csv` may say of each file how many records it holds. `totals.csv` has the columns `month` and `total`, and may
name columns of the contract, whose values say of which records the total is (blank: of all).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sia.errors import Problem, UserError, did_you_mean
from sia.extracts.codes import code_reader
from sia.extracts.folder import RECEIVED, TOTALS
from sia.extracts.headers import accepted_headers, plain
from sia.extracts.period import period_columns
from sia.extracts.period_labels import read_period
from sia.project.contract import Contract
from sia.project.text_files import read_utf8

COMPARABLE = ("code", "text")


@dataclass(frozen=True)
class Total:
    """A month's total as stated. `of` are the columns and typed values that a record must have, '' for blank cells."""

    month: date
    total: int
    of: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Statements:
    """What an agency says it sent: records by file name, totals by month; and files named that are not there."""

    rows: Mapping[str, int]
    totals: tuple[Total, ...] = ()
    absent: tuple[str, ...] = ()


def read_statements(contract: Contract, folder: Path) -> Statements:
    """Read both files of a source's folder, if they are there. Raises UserError with every wrong line of both.

    That `received.csv` names its files and days as it should is looked at where the files are put in order.
    """
    problems: list[Problem] = []
    named = [one for one in _records(folder / RECEIVED, problems, needed=()) if one[1].get("file")]
    rows = {file: count for file, count in _stated_rows(named, problems) if count is not None}
    totals = _totals(contract, folder / TOTALS, problems)
    if problems:
        raise UserError(*problems)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    absent = [record["file"] for _, record in named if record["file"] not in there]
    return Statements(rows, tuple(totals), tuple(dict.fromkeys(absent)))


def _records(path: Path, problems: list[Problem], needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line below the header, its values without spaces around them, and where it stands."""
    if not path.is_file():
        return
    shown_as = "/".join(path.parts[-3:])
    reader = csv.DictReader(io.StringIO(read_utf8(path, shown_as), newline=""), restval="", restkey="")
    headers = [(header or "").strip() for header in reader.fieldnames or ()]
    lacking = [name for name in needed if name not in headers]
    if lacking:
        what = " and ".join(f"'{name}'" for name in lacking)
        problems.append(Problem(f"{shown_as}:1", f"there is no column {what}.", "Add it."))
        return
    for row in reader:
        record = {(name or "").strip(): (value or "").strip() for name, value in row.items() if isinstance(value, str)}
        if any(record.values()):
            yield f"{shown_as}:{reader.line_num}", record


def _stated_rows(
    records: list[tuple[str, dict[str, str]]], problems: list[Problem]
) -> Iterator[tuple[str, int | None]]:
    seen: set[str] = set()
    for place, record in records:
        file = record["file"]
        if file in seen:
            problems.append(Problem(f"{place}, file", f"'{file}' stands here twice.", "Leave one line for each file."))
        seen.add(file)
        yield file, _whole(f"{place}, rows", record.get("rows", ""), problems)


def _whole(place: str, text: str, problems: list[Problem]) -> int | None:
    """A number of records, with or without commas between thousands; None for a blank."""
    digits = text.replace(",", "")
    if digits and not (digits.isascii() and digits.isdigit()):
        problems.append(Problem(place, f"'{text}' is not a whole number.", "Write it as 1204."))
        return None
    return int(digits) if digits else None


def _totals(contract: Contract, path: Path, problems: list[Problem]) -> list[Total]:
    records = list(_records(path, problems, needed=("month", "total")))
    if not records:
        return []
    first = "/".join(path.parts[-3:]) + ":1"
    if period_columns(contract) is None:
        message = "the source has no column of dates, so that totals by month cannot be compared."
        problems.append(Problem(first, message, "Take the file away, or write 'rows' in received.csv."))
        return []
    columns = {header: _column(contract, first, header, problems) for header in records[0][1] if header}
    found = (_total(contract, place, record, columns, problems) for place, record in records)
    return [total for total in found if total is not None]


def _column(contract: Contract, place: str, header: str, problems: list[Problem]) -> str | None:
    """The column of the contract that a header of totals.csv means; None for the month, the total and what is wrong."""
    if header in ("month", "total"):
        return None
    for name, column in contract.kept.items():
        if plain(header) in map(plain, accepted_headers(name, column)):
            if column.type in COMPARABLE and not column.pseudonymise:
                return name
            message = f"'{header}' is no column of codes or texts, so that totals cannot be told apart by it."
            problems.append(Problem(place, message, "Take the column away."))
            return None
    remedy = did_you_mean(header, [name for name, column in contract.kept.items() if column.type in COMPARABLE])
    problems.append(Problem(place, f"'{header}' is not a column of the contract.", remedy or "Take it away."))
    return None


def _total(
    contract: Contract,
    place: str,
    record: dict[str, str],
    columns: Mapping[str, str | None],
    problems: list[Problem],
) -> Total | None:
    before = len(problems)
    month = read_period(record["month"], ("month",)) if record["month"] else None
    if month is None:
        problems.append(Problem(f"{place}, month", f"'{record['month']}' is not a month.", "Write it as 2025-12."))
    total = _whole(f"{place}, total", record["total"], problems)
    if not record["total"]:
        problems.append(Problem(f"{place}, total", "no total is given.", "Write it, or take the line away."))
    of = tuple(
        (name, value)
        for header, name in columns.items()
        if name and record[header] and (value := _value(contract, f"{place}, {header}", name, record[header], problems))
    )
    if len(problems) > before or month is None or total is None:
        return None
    return Total(month[1], total, of)


def _value(contract: Contract, place: str, name: str, text: str, problems: list[Problem]) -> str | None:
    """What the column holds for an agency's spelling."""
    column = contract.kept[name]
    if column.type == "text":
        return text
    code, known = code_reader(column)(text, False)
    if not known or not code:
        problems.append(Problem(place, f"'{text}' is not one of the agreed codes or names.", "Correct it."))
    return code

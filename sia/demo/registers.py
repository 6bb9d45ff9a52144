"""Takes planted truths out of a project's registers, by rewriting them without the rows that carry those truths."""

from __future__ import annotations

import csv
from pathlib import Path

from sia.demo.truths import RegisterRows, check_names, planted_truths


def write_registers(root: Path, without: frozenset[str]) -> list[Path]:
    """Rewrite the registers of the project in `root` without the rows of the truths named; returns what was rewritten.

    Only files that lose a row are written. Raises ValueError for a truth that is not declared, and when a declared row
    is not there, because a truth that cannot be taken out proves nothing.
    """
    check_names(without)
    changed: dict[Path, None] = {}
    for truth in planted_truths():
        for rows in truth.registers if truth.id in without else ():
            _take_out(root / rows.file, rows)
            changed[root / rows.file] = None
    return list(changed)


def _take_out(path: Path, rows: RegisterRows) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header, records = list(reader.fieldnames or ()), list(reader)
    kept = [record for record in records if any(record[column] != value for column, value in rows.where.items())]
    if len(kept) == len(records):
        raise ValueError(f"{rows.file} has no row with {rows.where}")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)

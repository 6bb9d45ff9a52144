"""Tries a drafted contract on the example that it was drafted from, through the reader itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sia.extracts import read_example
from sia.project.contract import Contract
from sia.project.load import Project
from sia.warehouse import open_warehouse

LARGEST = 300 << 20


@dataclass(frozen=True)
class Trial:
    """What the reader makes of the example: rows in all, read, sent twice and set aside, with the reasons for these; or
    the sentence by which it refuses the file."""

    rows: int = 0
    accepted: int = 0
    duplicate: int = 0
    reasons: tuple[str, ...] = ()
    problem: str = ""

    @property
    def set_aside(self) -> int:
        return self.rows - self.accepted - self.duplicate


def try_contract(project: Project, contract: Contract, path: Path, names: dict[str, dict[str, str]]) -> Trial | None:
    """The trial, or None for a very large file. What would be pseudonymised is left out: no key is needed."""
    if path.stat().st_size > LARGEST:
        return None
    columns = {
        name: column.model_copy(update={"drop": column.drop or column.pseudonymise, "pseudonymise": False})
        for name, column in contract.columns.items()
    }
    kept = {name: column for name, column in columns.items() if not column.drop}
    key = contract.key if all(name in kept for name in contract.key) else ()
    tried = contract.model_copy(update={"columns": columns, "key": key}).with_areas(names)
    connection = open_warehouse(":memory:")
    try:
        report = read_example(connection, project, tried, path)
    finally:
        connection.close()
    return Trial(
        rows=sum(file.rows_in for file in report.files),
        accepted=sum(file.rows_accepted for file in report.files),
        duplicate=sum(file.rows_duplicate for file in report.files),
        reasons=tuple(f"{reason.rows:,}: {reason.sentence}" for reason in report.quarantine),
        problem=report.problem,
    )

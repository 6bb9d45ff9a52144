"""What there is to tell an agency of one source: its rows that were set aside, and how many for which reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sia.extracts import SourceReport
from sia.extracts.report import shown
from sia.project.contract import Contract
from sia.project.load import Project

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_LINES = 20_000
WHOLE_ROW = "the whole row"


@dataclass(frozen=True)
class Line:
    """One fault of one row: `column` as the agency calls it, `values` of kept columns by name, empty if none may be shown."""

    file: str
    row: int
    column: str
    rule: str
    sentence: str
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class Reason:
    """How many rows of a file have one kind of fault, and the first of them."""

    file: str
    column: str
    rule: str
    sentence: str
    rows: int
    first_row: int


@dataclass(frozen=True)
class Returned:
    """A source with rows that were set aside. `lines` are at most `MOST_LINES`, taken evenly from all kinds of fault."""

    contract: Contract
    report: SourceReport
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]

    @property
    def rows_set_aside(self) -> int:
        return sum(file.rows_quarantined for file in self.report.files)

    @property
    def faults(self) -> int:
        """All faults that were found, listed or not; a row can have several."""
        return sum(reason.rows for reason in self.reasons)


def read_returned(connection: DuckDBPyConnection, project: Project, reports: Iterable[SourceReport]) -> list[Returned]:
    """Every source of which rows were set aside, in the order of the reports."""
    return [
        _returned(connection, project.contracts[report.source], report)
        for report in reports
        if any(file.rows_quarantined for file in report.files)
    ]


def _returned(connection: DuckDBPyConnection, contract: Contract, report: SourceReport) -> Returned:
    order = {file.file: place for place, file in enumerate(report.files)}
    reasons = sorted(_reasons(connection, contract), key=lambda one: (order.get(one.file, len(order)), -one.rows))
    lines = sorted(_lines(connection, contract), key=lambda one: (order.get(one.file, len(order)), one.row))
    return Returned(contract, report, tuple(reasons), tuple(lines))


def _reasons(connection: DuckDBPyConnection, contract: Contract) -> list[Reason]:
    rows = connection.execute(
        "SELECT r.file, r.column_name, r.rule, r.sentence, r.rows, min(q.source_row) FROM quarantine_reasons AS r "
        "JOIN quarantine AS q ON q.source = r.source AND q.file = r.file AND q.column_name = r.column_name "
        "AND q.rule = r.rule WHERE r.source = ? GROUP BY r.file, r.column_name, r.rule, r.sentence, r.rows "
        "ORDER BY r.file, r.column_name, r.rule",
        [contract.id],
    ).fetchall()
    return [Reason(file, _column(contract, column), *rest) for file, column, *rest in rows]


def _lines(connection: DuckDBPyConnection, contract: Contract) -> list[Line]:
    """The first fault of each kind in each file, then the second of each, until there are enough."""
    rows = connection.execute(
        "SELECT file, source_row, column_name, rule, sentence, kept_values FROM (SELECT *, row_number() OVER "
        "(PARTITION BY file, column_name, rule ORDER BY source_row, sentence) AS place FROM quarantine WHERE source = ?) "
        "ORDER BY place, file, column_name, rule, source_row, sentence LIMIT ?",
        [contract.id, MOST_LINES],
    ).fetchall()
    return [
        Line(file, row, _column(contract, column), rule, sentence, json.loads(values) if values else {})
        for file, row, column, rule, sentence, values in sorted(rows, key=lambda one: one[:4])
    ]


def _column(contract: Contract, column: str) -> str:
    return shown(contract, column) if column else WHOLE_ROW

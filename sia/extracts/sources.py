"""The story of reading: every source of the project in turn, each into its table, with its account beside it."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from sia.errors import UserError
from sia.extracts.check import check_contracts
from sia.extracts.completeness import create_tables
from sia.extracts.earlier import FILE_COLUMNS, READ_FILES, READINGS, earlier_build
from sia.extracts.folder import files_of
from sia.extracts.quarantine_lines import COUNT_TABLE, LINE_TABLE
from sia.extracts.reading import read_source
from sia.extracts.received_again import TABLES as AGAIN_TABLES
from sia.extracts.report import SourceReport
from sia.extracts.stated import compare_stated, stated_remarks
from sia.extracts.stated_files import Statements, read_statements
from sia.extracts.tables import at_once, create_table
from sia.project.contract import Contract
from sia.project.load import Project

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

ACCOUNT_TABLES = {
    "source_files": "source VARCHAR, file VARCHAR, sha256 VARCHAR, bytes BIGINT, rows_in BIGINT, rows_accepted BIGINT, "
    "rows_quarantined BIGINT, rows_duplicate BIGINT, rows_superseded BIGINT, first_month DATE, last_month DATE",
    LINE_TABLE: "source VARCHAR, file VARCHAR, source_row BIGINT, column_name VARCHAR, rule VARCHAR, "
    "sentence VARCHAR, kept_values VARCHAR",
    COUNT_TABLE: "source VARCHAR, file VARCHAR, column_name VARCHAR, rule VARCHAR, sentence VARCHAR, "
    "rows BIGINT, listed BIGINT",
    "coverage": "source VARCHAR, area_code VARCHAR, month DATE",
    "sources": "source VARCHAR, title VARCHAR, agency VARCHAR, licence VARCHAR, attribution VARCHAR, public BOOLEAN, "
    "synthetic BOOLEAN, suppress_below INTEGER, supplied BOOLEAN, problem VARCHAR",
}


def read_sources(connection: DuckDBPyConnection, project: Project, last_good: Path | None = None) -> list[SourceReport]:
    """Read every source into a table of its name, typed and possibly empty, and write the tables of the account.

    Of files that have not changed the rows are taken from the warehouse `last_good`, and the result is the same as
    without it. An unreadable extract stops its own source, which its report says in a sentence; an optional source has no
    report while nothing lies in its folder. Raises UserError, with all problems, when a contract, a `received.csv` or
    a `totals.csv` is itself wrong.
    """
    if problems := check_contracts(project):
        raise UserError(*problems)
    _create_tables(connection)
    found = _folders(project)
    reports = []
    with earlier_build(connection, last_good) as earlier:
        for contract in project.contracts.values():
            create_table(connection, contract)
            paths, left, said = found[contract.id]
            if contract.optional and not paths and not left:
                continue
            report = replace(read_source(connection, project, contract, paths, earlier), left=tuple(left))
            report = _with_stated(connection, contract, said, report)
            _write_account(connection, contract, report)
            reports.append(report)
    return reports


def read_example(connection: DuckDBPyConnection, project: Project, contract: Contract, path: Path) -> SourceReport:
    """What reading one file, wherever it lies, through a contract that need not be written yet comes to.

    The connection is used for nothing else, and is best one in memory.
    """
    _create_tables(connection)
    create_table(connection, contract)
    return read_source(connection, project, contract, [path], earlier=False)


def _create_tables(connection: DuckDBPyConnection) -> None:
    """The tables of the account, and in the schema `readings` what the next build needs to know of this one."""
    for name, columns in (ACCOUNT_TABLES | AGAIN_TABLES).items():
        connection.execute(f"CREATE TABLE {name} ({columns})")
    connection.execute(f"CREATE SCHEMA {READINGS}")
    connection.execute(f"CREATE TABLE {READ_FILES} ({FILE_COLUMNS})")
    for name in (LINE_TABLE, COUNT_TABLE):
        connection.execute(f"CREATE TABLE {READINGS}.{name} ({ACCOUNT_TABLES[name]})")
    create_tables(connection)


def _folders(project: Project) -> dict[str, tuple[list[Path], list[str], Statements]]:
    """What lies in the folder of every source; problems of all `received.csv` and `totals.csv` are raised together."""
    found, problems = {}, []
    for contract in project.contracts.values():
        folder, read = project.root / "extracts" / contract.id, []
        for look in (files_of, read_statements):
            try:
                read.append(look(contract, folder))
            except UserError as error:
                problems.extend(error.problems)
        found[contract.id] = read
    if problems:
        raise UserError(*problems)
    return {source: (paths, left, said) for source, ((paths, left), said) in found.items()}


def _with_stated(
    connection: DuckDBPyConnection, contract: Contract, said: Statements, report: SourceReport
) -> SourceReport:
    """The report with what the agency states beside what was found; of a source that was not read nothing was found."""
    stated = compare_stated(connection, contract, said, report.files) if report.supplied else ()
    return replace(report, stated=stated, remarks=(*report.remarks, *stated_remarks(contract, said, stated)))


def _write_account(connection: DuckDBPyConnection, contract: Contract, report: SourceReport) -> None:
    known = (contract.id, contract.title, contract.agency, contract.licence, contract.attribution)
    terms = (contract.public, contract.synthetic, contract.suppress_below, report.supplied, report.problem)
    with at_once(connection):
        for file in report.files:
            connection.execute("INSERT INTO source_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(file))
        connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*known, *terms))

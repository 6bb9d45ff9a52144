"""The story of reading: every source of the project in turn, each into its table, with its account beside it."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING

from sia.errors import UserError
from sia.extracts.accept import accept, create_table, file_reports, repeated_keys
from sia.extracts.check import check_contracts
from sia.extracts.completeness import create_tables, write_completeness
from sia.extracts.coverage import write_coverage
from sia.extracts.folder import examine, files_of, superseded
from sia.extracts.judge import make_judged
from sia.extracts.lookups import load_lookups
from sia.extracts.misreadings import refuse_misread
from sia.extracts.parts import Part, parts_of
from sia.extracts.pseudonym import key_for
from sia.extracts.quarantine import unlisted, write_quarantine
from sia.extracts.raw import load_raw, number_parts
from sia.extracts.report import NotRead, SourceReport, shown
from sia.project.contract import Contract
from sia.project.load import Project

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

ACCOUNT_TABLES = {
    "source_files": "source VARCHAR, file VARCHAR, sha256 VARCHAR, bytes BIGINT, rows_in BIGINT, rows_accepted BIGINT, "
    "rows_quarantined BIGINT, rows_duplicate BIGINT, rows_superseded BIGINT, first_month DATE, last_month DATE",
    "quarantine": "source VARCHAR, file VARCHAR, source_row BIGINT, column_name VARCHAR, rule VARCHAR, "
    "sentence VARCHAR, kept_values VARCHAR",
    "quarantine_reasons": "source VARCHAR, file VARCHAR, column_name VARCHAR, rule VARCHAR, sentence VARCHAR, "
    "rows BIGINT, listed BIGINT",
    "coverage": "source VARCHAR, area_code VARCHAR, month DATE",
    "sources": "source VARCHAR, title VARCHAR, agency VARCHAR, licence VARCHAR, attribution VARCHAR, public BOOLEAN, "
    "synthetic BOOLEAN, suppress_below INTEGER, supplied BOOLEAN, problem VARCHAR",
}


def read_sources(connection: DuckDBPyConnection, project: Project) -> list[SourceReport]:
    """Read every source into a table of its name, typed and possibly empty, and write the tables of the account.

    An unreadable extract stops its own source, which its report says in a sentence; an optional source has no report
    while nothing lies in its folder. Raises UserError, with all problems, when a contract or a `received.csv` is itself
    wrong.
    """
    if problems := check_contracts(project):
        raise UserError(*problems)
    for name, columns in ACCOUNT_TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")
    create_tables(connection)
    found = _folders(project)
    reports = []
    for contract in project.contracts.values():
        create_table(connection, contract)
        if contract.optional and not any(found[contract.id]):
            continue
        report = _read_source(connection, project, contract, *found[contract.id])
        _write_account(connection, contract, report)
        reports.append(report)
    return reports


def _folders(project: Project) -> dict[str, tuple[list[Path], list[str]]]:
    """The files of every source; problems of all `received.csv` files are raised together."""
    found, problems = {}, []
    for contract in project.contracts.values():
        try:
            found[contract.id] = files_of(contract, project.root / "extracts" / contract.id)
        except UserError as error:
            problems.extend(error.problems)
    if problems:
        raise UserError(*problems)
    return found


def _read_source(
    connection: DuckDBPyConnection, project: Project, contract: Contract, paths: list[Path], left: list[str]
) -> SourceReport:
    report = SourceReport(contract.id, contract.title, supplied=False, left=tuple(left))
    if not paths:
        return report
    try:
        return _read_files(connection, project, contract, paths, report)
    except NotRead as error:
        return replace(report, problem=f"{contract.title} not read: {error}.")
    finally:
        _drop_temporary(connection)


def _read_files(
    connection: DuckDBPyConnection, project: Project, contract: Contract, paths: list[Path], report: SourceReport
) -> SourceReport:
    key = key_for(contract)
    extracts = examine(contract, paths)
    parts = [part for extract in extracts for part in parts_of(contract, extract)]
    load_raw(connection, contract, parts, key)
    number_parts(connection, parts, superseded(extracts))
    load_lookups(connection, contract)
    make_judged(connection, contract)
    refuse_misread(connection, contract)
    reasons = write_quarantine(connection, contract)
    account = accept(connection, contract, parts)
    covered, missing = write_coverage(connection, contract, project, extracts)
    write_completeness(connection, contract, project.partnership.district.code)
    return replace(
        report,
        supplied=True,
        files=file_reports(contract, parts, account),
        quarantine=reasons,
        months_covered=covered,
        months_missing=missing,
        remarks=tuple(_remarks(connection, contract, parts)),
    )


def _remarks(connection: DuckDBPyConnection, contract: Contract, parts: list[Part]) -> list[str]:
    remarks = []
    for name in contract.kept:
        without = [part.name for part in parts if name in part.header.lacks(contract)]
        if without:
            files = without[0] if len(without) == 1 else f"{len(without)} files, such as {without[0]}"
            remarks.append(f"No column for '{shown(contract, name)}' in {files}.")
    if repeated := repeated_keys(connection, contract):
        first, *rest = (shown(contract, name) for name in contract.key)
        values = f"{repeated:,} values of {first} stand" if repeated > 1 else f"One value of {first} stands"
        remarks.append(f"{values} on several records that differ in {' or '.join(rest).lower()}; all are kept.")
    return remarks + unlisted(connection, contract)


def _write_account(connection: DuckDBPyConnection, contract: Contract, report: SourceReport) -> None:
    for file in report.files:
        connection.execute("INSERT INTO source_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(file))
    known = (contract.id, contract.title, contract.agency, contract.licence, contract.attribution)
    terms = (contract.public, contract.synthetic, contract.suppress_below, report.supplied, report.problem)
    connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*known, *terms))


def _drop_temporary(connection: DuckDBPyConnection) -> None:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name LIKE 'sia %'"
    ).fetchall()
    for (name,) in tables:
        connection.execute(f'DROP TABLE temp."{name}"')

"""The story of reading one source: from its files, new and unchanged, to its tables and its report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sia.extracts.accept import Account, account, file_reports, repeated_keys, set_aside_repeated
from sia.extracts.completeness import write_completeness
from sia.extracts.coverage import write_coverage
from sia.extracts.earlier import Unusable, examine_new, kept_parts, known_files, write_reading
from sia.extracts.fill import fill
from sia.extracts.folder import replacements
from sia.extracts.kept import KeptPart
from sia.extracts.lookups import load_lookups
from sia.extracts.manner import manner_of
from sia.extracts.misreadings import refuse_misread
from sia.extracts.parts import Part, parts_of
from sia.extracts.pseudonym import key_for
from sia.extracts.quarantine import unlisted, write_quarantine
from sia.extracts.raw import load_raw, number_parts
from sia.extracts.received_again import received_again
from sia.extracts.received_words import words_of
from sia.extracts.report import NotRead, SourceReport, shown
from sia.extracts.same_month import refuse_same_month
from sia.extracts.tables import at_once, create_table
from sia.project.contract import Contract
from sia.project.load import Project

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Parts = list[Part | KeptPart]


def read_source(
    connection: DuckDBPyConnection, project: Project, contract: Contract, paths: list[Path], earlier: bool
) -> SourceReport:
    """Read the files of a source, oldest first; those that have not changed are taken from the `earlier` build.

    A file that cannot be read stops the source: its tables stay empty, and the report says why.
    """
    report = SourceReport(contract.id, contract.title, supplied=False)
    if not paths:
        return report
    try:
        return _read(connection, project, contract, paths, report, earlier)
    except Unusable:
        create_table(connection, contract)
        return read_source(connection, project, contract, paths, earlier=False)
    except NotRead as error:
        create_table(connection, contract)
        return replace(report, problem=f"{contract.title} not read: {error}.")
    finally:
        _drop_temporary(connection)


def _read(
    connection: DuckDBPyConnection,
    project: Project,
    contract: Contract,
    paths: list[Path],
    report: SourceReport,
    earlier: bool,
) -> SourceReport:
    key = key_for(contract)
    manner = manner_of(contract, key)
    known = known_files(connection, contract, manner) if earlier else {}
    extracts = examine_new(contract, paths, known)
    parts: Parts = []
    for extract in extracts:
        parts += kept_parts(extract, known) or parts_of(contract, extract)
    replaced = replacements(extracts)
    _load(connection, contract, parts, {old.name for old, _ in replaced}, key)
    with at_once(connection):
        reasons = write_quarantine(connection, contract, _numbers_kept(parts))
        set_aside_repeated(connection, contract)
        refuse_same_month(connection, contract, parts, extracts)
        accounts = account(connection, contract, parts)
        write_reading(connection, contract, manner, _as_read(contract, parts, accounts))
        again = received_again(connection, contract, parts, replaced)
        covered, missing = write_coverage(connection, contract, project, extracts)
        write_completeness(connection, contract, project.partnership.district.code)
        remarks = _remarks(connection, contract, parts)
    return replace(
        report,
        supplied=True,
        files=file_reports(contract, parts, accounts),
        quarantine=reasons,
        months_covered=covered,
        months_missing=missing,
        again=again,
        remarks=(*remarks, *(words_of(contract, one) for one in again)),
    )


def _load(connection: DuckDBPyConnection, contract: Contract, parts: Parts, old: set[str], key: bytes | None) -> None:
    """Bring the rows of all parts into the tables of the source. Raises NotRead or Unusable as what it calls does."""
    new = [(number, part) for number, part in enumerate(parts) if not isinstance(part, KeptPart)]
    load_raw(connection, contract, new, key)
    number_parts(connection, parts, old)
    if new:
        load_lookups(connection, contract)
    if fill(connection, contract, parts):
        refuse_misread(connection, contract)


def _numbers_kept(parts: Parts) -> list[int]:
    return [number for number, part in enumerate(parts) if isinstance(part, KeptPart)]


def _as_read(contract: Contract, parts: Parts, accounts: list[Account]) -> list[KeptPart]:
    """What the next build needs to know of each part."""
    return [
        KeptPart(part.name, part.extract, number, _absent(contract, part), one.rows_in, one.faulty, one.aside)
        for number, (part, one) in enumerate(zip(parts, accounts, strict=True))
    ]


def _absent(contract: Contract, part: Part | KeptPart) -> tuple[str, ...]:
    return part.absent if isinstance(part, KeptPart) else tuple(part.header.lacks(contract))


def _remarks(connection: DuckDBPyConnection, contract: Contract, parts: Parts) -> list[str]:
    remarks = []
    for name in contract.kept:
        without = [part.name for part in parts if name in _absent(contract, part)]
        if without:
            files = without[0] if len(without) == 1 else f"{len(without)} files, such as {without[0]}"
            remarks.append(f"No column for '{shown(contract, name)}' in {files}.")
    if repeated := repeated_keys(connection, contract):
        first, *rest = (shown(contract, name) for name in contract.key)
        values = f"{repeated:,} values of {first} stand" if repeated > 1 else f"One value of {first} stands"
        remarks.append(f"{values} on several records that differ in {' or '.join(rest).lower()}; all are kept.")
    return remarks + unlisted(connection, contract)


def _drop_temporary(connection: DuckDBPyConnection) -> None:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name LIKE 'sia %'"
    ).fetchall()
    for (name,) in tables:
        connection.execute(f'DROP TABLE temp."{name}"')

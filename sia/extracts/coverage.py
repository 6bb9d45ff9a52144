"""Which months a source covers, and for which districts: what tells no events from no data.

By rows or as declared, the months of the rows count, for the subject district or, in data with an `area_code`, for each
area in it. By files, every month that a file names counts for the districts of that file's series: a district belongs
to the series that holds most of its rows, since each force's file has a few rows from beyond its border.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sia.calendar import add_months, month_of, month_range
from sia.extracts.folder import Extract
from sia.extracts.period import period_columns
from sia.extracts.sql_text import identifier, literal
from sia.project.contract import Contract
from sia.project.load import Project

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AREA, SMALL_AREA = "area_code", "lsoa_code"
EVERY_MONTH = {"weekly", "monthly"}
AT_LEAST = {"twice a year": 6, "annual": 12}
Cover = dict[str, set[date]]


def write_coverage(
    connection: DuckDBPyConnection, contract: Contract, project: Project, extracts: list[Extract]
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Fill `coverage` for one source; returns the months covered and missing for the subject district.

    Months after the as-at date do not count. A source without a row for the subject reports the months of all its areas.
    """
    if contract.coverage.by == "files":
        covered = _by_files(connection, contract, project, extracts)
    else:
        covered = _by_rows(connection, contract, project)
    newest = month_of(project.assessment.as_at)
    covered = {area: {month for month in months if month <= newest} for area, months in covered.items()}
    wanted = _of_project(covered, project)
    rows = [(area, month) for area, months in sorted(wanted.items()) for month in sorted(months)]
    if rows:
        values = ", ".join(f"({literal(contract.id)}, {literal(area)}, DATE '{month}')" for area, month in rows)
        connection.execute(f"INSERT INTO coverage VALUES {values}")
    months = covered.get(project.partnership.district.code) or set().union(*covered.values())
    return tuple(sorted(months)), _missing(contract, months, newest)


def _of_project(covered: Cover, project: Project) -> Cover:
    """What covers areas of the register: a national file has hundreds of others, of which nothing is measured."""
    register = {row["area_code"] for row in _read(project.root, project.partnership.areas.register_of_areas)}
    return {area: months for area, months in covered.items() if area in register} if register else covered


def _missing(contract: Contract, months: set[date], newest: date) -> tuple[date, ...]:
    """Months that should be there and are not.

    Of a source that comes every month, all from the first one to the as-at month. Of one that comes each quarter, half
    year or year, gaps that hold a whole quarter or are half a year or a year long, since its newest period comes when it
    comes.
    """
    if not months:
        return ()
    every = contract.frequency in EVERY_MONTH
    absent = [month for month in month_range(min(months), newest if every else max(months)) if month not in months]
    if contract.frequency == "quarterly":
        return tuple(month for month in absent if months.isdisjoint(_quarter(month)))
    if contract.frequency in AT_LEAST:
        return tuple(_long_gaps(absent, AT_LEAST[contract.frequency]))
    return tuple(absent) if every else ()


def _quarter(month: date) -> list[date]:
    first = date(month.year, month.month - (month.month - 1) % 3, 1)
    return [add_months(first, number) for number in range(3)]


def _long_gaps(absent: list[date], least: int) -> Iterator[date]:
    """Of months in order those that stand in a row of at least so many."""
    runs: list[list[date]] = []
    for month in absent:
        if runs and month == add_months(runs[-1][-1], 1):
            runs[-1].append(month)
        else:
            runs.append([month])
    for run in runs:
        if len(run) >= least:
            yield from run


def _by_rows(connection: DuckDBPyConnection, contract: Contract, project: Project) -> Cover:
    columns = period_columns(contract)
    if columns is None:
        return {}
    area = identifier(AREA) if AREA in contract.kept else literal(project.partnership.district.code)
    first, last = map(identifier, columns)
    periods = connection.execute(
        f"SELECT DISTINCT {area}, date_trunc('month', {first})::DATE, date_trunc('month', {last})::DATE "
        f"FROM {identifier(contract.id)} WHERE {first} IS NOT NULL AND {last} IS NOT NULL AND {area} IS NOT NULL"
    ).fetchall()
    covered: Cover = {}
    for code, begin, end in periods:
        covered.setdefault(code, set()).update(month_range(begin, end))
    if AREA not in contract.kept and not covered and contract.coverage.by == "declared":
        covered[project.partnership.district.code] = set()
    return {code: _declared(contract, months, project.assessment.as_at) for code, months in covered.items()}


def _declared(contract: Contract, months: set[date], as_at: date) -> set[date]:
    """The months with rows, widened by what the contract declares: a first month, gaps that count nought."""
    coverage = contract.coverage
    first = month_of(coverage.first_month) if coverage.first_month else min(months, default=None)
    last = month_of(as_at) if coverage.by == "declared" else max(months, default=None)
    if first is None or last is None:
        return months
    if not coverage.missing_when_empty:
        return set(month_range(first, last))
    return {month for month in months if first <= month}


def _by_files(connection: DuckDBPyConnection, contract: Contract, project: Project, extracts: list[Extract]) -> Cover:
    months: dict[str, set[date]] = {}
    for extract in extracts:
        if extract.month is not None:
            months.setdefault(extract.series, set()).add(extract.month)
    subject = project.partnership.district.code
    if SMALL_AREA not in contract.kept:
        return {subject: set().union(*months.values())} if months else {}
    series = {extract.name: extract.series for extract in extracts}
    return {district: months[home] for district, home in _home_series(connection, contract, project, series).items()}


def _home_series(
    connection: DuckDBPyConnection, contract: Contract, project: Project, series: dict[str, str]
) -> dict[str, str]:
    """The series of files that holds most of each district's rows."""
    counts = connection.execute(
        f"SELECT source_file, {identifier(SMALL_AREA)}, count(*) FROM {identifier(contract.id)} "
        f"WHERE {identifier(SMALL_AREA)} IS NOT NULL GROUP BY ALL"
    ).fetchall()
    district_of = districts(project)
    found: dict[str, dict[str, int]] = {}
    for file, code, rows in counts:
        if district := district_of.get(code):
            by_series = found.setdefault(district, {})
            home = series[file.split(":")[0]]
            by_series[home] = by_series.get(home, 0) + rows
    return {district: max(sorted(rows), key=rows.__getitem__) for district, rows in found.items()}


def districts(project: Project) -> dict[str, str]:
    """The district of every area code that the area register or the lookup knows."""
    files = project.partnership.areas
    register = _read(project.root, files.register_of_areas)
    parent = {row["area_code"]: row["parent_code"] for row in register}
    level = {row["area_code"]: row["level"] for row in register}

    def climb(code: str) -> str | None:
        seen: set[str] = set()
        while code in level and level[code] != "district" and code not in seen:
            seen.add(code)
            code = parent[code]
        return code if level.get(code) == "district" else None

    found = {code: climb(code) for code in level}
    found |= {row["code"]: climb(row["area_code"]) for row in _read(project.root, files.lookup)}
    return {code: district for code, district in found.items() if district}


def _read(root: Path, name: str) -> list[dict[str, str]]:
    """Rows of a file of areas, which are checked where areas are loaded; none when it is absent."""
    path = root / name
    if not name or not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))

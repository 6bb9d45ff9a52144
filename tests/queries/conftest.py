"""A small world to run the queries on: one district of two places and three wards, one peer, two years to December 2023.

Tests give the rows of a source as a table in text, run every query, and compare the rows that come out.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from sia.calendar import month_range
from sia.extracts.completeness import create_tables
from sia.project.contract import Contract
from sia.project.indicators import Indicator
from sia.project.validation import load_model
from sia.warehouse import open_warehouse, read_frame, run_queries
from sia.warehouse.connection import write_tables
from sia.warehouse.declared import declared_tables
from sia.warehouse.periods import months, parameters, windows
from sia.warehouse.population_file import band_columns
from sia.warehouse.standard_population import standard_bands

ROOT = Path(__file__).parents[2]
SQL_TYPES = {
    "text": "varchar",
    "code": "varchar",
    "integer": "bigint",
    "number": "double",
    "date": "date",
    "month": "date",
    "boolean": "boolean",
    "period": "varchar",
}

AREAS = """
area_code | level    | name       | parent_code
F         | force    | Force      |
D1        | district | Subject    | F
D2        | district | Peer       | F
D3        | district | Elsewhere  | F
P1        | place    | East       | D1
P2        | place    | West       | D1
W1        | ward     | Abbey      | P1
W2        | ward     | Bridge     | P1
W3        | ward     | Castle     | P2
L1        | lsoa     | Abbey 1    | W1
"""

LOOKUP = """
code    | area_code | share
OLD-12  | W1        | 0.6
OLD-12  | W2        | 0.4
PEER-L9 | D2        | 1
FAR-L5  | D3        | 1
"""

POPULATION = """
area_code | year | sex | age_band | persons
W1        | 2021 | all | all      | 900
W1        | 2022 | all | all      | 1000
W2        | 2022 | all | all      | 2000
W3        | 2022 | all | 0-17     | 100
W3        | 2022 | all | 18+      | 900
D2        | 2022 | all | all      | 8000
"""


def rows_of(text: str) -> list[dict[str, str | None]]:
    """The rows of a table written with bars; a blank cell is None."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    header, *body = lines
    assert all(len(line) == len(header) for line in body), "every row needs as many cells as the header"
    return [dict(zip(header, (cell or None for cell in line), strict=True)) for line in body]


@cache
def contracts() -> dict[str, Contract]:
    paths = sorted((ROOT / "sources").glob("*.yml"))
    return {path.stem: load_model(Contract, path, ROOT, id=path.stem) for path in paths}


def ddl(contract: Contract) -> str:
    """The typed table that a contract becomes, as the extracts room makes it."""
    columns = [f"{name} {SQL_TYPES[column.type]}" for name, column in contract.kept.items()]
    if contract.kind == "series":
        numbers = [name for name, column in contract.kept.items() if column.type in ("integer", "number")]
        columns += [f"{name}_mark varchar" for name in numbers]
    else:
        columns += [f"{name}_given varchar" for name, column in contract.kept.items() if column.areas]
    for name, column in contract.kept.items():
        if column.type == "period":
            columns += [f"{name}_start date", f"{name}_end date"]
    return f"create table {contract.id} ({', '.join(columns)}, source_file varchar, source_row bigint)"


class World:
    """What a test gives, and after `run` what the queries made of it."""

    def __init__(self, as_at: date = date(2023, 12, 31)):
        self.contracts = contracts()
        self.connection = open_warehouse(":memory:")
        self.indicators: dict[str, Indicator] = {}
        self.project = SimpleNamespace(
            assessment=SimpleNamespace(id="2024", as_at=as_at),
            partnership=SimpleNamespace(district=SimpleNamespace(code="D1", name="Subject"), peers=("D2",), themes={}),
            contracts=self.contracts,
        )
        self._empty_tables()

    def _empty_tables(self) -> None:
        for contract in self.contracts.values():
            self.connection.execute(ddl(contract))
        for statement in (
            "create table sources (source varchar, supplied boolean)",
            "create table coverage (source varchar, area_code varchar, month date)",
            "create table areas (area_code varchar, level varchar, name varchar, parent_code varchar,"
            " valid_from date, valid_to date)",
            "create table area_lookup (code varchar, area_code varchar, share double)",
            "create table point_areas (longitude double, latitude double, area_code varchar)",
            "create table population (area_code varchar, year bigint, sex varchar, age_band varchar, persons bigint,"
            " first_age bigint, last_age bigint, all_ages boolean)",
            "create table area_profile (area_code varchar, imd_decile bigint, rural_urban varchar)",
            "create table harm_weights (subcategory varchar, weight double, weight_source varchar, version varchar)",
            "create table offences (offence_code varchar, category varchar, subcategory varchar,"
            " found_by_police varchar, harm_weight double)",
        ):
            self.connection.execute(statement)
        create_tables(self.connection)
        for table, text in (("areas", AREAS), ("area_lookup", LOOKUP)):
            self.given(table, text)
        self.people(POPULATION)

    def given(self, table: str, rows: str | list[dict[str, Any]]) -> None:
        """Put rows into a table; columns that are not named are null."""
        records = rows_of(rows) if isinstance(rows, str) else rows
        names = list(records[0])
        marks = ", ".join("?" for _ in names)
        values = [[record[name] for name in names] for record in records]
        self.connection.executemany(f"insert into {table} ({', '.join(names)}) values ({marks})", values)

    def people(self, rows: str) -> None:
        """Residents, with the ages of each row as the reading of area files adds them."""
        blank = {"sex": "", "age_band": ""}
        given = [blank | {name: cell for name, cell in row.items() if cell is not None} for row in rows_of(rows)]
        self.given("population", [band_columns(row) for row in given])

    def source(self, name: str, rows: str | list[dict[str, Any]] = "", **cover: Any) -> None:
        """A supplied source: its rows, and the months and districts that it covers (2022 and 2023, the subject)."""
        if rows:
            self.given(name, rows)
        self.given("sources", [{"source": name, "supplied": True}])
        first, last = cover.get("months", (date(2022, 1, 1), date(2023, 12, 1)))
        known = [month for month in month_range(first, last) if month not in cover.get("missing", ())]
        districts = cover.get("districts", ("D1",))
        covered = [{"source": name, "area_code": code, "month": month} for code in districts for month in known]
        self.given("coverage", covered)

    def indicator(self, name: str, **fields: Any) -> None:
        """Declare an indicator; `sources` as in the YAML."""
        self.indicators[name] = Indicator(**{"title": name, "polarity": "lower", **fields})

    def run(self) -> World:
        only = SimpleNamespace(id="one", position=1, title="One", theme="all", indicators=self.indicators)
        project = SimpleNamespace(
            **vars(self.project),
            root=ROOT,
            priorities={"one": only},
            indicators={name: (only, one) for name, one in self.indicators.items()},
        )
        frames = {"parameters": parameters(project), "windows": windows(project), "months": months(project)}
        write_tables(self.connection, frames | declared_tables(project) | {"standard_bands": standard_bands(project)})
        self.runs = run_queries(self.connection, ROOT / "queries")
        return self

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def frame(self, query: str) -> pl.DataFrame:
        return read_frame(self.connection, query)


@pytest.fixture
def world(new_world):
    return new_world()


@pytest.fixture
def new_world():
    """Makes worlds, for tests that need more than one."""
    made: list[World] = []

    def make(*arguments: Any) -> World:
        made.append(World(*arguments))
        return made[-1]

    yield make
    for one in made:
        one.connection.close()

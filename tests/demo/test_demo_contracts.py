"""Contracts and extracts speak of the same columns, codes and areas."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from sia.demo.dirt import dirty_rows
from sia.demo.geography import geography
from sia.demo.plan import read_plan
from sia.project.contract import Contract
from sia.project.load import Project, load_project

NOT_SYNTHETIC = {"police_street_crime"}


@pytest.fixture(scope="module")
def project(repository: Path) -> Project:
    return load_project(repository)


@pytest.fixture(scope="module")
def contracts(project: Project) -> dict[str, Contract]:
    """The contracts of what agencies of the reference partnership send: not of published files, which any project may add."""
    return {
        name: contract
        for name, contract in project.contracts.items()
        if name not in NOT_SYNTHETIC and not contract.optional
    }


def test_the_reference_partnership_says_that_it_is_invented(project: Project, contracts: dict[str, Contract]) -> None:
    assert project.partnership.synthetic and "invented" in project.partnership.notice
    assert all(contract.synthetic for contract in contracts.values())


def test_every_source_has_a_contract_and_every_contract_an_extract(contracts: dict[str, Contract]) -> None:
    plan = read_plan()
    assert {*plan["events"], *plan["series"]} == set(contracts)


def test_every_column_of_an_extract_is_declared_and_every_declared_one_is_sent(
    contracts: dict[str, Contract], planted: Callable[[str], list[dict[str, str]]]
) -> None:
    for name, contract in contracts.items():
        headers = set(planted(name)[0])
        for column in contract.columns.values():
            assert headers & set(column.headers), f"{name}: {column.title}"
        assert headers <= {header for column in contract.columns.values() for header in column.headers}


def test_every_coded_value_is_known_but_for_the_dirty_rows(
    contracts: dict[str, Contract], planted: Callable[[str], list[dict[str, str]]]
) -> None:
    plan = read_plan()
    for name, contract in contracts.items():
        dirt = [entry for entry in plan["events"].get(name, {}).get("dirt", ()) if "column" in entry]
        for column in (one for one in contract.columns.values() if one.type == "code"):
            header = next(header for header in column.headers if header in planted(name)[0])
            sent = {row[header] for row in planted(name)} - {""}
            wrong = {entry["value"] for entry in dirt if entry["column"] == header}
            assert sent - set(column.codes) == wrong, f"{name}, {header}"


def test_ward_and_district_codes_are_areas_of_the_register(contracts: dict[str, Contract]) -> None:
    wards = {ward.code for ward in geography().wards}
    districts = {district["code"] for district in geography().districts} | {"E92000001"}
    for contract in contracts.values():
        if "ward_code" in contract.columns:
            assert set(contract.columns["ward_code"].codes.values()) == wards
        if "area_code" in contract.columns:
            assert set(contract.columns["area_code"].codes.values()) <= districts


def test_every_offence_code_sent_has_a_place_in_the_offence_reference(
    repository: Path, planted: Callable[[str], list[dict[str, str]]]
) -> None:
    with (repository / "sources" / "reference" / "offences.csv").open(encoding="utf-8", newline="") as file:
        known = [row["offence_code"] for row in csv.DictReader(file)]
    assert len(known) == len(set(known))
    assert {row["HO offence code"] for row in planted("police_recorded_crime")} - {""} <= set(known)


def test_dirty_rows_are_counted_beforehand() -> None:
    assert dirty_rows()["police_recorded_crime"] == {"quarantined": 18, "duplicates": 9}
    assert sum(counts["quarantined"] for counts in dirty_rows().values()) > 40

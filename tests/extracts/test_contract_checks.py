"""Mistakes in contracts are told with file and line before anything is read."""

from __future__ import annotations

import pytest

from sia.errors import UserError
from sia.extracts import check_contracts

CONTRACT = """title: Police ASB
agency: A force
columns:
  recorded_on:
    type: date
    formats: ["%d/%m/%Y", "%m/%d/%Y"]
rules:
  - id: fine
    condition: recorded_on > date '2020-01-01'
    sentence: It is too long ago.
  - id: misspelt
    condition: recorded_no > date '2020-01-01'
    sentence: It is too long ago.
  - id: broken
    condition: recorded_on >
    sentence: It is too long ago.
"""
COLUMNS = {"recorded_on": {"type": "date", "formats": ["%d/%m/%Y", "%m/%d/%Y"]}}
RULES = [
    {"id": "fine", "condition": "recorded_on > date '2020-01-01'", "sentence": "It is too long ago."},
    {"id": "misspelt", "condition": "recorded_no > date '2020-01-01'", "sentence": "It is too long ago."},
    {"id": "broken", "condition": "recorded_on >", "sentence": "It is too long ago."},
]


def write(desk, text: str) -> None:
    (desk.root / "sources").mkdir(exist_ok=True)
    (desk.root / "sources" / f"{desk.source}.yml").write_text(text, encoding="utf-8")


def test_every_mistake_has_its_place_and_a_remedy(desk) -> None:
    write(desk, CONTRACT)
    problems = check_contracts(desk.project(desk.contract(COLUMNS, rules=RULES)))
    assert [problem.place for problem in problems] == [
        "sources/asb.yml:6, columns.recorded_on.formats",
        "sources/asb.yml:12, rules.1.condition",
        "sources/asb.yml:15, rules.2.condition",
    ]
    assert "read in two ways" in problems[0].message
    assert "recorded_no" in problems[1].message
    assert problems[1].remedy == "The columns are recorded_on."


def test_reading_refuses_a_contract_that_is_wrong(desk) -> None:
    write(desk, CONTRACT)
    with pytest.raises(UserError) as raised:
        desk.read(COLUMNS, rules=RULES)
    assert len(raised.value.problems) == 3


def test_a_source_cannot_take_the_name_of_a_table_of_the_warehouse(desk) -> None:
    desk.source = "events"
    write(desk, CONTRACT)
    (problem,) = check_contracts(desk.project(desk.contract()))
    assert problem.message == "the name 'events' is taken by a table of the warehouse."


def test_a_contract_without_mistakes_has_no_problem(desk) -> None:
    write(desk, CONTRACT)
    assert check_contracts(desk.project(desk.contract())) == []

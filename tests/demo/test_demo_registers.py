"""The registers of the reference partnership: complete, readable, and without a rating anywhere but in decisions."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sia.project.load import load_project
from sia.project.registers_schema import REGISTERS

WITHOUT_RATINGS = ("context", "breaks", "commentary", "actions", "next-year")
SIGNED = ("said_by", "role", "organisation", "lead")


@pytest.fixture(scope="module")
def registers(repository: Path) -> dict[str, list[dict[str, str]]]:
    def read(name: str) -> list[dict[str, str]]:
        with (repository / "assessments" / "2024" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return {name: read(name) for name in REGISTERS}


@pytest.mark.parametrize("name", REGISTERS)
def test_every_row_is_of_its_model(name: str, registers: dict[str, list[dict[str, str]]]) -> None:
    for row in registers[name]:
        REGISTERS[name].model_validate(row)


@pytest.mark.parametrize("name", WITHOUT_RATINGS)
def test_no_row_names_a_rating(name: str, registers: dict[str, list[dict[str, str]]]) -> None:
    for row in registers[name]:
        assert not re.search(r"\b(red|amber|green|RAG)\b", " ".join(row.values()), re.IGNORECASE)


def test_there_is_something_to_say_on_every_priority(
    repository: Path, registers: dict[str, list[dict[str, str]]]
) -> None:
    priorities = set(load_project(repository).priorities)
    for name in ("commentary", "next-year", "actions"):
        assert {row["priority"] for row in registers[name]} == priorities
    assert len(registers["actions"]) >= 30


def test_whoever_speaks_does_so_as_a_role(registers: dict[str, list[dict[str, str]]]) -> None:
    for name in ("context", "commentary", "actions"):
        for row in registers[name]:
            assert all(row[field] for field in SIGNED if field in row)


def test_one_signal_has_expired_and_none_lies_after_the_as_at_date(
    repository: Path, registers: dict[str, list[dict[str, str]]]
) -> None:
    as_at = load_project(repository).assessment.as_at.isoformat()
    assert [row["priority"] for row in registers["context"] if row["expires_on"] < as_at] == ["serious-violence"]
    assert all(row["said_on"] <= as_at for row in registers["context"])


def test_last_year_was_decided_for_every_priority_with_reasons_for_changes(repository: Path) -> None:
    with (repository / "assessments" / "2023" / "decisions.csv").open(encoding="utf-8", newline="") as file:
        decisions = list(csv.DictReader(file))
    confirmed = {row["priority"]: row for row in decisions if row["stage"] == "confirmation"}
    assert set(confirmed) == set(load_project(repository).priorities)
    standing: dict[str, str] = {}
    for row in decisions:
        if row["priority"] in standing and row["rating"] != standing[row["priority"]]:
            assert row["reason"]
        standing[row["priority"]] = row["rating"]


def test_this_year_nothing_is_decided_yet(registers: dict[str, list[dict[str, str]]]) -> None:
    assert registers["decisions"] == []

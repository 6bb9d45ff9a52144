"""Reads what the extracts shall hold (`plan.yml`), with chosen truths left out."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from sia.calendar import month_range
from sia.demo.geography import FOLDER
from sia.demo.truths import check_names
from sia.project.yaml_files import read_yaml

PLANTED = {"truth", "planted", "otherwise"}


def read_plan(without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The plan with each planted value in force, or its alternative where the truth is in `without`.

    Raises ValueError when `without` names a truth that is not declared.
    """
    check_names(without)
    return _decided(copy.deepcopy(read_yaml(FOLDER / "plan.yml", "sia/demo/plan.yml")), without)


def planted_in_plan() -> dict[str, set[str]]:
    """The names of the truths that the plan knows, with the sources that each is planted in."""
    plan = read_yaml(FOLDER / "plan.yml", "sia/demo/plan.yml")
    found: dict[str, set[str]] = {}
    for source, content in {**plan["events"], **plan["series"]}.items():
        for name in _names(content):
            found.setdefault(name, set()).add(source)
    return found


def months_between(first: str, last: str) -> list[date]:
    """Every month from one to another, both given as `2021-01`."""
    return month_range(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))


def _decided(value: Any, without: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        if set(value) == PLANTED:
            return value["otherwise"] if value["truth"] in without else value["planted"]
        return {key: _decided(inner, without) for key, inner in value.items()}
    if isinstance(value, list):
        return [_decided(inner, without) for inner in value]
    return value


def _names(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        if set(value) == PLANTED:
            return {value["truth"]}
        value = list(value.values())
    return set().union(*(_names(inner) for inner in value)) if isinstance(value, list) else set()

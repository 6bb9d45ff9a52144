"""Every field of a contract is explained, by words and by values that are put to the test; schema and page are current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from sia.project.column import Column
from sia.project.contract import Contract, Coverage, Rule, Tolerances, Unpivot
from sia.project.contract_reference import (
    PAGE_FILE,
    SCHEMA_FILE,
    contract_schema,
    reference_page,
    schema_text,
    write_reference,
)
from sia.project.described import BESIDE, GOOD, REFUSED
from sia.project.load import load_model
from sia.project.validation import said_of

ROOT = Path(__file__).parents[2]
COMMAND = "out of date: run python -m sia.project.contract_reference"
SCHEMA = contract_schema()
MODELS: dict[type[BaseModel], dict[str, Any]] = {
    Contract: SCHEMA,
    **{model: SCHEMA["$defs"][model.__name__] for model in (Column, Rule, Coverage, Unpivot, Tolerances)},
}
FIELDS = [(model, name) for model, part in MODELS.items() for name in part["properties"]]
LEAST = {
    Contract: {
        "id": "a_source",
        "title": "A source",
        "agency": "An agency",
        "owner": "A role",
        "kind": "events",
        "frequency": "monthly",
        "classification": "official",
        "columns": {"day": {"type": "date"}},
    },
    Column: {},
    Rule: {"id": "a_rule", "condition": "true", "sentence": "Never."},
    Coverage: {},
    Unpivot: {"headers": "x", "name": "x", "value": "x"},
    Tolerances: {},
}
each_field = pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda one: getattr(one, "__name__", one))


def with_field(model: type[BaseModel], name: str, value: Any) -> dict[str, Any]:
    """The least that is valid, what the field's examples need beside it, and the value."""
    return LEAST[model] | MODELS[model]["properties"][name].get(BESIDE, {}) | {name: value}


@each_field
def test_every_field_is_described_with_a_good_and_a_refused_value(model: type[BaseModel], name: str) -> None:
    field = MODELS[model]["properties"][name]
    assert field["description"].endswith("."), "a whole sentence"
    assert field[GOOD], "a value that is good"
    assert field[REFUSED], "a value that is refused, with the sentence that it gets"


@each_field
def test_every_good_value_is_good(model: type[BaseModel], name: str) -> None:
    for value in MODELS[model]["properties"][name][GOOD]:
        model.model_validate(with_field(model, name, value) | _needed_by(model, name, value))


def _needed_by(model: type[BaseModel], name: str, value: Any) -> dict[str, Any]:
    """A type that stands without what goes with it is no column: 'type: code' needs codes."""
    if model is Column and name == "type" and value in ("code", "period"):
        return {"codes": {"a": "b"}} if value == "code" else {"periods": ["month"]}
    return {}


@each_field
def test_every_refused_value_gets_the_sentence_that_is_printed(model: type[BaseModel], name: str) -> None:
    for one in MODELS[model]["properties"][name][REFUSED]:
        with pytest.raises(ValidationError) as refused:
            model.model_validate(with_field(model, name, one["value"]))
        said = [" ".join(part for part in said_of(model, error) if part) for error in refused.value.errors()]
        assert one["sentence"] in said


def test_schema_and_page_are_those_of_the_models(tmp_path: Path) -> None:
    assert (ROOT / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), COMMAND
    assert (ROOT / PAGE_FILE).read_text(encoding="utf-8") == reference_page(), COMMAND
    for name in ("sources", "docs"):
        (tmp_path / name).mkdir()
    assert [path.relative_to(tmp_path).as_posix() for path in write_reference(tmp_path)] == [SCHEMA_FILE, PAGE_FILE]
    assert (tmp_path / PAGE_FILE).read_bytes() == (ROOT / PAGE_FILE).read_bytes()


def test_a_field_is_written_in_the_schema_only_when_people_write_it() -> None:
    assert "id" not in SCHEMA["properties"] and "id" not in SCHEMA["required"]
    assert json.loads(schema_text()) == SCHEMA


@pytest.mark.parametrize("path", sorted((ROOT / "sources").glob("*.yml")), ids=lambda path: path.stem)
def test_every_contract_of_the_project_fits_the_schema(path: Path) -> None:
    """What the models take, an editor must not underline: fields and choices of the schema are those of the models."""
    from sia.project.yaml_files import read_yaml

    load_model(Contract, path, ROOT, id=path.stem)
    content = read_yaml(path, path.name)
    assert set(content) <= set(SCHEMA["properties"])
    assert set(SCHEMA["required"]) <= set(content)
    for column in content["columns"].values():
        assert set(column or {}) <= set(SCHEMA["$defs"]["Column"]["properties"])

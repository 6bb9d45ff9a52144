"""The JSON Schema of contracts, and the page that explains every field: both made from the models themselves.

    python -m sia.project.contract_reference

writes `sources/contract.schema.json`, which editors use to complete and check contracts while they are written, and
`docs/contracts.md`, in the checkout that it runs in.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sia.project.contract import Contract
from sia.project.described import GOOD, REFUSED

SCHEMA_FILE, PAGE_FILE = "sources/contract.schema.json", "docs/contracts.md"
GIVEN_BY_FILE_NAME = "id"
HEAD = """\
# What a contract may say

Every field of `sources/<id>.yml`, made from the models that read it; `python -m sia.project.contract_reference` makes it
again. [add-a-source.md](add-a-source.md) shows a contract at work.

An editor that knows JSON Schema (Visual Studio Code with its YAML extension) completes and checks a contract while it is
written, when the file begins with this line; drafts by `sia sources new` do:

    # yaml-language-server: $schema=contract.schema.json

A value that is refused is told by `sia check` with file, line and field, and the sentence given here.
"""
PARTS = {
    "Contract": "The contract",
    "Column": "A column, below `columns`",
    "Rule": "A rule, below `rules`",
    "Coverage": "`coverage`",
    "Unpivot": "`unpivot`",
    "Tolerances": "`tolerances`",
}


def contract_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a contract's file: descriptions, defaults, good values, and refused ones (`x-refused`)."""
    schema = Contract.model_json_schema()
    del schema["properties"][GIVEN_BY_FILE_NAME]
    schema["required"].remove(GIVEN_BY_FILE_NAME)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(contract_schema(), ensure_ascii=False, indent=1) + "\n"


def reference_page() -> str:
    """The page in Markdown: each part of a contract, each field of it, good and refused values."""
    schema = contract_schema()
    parts = {"Contract": schema, **schema["$defs"]}
    if unknown := set(parts) - set(PARTS):
        raise ValueError(f"say in PARTS how the page calls {', '.join(sorted(unknown))}")
    return (
        "\n".join([HEAD, *(line for name, words in PARTS.items() for line in _part(parts[name], words, schema))]) + "\n"
    )


def as_yaml(name: str, value: Any) -> str:
    """A field as it is written in a contract; days stand without quotation marks."""
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.width, writer.sort_base_mapping_type_on_output = False, 100, False
    text = io.StringIO()
    writer.dump({name: value}, text)
    return re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", text.getvalue()).rstrip("\n")


def _part(part: dict[str, Any], words: str, schema: dict[str, Any]) -> Iterator[str]:
    yield from (f"## {words}", "", part["description"], "")
    for name, field in part["properties"].items():
        yield from _field(name, field, name in part.get("required", ()), schema)


def _field(name: str, field: dict[str, Any], required: bool, schema: dict[str, Any]) -> Iterator[str]:
    default = "required" if required else f"by default {_default(field.get('default'))}"
    yield from (f"### `{name}`", "", f"{field['description']} *{_kind(field, schema).capitalize()}; {default}.*", "")
    yield from _yaml_block(name, field[GOOD])
    refused = field.get(REFUSED, [])
    if refused:
        yield from ("Refused:", "")
    for one in refused:
        yield from _yaml_block(name, [one["value"]])
        yield from (f"> {one['sentence']}", "")


def _yaml_block(name: str, values: list[Any]) -> Iterator[str]:
    yield "```yaml"
    yield "\n# or\n".join(as_yaml(name, value) for value in values)
    yield from ("```", "")


def _default(value: Any) -> str:
    if isinstance(value, dict):
        return "as described below" if value else "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(f"`{one}`" for one in value) or "nothing"
    return f"`{value:g}`" if isinstance(value, (int, float)) else f"`{value}`" if value else "nothing"


def _kind(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """What may be written in a field, in words."""
    if "$ref" in field:
        return "fields of its own"
    if "anyOf" in field:
        return " or ".join(_kind(one, schema) for one in field["anyOf"] if one.get("type") != "null")
    if "enum" in field:
        return "one of " + ", ".join(f"`{one}`" for one in field["enum"] if one)
    if field["type"] == "array":
        return f"a list, each {_kind(field['items'], schema)}"
    if field["type"] == "object":
        return f"names, each with {_kind(field['additionalProperties'], schema)}"
    if field.get("format") == "date":
        return "a day"
    return {"string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number"}[
        field["type"]
    ]


def write_reference(root: Path) -> list[Path]:
    """Write schema and page below a folder; returns the files written."""
    written = []
    for name, text in ((SCHEMA_FILE, schema_text()), (PAGE_FILE, reference_page())):
        path = root / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


if __name__ == "__main__":
    for path in write_reference(Path.cwd()):
        print(path)

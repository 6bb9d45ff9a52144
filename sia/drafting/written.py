"""A draft as the text of a contract: in the order in which people read it, with a remark wherever something is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sia.drafting.draft import Draft, as_mapping

SCHEMA_LINE = "# yaml-language-server: $schema=contract.schema.json"
PLAIN = re.compile(r"[A-Za-z][\w /&'’.+-]*")
WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
ASKED = {
    "title": "what should documents call it?",
    "agency": "who sends this file?",
    "owner": "which role answers for it there? Never a person's name",
    "frequency": "how often does it arrive: weekly, monthly, quarterly, twice a year, annual, as it happens?",
    "classification": "how must it be handled: public, official, official-sensitive?",
}
ASKED_BESIDE = (
    ("licence", "under which licence or information sharing agreement does it come?"),
    ("purpose", "what does the partnership need it for?"),
    ("lawful_basis", "which law allows it to be shared?"),
    ("retention_months", "for how many months are the files kept?"),
    ("as_at_rule", "what does a file hold on the day it is drawn?"),
)
PUBLIC = "public: true only if these very figures are published already; then nothing is suppressed"
NO_KEY = "key: which columns make a record? Without them a record that was sent twice counts twice"
RARE_EVENTS = "missing_when_empty: false if a month without a row means that nothing happened"


def contract_text(draft: Draft) -> str:
    """The file `sources/<id>.yml`."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    content = as_mapping(draft)
    yield SCHEMA_LINE
    yield from (f"# {remark}" for remark in draft.remarks)
    yield "# A line that ends in a question needs an answer from somebody who knows the file; docs/contracts.md explains fields."
    for name in ("title", "agency", "owner", "kind", "frequency", "classification"):
        asked = f"  # {ASKED[name]}" if name in ASKED else ""
        yield f"{name}: {scalar(content[name])}{asked}"
    for name, asked in ASKED_BESIDE:
        yield f"# {name}: {asked}"
    yield f"# {PUBLIC}"
    for name in ("sheet", "records"):
        if name in content:
            yield f"{name}: {scalar(content[name])}"
    yield "columns:"
    for column in draft.columns:
        yield from (f"  # {remark}" for remark in column.remarks)
        yield f"  {column.name}:"
        yield from _fields(column.fields, "    ")
    if draft.unpivot:
        yield "unpivot:"
        yield from _fields(draft.unpivot, "  ")
    yield f"key: {_flow(content['key'])}" if draft.key else f"# {NO_KEY}"
    if "reporting_basis" in content:
        yield f"reporting_basis: {content['reporting_basis']}"
    if draft.coverage:
        yield f"# {RARE_EVENTS}"
        yield f"coverage: {{by: rows, column: {draft.coverage}}}"


def _fields(fields: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from (f"{indent}  {scalar(key)}: {scalar(inner)}" for key, inner in value.items())
        elif isinstance(value, list):
            yield f"{indent}{name}: {_flow(value)}"
        else:
            yield f"{indent}{name}: {scalar(value)}"


def _flow(values: list[Any]) -> str:
    return f"[{', '.join(scalar(value) for value in values)}]"


def scalar(value: Any) -> str:
    """A value as YAML writes it: bare where it cannot be taken for anything else, and else in quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    bare = PLAIN.fullmatch(value) and value.lower() not in WORDS_OF_YAML and value == value.strip()
    return value if bare else json.dumps(value, ensure_ascii=False)

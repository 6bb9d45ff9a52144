"""Every value that prose may use, with where it comes from: `values.json`, and `metadata.yml` for `{{< meta … >}}`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sia.publication.wording import NOT_SHOWN


@dataclass(frozen=True)
class Value:
    """One published value: its name, the number if it is one, the text that documents print, and its trace."""

    id: str
    value: float | int | str | None
    text: str
    unit: str = ""
    suppressed: bool = False
    query: str = ""
    columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass
class ValueBook:
    """Values by name, each said once: a second, different text for one name is a fault and raises ValueError."""

    inputs: Mapping[str, list[dict[str, str]]]
    values: dict[str, Value] = field(default_factory=dict)

    def add(self, value: Value) -> None:
        known = self.values.setdefault(value.id, value)
        if known.text != value.text:
            raise ValueError(f"the value {value.id} is published as '{known.text}' and as '{value.text}'")

    def withheld(self, name: str, unit: str, query: str, sources: Iterable[str]) -> None:
        """A value that exists and is not shown."""
        self.add(Value(name, None, NOT_SHOWN, unit, True, query, (), tuple(sources)))

    def json(self) -> str:
        """All values in order of their names, each with its query and the files (with hashes) it was computed from."""
        return as_json([self._entry(one) for _, one in sorted(self.values.items())])

    def _entry(self, one: Value) -> dict[str, Any]:
        inputs = [entry for source in one.sources for entry in self.inputs.get(source, [])]
        trace = {"query": one.query, "columns": list(one.columns), "inputs": inputs}
        entry = {"id": one.id, "value": one.value, "text": one.text, "unit": one.unit}
        return {**entry, "suppressed": one.suppressed, "trace": trace}

    def nested(self) -> dict[str, Any]:
        """The texts as nested mappings: `hate_incidents.religion.change` becomes three levels."""
        tree: dict[str, Any] = {}
        for name, one in sorted(self.values.items()):
            *path, last = name.split(".")
            branch = tree
            for step in path:
                branch = branch.setdefault(step, {})
            branch[last] = one.text
        return tree


def as_json(content: Any) -> str:
    """JSON with the same bytes everywhere: UTF-8, two spaces, a final newline, no NaN."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_yaml(content: Mapping[str, Any]) -> str:
    """A nested mapping of texts, lists and booleans as YAML; strings are written as JSON strings, which YAML reads."""
    return "\n".join(_yaml_lines(content, 0)) + "\n"


def _yaml_lines(content: Mapping[str, Any], depth: int) -> Iterable[str]:
    indent = "  " * depth
    for key, value in content.items():
        name = json.dumps(str(key), ensure_ascii=False)
        if isinstance(value, Mapping) and value:
            yield f"{indent}{name}:"
            yield from _yaml_lines(value, depth + 1)
        else:
            yield f"{indent}{name}: {json.dumps(value, ensure_ascii=False)}"

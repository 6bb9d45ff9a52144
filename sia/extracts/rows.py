"""Rows of texts from JSON, and what every table has that is carried as rows.

A row is its number (from 1, the header's row included, as the file shows it) and its cells; the first row of JSON is
made of the names of its fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

from sia.extracts.report import NotRead
from sia.extracts.texts import decode
from sia.project.contract import Contract


class Rows(Protocol):
    """Rows that can be gone through again and again, and from one on."""

    def __iter__(self) -> Iterator[tuple[int, list[str | None]]]: ...

    def __getitem__(self, rows: slice, /) -> Rows: ...


def json_rows(contract: Contract, content: bytes) -> list[tuple[int, list[str | None]]]:
    """Objects of a JSON array, as a table: of the array that the contract's `records` names, of one at the top, of the
    first array inside an object, or of JSON lines.

    Raises NotRead, with the line or the name, when there are none.
    """
    objects = _objects(contract, decode(content).removeprefix("\ufeff"))
    names = list(dict.fromkeys(name for one in objects for name in one))
    table = [names, *([_as_text(one.get(name)) for name in names] for one in objects)]
    return list(enumerate(table, 1))


def _objects(contract: Contract, text: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as first:
        lines = [_one_line(number, line, first) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        return [one for line in lines for one in _records(contract, line)] if contract.records else lines
    except RecursionError:
        raise NotRead("the JSON is nested too deeply to be a table") from None
    return _records(contract, whole)


def _records(contract: Contract, whole: Any) -> list[dict[str, Any]]:
    """The objects in a value that was read, found by the contract's path or, without one, where they must be."""
    if contract.records:
        whole = _at_path(whole, contract.records)
    elif isinstance(whole, dict):
        whole = next((value for value in whole.values() if isinstance(value, list)), [whole])
    if isinstance(whole, dict):
        whole = [whole]
    if not isinstance(whole, list) or not all(isinstance(one, dict) for one in whole):
        raise NotRead("the JSON is not a list of objects")
    return whole


def _at_path(whole: Any, path: str) -> Any:
    """The value at names joined by dots; a list on the way must be passed by a number, from 0."""
    found: Any = whole
    for at, name in enumerate(names := path.split(".")):
        if isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        elif isinstance(found, dict) and name in found:
            found = found[name]
        else:
            above = f"'{'.'.join(names[:at])}'" if at else "the JSON"
            raise NotRead(f"{above} has no '{name}' (the contract looks for its records at {path})")
    return found


def _one_line(number: int, line: str, first: json.JSONDecodeError) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise NotRead(f"this is not JSON (line {max(number, first.lineno)})") from None
    if not isinstance(found, dict):
        raise NotRead(f"line {number} is not a JSON object")
    return found


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)

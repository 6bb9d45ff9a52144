"""Rows of texts from everything that DuckDB does not read itself: decoded text, workbooks, JSON.

A row is its number (from 1, the header's row included, as the file shows it) and its cells; the first row of JSON is
made of the names of its fields.
"""

from __future__ import annotations

import json
from typing import Any

from sia.extracts.headers import match_header
from sia.extracts.report import NotRead
from sia.extracts.texts import SAMPLE, decode, delimiter_of, records
from sia.project.contract import Contract

Rows = list[tuple[int, list[str | None]]]


def text_rows(contract: Contract, content: bytes) -> Rows:
    """Records of a delimited text in any encoding."""
    text = decode(content)
    delimiter = delimiter_of(contract, text[:SAMPLE])
    return [(number, list(cells)) for number, cells in enumerate(records(text, delimiter), 1)]


def workbook_rows(contract: Contract, content: bytes) -> Rows:
    """Rows of the sheet that the contract names, or else of the sheet that shows most of its columns (XLSX, XLS, ODS)."""
    import fastexcel

    try:
        reader = fastexcel.read_excel(content)
        names = reader.sheet_names
        if contract.sheet and contract.sheet not in names:
            raise NotRead(f"there is no sheet '{contract.sheet}' (the sheets are {', '.join(map(repr, names))})")
        sheets = [_sheet(reader, name) for name in ([contract.sheet] if contract.sheet else names)]
    except fastexcel.FastExcelError:
        raise NotRead("the workbook is damaged or protected by a password") from None
    return max(sheets, key=lambda rows: max((len(match_header(contract, cells)) for _, cells in rows[:60]), default=0))


def json_rows(content: bytes) -> Rows:
    """Objects of a JSON array, of the first array inside an object, or of JSON lines, as a table."""
    objects = _objects(decode(content).removeprefix("\ufeff"))
    names = list(dict.fromkeys(name for one in objects for name in one))
    table = [names, *([_as_text(one.get(name)) for name in names] for one in objects)]
    return list(enumerate(table, 1))


def _sheet(reader: Any, name: str) -> Rows:
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    return [(number, list(cells)) for number, cells in enumerate(sheet.to_polars().iter_rows(), 1)]


def _objects(text: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as first:
        return [_one_line(number, line, first) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if isinstance(whole, dict):
        whole = next((value for value in whole.values() if isinstance(value, list)), [whole])
    if not all(isinstance(one, dict) for one in whole):
        raise NotRead("the JSON is not a list of objects")
    return whole


def _one_line(number: int, line: str, first: json.JSONDecodeError) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError:
        raise NotRead(f"this is not JSON (line {max(number, first.lineno)})") from None
    if not isinstance(found, dict):
        raise NotRead(f"line {number} is not a JSON object")
    return found


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)

"""Opens an example extract without a contract: the rows of its largest table, whatever the file is.

Files are taken apart by the functions with which extracts are read, so that what can be drafted can be read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sia.extracts.archives import members_of
from sia.extracts.digest import GZIP
from sia.extracts.folder import CLOSED
from sia.extracts.parquet import as_text
from sia.extracts.parts import EMPTY_ZIP, JSON, LARGEST_JSON, LARGEST_WORKBOOK, OLE, PARQUET, ZIP, is_workbook
from sia.extracts.places import Place
from sia.extracts.raw_table import path_pattern
from sia.extracts.records import records_of
from sia.extracts.report import NotRead
from sia.extracts.rows import json_rows
from sia.extracts.sql_text import literals
from sia.extracts.texts import DELIMITERS, SAMPLE, decode, encoding_of, records, refuse_other_kinds, whole_sample
from sia.extracts.workbooks import sheet_rows
from sia.project.contract import Contract

Cells = list[str | None]
ROWS_JUDGED = 200


@dataclass(frozen=True)
class Opened:
    """The rows of one table, to be gone through once; the sheet or the path of records by which the reader finds it, and
    what else the file holds."""

    rows: Iterator[Cells]
    sheet: str = ""
    records: str = ""
    others: tuple[str, ...] = ()


def open_example(path: Path, sheet: str = "") -> Opened:
    """The table of a file: of a workbook the sheet named or the largest, of an archive the first member.

    Raises NotRead when there is none.
    """
    try:
        return _open(path, sheet)
    except OSError:
        raise NotRead(CLOSED) from None


def _open(path: Path, sheet: str) -> Opened:
    start = Place(path).start(SAMPLE)
    if start.startswith((ZIP, EMPTY_ZIP)) and not is_workbook(path):
        (member, _), *others = members_of(path)
        place = Place(path, member)
        return replace(_of_place(place, place.start(SAMPLE), sheet), others=tuple(name for _, name in others))
    if start.startswith(PARQUET):
        return Opened(_parquet_rows(path))
    return _of_place(Place(path), start, sheet)


def _of_place(place: Place, start: bytes, sheet: str) -> Opened:
    if start.startswith((ZIP, OLE)):
        return _of_workbook(place.content(LARGEST_WORKBOOK), sheet)
    if start.startswith(GZIP):
        place = replace(place, packed=True)
        start = place.start(SAMPLE)
    place = replace(place, encoding=encoding_of(start))
    text = whole_sample(start, place.encoding)
    refuse_other_kinds(text)
    if JSON.match(text.removeprefix("\ufeff")):
        return _of_json(place.content(LARGEST_JSON))
    found = records_of(place, likely_delimiter(text))
    return Opened(list(cells) for _, cells in found if cells is not None)


def likely_delimiter(text: str) -> str:
    """The delimiter that cuts most rows of a text into the same number of cells, more than one; else a comma."""
    return max(DELIMITERS, key=lambda one: _evenness(text, one))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths = [len(cells) for cells, _ in zip(records(text, delimiter), range(ROWS_JUDGED), strict=False) if cells]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return (widths.count(usual), usual) if usual > 1 else (0, 0)


def _of_workbook(content: bytes, sheet: str) -> Opened:
    import fastexcel

    rows = sheet_rows(_probe(sheet=sheet), content)  # refuses what is damaged, protected or too large
    reader = fastexcel.read_excel(content)
    names = reader.sheet_names
    if not sheet and len(names) > 1:
        sheet = max(names, key=lambda name: _filled(reader, name))
        rows = sheet_rows(_probe(sheet=sheet), content)
    others = tuple(name for name in names if name != sheet) if sheet else ()
    return Opened((cells for _, cells in rows), sheet=sheet, others=others)


def _filled(reader: Any, name: str) -> int:
    """How many cells of a sheet hold something; none of a hidden one."""
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    table = sheet.to_polars()
    return sum(series.count() for series in table) if sheet.visible == "visible" else 0


def _of_json(content: bytes) -> Opened:
    """The longest list of objects in the JSON; where the reader would take another one, with its path."""
    try:
        whole = json.loads(decode(content).removeprefix("\ufeff"))
    except json.JSONDecodeError:
        return Opened(_texts(json_rows(_probe(), content)))
    except RecursionError:
        raise NotRead("the JSON is nested too deeply to be a table") from None
    lists = list(_lists(whole, ()))
    if not lists:
        return Opened(_texts(json_rows(_probe(), content)))
    path, length = max(lists, key=lambda one: one[1])
    names = ".".join(path)
    others = tuple(".".join(other) for other, _ in lists if other != path and length > 1)
    return Opened(_texts(json_rows(_probe(records=names), content)), records=names, others=others)


def _lists(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where lists of objects are inside objects, and how long each is."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield path, len(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, (*path, name))


def _texts(rows: list[tuple[int, Cells]]) -> Iterator[Cells]:
    return (cells for _, cells in rows)


def _parquet_rows(path: Path) -> Iterator[Cells]:
    """Names, then rows, every value as the text that the reader sees."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoload_known_extensions": False})
    file = f"read_parquet({literals([path_pattern(path)])})"
    try:
        columns = connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
        yield [name for name, *_ in columns]
        connection.execute(f"SELECT {', '.join(as_text(name, kind) for name, kind, *_ in columns)} FROM {file}")
        while rows := connection.fetchmany(10_000):
            yield from map(list, rows)
    except duckdb.Error:
        raise NotRead("the Parquet file is damaged; ask for it again") from None
    finally:
        connection.close()


def _probe(sheet: str = "", records: str = "") -> Contract:
    """The least of a contract, by which a reader is told where to look."""
    terms = {"title": "example", "agency": "example", "owner": "example", "kind": "events"}
    rest = {"frequency": "monthly", "classification": "official", "columns": {"example": {}}}
    return Contract.model_validate({"id": "example", "sheet": sheet, "records": records, **terms, **rest})

"""Writes tables of text in the shapes that agencies send: encodings, separators, workbooks, JSON lines, gzip."""

from __future__ import annotations

import gzip
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

LONG_AGO = datetime(2000, 1, 1)


def write_table(table: pl.DataFrame, path: Path, declared: dict[str, Any]) -> Path:
    """Write one table of text; `declared` holds encoding, separator, line_end, and for a workbook sheet and title."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        _workbook(table, path, declared)
    elif path.suffix == ".jsonl":
        table.write_ndjson(path)
    else:
        text = table.write_csv(separator=declared.get("separator", ","), line_terminator=declared.get("line_end", "\n"))
        content = text.encode(declared.get("encoding", "utf-8"))
        path.write_bytes(_gzipped(content) if path.suffix == ".gz" else content)
    return path


def _gzipped(content: bytes) -> bytes:
    """Compressed without a name or a time inside, so that equal content gives equal bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0, compresslevel=6) as file:
        file.write(content)
    return buffer.getvalue()


def _workbook(table: pl.DataFrame, path: Path, declared: dict[str, Any]) -> None:
    """A sheet with a title line and an empty line above the header; numbers and dates as such."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"title": declared["title"], "created": LONG_AGO})
        sheet = book.add_worksheet(declared["sheet"])
        sheet.write_string(0, 0, declared["title"])
        sheet.write_row(2, 0, table.columns)
        for number, row in enumerate(table.iter_rows(), start=3):
            for column, value in enumerate(row):
                _cell(sheet, number, column, value)


def _cell(sheet: Any, row: int, column: int, value: str | None) -> None:
    """Text as a date or a number where it is one, as an office program would store it; nothing for null."""
    if value is None:
        return
    if value.isdigit():
        sheet.write_number(row, column, int(value))
    elif len(value) == 10 and value[4:5] == value[7:8] == "-":
        sheet.write_datetime(row, column, date.fromisoformat(value))
    else:
        sheet.write_string(row, column, value)

"""Takes a file apart into the tables it holds, whatever it is: told by its first bytes, never by its suffix.

Delimited text becomes a `TextPart` and Parquet a `ParquetPart`, described and not yet read: DuckDB reads them. Workbooks
and JSON are carried as rows: a `RowsPart`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sia.extracts.archives import members_of
from sia.extracts.digest import GZIP
from sia.extracts.folder import CLOSED, Extract
from sia.extracts.headers import Header, find_header
from sia.extracts.places import Place
from sia.extracts.report import NotRead
from sia.extracts.rows import Rows, json_rows
from sia.extracts.texts import (
    LONG_SAMPLE,
    SAMPLE,
    delimiter_of,
    encoding_of,
    records,
    refuse_other_kinds,
    whole_sample,
)
from sia.extracts.workbooks import sheet_rows
from sia.project.contract import Contract

ZIP, OLE, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
EMPTY_ZIP = b"PK\x05\x06"
LARGEST_WORKBOOK, LARGEST_JSON = 200 << 20, 100 << 20
JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\]\"\d-])")


@dataclass(frozen=True)
class TextPart:
    """Delimited text that DuckDB reads, from the disk or recoded in memory."""

    name: str
    extract: Extract
    header: Header
    delimiter: str
    place: Place

    @property
    def layout(self) -> tuple[Header, str, bool, bool]:
        """What files must have in common to be read together."""
        return replace(self.header, others=()), self.delimiter, self.place.packed, self.place.straight


@dataclass(frozen=True)
class ParquetPart:
    """A Parquet file that DuckDB reads from the disk; its header are the names of its columns."""

    name: str
    extract: Extract
    header: Header


@dataclass(frozen=True)
class RowsPart:
    """A table that was read into memory; `rows` are those below the header."""

    name: str
    extract: Extract
    header: Header
    rows: Rows


Part = TextPart | ParquetPart | RowsPart


def parts_of(contract: Contract, extract: Extract) -> Iterator[Part]:
    """The tables of one file. Raises NotRead with the file's name and, where there is one, the line."""
    try:
        start = Place(extract.path).start(SAMPLE)
        if start.startswith((ZIP, EMPTY_ZIP)) and not is_workbook(extract.path):
            for member, name in members_of(extract.path):
                yield _member(contract, extract, member, f"{extract.name}:{name}")
        elif start.startswith(PARQUET):
            yield _parquet_part(contract, extract)
        else:
            yield _part(contract, extract, extract.name, Place(extract.path), start)
    except NotRead as error:
        raise NotRead(str(error) if extract.name in str(error) else f"{extract.name}: {error}") from None
    except OSError:
        raise NotRead(f"{extract.name}: {CLOSED}") from None


def _member(contract: Contract, extract: Extract, member: str, name: str) -> Part:
    place = Place(extract.path, member)
    try:
        start = place.start(SAMPLE)
        if start.startswith(PARQUET):
            raise NotRead("a Parquet file inside an archive is not read; unpack the archive")
        return _part(contract, extract, name, place, start)
    except NotRead as error:
        raise NotRead(f"{name}: {error}") from None


def _part(contract: Contract, extract: Extract, name: str, place: Place, start: bytes) -> Part:
    if start.startswith((ZIP, OLE)):
        return _rows_part(contract, extract, name, sheet_rows(contract, place.content(LARGEST_WORKBOOK)))
    if start.startswith(GZIP):
        place = replace(place, packed=True)
        start = place.start(SAMPLE)
    place = replace(place, encoding=encoding_of(start))
    text = whole_sample(start, place.encoding)
    refuse_other_kinds(text)
    if JSON.match(text.removeprefix("\ufeff")):
        return _rows_part(contract, extract, name, json_rows(contract, place.content(LARGEST_JSON)))
    if extract.fault and place.straight:
        raise NotRead(extract.fault)
    try:
        return _text_part(contract, extract, name, place, text)
    except NotRead:
        if len(start) < SAMPLE:
            raise
    longer = whole_sample(place.start(LONG_SAMPLE), place.encoding, LONG_SAMPLE)
    return _text_part(contract, extract, name, place, longer)


def _text_part(contract: Contract, extract: Extract, name: str, place: Place, text: str) -> TextPart:
    delimiter = delimiter_of(contract, text)
    return TextPart(name, extract, find_header(contract, records(text, delimiter)), delimiter, place)


def _rows_part(contract: Contract, extract: Extract, name: str, rows: Rows) -> RowsPart:
    header = find_header(contract, (cells for _, cells in rows))
    return RowsPart(name, extract, header, rows[header.at + 1 :])


def _parquet_part(contract: Contract, extract: Extract) -> ParquetPart:
    import polars as pl

    try:
        with extract.path.open("rb") as file:  # a path with an asterisk would be taken for a pattern
            names = list(pl.read_parquet_schema(file))
    except (pl.exceptions.PolarsError, OSError):
        raise NotRead("the Parquet file is damaged; ask for it again") from None
    return ParquetPart(extract.name, extract, find_header(contract, [names]))


def is_workbook(path: Path) -> bool:
    """An XLSX, XLSB or ODS file, which are zip archives too. Raises NotRead for other documents and a damaged archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise NotRead("the archive is damaged; ask for it again") from None
    if names & {"word/document.xml", "ppt/presentation.xml"}:
        raise NotRead("this is a text document or a presentation, not a table; ask for the data as CSV or XLSX")
    return not names.isdisjoint({"[Content_Types].xml", "content.xml"})

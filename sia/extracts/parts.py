"""Takes a file apart into the tables it holds, whatever it is: told by its first bytes, never by its suffix.

Text in UTF-8 that DuckDB can read itself, plain or gzipped, becomes a `TextPart`, described and not yet read.
Everything else (other encodings, zip archives, workbooks, JSON) is small enough to be carried as rows: a `RowsPart`.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sia.extracts.folder import GZIP, Extract
from sia.extracts.headers import Header, find_header
from sia.extracts.report import NotRead
from sia.extracts.rows import Rows, json_rows, text_rows, workbook_rows
from sia.extracts.texts import SAMPLE, delimiter_of, encoding_of, records, whole_sample
from sia.project.contract import Contract

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNPACKED_LIMIT = 2 << 30
STRAIGHT = ("utf-8", "utf-8-sig")


@dataclass(frozen=True)
class TextPart:
    """Delimited UTF-8 text that DuckDB reads from disk."""

    name: str
    extract: Extract
    header: Header
    delimiter: str
    packed: bool

    @property
    def layout(self) -> tuple[Header, str, bool]:
        """What files must have in common to be read together."""
        return replace(self.header, others=()), self.delimiter, self.packed


@dataclass(frozen=True)
class RowsPart:
    """A table that was read into memory; `rows` begin below the header."""

    name: str
    extract: Extract
    header: Header
    rows: Rows


Part = TextPart | RowsPart


def parts_of(contract: Contract, extract: Extract) -> Iterator[Part]:
    """The tables of one file. Raises NotRead with the file's name and, where there is one, the line."""
    try:
        with extract.path.open("rb") as file:
            start = file.read(SAMPLE)
        if start.startswith(ZIP) and not _is_workbook(extract.path):
            yield from _members(contract, extract)
        elif start.startswith((ZIP, OLE)):
            yield _rows_part(contract, extract, extract.name, workbook_rows(contract, extract.path.read_bytes()))
        else:
            yield _text_part(contract, extract, start)
    except NotRead as error:
        raise NotRead(str(error) if extract.name in str(error) else f"{extract.name}: {error}") from None


def carried(contract: Contract, part: TextPart) -> RowsPart:
    """The same text read record by record, which tells what is wrong with it. Raises NotRead when nothing helps."""
    try:
        content = _unpacked(part.extract.path.read_bytes(), part.packed)
        return _rows_part(contract, part.extract, part.name, text_rows(contract, content))
    except NotRead as error:
        raise NotRead(f"{part.name}: {error}") from None


def _text_part(contract: Contract, extract: Extract, start: bytes) -> Part:
    packed = start.startswith(GZIP)
    sample = _unpacked_start(extract.path) if packed else start
    encoding = encoding_of(sample)
    text = whole_sample(sample, encoding)
    if encoding in STRAIGHT and not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        delimiter = delimiter_of(contract, text)
        header = find_header(contract, records(text, delimiter))
        return TextPart(extract.name, extract, header, delimiter, packed)
    content = _unpacked(extract.path.read_bytes(), packed)
    return _rows_part(contract, extract, extract.name, _loose_rows(contract, content))


def _loose_rows(contract: Contract, content: bytes) -> Rows:
    """Rows of text held in memory, be it delimited or JSON."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return json_rows(content)
    return text_rows(contract, content)


def _rows_part(contract: Contract, extract: Extract, name: str, rows: Rows) -> RowsPart:
    header = find_header(contract, (cells for _, cells in rows))
    return RowsPart(name, extract, header, rows[header.at + 1 :])


def _members(contract: Contract, extract: Extract) -> Iterator[RowsPart]:
    with zipfile.ZipFile(extract.path) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _system_file(one.filename)]
        if not members:
            raise NotRead("the archive is empty")
        if sum(one.file_size for one in members) > UNPACKED_LIMIT:
            raise NotRead(f"the archive would unpack to more than {UNPACKED_LIMIT >> 30} GB")
        for member in members:
            name = f"{extract.name}:{Path(member.filename).name}"
            yield _member(contract, extract, archive, member, name)


def _member(
    contract: Contract, extract: Extract, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
) -> RowsPart:
    try:
        content = archive.read(member)
        if content.startswith((ZIP, OLE)):
            return _rows_part(contract, extract, name, workbook_rows(contract, content))
        return _rows_part(contract, extract, name, _loose_rows(contract, _unpacked(content, content.startswith(GZIP))))
    except NotRead as error:
        raise NotRead(f"{name}: {error}") from None
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError):
        raise NotRead(f"{name}: the archive is damaged or protected by a password") from None


def _system_file(name: str) -> bool:
    return name.startswith("__MACOSX/") or Path(name).name.startswith(".")


def _is_workbook(path: Path) -> bool:
    """An XLSX or ODS file, which are zip archives too."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not {"[Content_Types].xml", "content.xml"}.isdisjoint(archive.namelist())
    except zipfile.BadZipFile:
        raise NotRead("the archive is damaged; ask for it again") from None


def _unpacked(content: bytes, packed: bool) -> bytes:
    if not packed:
        return content
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        unpacked = file.read(UNPACKED_LIMIT + 1)
    if len(unpacked) > UNPACKED_LIMIT:
        raise NotRead(f"it would unpack to more than {UNPACKED_LIMIT >> 30} GB")
    return unpacked


def _unpacked_start(path: Path) -> bytes:
    with gzip.open(path) as file:
        return file.read(SAMPLE)

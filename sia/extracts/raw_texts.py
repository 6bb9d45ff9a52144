"""Has DuckDB read delimited texts into the table of texts; only what it refuses is taken apart record by record.

Texts of one layout on the disk are read in one pass. When DuckDB refuses one, it is read again with the rows of another
number of cells set aside; when a quotation mark is astray, or very many rows are, record by record (`records`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from sia.extracts.parts import TextPart
from sia.extracts.places import survey
from sia.extracts.pseudonym import pads
from sia.extracts.raw_rows import is_ragged, load_rows
from sia.extracts.raw_table import BLANK, PART, RAW, ROW, path_pattern, select_cells
from sia.extracts.records import cells_of, records_of
from sia.extracts.report import NotRead
from sia.extracts.row_numbers import Gaps, leave_gaps
from sia.extracts.sql_text import literals
from sia.extracts.tally import Tally
from sia.extracts.texts import mostly_utf8
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_BROKEN = 10_000
FEW = 20
CELLS_ASTRAY = {"MISSING COLUMNS", "TOO MANY COLUMNS"}
Numbered = tuple[int, TextPart]


def load_texts(connection: DuckDBPyConnection, contract: Contract, parts: list[Numbered], key: bytes | None) -> None:
    """Add every text. Raises NotRead, with the part's name and the line, for one that cannot be read at all."""
    alone = [one for one in parts if contract.unpivot or not one[1].place.straight]
    together = sorted((one for one in parts if one not in alone), key=lambda one: repr(one[1].layout))
    for _, group in groupby(together, key=lambda one: repr(one[1].layout)):
        _load_group(connection, contract, list(group), key)
    for one in alone:
        _load_alone(connection, contract, one, key)


def _load_group(connection: DuckDBPyConnection, contract: Contract, group: list[Numbered], key: bytes | None) -> None:
    """Read texts of one layout in one pass, or one by one when there is something about one of them."""
    import duckdb

    paths = [path_pattern(part.extract.path) for _, part in group]
    try:
        connection.execute(f"INSERT INTO {RAW} {_select(contract, group, paths)}", pads(key) if key else None)
    except duckdb.Error:
        for one in group:
            _load_alone(connection, contract, one, key)
        return
    for one in group:
        if not _settle(connection, one, one[1].extract.line_feeds, {}):
            _load_records(connection, contract, one, key)


def _load_alone(connection: DuckDBPyConnection, contract: Contract, one: Numbered, key: bytes | None) -> None:
    """Read one text, which may be recoded in memory. Raises NotRead with its name and the line."""
    number, part = one
    try:
        part, seen = _surveyed(part)
        broken = _read(connection, contract, (number, part), seen, key)
        if broken is None or not _settle(connection, (number, part), seen.line_feeds, broken):
            _load_records(connection, contract, (number, part), key)
            return
        rows = [(row + part.header.at + 1, cells) for row, cells in sorted(broken.items())]
        load_rows(connection, contract, number, part.header, rows, key)
    except NotRead as error:
        raise NotRead(f"{part.name}: {error}") from None


def _load_records(connection: DuckDBPyConnection, contract: Contract, one: Numbered, key: bytes | None) -> None:
    """Read one text record by record. Raises NotRead when so many are broken that none can be trusted."""
    number, part = one
    connection.execute(f"DELETE FROM {RAW} WHERE {PART} = ?", [number])
    rows = _checked(part, records_of(part.place, part.delimiter))
    load_rows(connection, contract, number, part.header, rows, key)


def _settle(connection: DuckDBPyConnection, one: Numbered, line_feeds: int, broken: dict[int, list[str]]) -> bool:
    """Number the rows that DuckDB read of a text; False when they are not all that it holds.

    Where there are as many records as lines, nothing can be amiss. Otherwise there are blank lines, which DuckDB passes
    over, or cells of several lines; and of a text with millions of blank lines it loses rows without a word.
    """
    number, part = one
    (present,) = connection.execute(
        f"SELECT count(DISTINCT coalesce({ROW}, -1 - rowid)) FROM {RAW} WHERE {PART} = ?", [number]
    ).fetchone()
    records = present + len(broken) + part.header.at + 1
    if line_feeds in (records, records - 1):
        gaps = Gaps.of(sorted(broken))
    else:
        gaps = _gaps(part, broken)
        if gaps.present != present:
            return False
    leave_gaps(connection, number, gaps)
    return True


def _gaps(part: TextPart, broken: Collection[int]) -> Gaps:
    """The rows of a text that DuckDB passes over, blank lines, and those that it set aside."""
    gaps, skipped = Gaps(), part.header.at + 1
    for number, cells in records_of(part.place, part.delimiter):
        if number > skipped:
            gaps.add(absent=number - skipped in broken or (cells == [] and part.header.width > 1))
    return gaps


def _surveyed(part: TextPart) -> tuple[TextPart, Tally]:
    """The text as it is; one that only seemed to be UTF-8 by its beginning is Windows-1252."""
    try:
        return part, survey(part.place)
    except NotRead:
        if part.place.encoding != "utf-8" or mostly_utf8(part.place.blocks()):
            raise
    part = replace(part, place=replace(part.place, encoding="cp1252"))
    return part, survey(part.place)


def _read(
    connection: DuckDBPyConnection, contract: Contract, one: Numbered, seen: Tally, key: bytes | None
) -> dict[int, list[str]] | None:
    """Let DuckDB read one text; returns the rows that it set aside by number, None when it could not read the text so."""
    _, part = one
    with ExitStack() as stack:
        path = path_pattern(part.extract.path)
        if not part.place.straight:
            from sia.extracts.served import served

            (path,) = stack.enter_context(served(connection, [(part.place, seen.size)]))
        return _read_with_rejects(connection, _select(contract, [one], [path], rejects=True), part, key)


def _read_with_rejects(
    connection: DuckDBPyConnection, select: str, part: TextPart, key: bytes | None
) -> dict[int, list[str]] | None:
    import duckdb

    last = connection.execute(f"SELECT coalesce(max(rowid), -1) FROM {RAW}").fetchone()[0]
    try:
        connection.execute(f"INSERT INTO {RAW} {select}", pads(key) if key else None)
        rejected = connection.execute("SELECT line, error_type, csv_line FROM reject_errors ORDER BY line").fetchall()
    except duckdb.Error:
        return None
    finally:
        for table in ("reject_errors", "reject_scans"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
    cells = {line - part.header.at - 1: cells_of(text, part.delimiter) for line, _, text in rejected}
    sound = {kind for _, kind, _ in rejected} <= CELLS_ASTRAY and None not in cells.values()
    if sound and len(cells) <= MOST_BROKEN and _few(connection, last, len(cells)):
        return {row: found for row, found in cells.items() if found is not None}
    return None


def _few(connection: DuckDBPyConnection, last: int, broken: int) -> bool:
    """Whether so few rows are broken that the text as a whole can be trusted."""
    (sound,) = connection.execute(f"SELECT count(*) FROM {RAW} WHERE rowid > ? AND NOT {BLANK}", [last]).fetchone()
    return broken <= max(FEW, sound)


def _select(contract: Contract, group: list[Numbered], paths: list[str], rejects: bool = False) -> str:
    part = group[0][1]
    cells = [f"c{index}" for index in range(part.header.width)]
    types = ", ".join(f"'{cell}': 'VARCHAR'" for cell in cells)
    packed = part.place.packed and part.place.straight
    table = (
        f"read_csv([{literals(paths)}], columns = {{{types}}}, auto_detect = false, header = false, "
        f"skip = {part.header.at + 1}, delim = '{part.delimiter}', quote = '\"', escape = '\"', "
        f"hive_partitioning = false, compression = '{'gzip' if packed else 'none'}'"
        f"{f', store_rejects = true, rejects_limit = {2 * MOST_BROKEN + 2}' if rejects else ''})"
    )
    numbers = ", ".join(str(number) for number, _ in group)
    file = f"list_extract([{numbers}], CAST(file_index AS INTEGER) + 1)" if len(group) > 1 else numbers
    odd_spaces = any(one.extract.odd_spaces or not one.place.straight for _, one in group)
    return select_cells(contract, part.header, cells, table, file, odd_spaces)


def _checked(part: TextPart, records: Iterator[tuple[int, list[str] | None]]) -> Iterator[tuple[int, list[str] | None]]:
    """The records below the header. Raises NotRead when so many are broken that none can be trusted."""
    rows, broken, first = 0, 0, 0
    for number, cells in records:
        if number <= part.header.at + 1:
            continue
        rows += 1
        if cells is None or (cells and is_ragged(part.header, cells)):
            broken, first = broken + 1, first or number
        yield number, cells
    if broken > max(FEW, rows // 2):
        raise NotRead(
            f"{broken:,} of its {rows:,} rows have more or fewer cells than the header or a stray quotation mark "
            f"(the first is line {first}); ask for it again"
        )

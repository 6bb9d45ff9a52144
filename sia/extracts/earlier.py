"""Takes the rows of files that have not changed from the warehouse of the last good build, so that none is read twice.

Nothing depends on it: when that warehouse is absent, damaged, in use or of other columns, the files are read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sia.extracts.digest import sha256_of
from sia.extracts.folder import Extract, examine, named_month
from sia.extracts.kept import KeptPart
from sia.extracts.sql_text import identifier, literal
from sia.extracts.tables import FILE, ROW_NUMBER, all_columns, aside_table, main_table
from sia.project.contract import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READINGS = "readings"
READ_FILES = f"{READINGS}.files"
FILE_COLUMNS = (
    "source VARCHAR, path VARCHAR, sha256 VARCHAR, bytes BIGINT, manner VARCHAR, place INTEGER, name VARCHAR, "
    "absent VARCHAR, rows_in BIGINT, rows_faulty BIGINT, rows_aside BIGINT"
)
CATALOG = '"sia earlier"'
EARLIER = f"{CATALOG}."


class Unusable(Exception):
    """The earlier warehouse does not hold what it should; the files are read again."""


@contextmanager
def earlier_build(connection: DuckDBPyConnection, path: Path | None) -> Iterator[bool]:
    """Open the warehouse of the last good build beside this one, to be read only; gives whether that went well."""
    import duckdb

    attached = False
    if path is not None and path.is_file():
        with suppress(duckdb.Error):
            connection.execute(f"ATTACH {literal(path.as_posix())} AS {CATALOG} (READ_ONLY)")
            attached = True
    try:
        yield attached
    finally:
        if attached:
            connection.execute(f"DETACH {CATALOG}")


@contextmanager
def taking() -> Iterator[None]:
    """Raise Unusable for whatever goes wrong while the earlier warehouse is read."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise Unusable(str(error)) from None


def known_files(connection: DuckDBPyConnection, contract: Contract, manner: str) -> dict[str, list[KeptPart]]:
    """By file name, the parts that the last good build read in this manner and whose rows can be told apart again.

    Raises Unusable when the tables of the source are not as they should be.
    """
    with taking():
        for table in (main_table(contract, EARLIER), aside_table(contract, EARLIER)):
            found = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()}
            if found != all_columns(contract):
                raise Unusable(f"other columns in {table}")
        rows = connection.execute(
            f"SELECT path, sha256, bytes, name, place, absent, rows_in, rows_faulty, rows_aside FROM {EARLIER}{READ_FILES} "
            "WHERE source = ? AND manner = ? ORDER BY place",
            [contract.id, manner],
        ).fetchall()
    known: dict[str, list[KeptPart]] = {}
    for path, sha256, size, name, place, absent, *counts in rows:
        extract = Extract(Path(path), sha256, size, 0)
        known.setdefault(path, []).append(KeptPart(name, extract, place, tuple(json.loads(absent)), *counts))
    if contract.unpivot is None:
        return known
    # the records of one row of a wide table have one number, so that two tables of them cannot be put in order again
    return {path: parts for path, parts in known.items() if all(part.whole for part in parts)}


def examine_new(contract: Contract, paths: list[Path], known: dict[str, list[KeptPart]]) -> list[Extract]:
    """All files, oldest first; those of which an earlier reading is known are hashed and nothing else.

    Raises NotRead as `examine` does.
    """
    same = {path.name for path in paths if path.name in known and _is_same(path, known[path.name][0].extract)}
    new = {extract.name: extract for extract in examine(contract, [path for path in paths if path.name not in same])}
    extracts = []
    for order, path in enumerate(paths):
        if path.name in same:
            month, series = named_month(contract, path.name)
            extracts.append(replace(known[path.name][0].extract, path=path, order=order, month=month, series=series))
        else:
            extracts.append(replace(new[path.name], order=order))
    return extracts


def kept_parts(extract: Extract, known: dict[str, list[KeptPart]]) -> list[KeptPart]:
    """The parts of a file as they were read earlier; none when it is new or another than it was."""
    parts = known.get(extract.name, [])
    return [replace(part, extract=extract) for part in parts if part.extract.sha256 == extract.sha256]


def take_rows(connection: DuckDBPyConnection, contract: Contract, parts: list[KeptPart], target: str) -> None:
    """Add the sound rows of parts in the order of their files. Raises Unusable when they are not all there."""
    columns = ", ".join(map(identifier, all_columns(contract)))
    files = ", ".join(literal(part.name) for part in parts)
    tables = [main_table(contract, EARLIER), aside_table(contract, EARLIER)]
    selects = [f"SELECT {columns} FROM {table} WHERE {FILE} IN ({files})" for table in tables]
    if all(part.whole for part in parts):
        sql = " UNION ALL ".join(selects)
    else:
        sql = f"SELECT * FROM ({' UNION ALL '.join(selects)}) ORDER BY {ROW_NUMBER}"
    with taking():
        (taken,) = connection.execute(f"INSERT INTO {target} {sql}").fetchone()
    if taken != sum(part.rows_sound for part in parts):
        raise Unusable(f"{taken} rows of {files}")


def write_reading(connection: DuckDBPyConnection, contract: Contract, manner: str, parts: list[KeptPart]) -> None:
    """Write down how the parts of a source were read, for the next build."""
    rows = [
        (contract.id, part.extract.name, part.extract.sha256, part.extract.bytes, manner, part.place, part.name,
         json.dumps(part.absent), part.rows_in, part.rows_faulty, part.rows_aside)
        for part in parts
    ]  # fmt: skip
    connection.executemany(f"INSERT INTO {READ_FILES} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _is_same(path: Path, before: Extract) -> bool:
    try:
        return path.stat().st_size == before.bytes and sha256_of(path) == before.sha256
    except OSError:
        return False

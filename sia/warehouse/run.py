"""Runs the queries of a project: staging queries become views, all others tables, each named by its file."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sia.errors import UserError
from sia.warehouse.lineage import Query, ordered_queries

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STAGING = "staging"
ROWS_ONLY = ("staging", "events")  # folders whose queries pass rows on and add no fractions


@dataclass(frozen=True)
class QueryRun:
    """One query as it was run: what it reads directly (tables and queries, sorted), its rows, and the seconds taken."""

    name: str
    reads: tuple[str, ...]
    rows: int
    seconds: float


def run_queries(connection: DuckDBPyConnection, folder: Path) -> list[QueryRun]:
    """Run every `*.sql` below `folder` so that each finds what it reads, and say what was run, in that order.

    Raises UserError, with file and line, for a file that is not one SELECT, an unknown table, queries that wait for
    each other, and a query that DuckDB refuses.
    """
    queries = ordered_queries(connection, folder, _tables(connection))
    with _threads_kept(connection) as threads:
        return [_run(connection, query, threads if _passes_rows_on(query) else 1) for query in queries]


@contextmanager
def _threads_kept(connection: DuckDBPyConnection) -> Iterator[int]:
    """Give the connection's number of threads, and set it again at the end."""
    ((threads,),) = connection.execute("select current_setting('threads')").fetchall()
    try:
        yield threads
    finally:
        connection.execute(f"set threads = {threads}")


def _passes_rows_on(query: Query) -> bool:
    """Whether several threads may run it: they add fractions in any order, so that the last digit of a sum would vary."""
    return Path(query.shown_as).parent.name in ROWS_ONLY


def _tables(connection: DuckDBPyConnection) -> list[str]:
    found = connection.execute("select table_name from information_schema.tables where table_schema = 'main'")
    return [name for (name,) in found.fetchall()]


def _run(connection: DuckDBPyConnection, query: Query, threads: int) -> QueryRun:
    import duckdb

    kind = "view" if Path(query.shown_as).parent.name == STAGING else "table"
    began = time.perf_counter()
    connection.execute(f"set threads = {threads}")
    try:
        connection.execute(f'create {kind} "{query.name}" as\n{query.text}')
        ((rows,),) = connection.execute(f'select count(*) from "{query.name}"').fetchall()
    except duckdb.Error as error:
        raise _refused(query, error) from None
    return QueryRun(query.name, tuple(sorted(query.reads)), rows, round(time.perf_counter() - began, 4))


def _refused(query: Query, error: Exception) -> UserError:
    """DuckDB's message on one line; it counts lines from the statement that holds the query from its second line on."""
    found = re.search(r"^LINE (\d+):", str(error), re.MULTILINE)
    line = f":{max(int(found[1]) - 1, 1)}" if found else ""
    first = str(error).split("\n")[0].rstrip(".")
    return UserError.at(f"{query.shown_as}{line}", f"the query could not be run: {first}.")

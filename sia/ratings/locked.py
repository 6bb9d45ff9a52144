"""Runs conditions over evidence rows, many rows and rules in one pass, in a connection that can do nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any

from sia.ratings.columns import Columns, json_structure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TIME_LIMIT_SECONDS = 10.0
SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
    "memory_limit": "512MB",
}


class TooSlow(RuntimeError):
    """The conditions did not finish within the time limit."""


@contextmanager
def locked_connection() -> Iterator[DuckDBPyConnection]:
    """An empty database in memory: no files, no extensions, no settings to change."""
    import duckdb

    connection = duckdb.connect(":memory:", config=SETTINGS)
    try:
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()


def evaluate(
    connection: DuckDBPyConnection,
    columns: Columns,
    rows: Sequence[dict[str, Any]],
    conditions: Iterable[str],
    seconds: float = TIME_LIMIT_SECONDS,
) -> list[tuple[bool | None, ...]]:
    """The truth of each condition for each row, in the rows' order; None where it depends on what is not known.

    A row maps part to field to value; absent fields are null. Conditions must have been parsed (`condition.parse`).
    Raises duckdb.Error for a field or a type that does not fit, TooSlow past the time limit.
    """
    import duckdb

    chosen = ", ".join(f"(\n{condition}\n)::boolean" for condition in conditions)
    if not chosen or not rows:
        return [() for _ in rows]
    numbered = [{"row_number": number, **row} for number, row in enumerate(rows)]
    structure = json.dumps([{"row_number": "INTEGER", **json_structure(columns)}])
    timer = Timer(seconds, connection.interrupt)
    timer.start()
    try:
        connection.execute(
            "create or replace temp table evidence as "
            f"select given.* from (select unnest(from_json(?, '{structure}')) as given)",
            [json.dumps(numbered)],
        )
        return connection.execute(f"select {chosen} from evidence order by row_number").fetchall()
    except duckdb.InterruptException:
        raise TooSlow(f"the conditions took longer than {seconds:g} seconds") from None
    finally:
        timer.cancel()

"""The DuckDB file, opened so that it never reaches for the network, and the way Polars frames get in and out of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sia.errors import UserError

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def open_warehouse(path: Path | str) -> DuckDBPyConnection:
    """A DuckDB database at `path` (made when absent; ':memory:' for none), with extensions off and clocks in UTC.

    It draws no bar of progress, which would stand in the midst of what a command prints for programs.
    """
    import duckdb

    connection = duckdb.connect(str(path), config=SETTINGS)
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


def read_frame(connection: DuckDBPyConnection, query: str) -> pl.DataFrame:
    """The rows of a query as a Polars frame, without pyarrow; raises UserError when a table or column is not there."""
    import duckdb
    import polars as pl

    try:
        return pl.DataFrame(_Rows(connection.sql(query)))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        message = f"no query makes what the engine reads: {str(error).splitlines()[0]}"
        raise UserError.at("queries/", message, "Put that query or column back as a new project has it.") from None


class _Rows:
    """A DuckDB relation that shows nothing but its Arrow stream.

    Polars keeps the classes of what it is given until Python ends; DuckDB's own class, kept that long, makes it print a
    page about leaks when the program stops.
    """

    def __init__(self, relation: DuckDBPyRelation):
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def write_tables(connection: DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    """Make one table for each frame, replacing a table of the same name.

    Frames travel through Parquet files in a temporary folder, because Polars and DuckDB share memory only by way of
    pyarrow, which is not a dependency.
    """
    with tempfile.TemporaryDirectory(prefix="sia-reference-") as folder:
        for name, frame in frames.items():
            path = Path(folder) / f"{name}.parquet"
            frame.write_parquet(path)
            connection.execute(f'create or replace table "{name}" as select * from read_parquet(?)', [str(path)])

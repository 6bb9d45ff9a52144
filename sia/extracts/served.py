"""Lets DuckDB read texts that are unpacked and recoded in memory, as if they were files of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fsspec import AbstractFileSystem

from sia.extracts.places import Place, Utf8Stream

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PROTOCOL = "sia"


class _Texts(AbstractFileSystem):
    """Texts by number: sia://0, sia://1 and so on, each with its size in UTF-8."""

    protocol = PROTOCOL
    cachable = False

    def __init__(self, places: Sequence[tuple[Place, int]]):
        super().__init__()
        self.places = places

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Utf8Stream:
        return Utf8Stream(self.places[_number(path)][0])

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        return {"name": path, "size": self.places[_number(path)][1], "type": "file"}

    def glob(self, path: str, **_: Any) -> list[str]:
        return [str(_number(path))]


@contextmanager
def served(connection: DuckDBPyConnection, places: Sequence[tuple[Place, int]]) -> Iterator[list[str]]:
    """Paths under which DuckDB finds the texts (with their sizes in UTF-8) until the context ends."""
    connection.register_filesystem(_Texts(places))
    try:
        yield [f"{PROTOCOL}://{number}" for number in range(len(places))]
    finally:
        connection.unregister_filesystem(PROTOCOL)


def _number(path: str) -> int:
    return int(path.rsplit("/", 1)[-1])

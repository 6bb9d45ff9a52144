"""Writes every extract of the reference partnership, each in the shape its agency would send it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from sia.demo.counts import generator
from sia.demo.dirt import with_dirt
from sia.demo.events import draw_events
from sia.demo.files import write_table
from sia.demo.plan import read_plan
from sia.demo.series import draw_series

DAYS = ("day", "earlier_day", "start", "end")


def write_extracts(folder: Path, *, seed: int = 2023, without: frozenset[str] = frozenset()) -> list[Path]:
    """Write all synthetic extracts under `folder`/<source>/ and return their paths.

    The same seed writes the same bytes. `without` names planted truths (truths.yml) to leave out: the extracts are then
    as they would be had it never happened. Synthetic files of an earlier run are removed first; nothing else is.
    Raises ValueError for a truth that is not declared.
    """
    plan = read_plan(without)
    sources = sorted({**plan["events"], **plan["series"]})
    return [path for source in sources for path in write_source(folder, source, plan, seed)]


def write_source(folder: Path, source: str, plan: dict[str, Any], seed: int) -> list[Path]:
    """Write the files of one source of a plan under `folder`/<source>/ and return their paths."""
    _remove_synthetic(folder / source)
    tables = _event_tables if source in plan["events"] else _series_tables
    return [write_table(table, folder / source / name, file) for name, table, file in tables(source, plan, seed)]


def _remove_synthetic(folder: Path) -> None:
    for path in sorted(folder.glob("synthetic-*")):
        path.unlink()


def _event_tables(source: str, plan: dict[str, Any], seed: int) -> Iterator[tuple[str, pl.DataFrame, dict[str, Any]]]:
    """The files of an event source: one, one a year or one a month, as its file name says."""
    declared = plan["events"][source]
    file = declared["file"]
    events = draw_events(source, declared, plan, seed)
    shaped = _in_agency_words(events, declared["columns"], file["dates"]).with_columns(_day=events["day"])
    shaped = with_dirt(shaped, declared, generator(seed, source, "dirt"))
    parts = [part for part in ("year", "month") if f"{{{part}" in file["name"]]
    if not parts:
        yield file["name"], shaped.drop("_day"), file
        return
    keyed = shaped.with_columns(year=pl.col("_day").dt.year(), month=pl.col("_day").dt.month())
    for key, table in sorted(keyed.partition_by(parts, as_dict=True, maintain_order=True).items()):
        yield file["name"].format(**dict(zip(parts, key, strict=True))), table.drop("_day", "year", "month"), file


def _in_agency_words(frame: pl.DataFrame, columns: dict[str, str], dates: str) -> pl.DataFrame:
    """Rename to the agency's headers, in its order, with every value as the text it would send, blank as null."""
    return frame.select(
        (pl.col(name).dt.strftime(dates) if name in DAYS else pl.col(name).cast(pl.String).replace("", None)).alias(
            header
        )
        for header, name in columns.items()
    )


def _series_tables(source: str, plan: dict[str, Any], seed: int) -> Iterator[tuple[str, pl.DataFrame, dict[str, Any]]]:
    declared = plan["series"][source]
    rows = pl.DataFrame(draw_series(source, declared, plan, seed))
    yield (
        declared["file"]["name"],
        _in_agency_words(rows, declared["columns"], declared["file"]["dates"]),
        declared["file"],
    )

"""Sets of the reference partnership's extracts under other seeds, read, measured, assessed and rated as a build does it.

Everything is real but the documents: extracts are written, read through their contracts and measured by the queries.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl

from sia.demo import write_registers
from sia.demo.extracts import write_source
from sia.demo.plan import read_plan
from sia.demo.unchanging import changes_planted, unchanging_plan, with_full_chance
from sia.extracts import read_sources
from sia.project.load import Project, load_project
from sia.project.scaffold import CARRIED, scaffold_folder
from sia.ratings import Proposal, propose
from sia.registers import Registers, read_registers
from sia.signals import Signals, assess
from sia.signals.measured import QUERIES, Measured
from sia.warehouse import load_reference, open_warehouse, read_frame, run_queries

PLANS: dict[str, Callable[[], dict[str, Any]]] = {
    "nothing happened": unchanging_plan,
    "as planted": lambda: with_full_chance(read_plan()),
}
RANKS = {"peer_ranks": "select indicator, is_subject, rank from peer_ranks"}
CHANGES_KEPT = {"nothing happened": False, "as planted": True}


@dataclass(frozen=True)
class Assessed:
    """What a set came to: the signals, ranks among peers, the proposals, and those had residents been concerned everywhere."""

    signals: Signals
    peer_ranks: pl.DataFrame
    proposals: dict[str, Proposal]
    with_concern: dict[str, Proposal]


def for_seeds(
    kind: str,
    seeds: range,
    told: Callable[[int, Assessed], dict[str, pl.DataFrame]],
    processes: int = 1,
    kept: Path | None = None,
) -> dict[str, pl.DataFrame]:
    """What `told` makes of each set of a kind (a key of PLANS), one below the other, in the order of the seeds.

    What the queries made of a set is kept in the folder `kept`, and taken from there another time: as long as extracts,
    contracts and queries are as they were, a change of method then costs seconds.
    """
    with tempfile.TemporaryDirectory(prefix="sia-sets-") as folder, _mapping(processes) as mapped:
        found = list(mapped(partial(_told, kind, told, Path(folder), kept), seeds))
    return {name: pl.concat([frames[name] for frames in found]) for name in found[0]}


@contextmanager
def _mapping(processes: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """`map` in this process, or in a pool of fresh ones."""
    if processes == 1:
        yield map
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield pool.map


def _told(
    kind: str,
    told: Callable[[int, Assessed], dict[str, pl.DataFrame]],
    folder: Path,
    kept: Path | None,
    seed: int,
) -> dict[str, pl.DataFrame]:
    project, registers = _partnership(folder / f"{os.getpid()} {kind}", CHANGES_KEPT[kind])
    found = _measures(kind, seed, project, registers, kept / kind.replace(" ", "-") / str(seed) if kept else None)
    ranks = found["peer_ranks"]
    measured = Measured(**{name: found[name] for name in QUERIES}, district=project.partnership.district.code)
    signals = assess(project, measured, registers)
    proposals = [_rated(project, signals, known) for known in (registers, concerned(project, registers))]
    return told(seed, Assessed(signals, ranks, *proposals))


@cache
def _partnership(root: Path, changes_kept: bool) -> tuple[Project, Registers]:
    """The reference partnership's declarations and registers in a folder; what rests on planted changes may be left out."""
    root.mkdir()
    for name in CARRIED:
        source = scaffold_folder() / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, root / name)
    if not changes_kept:
        write_registers(root, changes_planted())
    project = load_project(root)
    return project, read_registers(project)


def _measures(
    kind: str, seed: int, project: Project, registers: Registers, kept: Path | None
) -> dict[str, pl.DataFrame]:
    """What the queries made of a set, from the folder it is kept in or from its extracts."""
    if kept and kept.is_dir():
        return {path.stem: pl.read_parquet(path) for path in sorted(kept.glob("*.parquet"))}
    made = _measured(PLANS[kind](), seed, project, registers)
    if kept:
        part = kept.with_name(f"{kept.name}.part")
        part.mkdir(parents=True, exist_ok=True)
        for name, frame in made.items():
            frame.write_parquet(part / f"{name}.parquet")
        part.rename(kept)
    return made


def _measured(plan: dict[str, Any], seed: int, project: Project, registers: Registers) -> dict[str, pl.DataFrame]:
    for source in sorted({**plan["events"], **plan["series"]}):
        write_source(project.root / "extracts", source, plan, seed)
    connection = open_warehouse(":memory:")
    try:
        read_sources(connection, project)
        load_reference(connection, project, registers)
        run_queries(connection, project.root / "queries")
        return {name: read_frame(connection, query) for name, query in {**QUERIES, **RANKS}.items()}
    finally:
        connection.close()


def _rated(project: Project, signals: Signals, registers: Registers) -> dict[str, Proposal]:
    """Proposals by priority; grades of data bear on confidence alone, which is not looked at here."""
    return {one.priority: one for one in propose(project, signals, registers, {})}


def concerned(project: Project, registers: Registers) -> Registers:
    """The registers as they would be had partners recorded residents' concern for every priority."""
    concern = {
        "kind": "community_concern",
        "strength": "present",
        "statement": "Residents name it.",
        "evidence": "Notes of ward meetings",
        "said_by": "A ward officer",
        "said_on": date(2023, 12, 1),
        "expires_on": date(2024, 12, 31),
    }
    rows = [{**concern, "priority": name, "indicator": ""} for name in project.priorities]
    more = pl.DataFrame(rows, schema_overrides=registers.context.schema).select(registers.context.columns)
    return replace(registers, context=pl.concat([registers.context, more]))

"""Sets of the reference partnership's extracts under other seeds, read, measured, assessed and rated as a build does it.

Everything is real but the documents: extracts are written, read through their contracts and measured by the queries.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
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
from sia.warehouse import load_reference, open_warehouse, read_frame, run_queries

PLANS: dict[str, Callable[[], dict[str, Any]]] = {
    "nothing happened": unchanging_plan,
    "as planted": lambda: with_full_chance(read_plan()),
}
CHANGES_KEPT = {"nothing happened": False, "as planted": True}


@dataclass(frozen=True)
class Assessed:
    """What a set came to: the signals, ranks among peers, the proposals, and those had residents been concerned everywhere."""

    signals: Signals
    peer_ranks: pl.DataFrame
    proposals: dict[str, Proposal]
    with_concern: dict[str, Proposal]


def assessed(kind: str, seed: int) -> Assessed:
    """One set of extracts of a kind (a key of PLANS), assessed."""
    with tempfile.TemporaryDirectory(prefix="sia-set-") as folder:
        root = Path(folder)
        project, registers = _partnership(root, CHANGES_KEPT[kind])
        plan = PLANS[kind]()
        for source in sorted({**plan["events"], **plan["series"]}):
            write_source(root / "extracts", source, plan, seed)
        connection = open_warehouse(":memory:")
        try:
            read_sources(connection, project)
            load_reference(connection, project, registers)
            run_queries(connection, root / "queries")
            signals = assess(project, connection, registers)
            ranks = read_frame(connection, "select indicator, is_subject, rank from peer_ranks")
        finally:
            connection.close()
    return Assessed(
        signals, ranks, _rated(project, signals, registers), _rated(project, signals, concerned(project, registers))
    )


def for_seeds(
    kind: str, seeds: range, told: Callable[[int, Assessed], dict[str, pl.DataFrame]], processes: int = 1
) -> dict[str, pl.DataFrame]:
    """What `told` makes of each set, one below the other, in the order of the seeds."""
    one = partial(_told, kind, told)
    with _mapped(processes) as mapped:
        found = list(mapped(one, seeds))
    return {name: pl.concat([frames[name] for frames in found]) for name in found[0]}


class _mapped:
    """`map` in this process, or in a pool of fresh ones."""

    def __init__(self, processes: int):
        self.pool = ProcessPoolExecutor(processes, get_context("spawn")) if processes > 1 else None

    def __enter__(self) -> Callable[..., Iterator[Any]]:
        return self.pool.map if self.pool else map

    def __exit__(self, *_: object) -> None:
        if self.pool:
            self.pool.shutdown()


def _told(kind: str, told: Callable[[int, Assessed], dict[str, pl.DataFrame]], seed: int) -> dict[str, pl.DataFrame]:
    return told(seed, assessed(kind, seed))


def _partnership(root: Path, changes_kept: bool) -> tuple[Project, Registers]:
    """The reference partnership's declarations and registers in a folder; what rests on planted changes may be left out."""
    for name in CARRIED:
        source = scaffold_folder() / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, root / name)
    if not changes_kept:
        write_registers(root, changes_planted())
    project = load_project(root)
    return project, read_registers(project)


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

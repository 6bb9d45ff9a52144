"""The story of a build, from extracts to publication, told once."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sia.build.inputs import declared_files, extract_files, fingerprint, folders_hash, sha256_of
from sia.build.lock import build_lock
from sia.build.older import queries_told
from sia.build.swap import made_aside, recover
from sia.project.find import newest_assessment
from sia.project.load import Project, load_project

Say = Callable[[str], None]
LATER_STAGES = ("scipy.special", "scipy.optimize", "sia.signals", "sia.ratings", "sia.publication")
WAREHOUSE, PUBLICATION = "warehouse.duckdb", "publication"


@dataclass(frozen=True)
class BuildResult:
    """What a build left behind: its folder, whether anything was run, and what people should look at."""

    folder: Path
    assessment: str
    fresh: bool
    warnings: tuple[str, ...] = ()


@dataclass
class _Clock:
    """Seconds per stage, for timings.json."""

    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.stages[name] = round(time.perf_counter() - began, 3)


def build(
    root: Path, assessment: str | None = None, *, everything: bool = False, say: Say = lambda _: None
) -> BuildResult:
    """Build one assessment of a project; nothing is run when no input has changed, unless `everything` is asked for.

    Else only what has changed of the extracts since the last good build is read. Raises UserError when a declaration is
    wrong or nothing could be published; the last good build then stands.
    """
    with build_lock(root / "build", wait=say):
        return build_holding_lock(root, assessment or newest_assessment(root), everything=everything, say=say)


def build_holding_lock(root: Path, assessment: str, *, everything: bool, say: Say) -> BuildResult:
    """`build` for a caller that holds the project's lock and goes on to use what was built."""
    target = root / "build" / assessment
    recover(target)
    now = fingerprint(root, declared_files(root, assessment) + extract_files(root))
    if not everything and (last := _last_good(target, _generated(root, assessment), now)) is not None:
        return BuildResult(target, assessment, fresh=False, warnings=last)
    last_good = None if everything else _untouched_warehouse(target)
    project = load_project(root, assessment)
    with queries_told(root):
        return _run(project, target, last_good, now, say)


def _generated(root: Path, assessment: str) -> Path:
    """Where publication writes the pages of themes, priorities and places for the renderers to find."""
    return root / "assessments" / assessment / "generated"


def _last_good(target: Path, generated: Path, now: str) -> tuple[str, ...] | None:
    """The warnings of the last build when it was made from exactly these inputs and is still whole, else None."""
    from sia.build.manifest import MANIFEST, read_json

    last = read_json(target / MANIFEST)
    if last.get("fingerprint") != now or not (target / WAREHOUSE).is_file():
        return None
    whole = last.get("published_sha256") == folders_hash(target / PUBLICATION, generated)
    return tuple(last.get("warnings", ())) if whole else None


def _untouched_warehouse(target: Path) -> Path | None:
    """The warehouse of the last build while it is, byte for byte, what the build left; else nothing is taken from it.

    Analysts open it in other programs, where a row is soon changed: it would be published for as long as its file lies.
    """
    from sia.build.manifest import TIMINGS, read_json

    path, left = target / WAREHOUSE, read_json(target / TIMINGS).get("warehouse_sha256")
    unfinished = target / f"{WAREHOUSE}.wal"  # changes that DuckDB would make on opening
    with suppress(OSError):
        return path if not unfinished.exists() and sha256_of(path) == left else None
    return None


@contextmanager
def _loaded_meanwhile(modules: tuple[str, ...]) -> Iterator[None]:
    """Load modules in a thread, since DuckDB does not hold the interpreter while it reads files.

    A module that cannot be loaded says so where it is used.
    """

    def load() -> None:
        for name in modules:
            with suppress(ImportError):
                importlib.import_module(name)

    thread = threading.Thread(target=load, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _run(project: Project, target: Path, last_good: Path | None, now: str, say: Say) -> BuildResult:
    from sia.build.manifest import MANIFEST, TIMINGS, manifest, write_json
    from sia.build.received import look_at, refuse_nothing, write_returns
    from sia.build.suspected import questions
    from sia.extracts import read_sources
    from sia.registers import read_registers
    from sia.sharing.retention import past_retention
    from sia.warehouse import load_reference, open_warehouse, run_queries, write_tables

    clock = _Clock()
    with made_aside(target) as folder:
        say("Reading registers")
        with clock.stage("registers"):
            registers = read_registers(project)
        connection = open_warehouse(folder / WAREHOUSE)
        try:
            say("Reading extracts")
            with clock.stage("extracts"), _loaded_meanwhile(LATER_STAGES):
                reports = read_sources(connection, project, last_good)
            refuse_nothing(project, reports)
            received = look_at(connection, project, reports)
            received += write_returns(connection, project, reports, folder)
            received += past_retention(project, reports)
            say("Running queries")
            with clock.stage("queries"):
                load_reference(connection, project, registers)
                runs = run_queries(connection, project.root / "queries")
            from sia.publication import publish
            from sia.quality import examine
            from sia.ratings import propose
            from sia.signals import assess

            say("Assessing trends")
            with clock.stage("trends"):
                signals = assess(project, connection, registers)
                write_tables(connection, {f"assessed_{name}": frame for name, frame in vars(signals).items()})
            say("Looking at the data's quality")
            with clock.stage("quality"):
                examined = examine(project, connection, registers, reports)
                doubts = questions(project, reports, examined.found, folder)
            say("Proposing ratings")
            with clock.stage("ratings"):
                proposals = propose(project, signals, registers, examined.grades)
            say("Publishing")
            with clock.stage("publication"):
                published = publish(
                    project, connection, signals, proposals, registers, reports, runs, folder / PUBLICATION, examined
                )
        finally:
            connection.close()
        account = manifest(project, reports, runs, now)
        warnings = (*received, *doubts, *published.warnings)
        published_hash = folders_hash(folder / PUBLICATION, _generated(project.root, project.assessment.id))
        made = {"published_sha256": published_hash, "warnings": list(warnings)}
        write_json(folder / MANIFEST, {**account, **made})
        times = {"stages": clock.stages, "queries": {run.name: run.seconds for run in runs}}
        write_json(folder / TIMINGS, {**times, "warehouse_sha256": sha256_of(folder / WAREHOUSE)})
    return BuildResult(target, project.assessment.id, fresh=True, warnings=warnings)

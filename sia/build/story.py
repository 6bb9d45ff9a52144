"""The story of a build, from extracts to publication, told once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sia.build.inputs import declared_files, extract_files, fingerprint
from sia.build.lock import build_lock
from sia.build.swap import made_aside, recover
from sia.project.find import newest_assessment
from sia.project.load import Project, load_project

Say = Callable[[str], None]
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

    Raises UserError when a declaration is wrong or nothing could be published; the last good build then stands.
    """
    with build_lock(root / "build", wait=say):
        chosen = assessment or newest_assessment(root)
        target = root / "build" / chosen
        recover(target)
        now = fingerprint(root, declared_files(root, chosen) + extract_files(root))
        if not everything and (last := _last_good(target, now)) is not None:
            return BuildResult(target, chosen, fresh=False, warnings=last)
        return _run(load_project(root, chosen), target, now, say)


def _last_good(target: Path, now: str) -> tuple[str, ...] | None:
    """The warnings of the last build when it was made from exactly these inputs, else None."""
    from sia.build.manifest import read_manifest

    last = read_manifest(target)
    if last is None or last["fingerprint"] != now or not (target / PUBLICATION).is_dir():
        return None
    return tuple(last["warnings"])


def _run(project: Project, target: Path, now: str, say: Say) -> BuildResult:
    from sia.build.manifest import MANIFEST, TIMINGS, manifest, write_json
    from sia.build.received import look_at, refuse_nothing, write_turned_away
    from sia.extracts import read_sources
    from sia.publication import publish
    from sia.ratings import propose
    from sia.registers import read_registers
    from sia.signals import assess
    from sia.warehouse import load_reference, open_warehouse, run_queries, write_tables

    clock = _Clock()
    with made_aside(target) as folder:
        say("Reading registers")
        with clock.stage("registers"):
            registers = read_registers(project)
        connection = open_warehouse(folder / WAREHOUSE)
        try:
            say("Reading extracts")
            with clock.stage("extracts"):
                reports = read_sources(connection, project)
            refuse_nothing(project, reports)
            received = look_at(connection, project, reports)
            write_turned_away(connection, folder)
            say("Running queries")
            with clock.stage("queries"):
                load_reference(connection, project, registers)
                runs = run_queries(connection, project.root / "queries")
            say("Assessing trends")
            with clock.stage("trends"):
                signals = assess(project, connection, registers)
                write_tables(connection, {f"assessed_{name}": frame for name, frame in vars(signals).items()})
            say("Proposing ratings")
            with clock.stage("ratings"):
                proposals = propose(project, signals, registers, reports)
            say("Publishing")
            with clock.stage("publication"):
                published = publish(
                    project, connection, signals, proposals, registers, reports, runs, folder / PUBLICATION
                )
        finally:
            connection.close()
        account = manifest(project, reports, runs, now)
        warnings = (*received, *published.warnings)
        write_json(folder / MANIFEST, {**account, "warnings": list(warnings)})
        write_json(folder / TIMINGS, {"stages": clock.stages, "queries": {run.name: run.seconds for run in runs}})
    return BuildResult(target, project.assessment.id, fresh=True, warnings=warnings)

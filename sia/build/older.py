"""Says which queries keep a project from what the engine reads: those it lacks, and those that are other than a new one's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sia.errors import Problem, UserError
from sia.project.scaffold import scaffold_folder

QUERIES = "queries"
OWN = "staging"  # the folder that holds what each partnership writes for its own sources
REMEDY = (
    "Where you did not change them yourself, an older sia began the project: copy them from a new one, "
    "which 'sia init' makes in another folder (docs/upgrading.md)."
)


@contextmanager
def queries_told(root: Path) -> Iterator[None]:
    """Raise UserError at once when a query is absent that the engine reads, naming all that are absent or differ.

    A query that fails inside is told together with them, since the cause is often another query of an older project.
    """
    lacking, differing = compared(root)
    if lacking and _read_by_engine() & {Path(name).stem for name in lacking}:
        raise UserError(_told(lacking, differing))
    try:
        yield
    except UserError as error:
        failed = any(problem.place.startswith(f"{QUERIES}/") for problem in error.problems)
        if not failed or not (lacking or differing):
            raise
        raise UserError(*error.problems, _told(lacking, differing)) from None


def compared(root: Path) -> tuple[list[str], list[str]]:
    """The queries that a new project has and this one lacks, and those that differ, each as "windows/levels.sql".

    A query is known by its name, in whichever folder it lies; staging queries are each partnership's own.
    """
    new, here = _texts(scaffold_folder()), {Path(name).stem: text for name, text in _texts(root).items()}
    lacking = [name for name in new if Path(name).stem not in here]
    differing = [name for name, text in new.items() if here.get(Path(name).stem, text) != text]
    return lacking, differing


def _texts(root: Path) -> dict[str, str]:
    folder = root / QUERIES
    paths = sorted(path for path in folder.rglob("*.sql") if path.parent.name != OWN)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in paths}


def _read_by_engine() -> set[str]:
    from sia.publication.readings import COLUMNS
    from sia.quality.examine import QUERIES as EXAMINED
    from sia.signals.measured import QUERIES as MEASURED

    return {*COLUMNS, *EXAMINED, *MEASURED}


def _told(lacking: list[str], differing: list[str]) -> Problem:
    parts = [
        f"{words}: {', '.join(names)}"
        for words, names in (("not here", lacking), ("other than there", differing))
        if names
    ]
    return Problem(f"{QUERIES}/", f"of the queries that a new project has, {'; '.join(parts)}.", REMEDY)

"""What is past its retention, planned and removed: extracts, and the copies of their rows that builds keep.

Published figures, which hold no row, stay, and so do the accounts of builds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sia.errors import Problem, UserError
from sia.extracts.digest import sha256_of
from sia.project.load import Project
from sia.sharing.receipts import (
    GONE,
    PLANNED,
    REMOVED,
    REPLACED,
    Entry,
    read_receipt,
    receipt_path,
    unfinished,
    write_receipt,
)
from sia.sharing.retention import Held, Newest, digest_of_held, held_extracts, of_no_source

EXTRACT, COPY = "extract", "copy of rows"


@dataclass(frozen=True)
class Copies:
    """The files of one build that hold rows of extracts, and which extracts these are (source and SHA-256).

    `read` is None when the build left no account, so that it may hold any.
    """

    build: str
    paths: tuple[Path, ...]
    read: frozenset[tuple[str, str]] | None
    past: bool = False


@dataclass(frozen=True)
class Plan:
    """What is to be removed as at a day, what an earlier removal left undone, and what is kept for want of knowledge."""

    as_at: date
    entries: tuple[Entry, ...]
    resumed: tuple[Entry, ...] = ()
    unknown_age: tuple[str, ...] = ()
    no_retention: tuple[str, ...] = field(default=())
    of_no_source: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Entry, ...]:
        return self.resumed + self.entries


def plan_purge(project: Project, as_at: date, newest: Newest, copies: Iterable[Copies]) -> Plan:
    """What `purge` would remove; nothing is changed.

    Raises UserError when a `received.csv` or a receipt cannot be understood, or a file cannot be opened.
    """
    held = held_extracts(project, newest)
    past = [one for one in held if one.past(as_at)]
    resumed = [entry for found in unfinished(project.root).values() for entry in found if entry.state == PLANNED]
    entries = [Entry(EXTRACT, one.path, one.source, one.sha256, one.bytes, one.rule) for one in past]
    entries += _copies(project.root, copies, frozenset((one.source, one.sha256) for one in past))
    known = {(entry.path, entry.sha256) for entry in resumed}
    return Plan(
        as_at,
        tuple(entry for entry in entries if (entry.path, entry.sha256) not in known),
        tuple(resumed),
        tuple(one.path for one in held if one.since is None and _has_retention(project, one)),
        tuple(dict.fromkeys(one.source for one in held if not _has_retention(project, one))),
        tuple(of_no_source(project)),
    )


def carry_out(root: Path, plan: Plan) -> list[Entry]:
    """Remove what is planned, each file written down before and after; gives every entry as it ended.

    Raises UserError naming each file that could not be removed; it stays `planned`, and another run removes it.
    """
    receipt = receipt_path(root, plan.as_at)
    if plan.entries:
        write_receipt(receipt, read_receipt(receipt) + list(plan.entries))
    problems: list[Problem] = []
    ended: list[Entry] = []
    for path, entries in unfinished(root).items():
        for place, entry in enumerate(entries):
            if entry.state != PLANNED:
                continue
            try:
                entries[place] = replace(entry, state=_remove(root / entry.path, entry.sha256))
            except OSError as error:
                problems.append(_not_removed(entry, error))
                continue
            write_receipt(path, entries)
            ended.append(entries[place])
    _drop_empty(root, ended)
    if problems:
        raise UserError(*problems)
    return ended


def _copies(root: Path, copies: Iterable[Copies], past: frozenset[tuple[str, str]]) -> list[Entry]:
    """Entries of the builds that hold rows past their retention; one without an account is taken to hold them."""
    entries = []
    for one in copies:
        if one.past or (past and (one.read is None or one.read & past)):
            rule = "holds rows of extracts past their retention"
            entries += [
                Entry(
                    COPY, path.relative_to(root).as_posix(), "", digest_of_held(root, path), path.stat().st_size, rule
                )
                for path in one.paths
            ]
    return entries


def _remove(path: Path, sha256: str) -> str:
    """Remove the very file that was planned, and no other that has taken its place; gives what became of it."""
    if not path.is_file():
        return GONE
    if sha256_of(path) != sha256:
        return REPLACED
    path.unlink()
    return REMOVED


def _not_removed(entry: Entry, error: OSError) -> Problem:
    return Problem(
        entry.path,
        f"the file could not be removed: {error.strerror or error}.",
        "Close the program that has it open, see that you may write to its folder, and run 'sia purge' again.",
    )


def _drop_empty(root: Path, ended: Iterable[Entry]) -> None:
    """Folders of builds that hold nothing any more go; those of sources stay for the next file."""
    for folder in {(root / entry.path).parent for entry in ended if entry.what == COPY}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _has_retention(project: Project, held: Held) -> bool:
    return project.contracts[held.source].retention_months is not None

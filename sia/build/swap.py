"""A folder is made aside and swapped in whole: killed at any moment, the last good one stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sia.errors import UserError


def recover(target: Path) -> None:
    """Clear what an interrupted run left: an unfinished folder goes, a set-aside good one comes back.

    Raises UserError when another program keeps a file of it open.
    """
    aside, old = _aside(target), _old(target)
    try:
        if old.exists() and not target.exists():
            old.rename(target)
        for leftover in (aside, old):
            if leftover.exists():
                shutil.rmtree(leftover)
    except PermissionError as error:
        raise UserError.at(
            target.name,
            f"what an interrupted run left cannot be cleared: {error.strerror}.",
            "Close the program that has one of its files open, and run the command again.",
        ) from None


@contextmanager
def made_aside(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends without an error, it takes the target's place.

    Raises UserError when another program keeps the old folder's files open (Windows refuses to move them).
    """
    recover(target)
    aside, old = _aside(target), _old(target)
    aside.mkdir(parents=True)
    try:
        yield aside
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    try:
        if target.exists():
            target.rename(old)
        aside.rename(target)
    except PermissionError:
        if old.exists() and not target.exists():
            old.rename(target)
        raise UserError.at(
            target.name,
            "the last result could not be replaced because another program has one of its files open.",
            "Close the database, document or folder window that shows it, and run the command again.",
        ) from None
    shutil.rmtree(old, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f"{target.name}.making")


def _old(target: Path) -> Path:
    return target.with_name(f"{target.name}.replaced")

"""One build of a project at a time; the second waits a while and then says who holds the lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sia.errors import UserError

WAIT_SECONDS = 120.0


@contextmanager
def build_lock(folder: Path, wait: Callable[[str], None], seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the project's build lock; `wait` is told when another build is being waited for.

    Raises UserError, naming the process that holds the lock, when it is not free within `seconds`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock, holder = FileLock(folder / ".lock"), folder / ".lock-holder"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        wait(f"Another build of this project is running ({_holder(holder)}); waiting for it.")
        _wait_for(lock, holder, seconds)
    try:
        holder.write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _wait_for(lock: FileLock, holder: Path, seconds: float) -> None:
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        raise UserError.at(
            "build/.lock",
            f"another build of this project ({_holder(holder)}) has held the lock for {seconds:.0f} seconds.",
            "Wait for it to end, or end that process, and run the command again.",
        ) from None


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "process unknown"

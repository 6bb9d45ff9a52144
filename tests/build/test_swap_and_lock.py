"""A build is swapped in whole, and only one runs at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sia.build.lock import build_lock
from sia.build.swap import made_aside, recover
from sia.errors import UserError


def write(folder: Path, text: str) -> None:
    (folder / "result.txt").write_text(text, encoding="utf-8")


def read(folder: Path) -> str:
    return (folder / "result.txt").read_text(encoding="utf-8")


def test_the_new_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "2024"
    for text in ("first", "second"):
        with made_aside(target) as folder:
            write(folder, text)
    assert read(target) == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_a_failure_leaves_the_last_good_folder_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "2024"
    with made_aside(target) as folder:
        write(folder, "good")
    with pytest.raises(RuntimeError), made_aside(target) as folder:
        write(folder, "half")
        raise RuntimeError
    assert read(target) == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


@pytest.mark.parametrize("standing", ["2024", "2024.replaced"])
def test_what_a_killed_run_left_is_cleared_and_the_good_folder_stands(tmp_path: Path, standing: str) -> None:
    """Killed while filling the new folder, or between the two moves of the swap."""
    for name in (standing, "2024.making"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "good" if name == standing else "half")
    recover(tmp_path / "2024")
    assert read(tmp_path / "2024") == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_a_second_build_waits_and_then_says_who_holds_the_lock(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from sia.build.lock import build_lock\n"
        f"with build_lock(pathlib.Path({str(tmp_path)!r}), print):\n"
        "    print('held', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline().strip() == "held"
        said: list[str] = []
        with (
            pytest.raises(UserError, match=rf"process {other.pid}\) has held the lock"),
            build_lock(tmp_path, said.append, 0.2),
        ):
            pytest.fail("the lock was given twice")
        assert said == [f"Another build of this project is running (process {other.pid}); waiting for it."]
        other.communicate("\n", timeout=30)
    with build_lock(tmp_path, said.append):
        assert (tmp_path / ".lock-holder").is_file()
    assert not (tmp_path / ".lock-holder").exists()

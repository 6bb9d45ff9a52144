"""Every command is documented, has an example, and ends with a code and a sentence instead of a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sia.cli import COMMANDS, commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def sia(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sia", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example_and_stands_in_the_readme(name: str) -> None:
    shown = CliRunner().invoke(commands, [name, "--help"])
    assert shown.exit_code == 0
    assert "Example:" in shown.output
    assert f"    sia {name}" in shown.output
    assert f"| `sia {name}" in README


def test_help_lists_every_command() -> None:
    shown = CliRunner().invoke(commands, ["--help"]).output
    assert all(f"  {name} " in shown and sentence in shown for name, sentence in COMMANDS.items())


@pytest.mark.parametrize(
    "arguments", [["build"], ["check"], ["render"], ["explain", "hate-crime"], ["trace", "x"], ["demo"]]
)
def test_outside_a_project_a_command_says_how_to_start_one(arguments: list[str], tmp_path: Path) -> None:
    done = sia(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "no partnership.yml here or in a folder above. Start a project with 'sia init DIR'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_command_gets_the_nearest_one(tmp_path: Path) -> None:
    done = sia("biuld", folder=tmp_path)
    assert done.returncode == 2
    assert "there is no command 'biuld'. Did you mean 'build'?" in done.stderr

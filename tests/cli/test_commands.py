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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-at", "2025-12-31", "--reference", "{here}"], "--reference: it is only read with --street."),
        (["--street", "{here}", "--as-at", "2025-09-30"], "--as-at: with --street it is the end of the newest month"),
        (["--street", "{here}", "--code", "E1"], "--code: with --street the areas and their codes are taken"),
        ([], "--as-at: the assessment's as-at date is needed. Add it, such as --as-at 2025-12-31, or --street"),
        (
            ["--as-at", "2025-12-15"],
            "--as-at: 15 December 2025 is not the last day of a month. Say --as-at 2025-12-31.",
        ),
    ],
)
def test_init_passes_over_no_option_without_a_word(options: list[str], said: str, tmp_path: Path) -> None:
    here = str(tmp_path)
    done = sia("init", "new", "--district", "Ourtown", *[one.format(here=here) for one in options], folder=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("arguments", [["explain", "hate-crime"], ["trace", "x"]])
def test_a_damaged_publication_is_told_with_its_remedy(arguments: list[str], tmp_path: Path) -> None:
    published = tmp_path / "build" / "2024" / "publication"
    published.mkdir(parents=True)
    (tmp_path / "partnership.yml").touch()
    (tmp_path / "assessments" / "2024").mkdir(parents=True)
    (tmp_path / "assessments" / "2024" / "assessment.yml").touch()
    for name in ("ratings.json", "values.json"):
        (published / name).write_text("[{", encoding="utf-8")
    done = sia(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "the file is damaged. Run 'sia build --assessment 2024'" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_disk_refuses_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "partnership.yml").touch()
    (tmp_path / "assessments" / "2024").mkdir(parents=True)
    (tmp_path / "assessments" / "2024" / "assessment.yml").touch()
    (tmp_path / "build").write_text("a file where a folder belongs", encoding="utf-8")
    done = sia("build", folder=tmp_path)
    assert done.returncode == 2
    assert "The last good build stands." in done.stderr
    assert "Traceback" not in done.stderr

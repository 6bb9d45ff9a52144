"""`sia purge` as people meet it: it shows, asks, removes, and says where the record is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sia.cli import commands
from sia.errors import UserError
from sia.project.scaffold import copy_definitions, copy_documents
from sia.project.start import start_blank, write_csv

AS_AT = ("--as-at", "2025-12-31")


@pytest.fixture
def ourtown(tmp_path: Path) -> Path:
    from datetime import date

    root = tmp_path / "our town"
    copy_definitions(root)
    copy_documents(root, start_blank(root, district="Ourtown", code="X1", as_at=date(2025, 12, 31)))
    folder = root / "extracts" / "housing_asb"
    write_csv(folder / "received.csv", ("file", "received"), [("old.csv", "2019-01-10")])
    for name in ("old.csv", "undated.csv"):
        write_csv(folder / name, ("Case reference", "Reported"))
    return root


def sia(root: Path, *arguments: str) -> str:
    done = CliRunner().invoke(commands, ["purge", "--project", str(root), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_dry_run_shows_what_would_go_and_changes_nothing(ourtown: Path) -> None:
    before = {path: path.read_bytes() for path in ourtown.rglob("*") if path.is_file()}
    said = sia(ourtown, "--dry-run")
    assert (
        "As at 31 December 2025\nPast their retention, would be removed:\n  extracts/housing_asb/old.csv: kept until 10 January 2024"
        in said
    )
    assert "Age unknown, kept (say in received.csv when they arrived):\n  extracts/housing_asb/undated.csv" in said
    assert {path: path.read_bytes() for path in ourtown.rglob("*") if path.is_file()} == before


def test_without_a_terminal_it_needs_yes(ourtown: Path) -> None:
    with pytest.raises(
        UserError, match=r"1 file would be removed for good.* Look at 'sia purge --dry-run', then add --yes"
    ):
        sia(ourtown)
    assert (ourtown / "extracts/housing_asb/old.csv").is_file()
    assert "Removed 1 file (0.0 MB). The receipt is in purge-receipts/: keep it." in sia(ourtown, "--yes")
    assert not (ourtown / "extracts/housing_asb/old.csv").exists()
    assert "No extract is past its retention." in sia(ourtown, "--yes")


@pytest.mark.parametrize(("answer", "kept"), [("n\n", True), ("\n", True), ("y\n", False)])
def test_on_a_terminal_it_asks_with_the_plan_in_view(
    ourtown: Path, monkeypatch: pytest.MonkeyPatch, answer: str, kept: bool
) -> None:
    monkeypatch.setattr("sia.cli.purge._can_ask", lambda: True)
    done = CliRunner().invoke(commands, ["purge", "--project", str(ourtown), *AS_AT], input=answer)
    assert done.exit_code == 0
    assert done.output.index("old.csv: kept until") < done.output.index("Remove them for good? [y/N]")
    assert (ourtown / "extracts/housing_asb/old.csv").is_file() == kept
    assert ("Nothing was removed." in done.output) == kept


def test_programs_get_json_of_plan_and_outcome(ourtown: Path) -> None:
    planned = json.loads(sia(ourtown, "--dry-run", "--json"))
    assert (planned["done"], planned["files"][0]["state"]) == (False, "planned")
    assert planned["kept_age_unknown"] == ["extracts/housing_asb/undated.csv"]
    ended = json.loads(sia(ourtown, "--yes", "--json"))
    assert (ended["done"], ended["files"][0]["state"], ended["as_at"]) == (True, "removed", "2025-12-31")


def test_a_day_to_come_is_refused(ourtown: Path) -> None:
    with pytest.raises(UserError, match="--as-at: 2999-01-01 is still to come"):
        sia(ourtown, "--as-at", "2999-01-01", "--yes")
    assert (ourtown / "extracts/housing_asb/old.csv").is_file()


def test_what_it_cannot_do_ends_with_code_2_and_a_line(ourtown: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sia", "purge"],
        cwd=ourtown,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("sia purge: 1 file would be removed for good")
    assert "Traceback" not in done.stderr


def test_a_day_written_as_people_write_it_is_refused_with_the_spelling_that_is_meant(ourtown: Path) -> None:
    for spelling in ("30/11/2025", "2025-02-30"):
        asked = CliRunner().invoke(commands, ["purge", "--project", str(ourtown), "--as-at", spelling])
        assert asked.exit_code == 2
        assert f"'{spelling}' is no day. Write year, month and day, as in 2025-12-31." in asked.output

"""`sia sources new` prints what it found and what to do next, calmly, and JSON when asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sia.cli import commands
from sia.errors import UserError

TABLE = "Ref,Date of call,Victim name,Type\n" + "".join(
    f"F{number:03d},{number % 28 + 1:02d}/03/2025,Sam Tarnish,{'Refuse' if number % 2 else 'Grass'}\n"
    for number in range(60)
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "a project"
    assert run("init", str(root), "--district", "Ourtown", "--as-at", "2025-12-31").exit_code == 0
    (tmp_path / "fires 2025.csv").write_text(TABLE, encoding="utf-8")
    return root


def new(project: Path, *more: str) -> Result:
    return run("sources", "new", str(project.parent / "fires 2025.csv"), "--project", str(project), *more)


def test_it_says_what_it_wrote_what_looks_personal_and_what_comes_next(project: Path) -> None:
    made = new(project)
    assert made.exit_code == 0
    assert made.stdout.splitlines()[:5] == [
        "Drafted sources/fires.yml: events (a row an event), 4 columns.",
        "  Drafted from 60 rows.",
        "  Looks personal, and is never read: Victim name.",
        "  Tried on the file: 60 of 60 rows read.",
        "Also written: queries/staging/stg_fires.sql, queries/staging/all_events.sql.",
    ]
    assert "  2. Copy fires 2025.csv into extracts/fires/." in made.stdout
    assert made.stdout.splitlines()[-1] == "  4. sia check, then sia build."
    assert (project / "extracts" / "fires").is_dir()
    assert "Tarnish" not in made.output


def test_the_indicator_that_it_prints_can_be_pasted(project: Path) -> None:
    printed = new(project).stdout
    snippet = printed[printed.index("  fires:\n") : printed.index("\n\n  4. sia check")]
    priority = project / "indicators" / "anti-social-behaviour.yml"
    priority.write_text(priority.read_text(encoding="utf-8").rstrip("\n") + "\n" + snippet + "\n", encoding="utf-8")
    contract = project / "sources" / "fires.yml"
    contract.write_text(
        contract.read_text(encoding="utf-8").replace("not stated yet", "Fire service"), encoding="utf-8"
    )
    checked = run("check", "--project", str(project))
    assert checked.exit_code == 0, checked.output


def test_json_is_for_programs_and_nothing_else_is_printed(project: Path) -> None:
    made = json.loads(new(project, "--json", "--id", "deliberate_fires").stdout)
    assert made == {
        "id": "deliberate_fires",
        "kind": "events",
        "written": [
            "sources/deliberate_fires.yml",
            "queries/staging/stg_deliberate_fires.sql",
            "queries/staging/all_events.sql",
        ],
        "rows_seen": 60,
        "personal": ["victim_name"],
        "tried": {"rows": 60, "accepted": 60, "duplicate": 0, "set_aside": 0, "reasons": [], "problem": ""},
    }


def test_a_contract_alone_when_only_that_is_wanted(project: Path) -> None:
    made = new(project, "--contract-only")
    assert "Also written" not in made.stdout and "indicator" not in made.stdout
    assert not (project / "queries" / "staging" / "stg_fires.sql").exists()
    assert made.stdout.splitlines()[-1] == "  3. sia check, then sia build."


def test_what_is_there_already_is_not_written_over(project: Path) -> None:
    new(project)
    before = (project / "sources" / "fires.yml").read_bytes()
    with pytest.raises(
        UserError, match=r"sources/fires\.yml: this file is there already, and is not written over\. Remove it"
    ):
        new(project)
    assert (project / "sources" / "fires.yml").read_bytes() == before


def test_a_broken_project_is_told_before_the_file_is_looked_at(project: Path) -> None:
    (project / "sources" / "police_asb.yml").write_text("title: no more\n", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"sources/police_asb\.yml:1, agency: the field 'agency' is required and absent"
    ):
        new(project)
    assert not (project / "sources" / "fires.yml").exists()

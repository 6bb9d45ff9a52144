"""The guide to one's own extracts is followed to the letter: every file it shows is written, and what it promises comes."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sia.build import build
from sia.cli import commands
from sia.errors import UserError

GUIDE = (Path(__file__).parents[2] / "docs" / "own-extracts.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^`([\w/.-]+)`\n\n```\w+\n(.*?)```$", GUIDE, re.MULTILINE | re.DOTALL))
CASUALTIES = "extracts/road_casualties/casualties-2025.csv"
ROADS = "queries/staging/stg_road_casualties.sql"
WARDS = ("Harbour", "Mill Lane", "North Fields")
DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(731)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def write(project: Path, name: str, text: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def many_casualties() -> str:
    """A file under the headers that the guide shows, two casualties a day and the last ward misspelt a few times."""
    pick = random.Random(7)
    lines = [SHOWN[CASUALTIES].splitlines()[0]]
    for number, day in enumerate(DAYS):
        for person in (1, 2):
            severity = pick.choice(("Slight", "Slight", "Serious"))
            user = pick.choice(("Car occupant", "Pedal cyclist", "Pedestrian", "Motorcyclist"))
            ward = "Millane" if number % 60 == 0 and person == 1 else pick.choice(WARDS)
            lines.append(f"R{number:05d},{person},{day:%d %b %Y},{severity},{user},{ward}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sections 1 and 2: a project, its areas and who it is."""
    project = tmp_path_factory.mktemp("guide") / "our-partnership"
    assert run("init", str(project), "--district", "Ourtown", "--as-at", "2025-12-31").exit_code == 0
    write(project, "areas/areas.csv", SHOWN["areas/areas.csv"])
    declared = project / "partnership.yml"
    text = declared.read_text(encoding="utf-8").replace("code: Ourtown", "code: E07000999")
    write(project, "partnership.yml", text)
    assert run("check", "--project", str(project)).exit_code == 0
    return project


@pytest.fixture(scope="module")
def followed(started: Path) -> Path:
    """Sections 3 to 5, then a build."""
    write(started, CASUALTIES, SHOWN[CASUALTIES])
    with pytest.raises(UserError, match=r"casualties-2025\.csv: line 1 has no column for 'Collision'"):
        build(started)
    write(started, CASUALTIES, many_casualties())
    write(started, "sources/road_casualties.yml", SHOWN["sources/road_casualties.yml"])
    changed = (started / ROADS).read_text(encoding="utf-8")
    assert "cast(null as varchar) as ward_code" in changed, "what the guide says to change is there"
    write(started, ROADS, changed.replace("cast(null as varchar) as ward_code", "ward_code"))
    checked = run("check", "--project", str(started))
    assert checked.exit_code == 0, checked.output
    build(started)
    return started


def test_the_guide_shows_every_file_that_the_test_follows() -> None:
    assert set(SHOWN) == {CASUALTIES, "areas/areas.csv", "sources/road_casualties.yml"}


def test_rows_turned_away_are_told_with_the_value_at_fault(followed: Path) -> None:
    said = run("build", "--project", str(followed)).output
    assert re.search(r"Road casualties: \d+ of 1,462 rows turned away\.", said)
    assert "What to send back is in build/2026/quarantine/" in said
    assert "'Millane'" in said
    assert "Ward is not one of" in (followed / "build" / "2026" / "quarantine" / "council-highways.html").read_text(
        encoding="utf-8"
    )
    assert (followed / "build" / "2026" / "quarantine" / "road_casualties.xlsx").is_file()


def test_the_fitted_source_rates_its_priority(followed: Path) -> None:
    said = run("explain", "road-safety", "--project", str(followed)).output
    assert re.match(r"Road safety: (Red|Amber|Green) \(rule '", said)
    assert "people killed or seriously injured on the roads" in said.lower()


def test_trace_names_the_query_and_the_file_and_lists_an_indicators_values(followed: Path) -> None:
    said = run("trace", "killed_or_seriously_injured.change", "--project", str(followed)).output
    assert "query: queries/windows/period_comparisons.sql" in said
    assert "casualties-2025.csv (road_casualties), SHA-256 " in said
    listed = run("trace", "killed_or_seriously_injured", "--project", str(followed)).output
    assert re.search(r"killed_or_seriously_injured\.current_count: \d+", listed)
    as_json = json.loads(run("trace", "killed_or_seriously_injured", "--json", "--project", str(followed)).output)
    assert {one["id"].split(".")[0] for one in as_json} == {"killed_or_seriously_injured"}


def test_what_nobody_is_called_is_answered_with_what_there_is(followed: Path) -> None:
    for arguments, offered in (
        (("explain", "qqqq"), "There are: serious-violence, "),
        (("trace", "qqqq"), "killed_or_seriously_injured"),
    ):
        with pytest.raises(UserError) as refused:
            run(*arguments, "--project", str(followed))
        assert offered in str(refused.value)
        assert len(str(refused.value)) < 1000


def test_a_new_project_keeps_extracts_and_results_out_of_version_control(started: Path) -> None:
    ignored = (started / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/extracts/*", "/build/", "/_site/"} <= set(ignored)
    about = (started / "extracts" / "README.md").read_text(encoding="utf-8")
    assert "| `road_casualties/` | Road casualties |" in about

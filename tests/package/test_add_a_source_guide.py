"""The page on adding a source is followed to the letter, with an invented file and with the real one where it is at hand."""

from __future__ import annotations

import os
import random
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sia.cli import commands

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
SHARED = Path(os.environ.get("SIA_SHARED", ROOT.parent / "shared"))
REAL = SHARED / "data" / "road-casualties" / "STATS19_road_casualties_2019-Jun2024.csv.gz"
EXAMPLE = "casualties-2019-2024.csv"
SOURCE = "gm_road_casualties"
CONTRACT, STAGING, PRIORITY = f"sources/{SOURCE}.yml", f"queries/staging/stg_{SOURCE}.sql", "indicators/road-safety.yml"


def shown(name: str) -> list[str]:
    """The blocks that the page shows under a file's name, in order."""
    return re.findall(rf"^`{re.escape(name)}`\n\n```\w+\n(.*?)```$", GUIDE, re.MULTILINE | re.DOTALL)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def change(path: Path, pattern: str, new: str) -> None:
    """Replace the one place that fits, which must be there."""
    text = path.read_text(encoding="utf-8")
    changed, times = re.subn(pattern, lambda _: new, text, flags=re.MULTILINE)
    assert times == 1, f"{path.name} has {times} places like {pattern}"
    path.write_text(changed, encoding="utf-8", newline="\n")


def invented() -> str:
    """Two casualties a day under the headers that the page shows."""
    pick, lines = random.Random(5), [shown(EXAMPLE)[0].splitlines()[0]]
    for number in range(1_000):
        day = date(2021, 10, 1) + timedelta(days=number)
        for _ in range(2):
            mode = pick.choice(("Car", "Pedestrian", "Pedal Cycle", "Powered 2 Wheeler", "Tram"))
            severity = pick.choice(("Slight", "Slight", "Serious", "Fatal"))
            area = pick.choice(("Manchester", "Manchester", "Tameside", "Rochdale"))
            when = f"{day},{day:%Y},{day:%b},{day:%a},{pick.randrange(24)}"
            who = f"{pick.choice(('Male', 'Female', '-1'))},{pick.choice(('16-20', '21-25', 'Over 75', '-1'))}"
            where = f"{area},{-2.2 + pick.random() / 10:.6f},{53.4 + pick.random() / 10:.6f}"
            lines.append(f"{number:013d},{when},{mode},12:03:00,Slight,{severity},2,2,{who},Daylight,30,{where}")
    return "\n".join(lines) + "\n"


def follow(folder: Path, example: Path) -> Path:
    """Sections 1 to 5 of the page, for an example."""
    project = folder / "manchester"
    where = ("--project", str(project))
    assert (
        run("init", str(project), "--district", "Manchester", "--code", "E08000003", "--as-at", "2024-06-30").exit_code
        == 0
    )
    drafted = run("sources", "new", str(example), "--id", SOURCE, *where)
    assert drafted.exit_code == 0
    for line in (
        CONTRACT,
        STAGING,
        "queries/staging/all_events.sql",
        "Parts of the date, and left out: year, month, day.",
    ):
        assert line in drafted.output
    assert (project / "extracts" / SOURCE).is_dir()
    assert "agency: this is not stated yet. Say who sends it." in run("check", *where).output
    answers, mode = shown(CONTRACT)
    for line in answers.splitlines():
        field = line.split(":")[0]
        if field == "attribution":  # the one that the draft does not ask for
            change(project / CONTRACT, "^# purpose:", f"{line}\n# purpose:")
        else:
            change(project / CONTRACT, rf"^(# )?{field}:.*$", line)
    change(project / CONTRACT, r"^  mode:\n(    .*\n)*", mode)
    for line in shown(STAGING)[0].splitlines():
        change(project / STAGING, rf"^.* as {line.split()[-1].rstrip(',')},$", line)
    source, indicator = shown(PRIORITY)
    before = "      road_casualties:\n        category: [fatal, serious]\n"
    change(project / PRIORITY, f"^{re.escape(before)}", before + source)
    with (project / PRIORITY).open("a", encoding="utf-8", newline="\n") as file:
        file.write(indicator)
    shutil.copy(example, project / "extracts" / SOURCE / example.name)
    checked = run("check", *where)
    assert checked.exit_code == 0, checked.output
    assert run("build", *where).exit_code == 0
    return project


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adding")
    (folder / EXAMPLE).write_text(invented(), encoding="utf-8", newline="\n")
    return follow(folder, folder / EXAMPLE)


def test_the_new_source_feeds_a_measure_that_was_there_and_one_of_its_own(followed: Path) -> None:
    said = run("explain", "road-safety", "--project", str(followed)).output
    assert "People killed or seriously injured on the roads went from " in said
    assert "in April to June 2024 against the same months of 2023" in said
    assert "Pedestrians " in said, "strands are those of the indicator, since the modes have its words"
    assert "eople hurt on the roads" in said
    traced = run("trace", "killed_or_seriously_injured", "--project", str(followed)).output
    assert re.search(r"killed_or_seriously_injured\.current_count: \d+", traced)


def test_what_the_page_shows_of_the_commands_is_what_they_print(followed: Path) -> None:
    """The command lines of the page are those that the test runs, and the shapes that it names are options that exist."""
    assert "    sia init our-manchester --district Manchester --code E08000003 --as-at 2024-06-30\n" in GUIDE
    assert f"    sia sources new ../{EXAMPLE} --id {SOURCE}\n" in GUIDE
    assert "    sia render\n" in GUIDE
    assert run("render", "--project", str(followed)).exit_code == 0
    page = next((followed / "_site").rglob("reducing-risk.html")).read_text(encoding="utf-8")
    assert "People killed or seriously injured on the roads went from " in " ".join(page.split())
    assert (followed / "_site" / "index.html").is_file()
    options = run("sources", "new", "--help").output
    for option in re.findall(r"`(--[\w-]+)", GUIDE):
        assert option in options


@pytest.mark.skipif(not REAL.is_file(), reason=f"the road casualties of Greater Manchester are not at {REAL}")
def test_the_real_file_gets_the_lines_that_the_page_shows(tmp_path: Path) -> None:
    project = tmp_path / "manchester"
    run("init", str(project), "--district", "Manchester", "--code", "E08000003", "--as-at", "2024-06-30")
    printed = run("sources", "new", str(REAL), "--id", SOURCE, "--project", str(project)).output
    shown_of_it = GUIDE.split("It says what it found")[1].split("Four things")[0]
    for line in re.findall(r"^    (.+)$", shown_of_it, re.MULTILINE):
        assert line in printed, line


@pytest.mark.skipif(not REAL.is_file(), reason=f"the road casualties of Greater Manchester are not at {REAL}")
def test_the_figures_of_the_real_file_are_right(tmp_path: Path) -> None:
    project = follow(tmp_path, REAL)
    said = run("explain", "road-safety", "--project", str(project)).output
    assert "went from 43 to 59 casualties, in April to June 2024 against the same months of 2023" in said
    assert "People hurt on the roads went from 216 to 211 casualties" in said


@pytest.mark.skipif(not REAL.is_file(), reason=f"the road casualties of Greater Manchester are not at {REAL}")
def test_those_figures_are_what_a_plain_count_of_the_file_gives() -> None:
    """By the standard library alone: people hurt in Manchester in April to June, by year."""
    import csv
    import gzip
    from collections import Counter

    hurt, grave = Counter(), Counter()
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["area_name"] == "Manchester" and row["date"][5:7] in ("04", "05", "06"):
                hurt[row["date"][:4]] += 1
                grave[row["date"][:4]] += row["casualty_severity"] != "Slight"
    assert (hurt["2023"], hurt["2024"]) == (216, 211)
    assert (grave["2023"], grave["2024"]) == (43, 59)

"""What `sia check` finds before anything is run, in a project as the scaffold gives it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sia.build import build
from sia.build.checks import check_project, check_remarks
from sia.cli import commands
from sia.errors import UserError
from sia.project.scaffold import CARRIED, scaffold_folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in CARRIED:
        source, copy = scaffold_folder() / name, tmp_path / "our project" / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("generated"))
        else:
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, copy)
    return tmp_path / "our project"


def places(root: Path) -> list[str]:
    return [problem.place for problem in check_project(root)]


def test_the_scaffold_has_no_problem(project: Path) -> None:
    assert check_project(project) == []


def test_a_query_that_the_engine_needs_and_nobody_else_reads_is_missed(project: Path) -> None:
    (project / "queries" / "windows" / "peer_ranks.sql").unlink()
    (problem,) = check_project(project)
    assert problem.place == "queries/" and "peer_ranks" in problem.message


def test_all_queries_that_an_older_project_lacks_or_has_otherwise_are_told_at_once(project: Path) -> None:
    queries = project / "queries"
    (queries / "windows" / "group_months.sql").unlink()
    (queries / "areas" / "denominators.sql").unlink()
    older = queries / "windows" / "listed_years.sql"
    older.write_text("select 1 as year_start", encoding="utf-8")
    (problem,) = check_project(project)
    assert problem.message == (
        "of the queries that a new project has, not here: areas/denominators.sql, windows/group_months.sql; "
        "other than there: windows/listed_years.sql."
    )
    assert "copy them from a new one" in problem.remedy
    with pytest.raises(UserError) as caught:
        build(project)
    assert caught.value.problems == (problem,), "before an extract is read"


def test_a_query_of_an_older_project_that_fails_is_told_with_those_that_differ(project: Path) -> None:
    older = project / "queries" / "windows" / "listed_years.sql"
    older.write_text("select 1 as year_start", encoding="utf-8")
    failed, why = check_project(project)
    assert failed.place == "queries/" and "other than there: windows/listed_years.sql." in why.message


def test_a_query_that_lies_in_another_folder_or_that_the_engine_does_not_need_is_not_missed(project: Path) -> None:
    (project / "queries" / "windows" / "peer_ranks.sql").rename(project / "queries" / "peer_ranks.sql")
    assert check_project(project) == []


def test_look_and_boundaries_are_checked_with_everything_else(project: Path) -> None:
    (project / "theme" / "tokens.yml").unlink()
    (project / "areas" / "wards.geojson").write_text("{", encoding="utf-8")
    rules = project / "indicators" / "rating-rules.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("condition:", "condtion:", 1), encoding="utf-8")
    first = places(project)
    assert "theme/tokens.yml" in first and any(place.startswith("indicators/rating-rules.yml:") for place in first)
    rules.write_text(rules.read_text(encoding="utf-8").replace("condtion:", "condition:", 1), encoding="utf-8")
    assert places(project) == ["theme/tokens.yml", "areas/wards.geojson"]


def test_terms_of_sharing_that_are_left_open_are_remarked_and_fail_nothing(project: Path) -> None:
    assert check_remarks(project) == [], "the scaffold states them all"
    contract = project / "sources" / "hate_incidents.yml"
    kept = [
        line for line in contract.read_text(encoding="utf-8").splitlines(True) if not line.startswith("lawful_basis")
    ]
    contract.write_text("".join(kept).replace("retention_months: 60\n", ""), encoding="utf-8")
    (remark,) = check_remarks(project)
    assert str(remark) == (
        "sources/hate_incidents.yml: lawful basis and retention not stated, though the data are official-sensitive. "
        "Add lawful_basis, retention_months."
    )
    assert check_project(project) == []
    done = CliRunner().invoke(commands, ["check", "--project", str(project)])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "No problems found; 1 remark.")


def test_published_data_need_no_terms(project: Path) -> None:
    contract = project / "sources" / "police_street_crime.yml"
    lines = contract.read_text(encoding="utf-8").splitlines(True)
    contract.write_text("".join(line for line in lines if not line.startswith(("lawful_basis", "purpose"))), "utf-8")
    assert check_remarks(project) == []


def test_loose_wording_of_registers_is_remarked_with_its_cell(project: Path) -> None:
    steps = project / "assessments" / "2024" / "next-year.csv"
    steps.write_text("priority,number,text\nhate-crime,1,Train a third of 13 venues this year.\n", encoding="utf-8")
    assert [str(remark) for remark in check_remarks(project)] == [
        "assessments/2024/next-year.csv:2, text: 'this year' has no meaning to a later reader. Name the year or the month.",
        "assessments/2024/next-year.csv:2, text: 'a third of 13' is no whole number of people or things. "
        "Give the count itself, such as '4 of 13'.",
    ]


def test_breaks_that_touch_nothing_are_remarked_with_their_cells(project: Path) -> None:
    breaks = project / "assessments" / "2024" / "breaks.csv"
    rows = (
        "2027-04-01,hate_incidents,,up,A form",
        "2022-04-01,hate_incidents,religon,up,A form",
        "2022-04-01,police_recorded_crime,violence-against-the-person,up,A form",
        "2022-04-01,fly_tipping,,up,A form",
    )
    breaks.write_text("\n".join(("date,source,category,direction,what", *rows, "")), encoding="utf-8")
    assert check_project(project) == []
    assert [str(remark) for remark in check_remarks(project)] == [
        "assessments/2024/breaks.csv:2, date: 2027-04-01 is after the as-at date, 2023-12-31, so that this break touches no "
        "figure yet.",
        "assessments/2024/breaks.csv:3, category: no contract or indicator names 'religon' of 'hate_incidents', so that the "
        "break may touch no figure. Did you mean 'religion'?",
    ]

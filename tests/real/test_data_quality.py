"""The page on data quality tells the truth about real files: every known quirk is named, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sia.build import build
from sia.cli import commands


def section(text: str, anchor: str) -> str:
    """One section of the page, '' without it."""
    return text.partition(f"{{#{anchor}}}\n")[2].split("\n## ")[0]


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The page of a district started from street files."""

    def started(district: str, files: Path) -> str:
        folder = tmp_path_factory.mktemp("quality") / district.lower()
        arguments = ["init", str(folder), "--district", district, "--street", str(files)]
        result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        build(folder)
        (page,) = folder.glob("build/*/publication/fragments/data-quality.md")
        return page.read_text(encoding="utf-8")

    return started


@pytest.fixture(scope="module")
def barnsley(street, shared_files) -> str:
    return street("Barnsley", shared_files("police-uk-south-yorkshire"))


@pytest.fixture(scope="module")
def leicester(street, shared_files) -> str:
    return street("Leicester", shared_files("police-uk-leicestershire"))


@pytest.fixture(scope="module")
def shared_files(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    return request.getfixturevalue("shared")


def test_barnsley_rows_without_a_location_and_beyond_the_force(barnsley):
    told = section(barnsley, "sec-no-district")
    assert "14,256 without a location and 612 outside the districts compared" in told
    assert "LSOA code | 95% | 95% (Mar 2025) |" in section(barnsley, "sec-completeness")


def test_barnsley_incidents_of_anti_social_behaviour_have_neither_id_nor_outcome(barnsley):
    told = section(barnsley, "sec-completeness")
    assert "Crime ID and Last outcome category are never given for anti-social behaviour" in told


def test_barnsley_outcomes_that_were_open_when_the_first_half_was_downloaded(barnsley):
    told = section(barnsley, "sec-completeness")
    assert "Last outcome category is “Under investigation” in December 2024 only (6% of rows)." in told


def test_barnsley_has_no_other_fault_and_is_an_a(barnsley):
    assert "Every source that was supplied is of grade A." in barnsley
    for anchor in ("sec-unusual-months", "sec-missing-months", "sec-suspected", "sec-set-aside", "sec-late"):
        assert section(barnsley, anchor) == "", anchor


def test_leicester_outcomes_that_were_unavailable_or_still_open(leicester):
    told = section(leicester, "sec-completeness")
    assert (
        "“Status update unavailable” unusually often in January to February 2020 (30% to 48% of rows; usually" in told
    )
    assert "“Under investigation” in June to October 2022 only (6% to 47% of rows)" in told


def test_leicester_locations_without_a_street_or_missing(leicester):
    told = section(leicester, "sec-completeness")
    assert "LSOA code is blank unusually often in March 2020 (14% of rows; 2% in the other months)." in told
    assert "Location is “On or near” in July to October 2022 only (13% to 14% of rows)." in told


def test_leicester_repeated_ids_and_missing_months(leicester):
    assert "values of Crime ID stand on several records that differ" in section(leicester, "sec-remarks")
    assert "November 2022 to December 2024" in section(leicester, "sec-missing-months")
    assert "C, because 26 months are missing." in section(leicester, "sec-grades")


def test_leicester_pandemic_is_a_change_in_recording_in_force(leicester):
    assert "23 March 2020" in section(leicester, "sec-breaks")
    assert section(leicester, "sec-suspected") == ""


@pytest.mark.slow
def test_both_steps_of_the_fly_tipping_returns_of_kirklees_are_suspected_breaks(kirklees, shared):
    kirklees.drop("fly_tipping_national", shared("fly-tipping/flytipping_la.ods")).build()
    (page,) = kirklees.root.glob("build/*/publication/fragments/data-quality.md")
    told = section(page.read_text(encoding="utf-8"), "sec-suspected").splitlines()
    assert [line for line in told if line.startswith("- ")] == [
        "- Fly-tipping, national returns: in 2016/17, the level rises from 354 to 3,318.",
        "- Fly-tipping, national returns: in 2020/21, the reporting basis changes from “Customer/public reported only” to "
        "“All incidents”.",
    ]
    (lines,) = kirklees.root.glob("build/*/suspected-breaks.csv")
    written = lines.read_text(encoding="utf-8").splitlines()
    assert [line[:34] for line in written[1:]] == [
        "2016-04-01,fly_tipping_national,,,",
        "2020-04-01,fly_tipping_national,,,",
    ]


@pytest.mark.slow
def test_lines_handed_out_can_be_put_into_the_register_as_they_are(kirklees, shared):
    kirklees.drop("fly_tipping_national", shared("fly-tipping/flytipping_la.ods")).build()
    (lines,) = kirklees.root.glob("build/*/suspected-breaks.csv")
    (folder,) = kirklees.root.glob("assessments/*/")
    (folder / "breaks.csv").write_text(lines.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    kirklees.build()
    (page,) = kirklees.root.glob("build/*/publication/fragments/data-quality.md")
    text = page.read_text(encoding="utf-8")
    assert section(text, "sec-suspected") == ""
    assert "1 April 2016, Fly-tipping, national returns" in section(text, "sec-breaks")

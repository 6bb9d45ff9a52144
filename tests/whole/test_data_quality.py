"""The page on data quality of the reference partnership: every fault that was planted is told, and no other."""

from __future__ import annotations

import csv
import re

import pytest

from sia.demo.dirt import dirty_rows
from sia.demo.plan import read_plan
from sia.project.scaffold import scaffold_folder
from sia.project.validation import load_model

UNPLANTED = ("unusual-months", "suspected", "remarks", "no-district")


@pytest.fixture(scope="module")
def page(reference) -> str:
    return (reference.publication / "fragments" / "data-quality.md").read_text(encoding="utf-8")


def section(text: str, name: str) -> str:
    return text.partition(f"{{#sec-{name}}}\n")[2].split("\n## ")[0]


def title_of(source: str) -> str:
    from sia.project.contract import Contract

    root = scaffold_folder()
    found = load_model(Contract, root / "sources" / f"{source}.yml", root, id=source)
    return found.title


@pytest.mark.parametrize("source", dirty_rows())
def test_rows_set_aside_and_duplicates_are_as_many_as_were_planted(page, source):
    row = next(line for line in page.splitlines() if line.startswith(f"| {title_of(source)} |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    planted = dirty_rows()[source]
    if "[c" not in row:
        assert (int(cells[4]), int(cells[5])) == (planted["quarantined"], planted["duplicates"])
        assert int(cells[2].replace(",", "")) == sum(int(cell.replace(",", "")) for cell in cells[3:6])


@pytest.mark.parametrize("source", [name for name, rows in dirty_rows().items() if rows["quarantined"]])
def test_the_reasons_told_for_a_source_are_those_planted_in_it(page, source):
    line = next(line for line in section(page, "set-aside").splitlines() if line.startswith(f"- {title_of(source)}:"))
    told = [int(count) for count in re.findall(r"\((\d+)\)", line)]
    planted = sorted(
        (entry["rows"] for entry in read_plan()["events"][source]["dirt"] if "rows" in entry), reverse=True
    )
    assert told == planted[: len(told)]
    assert len(told) == min(len(planted), 3)


def test_the_month_that_has_not_come_in_is_missing_and_lowers_the_grade(page):
    assert "- Noise complaints: December 2023." in section(page, "missing-months")
    told = section(page, "grades")
    assert "Of 20 sources supplied, 19 are of grade A and one is of grade C." in told
    assert re.findall("^- (.*), because (.*)$", told, re.MULTILINE) == [
        ("Noise complaints: C", "December 2023 is missing.")
    ]


def test_old_names_of_wards_are_said_to_have_been_understood(page):
    told = section(page, "placed")
    for title in ("Housing anti-social behaviour cases", "Noise complaints"):
        assert re.search(rf"{title}: \d+% by name, \d% by a former name and \d% not placed", told), title


def test_more_than_a_third_of_sexual_offences_are_said_to_be_recorded_late(page):
    late = section(page, "late")
    share = re.search(r"of sexual offences, (\d+)% were recorded more than 30 days after they happened", late)
    assert share and int(share[1]) > 33
    assert (
        "events count in the month in which they were recorded, so that late ones do not add to earlier months" in late
    )
    assert "provisional" not in late


@pytest.mark.parametrize("source", [name for name, one in read_plan()["events"].items() if one.get("not_placed")])
def test_rows_that_were_planted_without_a_place_show_in_its_completeness(page, source):
    share = read_plan()["events"][source]["not_placed"]
    lines = [line for line in section(page, "completeness").splitlines() if line.startswith(f"| {title_of(source)} |")]
    filled = [int(line.split("|")[3].strip().rstrip("%")) for line in lines if re.search(r"\| (Ward|Lower)", line)]
    assert filled, source
    assert all(abs(filled_share - 100 * (1 - share)) <= 2 for filled_share in filled), (filled, share)


@pytest.mark.parametrize("name", UNPLANTED)
def test_nothing_is_told_that_was_not_planted(page, name):
    assert section(page, name) == ""


def test_declared_changes_in_recording_are_in_force(page, reference):
    told = section(page, "breaks")
    with (reference.root / "assessments" / "2024" / "breaks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["what"].rstrip(".") in told


def test_the_page_holds_no_raw_name_no_hole_and_no_empty_section(page):
    assert not re.search(r"\bnan\b|\bNone\b|\bnull\b", page)
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", page.replace("/tables/", ""))
    sections = re.split(r"^## .*$", page, flags=re.MULTILINE)[1:]
    assert all(text.strip() for text in sections)


def test_key_fields_by_month_can_be_downloaded_without_a_small_number(reference):
    path = reference.publication / "tables" / "completeness.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert {"Source", "Field", "Month", "Filled"} == set(rows[0])
    wards = [row for row in rows if (row["Source"], row["Field"]) == ("Police recorded crime", "Ward")]
    assert len(wards) == 36
    assert all(re.fullmatch(r"(\d+|\[c\]|\d+%|over 99%|less than 1%)", row["Filled"]) for row in rows)


def test_the_printed_report_has_the_short_form(reference):
    short = (reference.publication / "fragments" / "data-quality-summary.md").read_text(encoding="utf-8")
    for name in ("received", "grades", "late", "breaks", "licences"):
        assert section(short, name), name
    assert not section(short, "completeness")
    report = (reference.root / "assessments" / "2024" / "report.qmd").read_text(encoding="utf-8")
    assert "fragments/data-quality-summary.md" in report

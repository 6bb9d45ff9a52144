"""What a build says of the files dropped in: nothing is turned away, left or passed over without a word."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from polars import read_excel

from sia.build import build
from sia.errors import UserError
from sia.project.scaffold import copy_definitions, copy_documents
from sia.project.start import start_blank, write_csv

HEADER = ("Case reference", "Reported", "Category", "Ward")


@pytest.fixture
def ourtown(tmp_path: Path) -> Path:
    """A project for a fictional town with two wards, and no extract yet."""
    copy_definitions(tmp_path)
    copy_documents(tmp_path, start_blank(tmp_path, district="Ourtown", code="X1", as_at=date(2025, 12, 31)))
    columns = ("area_code", "level", "name", "parent_code", "valid_from", "valid_to")
    wards = [("X11", "ward", "Harbour", "X1", "", ""), ("X12", "ward", "Mill Lane", "X1", "", "")]
    write_csv(tmp_path / "areas" / "areas.csv", columns, [("X1", "district", "Ourtown", "", "", ""), *wards])
    return tmp_path


def cases(wards: tuple[str, ...] = ("Harbour", "Mill Lane")) -> list[tuple[str, str, str, str]]:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(730)]
    return [(f"C{n}", day.isoformat(), "Nuisance", wards[n % len(wards)]) for n, day in enumerate(days)]


def drop(
    project: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER, folder: str = "housing_asb"
) -> None:
    write_csv(project / "extracts" / folder / "cases.csv", header, rows)


def told(error: UserError) -> str:
    return "\n".join(map(str, error.problems))


def test_a_file_whose_columns_do_not_fit_is_named_with_the_headers_looked_for(ourtown: Path) -> None:
    drop(ourtown, cases(), ("Log", "Reported", "Category", "Ward"))
    with pytest.raises(UserError) as refused:
        build(ourtown)
    said = told(refused.value)
    assert "extracts/housing_asb: Housing anti-social behaviour cases not read: cases.csv" in said
    assert "no column for 'Case reference'" in said
    assert "Correct sources/housing_asb.yml" in said


def test_a_folder_and_a_file_of_no_source_are_named(ourtown: Path) -> None:
    drop(ourtown, cases(), folder="housing-asb")
    (ourtown / "extracts" / "notes.txt").write_text("from the agency", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        build(ourtown)
    said = told(refused.value)
    assert "extracts/housing-asb/: no source has this name" in said
    assert "Did you mean 'housing_asb'?" in said
    assert "extracts/notes.txt: this file lies in no source's folder" in said


def test_rows_turned_away_are_counted_explained_and_listed(ourtown: Path) -> None:
    rows = cases(("Harbour", "Harbor", "Harbour"))
    wrong = sum(row[3] == "Harbor" for row in rows)
    drop(ourtown, rows)
    result = build(ourtown)
    sentence = next(one for one in result.warnings if one.startswith("Housing anti-social behaviour cases:"))
    assert f"{wrong} of {len(rows)} rows turned away." in sentence
    assert f"({wrong}: 'Harbor')" in sentence
    assert "rows turned away. Ward is " in sentence, "the first cause begins the sentence"
    assert any(
        "What to send back is in build/2026/quarantine/: a page for each agency and, " in one for one in result.warnings
    )
    listed = read_excel(
        result.folder / "quarantine" / "housing_asb.xlsx", sheet_name="Rows", read_options={"header_row": 3}
    )
    assert len(listed) == wrong
    assert listed["Row"][0] == 2
    assert "Harbor" in listed["What is wrong"][0]
    assert len(list((result.folder / "quarantine").glob("*.html"))) == 1
    assert build(ourtown).warnings == result.warnings, "said again when nothing has changed"


def test_a_clean_extract_has_nothing_to_list(ourtown: Path) -> None:
    drop(ourtown, cases())
    result = build(ourtown)
    assert not [one for one in result.warnings if "turned away" in one]
    assert not (result.folder / "quarantine").exists()


def test_a_source_that_was_read_and_that_no_indicator_uses_is_named(ourtown: Path) -> None:
    drop(ourtown, cases())
    assert not [one for one in build(ourtown).warnings if "in no figure" in one]
    priority = ourtown / "indicators" / "anti-social-behaviour.yml"
    text = priority.read_text(encoding="utf-8")
    assert text.count("      housing_asb:") == 1
    priority.write_text(text.replace("      housing_asb:", "      fly_tipping:"), encoding="utf-8", newline="\n")
    assert (
        "Housing anti-social behaviour cases: read, and in no figure, since no indicator uses it. "
        "Name housing_asb below 'sources:' of an indicator in indicators/."
    ) in build(ourtown).warnings


def test_the_summary_tells_what_was_not_supplied_from_what_could_not_be_read(ourtown: Path) -> None:
    drop(ourtown, cases())
    folder = build(ourtown).folder
    assert "20 of 21 sources were not supplied;" in summary(folder)
    drop(ourtown, [("1", "2")], ("nothing", "of use"), folder="noise_complaints")
    result = build(ourtown)
    assert "20 of 21 sources were not supplied or could not be read;" in summary(result.folder)
    assert any(one.startswith("Noise complaints not read: cases.csv: ") for one in result.warnings)


def summary(folder: Path) -> str:
    return " ".join((folder / "publication" / "fragments" / "summary.md").read_text(encoding="utf-8").split())

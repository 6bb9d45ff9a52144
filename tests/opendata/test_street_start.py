"""A project from small street files made here: districts, peers, months, and what goes wrong."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest

from sia.errors import UserError
from sia.opendata import InitReport, init_street
from sia.opendata.street_files import COLUMNS
from sia.project.partnership import Partnership
from sia.project.yaml_files import read_yaml

MONTHS = ("2025-10", "2025-11", "2025-12")


def street_row(month: str, district: str, number: int, letter: str = "A", code: str = "") -> list[str]:
    name = f"{district} {number:03d}{letter}"
    code = code or f"E-{name}".replace(" ", "-")
    return [
        "id",
        month,
        "A Police",
        "South Somewhere Police",
        "-1",
        "53",
        "On or near Road",
        code,
        name,
        "Drugs",
        "",
        "",
    ]


def write_month(
    folder: Path, month: str, rows: list[list[str]], force: str = "south-somewhere", end: str = ".csv"
) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"{month}-{force}-street{end}"
    with (
        gzip.open(path, "wt", encoding="utf-8", newline="")
        if end.endswith(".gz")
        else path.open("w", encoding="utf-8", newline="") as file
    ):
        csv.writer(file).writerows([COLUMNS, *rows])


@pytest.fixture
def street(tmp_path: Path) -> Path:
    """Three months of a force with two districts, a stray row of another, and rows without a location."""
    folder = tmp_path / "street"
    for month in MONTHS:
        rows = [street_row(month, "Ourtown", 1 + number % 3, "AB"[number % 2]) for number in range(60)]
        rows += [street_row(month, "Next Town", 1) for _ in range(60)]
        rows += [street_row(month, "Faraway", 9)] + [[*street_row(month, "X", 1)[:7], "", "", "Drugs", "", ""]] * 5
        write_month(folder, month, rows, end=".csv.gz" if month == MONTHS[0] else ".csv")
    return folder


def start(
    street: Path, tmp_path: Path, district: str = "Ourtown", reference: Path | None = None
) -> tuple[Path, InitReport]:
    project = tmp_path / "project"
    return project, init_street(project, district=district, street=street, reference=reference)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_project_from_names_alone(street, tmp_path) -> None:
    project, report = start(street, tmp_path, "ourtown")
    assert (report.assessment, report.as_at, report.district) == ("2026", date(2025, 12, 31), "Ourtown")
    assert report.peers == ("Next Town",)
    declared = Partnership.model_validate(read_yaml(project / "partnership.yml", "partnership.yml"))
    assert (declared.district.code, declared.force, declared.peers) == (
        "Ourtown",
        "South Somewhere Police",
        ("Next Town",),
    )
    assert declared.peers_name == "districts of South Somewhere"
    assert declared.themes
    levels = [row["level"] for row in read_csv(project / "areas" / "areas.csv")]
    assert {level: levels.count(level) for level in levels} == {"force": 1, "district": 2, "msoa": 3, "lsoa": 6}
    assert read_csv(project / "areas" / "lookup.csv") == [
        {"code": "E-Next-Town-001A", "area_code": "Next Town", "share": "1"}
    ]


def test_files_are_copied_unchanged_with_a_register_to_fill(street, tmp_path) -> None:
    project, _ = start(street, tmp_path)
    folder = project / "extracts" / "police_street_crime"
    for path in street.iterdir():
        assert (folder / path.name).read_bytes() == path.read_bytes()
    assert [row["file"] for row in read_csv(folder / "received.csv")] == sorted(path.name for path in street.iterdir())
    registers = sorted(path.name for path in (project / "assessments" / "2026").glob("*.csv"))
    assert registers == [
        "actions.csv",
        "breaks.csv",
        "commentary.csv",
        "context.csv",
        "data-gaps.csv",
        "decisions.csv",
        "next-year.csv",
    ]


def test_only_the_files_of_the_districts_own_force_are_taken(street, tmp_path) -> None:
    write_month(
        street, "2026-01", [street_row("2026-01", "Faraway", 1)] * 9 + [street_row("2026-01", "Ourtown", 1)], "east"
    )
    project, report = start(street, tmp_path)
    assert report.as_at == date(2025, 12, 31)
    assert not list((project / "extracts").rglob("*east*"))
    assert "2026-01-east-street.csv" in report.lines[-1]


def test_the_newest_month_is_the_districts_not_the_files(street, tmp_path) -> None:
    write_month(street, "2026-01", [street_row("2026-01", "Next Town", 1)])
    _, report = start(street, tmp_path)
    assert report.as_at == date(2025, 12, 31)


def test_a_district_that_lacks_a_month_is_no_peer(street, tmp_path) -> None:
    write_month(street, "2025-09", [street_row("2025-09", "Ourtown", 1)])
    _, report = start(street, tmp_path)
    assert report.peers == ()


def test_months_without_a_file_and_other_files_are_named(street, tmp_path) -> None:
    write_month(street, "2025-07", [street_row("2025-07", "Ourtown", 1), street_row("2025-07", "Next Town", 1)])
    (street / "2025-12-south-somewhere-outcomes.csv").write_text("x", encoding="utf-8")
    (street / "earlier").mkdir()
    _, report = start(street, tmp_path)
    assert "2 months in between have no file; what needs them cannot be calculated." in report.lines
    assert report.lines[-1] == "Not read: 2025-12-south-somewhere-outcomes.csv, earlier/."


def test_an_unknown_district_is_told_with_the_nearest_name(street, tmp_path) -> None:
    with pytest.raises(UserError, match=r"there is no district 'Ourtwon' in the data\. Did you mean 'Ourtown'\?"):
        start(street, tmp_path, "Ourtwon")


def test_every_file_that_is_none_is_named(street, tmp_path) -> None:
    (street / "2025-08-south-somewhere-street.csv").write_text("Crime ID,Month\nx,y\n", encoding="utf-8")
    (street / "2025-09-south-somewhere-street.csv.gz").write_bytes(b"not packed")
    with pytest.raises(UserError) as raised:
        start(street, tmp_path)
    assert [str(problem) for problem in raised.value.problems] == [
        "2025-08-south-somewhere-street.csv: this is not a street-level crime file: there is no column 'Reported by'. "
        "Download it again.",
        "2025-09-south-somewhere-street.csv.gz: the file cannot be read. Download it again.",
    ]


def test_a_damaged_file_is_named(street, tmp_path) -> None:
    path = street / "2025-12-south-somewhere-street.csv"
    path.write_text(path.read_text(encoding="utf-8") + "half,a,row\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"2025-12-south-somewhere-street\.csv: the file is damaged"):
        start(street, tmp_path)


def test_a_folder_without_street_files_is_refused(tmp_path) -> None:
    with pytest.raises(UserError, match="no street-level crime file lies directly in this folder"):
        start(tmp_path, tmp_path)


def test_the_same_files_give_the_same_project(street, tmp_path) -> None:
    def content(project: Path) -> dict[str, bytes]:
        return {
            path.relative_to(project).as_posix(): path.read_bytes() for path in project.rglob("*") if path.is_file()
        }

    init_street(tmp_path / "one", district="Ourtown", street=street)
    init_street(tmp_path / "two", district="Ourtown", street=street)
    assert content(tmp_path / "one") == content(tmp_path / "two")


REFERENCE = {
    "lookup_lsoa21_ward24_ltla24": [
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code",
        "Ourtown 001A,E1,West,W1,\"Ourtown, City of\",D1",
        "Ourtown 001B,E2,West,W1,\"Ourtown, City of\",D1",
        "Ourtown 001C,E3,East,W2,\"Ourtown, City of\",D1",
        "Next Town 001A,E9,Mid,W9,Next Town,D2",
    ],
    "lookup_lsoa11_lsoa21_ltla22": [
        "lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code",
        "Ourtown 001A,E1,U,Ourtown 001A,E1,Ourtown,D1",
        "Ourtown 001X,E0,S,Ourtown 001B,E2,Ourtown,D1",
        "Ourtown 001X,E0,S,Ourtown 001C,E3,Ourtown,D1",
        "Next Town 001A,E9,U,Next Town 001A,E9,Next Town,D2",
    ],
    "lookup_ltla24_csp24_pfa24": [
        "ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name",
        "D1,\"Ourtown, City of\",C1,Ourtown West,F1,South Somewhere",
        "D1,\"Ourtown, City of\",C2,Ourtown East,F1,South Somewhere",
        "D2,Next Town,C3,Next Town,F1,South Somewhere",
        "D3,Without Rows,C4,Without Rows,F1,South Somewhere",
    ],
    "population20_lsoa11_total": ["lsoa11_code,lsoa11_name,total_population", "E1,x,1000", "E0,x,1501", "E9,x,2000"],
    "imd2025_england_lsoa21": ["lsoa21_code,IMD_decile", "E1,3", "E2,10"],
    "ruc21_lsoa21": ["lsoa21_code,ruc21_code,classification,ruc", "E1,UN1,x,Urban", "E3,RSN1,x,Rural"],
}  # fmt: skip


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    folder = tmp_path / "reference"
    folder.mkdir()
    for name, lines in REFERENCE.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    folder = tmp_path / "coded"
    codes = ["E0", "E1", "E3", "E9", "E9"]
    write_month(folder, "2025-12", [street_row("2025-12", "Ourtown", 1, code=code) for code in codes])
    return folder


@pytest.mark.parametrize("name", ["Ourtown, City of", "ourtown"])
def test_a_project_from_reference_files(coded, reference, tmp_path, name: str) -> None:
    project, report = start(coded, tmp_path, name, reference)
    assert (report.district, report.peers) == ("Ourtown, City of", ("Next Town",))
    areas = {row["area_code"]: (row["level"], row["parent_code"]) for row in read_csv(project / "areas" / "areas.csv")}
    assert areas == {
        "F1": ("force", ""), "D1": ("district", "F1"), "D2": ("district", "F1"), "W1": ("ward", "D1"), "W2": ("ward", "D1"),
        "E1": ("lsoa", "W1"), "E2": ("lsoa", "W1"), "E3": ("lsoa", "W2"),
    }  # fmt: skip
    lookup = [tuple(row.values()) for row in read_csv(project / "areas" / "lookup.csv")]
    assert lookup == [("E0", "E2", "0.5"), ("E0", "E3", "0.5"), ("E9", "D2", "1")]
    profile = [tuple(row.values()) for row in read_csv(project / "areas" / "area_profile.csv")]
    assert profile == [("E1", "3", "urban"), ("E2", "10", ""), ("E3", "", "rural")]
    assert "3 rows are in" in report.lines[0]


def test_residents_of_a_split_area_are_shared_and_none_is_lost(coded, reference, tmp_path) -> None:
    project, report = start(coded, tmp_path, "Ourtown", reference)
    residents = {row["area_code"]: int(row["persons"]) for row in read_csv(project / "areas" / "population.csv")}
    assert residents == {"E1": 1000, "E2": 751, "E3": 750, "D2": 2000}
    assert any("2 of 3 LSOAs were split or merged" in line for line in report.lines)


def test_ages_come_with_the_residents_where_the_file_by_age_has_the_whole_area(coded, reference, tmp_path) -> None:
    years = [*map(str, range(90)), "90+"]

    def aged(code: str, young: int, old: int) -> str:
        return ",".join([code, *("0" for _ in range(10)), str(young), *("0" for _ in range(79)), str(old)])

    lines = [",".join(["lsoa11_code", *years]), aged("E1", 400, 600), aged("E0", 501, 1000)]
    (reference / "population20_lsoa11_by_age_selected.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    project, _ = start(coded, tmp_path, "Ourtown", reference)
    rows = read_csv(project / "areas" / "population.csv")
    ten = {row["area_code"]: int(row["persons"]) for row in rows if row["age_band"] == "10"}
    assert ten == {"E1": 400, "E2": 251, "E3": 250}
    assert {row["area_code"]: row["persons"] for row in rows if not row["age_band"]} == {"D2": "2000"}
    people = {code: sum(int(row["persons"]) for row in rows if row["area_code"] == code) for code in ("E1", "E2", "E3")}
    assert people == {"E1": 1000, "E2": 751, "E3": 750}, "as without the file by age"


def test_wards_get_their_boundaries_only_when_all_are_there(coded, reference, tmp_path) -> None:
    def features(*codes: str) -> str:
        return "[" + ",".join(
            f'{{"type":"Feature","properties":{{"WD24CD":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[]}}}}'
            for code in codes
        ) + "]"  # fmt: skip

    path = reference / "some_wards24.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":{features("W1", "W9")}}}', encoding="utf-8")
    project, report = start(coded, tmp_path, "Ourtown", reference)
    assert not (project / "areas" / "wards.geojson").exists()
    assert any("ward boundaries were not found" in line for line in report.lines)
    path.write_text(f'{{"type":"FeatureCollection","features":{features("W1", "W9", "W2")}}}', encoding="utf-8")
    project, _ = start(coded, tmp_path, "Ourtown", reference)
    text = (project / "areas" / "wards.geojson").read_text(encoding="utf-8")
    assert '"area_code": "W1", "name": "West"' in text
    assert "W9" not in text


def test_a_district_of_the_reference_without_rows_is_told(coded, reference, tmp_path) -> None:
    lookup = reference / "lookup_lsoa21_ward24_ltla24.csv"
    lookup.write_text(
        lookup.read_text(encoding="utf-8") + "Without Rows 001A,E7,W7,W7,Without Rows,D3\n", encoding="utf-8"
    )
    with pytest.raises(UserError, match=r"hold no row in Without Rows\. They hold rows in Ourtown\."):
        start(coded, tmp_path, "Without Rows", reference)


def test_a_reference_file_that_is_needed_and_absent_is_named(coded, reference, tmp_path) -> None:
    (reference / "lookup_ltla24_csp24_pfa24.csv").unlink()
    (reference / "ruc21_lsoa21.csv").write_text("wrong,columns\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        start(coded, tmp_path, "Ourtown", reference)
    assert [problem.message for problem in raised.value.problems] == [
        "there is no lookup_ltla24_csp24_pfa24.csv or lookup_ltla24_csp24_pfa24.csv.gz.",
        "the file cannot be read.",
    ]


def test_a_district_with_several_partnerships_is_assessed_as_one(coded, reference, tmp_path) -> None:
    _, report = start(coded, tmp_path, "Ourtown", reference)
    told = "Ourtown, City of has 2 community safety partnerships (Ourtown East, Ourtown West); it is assessed as one district."
    assert told in report.lines


def test_a_partnership_of_several_districts_is_told(coded, reference, tmp_path) -> None:
    lookup = reference / "lookup_ltla24_csp24_pfa24.csv"
    lookup.write_text(
        lookup.read_text(encoding="utf-8") + "D2,Next Town,C2,Ourtown East,F1,South Somewhere\n", encoding="utf-8"
    )
    _, report = start(coded, tmp_path, "Ourtown", reference)
    assert (
        "The community safety partnership of Ourtown East also serves Next Town; only Ourtown, City of is assessed, and "
        "each of its districts counts once among the peers."
    ) in report.lines
    assert report.peers == ("Next Town",)


@pytest.mark.parametrize("name", ["Ourtown East", "ourtown west"])
def test_a_partnership_within_a_district_is_told_with_the_district(coded, reference, tmp_path, name: str) -> None:
    with pytest.raises(UserError) as raised:
        start(coded, tmp_path, name, reference)
    assert str(raised.value).casefold() == (
        f'--district: {name} is part of the district ourtown, city of. use --district "ourtown, city of".'.casefold()
    )


def test_how_many_residents_live_in_another_ward_than_their_older_code_is_given_to(coded, reference, tmp_path) -> None:
    """E0 had 1,501 of 2,501 residents; half of it became E2 in West, half E3 in East."""
    _, report = start(coded, tmp_path, "Ourtown", reference)
    assert (
        "One LSOA of 2011 was divided between wards; rows with such a code count in the ward that fits best, though some "
        "residents, about 30.0 % of all, live in another."
    ) in report.lines


def test_english_deprivation_of_2019_serves_where_that_of_2025_is_absent(coded, reference, tmp_path) -> None:
    """E2 did not exist in 2011, so that its decile is not known."""
    (reference / "imd2025_england_lsoa21.csv").unlink()
    older = "lsoa11_code,IMD_decile\nE1,4\nE0,7\nE3,2\n"
    (reference / "imd2019_england_lsoa11.csv").write_text(older, encoding="utf-8")
    project, _ = start(coded, tmp_path, "Ourtown", reference)
    profile = [tuple(row.values()) for row in read_csv(project / "areas" / "area_profile.csv")]
    assert profile == [("E1", "4", "urban"), ("E2", "", ""), ("E3", "2", "rural")]

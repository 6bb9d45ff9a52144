"""The quirks of published street-level crime files, on small files made here and on the real ones."""

from __future__ import annotations

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from sia.extracts.report import ValueChange
from sia.project.contract import Contract
from sia.project.validation import load_model

REPOSITORY = Path(__file__).parents[2]
SOURCE = "police_street_crime"
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\r\n"
)
AREAS = """area_code,level,name,parent_code,valid_from,valid_to
F,force,Force,,,
D1,district,Ourtown,F,,
D2,district,Nexttown,F,,
W1,ward,A ward,D1,,
E1,lsoa,Ourtown 001A,W1,,
"""
LOOKUP = "code,area_code,share\nE1old,E1,1\nE2,D2,1\n"


def row(number: str, month: str, lsoa: str = "E1", kind: str = "Burglary", outcome: str = "Under investigation") -> str:
    where = f"-1.5,53.5,On or near High Street,{lsoa},Ourtown 001A" if lsoa else ",,No Location,,"
    return f"{number},{month},A Police,A Police,{where},{kind},{outcome},\r\n"


@pytest.fixture
def street(desk):
    """A desk with the project's own contract of street files and a small register of areas."""
    desk.source = SOURCE
    contract = load_model(Contract, REPOSITORY / "sources" / f"{SOURCE}.yml", REPOSITORY, id=SOURCE)
    desk.contract = lambda columns=None, **more: contract
    (desk.root / "areas").mkdir()
    (desk.root / "areas" / "areas.csv").write_text(AREAS, encoding="utf-8")
    (desk.root / "areas" / "lookup.csv").write_text(LOOKUP, encoding="utf-8")
    make = desk.project

    def project(contract, as_at):
        made = make(contract, as_at)
        files = made.partnership.areas.model_copy(update={"lookup": "areas/lookup.csv"})
        object.__setattr__(made.partnership, "areas", files)
        return made

    desk.project = project
    return desk


def month_file(desk, month: str, *rows: str, force: str = "a-force", prefix: str = "", packed: bool = False) -> None:
    content = (HEADER + "".join(rows)).encode()
    name = f"{prefix}{month}-{force}-street.csv"
    desk.drop(name + ".gz" if packed else name, gzip.compress(content) if packed else content)


def test_rows_without_a_location_are_kept_without_a_place(street) -> None:
    month_file(street, "2023-12", row("a", "2023-12"), row("b", "2023-12", lsoa=""))
    reading = street.read()
    assert reading.counts == (2, 2, 0, 0)
    assert reading.rows(f"SELECT longitude, latitude, lsoa_code, location FROM {SOURCE} WHERE crime_id = 'b'") == [
        (None, None, None, "No Location")
    ]


def test_identical_incidents_without_an_id_are_separate(street) -> None:
    same = row("", "2023-12", kind="Anti-social behaviour", outcome="")
    month_file(street, "2023-12", same, same, same)
    assert street.read().counts == (3, 3, 0, 0)


def test_an_id_is_repeated_only_within_one_month_and_type(street) -> None:
    burglary, theft = row("a", "2023-11"), row("a", "2023-11", kind="Other theft")
    month_file(street, "2023-11", burglary, burglary, theft)
    month_file(street, "2023-12", row("a", "2023-12"))
    reading = street.read()
    assert reading.counts == (4, 3, 0, 1)
    assert reading.report.remarks == (
        "One value of Crime ID stands on several records that differ in month or crime type; all are kept.",
    )


def test_rows_outside_the_force_are_kept_and_cover_no_month(street) -> None:
    month_file(street, "2023-11", row("a", "2023-11"), row("b", "2023-11", lsoa="S1"), row("c", "2023-11", lsoa="E2"))
    month_file(street, "2023-11", *(row(f"n{n}", "2023-11", lsoa="E2") for n in range(9)), force="next-force")
    month_file(street, "2023-12", row("d", "2023-12", lsoa="S1"), force="next-force")
    reading = street.read()
    assert reading.counts == (13, 13, 0, 0)
    assert reading.rows("SELECT area_code, month FROM coverage ORDER BY ALL") == [
        ("D1", date(2023, 11, 1)),
        ("D2", date(2023, 11, 1)),
        ("D2", date(2023, 12, 1)),
    ]


def test_an_lsoa_code_of_either_vintage_belongs_to_its_district(street) -> None:
    month_file(street, "2021-12", row("a", "2021-12", lsoa="E1old"))
    month_file(street, "2023-12", row("b", "2023-12"))
    reading = street.read()
    assert reading.report.months_covered == (date(2021, 12, 1), date(2023, 12, 1))
    assert len(reading.report.months_missing) == 23


def test_a_month_downloaded_twice_counts_once_by_the_newer_file(street) -> None:
    month_file(street, "2023-12", row("a", "2023-12"), row("b", "2023-12"), packed=True)
    month_file(street, "2023-12", row("a", "2023-12", outcome="Offender fined"), prefix="later-")
    reading = street.read()
    assert reading.counts == (3, 1, 0, 2)
    assert reading.rows(f"SELECT outcome FROM {SOURCE}") == [("Offender fined",)]
    by_file = {file.file: (file.rows_superseded, file.rows_accepted) for file in reading.report.files}
    assert by_file == {"2023-12-a-force-street.csv.gz": (2, 0), "later-2023-12-a-force-street.csv": (0, 1)}
    street.drop(
        "received.csv", "file,received\n2023-12-a-force-street.csv.gz,2026-01-05\nlater-2023-12-a-force-street.csv,\n"
    )
    assert street.read().counts == (3, 2, 0, 1)


def test_faults_in_a_superseded_file_are_not_sent_back(street) -> None:
    month_file(street, "2023-12", row("a", "2023-12", kind="Unheard of"), packed=True)
    month_file(street, "2023-12", row("a", "2023-12"), prefix="later-")
    reading = street.read()
    assert (reading.counts, reading.report.quarantine) == ((2, 1, 0, 1), ())


def test_files_of_two_forces_for_one_month_both_count(street) -> None:
    month_file(street, "2023-12", row("a", "2023-12"))
    month_file(street, "2023-12", row("b", "2023-12"), force="next-force")
    assert street.read().counts == (2, 2, 0, 0)


def test_only_street_files_directly_in_the_folder_are_read(street) -> None:
    month_file(street, "2023-12", row("a", "2023-12"))
    street.drop("2023-12-a-force-outcomes.csv", "x\n")
    street.drop("2023-12-a-force-stop-and-search.csv.gz", b"x")
    (street.folder / "earlier").mkdir()
    reading = street.read()
    assert reading.counts == (1, 1, 0, 0)
    assert reading.report.left == ("2023-12-a-force-outcomes.csv", "2023-12-a-force-stop-and-search.csv.gz", "earlier/")


def test_a_row_of_another_month_than_its_file_is_quarantined(street) -> None:
    month_file(street, "2023-12", row("a", "2023-12"), row("b", "2023-11"))
    reading = street.read()
    assert reading.counts == (2, 1, 1, 0)
    assert reading.rows("SELECT column_name, rule, sentence FROM quarantine") == [
        ("month", "file_month", "Row 2: Month is not the month of the file's name (it holds '2023-11').")
    ]


def test_a_file_whose_name_says_no_month_stops_the_source(street) -> None:
    street.drop("a-force-street.csv", HEADER + row("a", "2023-12"))
    problem = street.read().report.problem
    assert problem.endswith("a-force-street.csv: its name says no month (such as 2025-12).")


def test_the_real_south_yorkshire_files(street, shared) -> None:
    files = sorted(shared("police-uk-south-yorkshire").glob("2025-0[1-4]*-street.csv.gz"))
    for path in files:
        shutil.copyfile(path, street.folder / path.name)
    reading = street.read(as_at=date(2025, 12, 31))
    assert reading.counts == (55_572, 55_572, 0, 0)
    plain = sum(gzip.decompress(path.read_bytes()).count(b"\n") - 1 for path in files)
    assert plain == 55_572
    unlocated = (
        "SELECT count(*) FILTER (lsoa_code IS NULL) BETWEEN 2000 AND 3000, count(*) FILTER (location = 'No Location')"
    )
    assert reading.rows(f"{unlocated} = count(*) FILTER (lsoa_code IS NULL) FROM {SOURCE}") == [(True, True)]
    without_id = f"SELECT DISTINCT category FROM {SOURCE} WHERE crime_id IS NULL"
    assert reading.rows(without_id) == [("anti-social-behaviour",)]
    assert reading.rows(f"SELECT count(DISTINCT category) FROM {SOURCE}") == [(14,)]


def test_the_real_month_that_was_downloaded_twice(street, shared) -> None:
    name = "2025-01-south-yorkshire-street.csv.gz"
    folder = shared("police-uk-south-yorkshire")
    shutil.copyfile(folder / name, street.folder / f"second-{name}")
    shutil.copyfile(folder / "earlier-download" / name, street.folder / f"first-{name}")
    reading = street.read(as_at=date(2025, 12, 31))
    assert reading.counts == (26_230, 13_115, 0, 13_115)
    assert [file.rows_superseded for file in reading.report.files] == [13_115, 0]


def test_real_repeated_ids_across_months_are_kept_and_reported(street, shared) -> None:
    for path in shared("police-uk-leicestershire").glob("2022-*-street.csv.gz"):
        shutil.copyfile(path, street.folder / path.name)
    reading = street.read(as_at=date(2025, 12, 31))
    rows, accepted, quarantined, repeated = reading.counts
    assert (rows, quarantined) == (accepted + repeated, 0)
    in_one_month = reading.rows(
        f"SELECT count(*) FROM (SELECT 1 FROM {SOURCE} WHERE crime_id IS NOT NULL GROUP BY crime_id, month, category "
        "HAVING count(*) > 1)"
    )
    assert in_one_month == [(0,)]


def test_real_files_with_carriage_returns_and_codes_of_2011(street, shared) -> None:
    for path in shared("police-uk-west-yorkshire").iterdir():
        shutil.copyfile(path, street.folder / path.name)
    reading = street.read(as_at=date(2018, 7, 31))
    assert reading.counts == (87_348, 87_348, 0, 0)
    assert reading.report.left == ("2021-08-west-yorkshire-stop-and-search.csv.gz",)
    kirklees = f"SELECT month, count(*) FROM {SOURCE} WHERE lsoa_name LIKE 'Kirklees %' GROUP BY month ORDER BY month"
    assert reading.rows(kirklees) == [(date(2016, 7, 1), 4359), (date(2017, 7, 1), 4222), (date(2018, 7, 1), 4812)]


def test_real_rows_without_any_id(street, shared) -> None:
    (path,) = shared("police-uk-btp").glob("*-street.csv.gz")
    shutil.copyfile(path, street.folder / path.name)
    assert street.read(as_at=date(2025, 12, 31)).counts == (3304, 3304, 0, 0)


def test_what_changed_in_the_real_month_that_was_downloaded_twice(street, shared) -> None:
    name = "2025-01-south-yorkshire-street.csv.gz"
    folder = shared("police-uk-south-yorkshire")
    shutil.copyfile(folder / name, street.folder / f"second-{name}")
    shutil.copyfile(folder / "earlier-download" / name, street.folder / f"first-{name}")
    street.drop("received.csv", f"file,received\nfirst-{name},2025-03-14\nsecond-{name},2026-02-14\n")
    report = street.read(as_at=date(2025, 12, 31)).report
    (again,) = report.again
    assert (again.rows_older, again.rows_newer, again.rows_added, again.rows_removed) == (13_115, 13_115, 0, 0)
    assert again.rows_changed == sum(change.rows for change in again.changes) == 1_890
    assert again.changes[0] == ValueChange("outcome", "Awaiting court outcome", "Court result unavailable", 879)
    assert report.remarks[-1].endswith(
        "No record was added or removed. 1,890 of the records in both files changed: Last outcome category in 1,890, most "
        "often from 'Awaiting court outcome' to 'Court result unavailable' (879) and from 'Under investigation' to "
        "'Status update unavailable' (434)."
    )

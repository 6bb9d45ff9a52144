"""Projects from the real open data: Barnsley and Kirklees, with and without reference files."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from sia.opendata import init_street

REPOSITORY = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SIA_SHARED", REPOSITORY.parent / "shared")) / "data"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="real data not present: set SIA_SHARED to a folder with data/police-uk-south-yorkshire"
)


def table(project: Path, name: str) -> list[dict[str, str]]:
    with (project / "areas" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_barnsley_from_street_files_alone(tmp_path) -> None:
    report = init_street(tmp_path, district="Barnsley", street=SHARED / "police-uk-south-yorkshire")
    assert (report.assessment, report.as_at) == ("2026", date(2025, 12, 31))
    assert report.peers == ("Doncaster", "Rotherham", "Sheffield")
    assert "49,053 rows are in Barnsley" in report.lines[0]
    assert report.lines[-1] == "Not read: earlier-download/."
    assert len(list((tmp_path / "extracts").rglob("*.csv.gz"))) == 21


def test_kirklees_with_reference_files(tmp_path) -> None:
    street, reference = SHARED / "police-uk-west-yorkshire", SHARED / "reference-geography"
    report = init_street(tmp_path, district="Kirklees", street=street, reference=reference)
    assert (report.assessment, report.as_at) == ("2019", date(2018, 7, 31))
    assert report.peers == ("Bradford", "Calderdale", "Leeds", "Wakefield")
    assert "13,393 rows are in Kirklees" in report.lines[0]
    assert any(line.startswith("22 months in between have no file") for line in report.lines)
    levels = [row["level"] for row in table(tmp_path, "areas.csv")]
    assert {level: levels.count(level) for level in levels} == {"force": 1, "district": 5, "ward": 23, "lsoa": 260}
    own = {row["area_code"] for row in table(tmp_path, "areas.csv") if row["level"] == "lsoa"}
    persons = sum(int(row["persons"]) for row in table(tmp_path, "population.csv") if row["area_code"] in own)
    with_ages = SHARED / "reference-geography" / "population20_lsoa11_by_age_selected.csv.gz"
    assert persons == _residents_in(with_ages, "Kirklees ")
    ages = [row for row in table(tmp_path, "population.csv") if row["area_code"] in own]
    young = sum(int(row["persons"]) for row in ages if row["age_band"] in map(str, range(10, 18)))
    assert young == sum(_residents_in(with_ages, "Kirklees ", str(age)) for age in range(10, 18))
    assert {row["area_code"] for row in table(tmp_path, "area_profile.csv")} == own
    assert (tmp_path / "areas" / "wards.geojson").is_file()


def _residents_in(path: Path, prefix: str, column: str = "total_population") -> int:
    """Residents of a district added up from another file than the one that was read."""
    import gzip

    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return sum(int(row[column]) for row in csv.DictReader(file) if row["lsoa11_name"].startswith(prefix))

"""Leicester from street files of two vintages of small areas: 2011 codes to October 2022, 2021 codes in 2025."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from sia.build import build
from sia.cli import commands
from sia.warehouse.polygons import areas_of_points

pytestmark = pytest.mark.slow
LEICESTER = "E06000016"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    shared = request.getfixturevalue("shared")
    street, reference = shared("police-uk-leicestershire"), shared("reference-geography")
    folder = tmp_path_factory.mktemp("geography") / "leicester"
    arguments = ["init", str(folder), "--district", "Leicester", "--street", str(street), "--reference", str(reference)]
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "190,993 rows are in Leicester" in result.output
    build(folder)
    return folder


@pytest.fixture(scope="module")
def warehouse(project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    (path,) = project.glob("build/*/warehouse.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def test_both_vintages_are_placed_and_none_is_lost(warehouse):
    """One older area was divided between two wards: its rows are a best fit, and half of its residents live elsewhere."""
    assert warehouse.execute("select placed_by, events, share_elsewhere from placed_by").fetchall() == [
        ("best fit", 2_155, 0.5),
        ("small area", 188_838, None),
    ]
    by_year = (
        f"select year(month), count(*), count(ward_code) from events where district_code = '{LEICESTER}' group by 1"
    )
    years = {year: (events, placed) for year, events, placed in warehouse.execute(by_year).fetchall()}
    assert all(events == placed for events, placed in years.values())
    assert years[2025] == (49_401, 49_401)


def test_only_rows_with_older_codes_are_a_best_fit(warehouse):
    newest = "select max(year(month)) from events where placed_by = 'best fit'"
    assert warehouse.execute(newest).fetchall() == [(2022,)]


def test_wards_add_up_to_the_district_in_every_month(warehouse):
    unequal = f"""
        select d.indicator, d.month from
        (select indicator, month, count from measures where area_code = '{LEICESTER}' and strand = '') as d
        join (select indicator, month, sum(count) as count from measures where level = 'ward' and strand = '' group by all) as w
        using (indicator, month) where d.count <> w.count
    """
    assert warehouse.execute(unequal).fetchall() == []
    assert warehouse.execute("select count(distinct area_code) from measures where level = 'ward'").fetchall() == [
        (21,)
    ]


def test_coordinates_agree_with_small_areas_for_most_events(project, warehouse):
    """Published points are moved to the middle of a street and wards are made of whole small areas, so not for all."""
    features = json.loads((project / "areas" / "wards.geojson").read_text(encoding="utf-8"))["features"]
    wards = {feature["properties"]["area_code"]: feature["geometry"] for feature in features}
    points = warehouse.execute(
        "select longitude, latitude, ward_code, count(*) from police_street_crime "
        f"join events using (source_file, source_row) where district_code = '{LEICESTER}' group by all"
    ).fetchall()
    found = areas_of_points([point[0] for point in points], [point[1] for point in points], wards)
    total = sum(point[3] for point in points)
    same = sum(point[3] for point, ward in zip(points, found, strict=True) if ward == point[2])
    outside = sum(point[3] for point, ward in zip(points, found, strict=True) if ward is None)
    assert total == 190_993
    assert same / total > 0.88
    assert outside / total < 0.01

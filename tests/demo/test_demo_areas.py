"""The fictional district is whole: every area has its place, people add up, and wards share their boundaries."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from sia.demo.areas import write_areas

AREA_FILES = ("areas.csv", "lookup.csv", "population.csv", "area_profile.csv", "wards.geojson")
Table = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables(repository: Path) -> dict[str, Table]:
    def read(name: str) -> Table:
        with (repository / "areas" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return {name.removesuffix(".csv"): read(name) for name in AREA_FILES if name.endswith(".csv")}


@pytest.mark.parametrize("name", AREA_FILES)
def test_committed_area_files_are_what_the_script_writes(name: str, repository: Path, tmp_path: Path) -> None:
    write_areas(tmp_path)
    committed = (repository / "areas" / name).read_text(encoding="utf-8")
    assert committed == (tmp_path / name).read_text(encoding="utf-8"), "run python -m sia.demo.areas"


def test_four_places_and_twenty_three_wards_lie_in_the_district(tables: dict[str, Table]) -> None:
    levels = Counter(row["level"] for row in tables["areas"])
    assert (levels["district"], levels["place"], levels["ward"]) == (5, 4, 23)
    assert 240 <= levels["lsoa"] <= 280
    known = {row["area_code"]: row for row in tables["areas"]}
    wider = {"lsoa": "ward", "ward": "place", "place": "district", "district": "force"}
    for row in tables["areas"]:
        if row["level"] in wider:
            assert known[row["parent_code"]]["level"] == wider[row["level"]]
    assert {row["parent_code"] for row in tables["areas"] if row["level"] == "place"} == {"X07000001"}


def test_codes_and_names_occur_once(tables: dict[str, Table]) -> None:
    for column in ("area_code", "name"):
        values = Counter((row["level"], row[column]) for row in tables["areas"])
        assert set(values.values()) == {1}


def test_people_of_small_areas_add_up_to_wards_places_and_the_district(tables: dict[str, Table]) -> None:
    parents = {row["area_code"]: row["parent_code"] for row in tables["areas"]}
    levels = {row["area_code"]: row["level"] for row in tables["areas"]}
    people: Counter[tuple[str, str, str]] = Counter()
    for row in tables["population"]:
        if row["year"] == "2022":
            people[row["area_code"], row["sex"], _fine(row["age_band"])] += int(row["persons"])
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for (code, sex, band), persons in people.items():
        if levels[code] in ("lsoa", "ward", "place"):
            sums[parents[code], sex, band] += persons
    for key, persons in sums.items():
        assert people[key] == persons
    district = sum(persons for (code, _, _), persons in people.items() if code == "X07000001")
    assert district == 436_000


def _fine(band: str) -> str:
    """The band by which smaller areas are given, of a year of age or of such a band."""
    first = int(band.split("-")[0].rstrip("+"))
    edges = [*range(0, 15, 5), 15, 18, *range(20, 95, 5)]
    start = max(edge for edge in edges if edge <= first)
    return f"{start}+" if start == 90 else f"{start}-{edges[edges.index(start) + 1] - 1}"


def test_districts_are_given_by_year_of_age_and_what_is_smaller_by_bands_that_also_cut_at_10_and_18(tables) -> None:
    bands: dict[str, set[str]] = defaultdict(set)
    for row in tables["population"]:
        bands[row["area_code"]].add(row["age_band"])
    assert bands["X07000001"] == {*map(str, range(90)), "90+"}
    assert {"10-14", "15-17", "18-19", "90+"} <= bands["X01000001"] == bands["X05000001"]


def test_older_codes_are_shared_out_whole(tables: dict[str, Table]) -> None:
    shares: dict[str, float] = defaultdict(float)
    for row in tables["lookup"]:
        shares[row["code"]] += float(row["share"])
    assert shares and all(share == pytest.approx(1) for share in shares.values())


def test_wards_share_their_boundaries_and_lie_at_sea(repository: Path) -> None:
    wards = json.loads((repository / "areas" / "wards.geojson").read_text(encoding="utf-8"))["features"]
    assert len({ward["properties"]["area_code"] for ward in wards}) == 23
    sides: Counter[frozenset[tuple[float, float]]] = Counter()
    whole = 0.0
    for ward in wards:
        (ring,) = ward["geometry"]["coordinates"]
        assert ring[0] == ring[-1] and _area(ring) > 0, "closed and counter-clockwise"
        assert all(2.4 < longitude < 3.2 and 55 < latitude < 55.4 for longitude, latitude in ring)
        assert len(set(map(tuple, ring))) == len(ring) - 1, "it does not touch itself"
        whole += _area(ring)
        sides.update(frozenset((tuple(a), tuple(b))) for a, b in pairwise(ring))
    assert set(sides.values()) == {1, 2}, "a side belongs to one ward at the edge, and else to two"
    edge = [side for side, times in sides.items() if times == 1]
    assert _area(_joined(edge)) == pytest.approx(whole, rel=1e-9), "no gap and no overlap"


def _area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _joined(sides: list[frozenset[tuple[float, float]]]) -> list[list[float]]:
    """The outline from its sides, counter-clockwise."""
    linked: dict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for side in sides:
        a, b = side
        linked[a].append(b)
        linked[b].append(a)
    start = min(linked)
    ring, here = [start], linked[start][0]
    while here != start:
        before = ring[-1]
        ring.append(here)
        here = next(other for other in linked[here] if other != before)
    assert len(ring) == len(linked), "the district is in one piece"
    closed = [list(point) for point in (*ring, start)]
    return closed if _area(closed) > 0 else closed[::-1]

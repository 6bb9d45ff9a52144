"""Points are in the area whose outline holds them: once, whatever the shape, and nowhere when no outline does."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.errors import UserError
from sia.project.contract import Contract
from sia.warehouse import open_warehouse
from sia.warehouse.points import point_areas
from sia.warehouse.polygons import areas_of_points


def square(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def areas(points: list[tuple[float, float]], geometries: dict) -> list[str | None]:
    return areas_of_points([x for x, _ in points], [y for _, y in points], geometries)


def test_a_point_is_in_the_area_around_it_and_otherwise_in_none():
    both = {"A": polygon(square(0, 0, 1, 1)), "B": polygon(square(1, 0, 2, 1))}
    assert areas([(0.5, 0.5), (1.5, 0.5), (2.5, 0.5), (0.5, -0.1)], both) == ["A", "B", None, None]


def test_a_hole_is_outside_and_an_island_in_it_inside():
    ring = {"A": polygon(square(0, 0, 4, 4), square(1, 1, 3, 3)), "B": polygon(square(1.5, 1.5, 2.5, 2.5))}
    assert areas([(0.5, 0.5), (1.2, 1.2), (2, 2)], ring) == ["A", None, "B"]


def test_an_area_may_have_several_parts():
    parts = {"A": {"type": "MultiPolygon", "coordinates": [[square(0, 0, 1, 1)], [square(5, 5, 6, 6)]]}}
    assert areas([(0.5, 0.5), (5.5, 5.5), (3, 3)], parts) == ["A", "A", None]


def test_a_hollow_in_the_outline_is_outside():
    horseshoe = polygon([[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]])
    assert areas([(0.5, 2), (1.5, 2), (2.5, 2), (1.5, 0.5)], {"A": horseshoe}) == ["A", None, "A", "A"]


def test_of_areas_that_overlap_the_first_by_code_has_the_point():
    assert areas([(0.5, 0.5)], {"B": polygon(square(0, 0, 1, 1)), "A": polygon(square(0, 0, 1, 1))}) == ["A"]


def test_without_points_or_outlines_nothing_is_placed():
    assert areas([], {"A": polygon(square(0, 0, 1, 1))}) == []
    assert areas([(0.5, 0.5)], {}) == [None]


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=30), st.integers(1, 7))
def test_a_point_on_a_shared_edge_or_corner_is_in_exactly_one_area(points, cut):
    """Four areas tile a square; points lie on their edges as often as not. The edges run in opposite directions."""
    tiles = {
        "A": polygon(square(0, 0, cut, cut)),
        "B": polygon(square(cut, 0, 8, cut)[::-1]),
        "C": polygon(square(0, cut, cut, 8)),
        "D": polygon([[cut, cut], [8, cut], [8, 8], [cut, 8], [cut, cut]]),
    }
    found = [areas(points, {code: tile}) for code, tile in tiles.items()]
    assert all(sum(one is not None for one in of_point) == 1 for of_point in zip(*found, strict=True))


@given(st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_inside_a_triangle_is_what_its_three_sides_say(x, y):
    corners = [(-1.0, -1.0), (1.0, -0.7), (0.2, 1.0)]
    sides = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    if min(abs(side) for side in sides) < 1e-9:
        return
    triangle = {"A": polygon([list(corner) for corner in [*corners, corners[0]]])}
    assert (areas([(x, y)], triangle) == ["A"]) == all(side > 0 for side in sides)


def contract(**more: object) -> Contract:
    columns = {"longitude": {"type": "number"}, "latitude": {"type": "number"}, **more}
    about = {"title": "Hits", "agency": "A", "owner": "O", "frequency": "monthly", "classification": "public"}
    return Contract(id="hits", kind="events", columns=columns, **about)


def project(root, one: Contract, boundaries: str = "wards.geojson") -> SimpleNamespace:
    areas_named = SimpleNamespace(boundaries=boundaries)
    return SimpleNamespace(root=root, contracts={"hits": one}, partnership=SimpleNamespace(areas=areas_named))


@pytest.fixture
def hits():
    connection = open_warehouse(":memory:")
    connection.execute("create table hits (longitude double, latitude double, lsoa_code varchar)")
    rows = "(0.5, 0.5, null), (0.5, 0.5, null), (1.5, 0.5, 'E01'), (9, 9, null), (null, null, null)"
    connection.execute(f"insert into hits values {rows}")
    yield connection
    connection.close()


def write_wards(folder) -> None:
    features = [
        {"type": "Feature", "properties": {"area_code": code}, "geometry": polygon(square(west, 0, west + 1, 1))}
        for code, west in (("W1", 0), ("W2", 1))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "wards.geojson").write_text(text, encoding="utf-8")


def test_each_distinct_point_inside_a_boundary_is_placed_once(hits, tmp_path):
    write_wards(tmp_path)
    found = point_areas(hits, project(tmp_path, contract()))
    assert found.rows() == [(0.5, 0.5, "W1"), (1.5, 0.5, "W2")]


def test_a_row_with_a_code_is_not_placed_by_its_point(hits, tmp_path):
    write_wards(tmp_path)
    found = point_areas(hits, project(tmp_path, contract(lsoa_code={})))
    assert found.rows() == [(0.5, 0.5, "W1")]


def test_without_boundaries_no_point_is_placed(hits, tmp_path):
    assert point_areas(hits, project(tmp_path, contract(), "")).is_empty()


def test_boundaries_that_cannot_be_used_are_told(hits, tmp_path):
    with pytest.raises(UserError, match=r"there is no file 'wards.geojson'\. Correct the name or remove it\."):
        point_areas(hits, project(tmp_path, contract()))
    (tmp_path / "wards.geojson").write_text('{"features": [{"properties": {}}]}', encoding="utf-8")
    with pytest.raises(UserError, match="this is not GeoJSON whose features have the property area_code"):
        point_areas(hits, project(tmp_path, contract()))

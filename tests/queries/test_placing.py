"""Every event of the district is in one of its wards or counted as not placed, and how it was placed is on record."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

COLUMNS = "incident_number | recorded_on | category | ward_code | ward_code_given"
MONTH = date(2023, 5, 1)


def incidents(world, *wards: str) -> None:
    """Incidents of anti-social behaviour: the ward as it was read, and as the agency wrote it."""
    lines = [f"{number} | 2023-05-01 | personal | {ward}" for number, ward in enumerate(wards)]
    world.source("police_asb", "\n".join([COLUMNS, *lines]))


def placed(world) -> list[tuple]:
    return world.rows("select placed_by, events, round(share_elsewhere, 2) from placed_by")


def test_a_ward_is_told_by_its_code_its_name_or_a_former_name(world):
    incidents(world, "W1 | w1", "W1 | ABBEY", "W2 | Bridge", "W2 | Old Bridge", "W3 | Castle.", " | ")
    world.run()
    assert placed(world) == [("code", 1, None), ("former name", 1, None), ("name", 3, None), ("not placed", 1, None)]


def test_an_older_ward_that_was_divided_is_a_best_fit_with_the_share_that_lives_elsewhere(world):
    incidents(world, "OLD-12 | Old Twelve", "OLD-12 | OLD-12")
    world.run()
    assert placed(world) == [("best fit", 2, 0.4)]
    assert world.rows("select distinct ward_code from events") == [("W1",)]


def test_a_small_area_places_an_event(world):
    world.source(
        "road_casualties",
        """
        accident_index | casualty_reference | occurred_on | severity | lsoa_code
        A              | 1                  | 2023-05-01  | slight   | L1
        B              | 1                  | 2023-05-01  | slight   | UNKNOWN
        """,
    )
    world.run()
    assert placed(world) == [("not placed", 1, None), ("small area", 1, None)]


def test_coordinates_place_an_event_inside_the_district_that_the_row_names(world):
    """The third row says Peer and its point lies in the subject's ward: the row's own word stands."""
    world.given("point_areas", "longitude | latitude | area_code\n0.5 | 0.5 | W1")
    world.source(
        "road_casualties_open",
        """
        occurred_on | severity | area_code | longitude | latitude
        2023-05-01  | slight   | D1        | 0.5       | 0.5
        2023-05-01  | slight   | D1        | 7.5       | 0.5
        2023-05-01  | slight   | D2        | 0.5       | 0.5
        """,
    )
    world.run()
    assert placed(world) == [("coordinates", 1, None), ("not placed", 1, None)]
    found = world.rows("select district_code, ward_code, placed_by from events order by 1, 2 nulls last")
    assert found == [("D1", "W1", "coordinates"), ("D1", None, "not placed"), ("D2", None, "not placed")]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["D1", "D2", "Elsewhere", None]),
        st.sampled_from([(0.5, 0.5), (1.5, 0.5), (9.5, 9.5), (None, None)]),
    ),
    max_size=30,
)
CODED = st.lists(
    st.tuples(
        st.sampled_from(["W1", "W2", "W3", "OLD-12", "P2", "D2", "UNKNOWN", None]),
        st.sampled_from(["L1", "PEER-L9", "FAR-L5", "OLD-12", "UNKNOWN", None]),
    ),
    max_size=30,
)
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(EVENTS, CODED)
def test_wards_and_what_is_not_placed_add_up_to_the_district(new_world, with_points, coded):
    world = new_world()
    world.given("point_areas", "longitude | latitude | area_code\n0.5 | 0.5 | W1\n1.5 | 0.5 | W3")
    rows = [
        {"occurred_on": MONTH, "severity": "slight", "area_code": code, "longitude": x, "latitude": y}
        for code, (x, y) in with_points
    ]
    world.source("road_casualties_open", rows)
    rows = [
        {"crime_reference": str(number), "recorded_on": MONTH, "ward_code": ward, "lsoa_code": lsoa}
        for number, (ward, lsoa) in enumerate(coded)
    ]
    world.source("police_recorded_crime", rows)
    world.run()
    of_district = "from events where district_code = 'D1'"
    for source, events, placed_events in world.rows(
        f"select source, count(*), count(ward_code) {of_district} group by source"
    ):
        methods = dict(world.rows(f"select placed_by, events from placed_by where source = '{source}'"))
        assert sum(methods.values()) == events
        assert methods.get("not placed", 0) == events - placed_events
    astray = f"{of_district} and ward_code is not null and ward_code not in ('W1', 'W2', 'W3')"
    assert world.rows(f"select count(*) {astray}") == [(0,)]
    misplaced = "from events inner join code_areas on events.ward_code = code_areas.code"
    different = "events.district_code <> code_areas.district_code or events.place_code <> code_areas.place_code"
    assert world.rows(f"select count(*) {misplaced} where {different}") == [(0,)]

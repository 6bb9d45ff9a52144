"""Events by fifth of deprivation and by urban or rural small areas add up to the district, what is not known included."""

from __future__ import annotations

from datetime import date

PROFILE = """
area_code | imd_decile | rural_urban
L1        | 2          | Urban
L2        | 9          | Rural
L3        |            | Urban
"""
MORE_AREAS = """
area_code | level | name     | parent_code
L2        | lsoa  | Bridge 1 | W2
L3        | lsoa  | Castle 1 | W3
"""
PEOPLE = """
area_code | year | sex | age_band | persons
L1        | 2022 | all | all      | 1000
L2        | 2022 | all | all      | 1500
L3        | 2022 | all | all      | 1200
"""


def crimes(small_area: str | None, number: int, month: date = date(2023, 5, 1)) -> list[dict]:
    return [
        {
            "crime_reference": f"{small_area}-{month}-{n}",
            "recorded_on": month,
            "offence_code": "30C",
            "lsoa_code": small_area,
        }
        for n in range(number)
    ]


def told(world, resident_rate: bool = True, rows: list[dict] | None = None):
    world.given("areas", MORE_AREAS)
    world.given("area_profile", PROFILE)
    world.people(PEOPLE)
    given = [*crimes("L1", 6), *crimes("L2", 3), *crimes("L3", 2), *crimes(None, 1), *crimes("L1", 9, date(2022, 5, 1))]
    world.source("police_recorded_crime", given if rows is None else rows)
    world.indicator("crime", sources={"police_recorded_crime": {}}, resident_rate=resident_rate)
    world.run()
    return world.rows(
        "select dimension, area_group, areas, count, persons from group_counts order by dimension, area_group"
    )


def test_each_dimension_adds_up_to_the_events_of_the_window(world):
    assert told(world) == [
        ("deprivation", "", 0, 3, None),
        ("deprivation", "1", 1, 6, 1000),
        ("deprivation", "5", 1, 3, 1500),
        ("rural_urban", "", 0, 1, None),
        ("rural_urban", "rural", 1, 3, 1500),
        ("rural_urban", "urban", 2, 8, 2200),
    ]
    assert world.rows("select current_count from area_windows where level = 'district'") == [(12,)]


def test_sums_over_areas_tell_how_much_they_differ(world):
    told(world)
    found = world.rows(
        "select area_group, count_squares, count_persons, persons_squares from group_counts"
        " where dimension = 'rural_urban' order by area_group"
    )
    assert found == [
        ("", None, None, None),
        ("rural", 9, 3 * 1500, 1500**2),
        ("urban", 36 + 4, 6 * 1000 + 2 * 1200, 1000**2 + 1200**2),
    ]


def test_a_group_in_which_nothing_happened_has_a_nought(world):
    found = {row[:2]: row[3] for row in told(world, rows=crimes("L1", 4))}
    assert found["deprivation", "5"] == found["rural_urban", "rural"] == found["deprivation", ""] == 0


def test_where_a_rate_per_resident_would_mislead_there_are_no_groups(world):
    assert told(world, resident_rate=False) == []


def test_a_source_that_names_no_small_area_has_no_groups(world):
    assert told(world, rows=crimes(None, 5)) == []


def test_pieces_are_what_wards_and_groups_share(world):
    told(world)
    assert world.rows(
        "select ward_code, deprivation, rural_urban, count from group_pieces where period = 'current' order by ward_code, deprivation"
    ) == [("", "", "", 1), ("W1", "1", "urban", 6), ("W2", "5", "rural", 3), ("W3", "", "urban", 2)]


def test_the_earlier_period_and_each_month_stand_beside(world):
    told(world)
    assert world.rows(
        "select area_group, count, previous_count from group_counts where dimension = 'deprivation' order by area_group"
    ) == [("", 3, 0), ("1", 6, 9), ("5", 3, 0)]
    assert world.rows("select period, sum(count) from group_pieces group by period order by period") == [
        ("current", 12),
        ("previous", 9),
    ]
    months = world.rows(
        "select area_group, month, count from group_months where dimension = 'deprivation' and count > 0 order by area_group, month"
    )
    assert months == [("1", date(2022, 5, 1), 9), ("1", date(2023, 5, 1), 6), ("5", date(2023, 5, 1), 3)]
    covered = "select count(*) from group_months where dimension = 'deprivation' and area_group = '5'"
    assert world.rows(covered) == world.rows("select count(distinct month) from measures where level = 'district'")

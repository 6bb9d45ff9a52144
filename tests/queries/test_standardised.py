"""Events and residents by band of age, for each district and period; events without an age stand apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "queries"
BANDS = ("0-5", "6-15", "16+")
HURT = """
accident_index | casualty_reference | occurred_on | severity | age_band | lsoa_code
A1             | 1                  | 2023-05-01  | serious  | 0-5      | L1
A1             | 2                  | 2023-05-01  | serious  | 16+      | L1
A2             | 1                  | 2023-06-01  | serious  | 16+      | L1
A3             | 1                  | 2023-06-01  | serious  |          | L1
A4             | 1                  | 2023-06-01  | slight   | 16+      | L1
A5             | 1                  | 2022-06-01  | serious  | 6-15     | L1
A6             | 1                  | 2022-01-01  | serious  | 6-15     | L1
A7             | 1                  | 2023-07-01  | serious  | 6-10     | L1
"""
PEOPLE = """
area_code | year | sex    | age_band | persons
D1        | 2022 | female | 0-5      | 100
D1        | 2022 | male   | 0-5      | 110
D1        | 2022 | female | 6-10     | 90
D1        | 2022 | male   | 6-10     | 90
D1        | 2022 | female | 11-15    | 80
D1        | 2022 | male   | 11-15    | 80
D1        | 2022 | female | 16+      | 1000
D1        | 2022 | male   | 16+      | 900
"""


def told(world, people: str = PEOPLE, **given) -> list[tuple]:
    world.connection.execute("delete from population")
    world.people(people)
    world.source("road_casualties", HURT, **given)
    selected = {"road_casualties": {"category": ["serious"]}}
    world.indicator("hurt", sources=selected, counted_by="occurred", standardised={"bands": BANDS})
    world.run()
    query = "select period, first_age, persons, count from standardised_counts where area_code = 'D1'"
    return world.rows(f"{query} order by period, first_age nulls last")


def test_events_are_counted_by_band_and_bands_without_events_stand_with_nought(world):
    assert told(world) == [
        ("current", 0, 210, 1),
        ("current", 6, 340, 0),
        ("current", 16, 1900, 2),
        ("current", None, None, 2),
        ("previous", 0, 210, 0),
        ("previous", 6, 340, 1),
        ("previous", 16, 1900, 0),
    ]


def test_events_with_and_without_an_age_are_all_events_of_the_period(world):
    told(world)
    compared = "select current_count, previous_count from period_comparisons where strand = '' and area_code = 'D1'"
    ((now, before),) = world.rows(f"{compared} and basis = 'financial_year_to_date'")
    summed = "select sum(count) from standardised_counts where area_code = 'D1' group by period order by period"
    assert [count for (count,) in world.rows(summed)] == [now, before] == [5, 1]


def test_a_band_that_the_population_cannot_be_divided_into_has_no_residents(world):
    wide = "area_code | year | sex | age_band | persons\nD1 | 2022 | | 0-15 | 550\nD1 | 2022 | | 16+ | 1900"
    assert [row[2] for row in told(world, wide) if row[0] == "current"] == [None, None, 1900, None]


def test_a_period_with_a_month_that_is_not_covered_is_left_out(world):
    assert {row[0] for row in told(world, missing=(date(2022, 5, 1),))} == {"current"}


def test_ages_in_years_fall_into_the_bands(world):
    told(world)
    world.connection.execute("drop table if exists event_ages")
    in_years = "select 'road_casualties' as source, 'A1-1' as event_id, cast(null as varchar) as age_band, 6 as age"
    world.connection.execute(f"create table event_ages as {in_years}")
    sql = (QUERIES / "windows" / "standardised_counts.sql").read_text(encoding="utf-8")
    found = world.rows(f"select first_age, count from ({sql}) where area_code = 'D1' and period = 'current'")
    assert sorted(found, key=str) == [(0, 0), (16, 0), (6, 1), (None, 4)]

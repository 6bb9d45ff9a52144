"""Rates are of the residents declared: bands that add up to their ages exactly, or no rate and the bands that do not fit."""

from __future__ import annotations

HEAD = "area_code | year | sex | age_band | persons\n"
NOISE = "complaint_number | reported_on | ward_code\n" + "\n".join(f"{number} | 2023-04-01 | W1" for number in range(8))


def residents(world, population: str, **per) -> dict[str, tuple[int, int]]:
    """Year and residents by area, of an indicator that is per the residents given."""
    world.connection.execute("delete from population")
    world.people(HEAD + population)
    world.source("noise_complaints", NOISE)
    world.indicator("noise", sources={"noise_complaints": {}}, per=per)
    world.run()
    return {
        area: (year, people) for area, year, people in world.rows("select area_code, year, persons from denominators")
    }


def bands(world) -> list[tuple]:
    return sorted(world.rows("select first_age, last_age from unfitting_bands"))


def test_single_years_and_bands_add_up_to_the_ages_wanted(world):
    people = "W1 | 2022 | | 0-9 | 100\nW1 | 2022 | | 10 | 7\nW1 | 2022 | | 11-17 | 50\nW1 | 2022 | | 18+ | 900"
    found = residents(world, people, ages="10-17")
    assert found == {"W1": (2022, 57), "P1": (2022, 57), "D1": (2022, 57), "F": (2022, 57)}
    assert bands(world) == []


def test_bands_that_reach_beyond_the_ages_wanted_give_no_rate_and_are_named(world):
    found = residents(
        world, "D1 | 2022 | | 0-15 | 100\nD1 | 2022 | | 16-24 | 60\nD1 | 2022 | | 25+ | 900", ages="10-17"
    )
    assert found == {}
    assert bands(world) == [(0, 15), (16, 24)]
    assert world.rows("select distinct rate from area_rates") == [(None,)]


def test_the_sexes_are_added_up_or_told_apart(new_world):
    people = "\n".join(
        f"D1 | 2022 | {sex} | {band} | {count}"
        for sex, counts in (("female", (40, 60)), ("male", (50, 70)))
        for band, count in zip(("0-17", "18+"), counts, strict=True)
    )
    assert residents(new_world(), people, ages="0-17")["D1"] == (2022, 90)
    assert residents(new_world(), people, ages="0-17", sexes=["female"])["D1"] == (2022, 40)
    assert residents(new_world(), people, sexes=["male"])["D1"] == (2022, 120)
    world = new_world()
    assert residents(world, "D1 | 2022 | | all | 220", sexes=["male"]) == {}
    assert world.rows("select first_age, bands from unfitting_bands") == [(None, 1)]


def test_a_total_beside_bands_is_not_counted_with_them(new_world):
    people = "D1 | 2022 | | all | 1000\nD1 | 2022 | | 10-17 | 90\nD1 | 2022 | female | all | 520"
    assert residents(new_world(), people, ages="10-17")["D1"] == (2022, 90)
    assert residents(new_world(), people, sexes=["female"])["D1"] == (2022, 520)


def test_the_newest_year_of_an_area_is_used_even_where_an_older_one_has_the_ages(world):
    people = "D1 | 2021 | | 10-17 | 90\nD1 | 2021 | | all | 900\nD1 | 2022 | | all | 1000"
    assert residents(world, people, ages="10-17") == {}
    assert bands(world) == [(0, 999)]


def test_a_district_is_the_sum_of_its_wards_only_where_each_has_the_ages(new_world):
    wards = "W1 | 2022 | | 10-17 | 10\nW1 | 2022 | | all | 100\nW2 | 2022 | | all | 100"
    assert residents(new_world(), f"{wards}\nW2 | 2022 | | 10-17 | 20", ages="10-17")["D1"] == (2022, 30)
    assert residents(new_world(), wards, ages="10-17") == {"W1": (2022, 10)}


def test_wards_peers_and_the_monthly_measure_use_the_same_residents(world):
    people = "W1 | 2022 | | 0-9 | 300\nW1 | 2022 | | 10-17 | 200\nW1 | 2022 | | 18+ | 900\nD2 | 2022 | | all | 5000"
    residents(world, people, ages="10-17", multiplier=100_000)
    assert world.rows("select count, persons, rate from area_rates where area_code = 'W1'") == [(8, 200, 4000.0)]
    ranked = "select area_code, count, persons, rate from peer_values where is_subject"
    assert world.rows(ranked) == [("D1", 8.0, 200, 4000.0)]
    assert world.rows("select distinct denominator from measures where area_code in ('W1', 'D1')") == [(200,)]

"""Residents by age and sex add up: each person once, nobody missing; every mistake is told with its place and remedy."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sia.warehouse.population_file import population_problems, sex_of


def told(*rows: tuple[str, str], area: str = "D1", year: int = 2022) -> list[str]:
    """The problems of (sex, age band) rows of one area, the first on line 2."""
    numbered = [
        (line, {"area_code": area, "year": year, "sex": sex, "age_band": band, "persons": 1})
        for line, (sex, band) in enumerate(rows, start=2)
    ]
    return [str(problem) for problem in population_problems("population.csv", numbered)]


def test_any_bands_from_birth_to_an_open_end_are_taken_in_any_order() -> None:
    assert told(("", "10-17"), ("", "18+"), ("", "0-9")) == []
    assert told(*(("", str(age)) for age in range(90)), ("", "90+")) == []
    assert told(("female", "0-15"), ("female", "16+"), ("male", "0-17"), ("male", "18+")) == []
    assert told(("", "")) == told(("female", "all"), ("male", "all")) == []


def test_a_row_for_all_ages_may_stand_beside_some_bands() -> None:
    assert told(("", "all"), ("", "10-17")) == []


def test_a_band_given_twice_and_bands_that_overlap() -> None:
    assert told(("", "0-15"), ("", "10-17"), ("", "18+"), ("", "18+")) == [
        "population.csv:3, age_band: ages 10 to 17 overlap ages 0 to 15, for residents of 'D1' in 2022. Give each age once.",
        "population.csv:5, age_band: ages 18 and over stand here a second time, for residents of 'D1' in 2022."
        " Leave one of the rows out.",
    ]  # fmt: skip
    assert told(("", "all"), ("", "All ages")) == [
        "population.csv:3, age_band: all ages stand here a second time, for residents of 'D1' in 2022."
        " Leave one of the rows out."
    ]


def test_an_open_band_must_be_the_last() -> None:
    assert told(("", "0+"), ("", "90+"))[0].startswith(
        "population.csv:3, age_band: ages 90 and over overlap ages 0 and"
    )


def test_ages_that_no_band_holds() -> None:
    add = "Add the rows that are missing, or one row for all ages."
    assert told(("", "5-9"), ("", "18-89")) == [
        f"population.csv:2, age_band: ages 0 to 4 are missing, for residents of 'D1' in 2022. {add}",
        f"population.csv:3, age_band: ages 10 to 17 are missing, for residents of 'D1' in 2022. {add}",
        f"population.csv:3, age_band: ages 90 and over are missing, for residents of 'D1' in 2022. {add}",
    ]


def test_one_sex_alone_is_half_the_residents() -> None:
    assert told(("female", "all")) == [
        "population.csv:2, age_band: there are only female residents of 'D1' in 2022. Add the male ones, or a row for all"
        " persons."
    ]
    assert told(("female", "all"), ("", "all")) == []


def test_the_same_mistake_in_many_areas_is_told_once() -> None:
    rows = [
        (line, {"area_code": f"W{line}", "year": 2022, "sex": "", "age_band": "0-15", "persons": 1})
        for line in range(2, 7)
    ]
    assert [str(problem) for problem in population_problems("p.csv", rows)] == [
        "p.csv:2, age_band: ages 16 and over are missing, for residents of 'W2' and 4 more areas in 2022."
        " Add the rows that are missing, or one row for all ages."
    ]


def test_sexes_as_they_are_written() -> None:
    assert [sex_of(text) for text in ("", "All", "persons", "Females", "male")] == ["", "", "", "female", "male"]


@given(edges=st.sets(st.integers(1, 110), max_size=20), left_out=st.integers(0, 19))
def test_bands_that_follow_each_other_are_sound_and_without_one_of_them_they_are_not(edges, left_out: int) -> None:
    firsts = [0, *sorted(edges)]
    bands = [f"{first}-{following - 1}" for first, following in pairwise(firsts)]
    bands.append(f"{firsts[-1]}+")
    assert told(*(("", band) for band in bands)) == []
    kept = [band for position, band in enumerate(bands) if position != left_out % len(bands)]
    assert bool(told(*(("", band) for band in kept))) == bool(kept)

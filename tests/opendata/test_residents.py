"""Residents carried from the small areas of 2011 to those of 2021."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sia.opendata.residents import carried_ages, carried_residents, changed_areas

CODES = st.sampled_from([f"E{number}" for number in range(8)])
BECAME = st.dictionaries(CODES, st.lists(CODES, min_size=1, max_size=3), min_size=1)


def test_unchanged_merged_and_split() -> None:
    became = {"a": ["a"], "b": ["c"], "d": ["c"], "e": ["f", "g", "h"]}
    carried = carried_residents({"a": 10, "b": 20, "d": 30, "e": 101}, became)
    assert carried == {"a": 10, "c": 50, "f": 34, "g": 34, "h": 33}
    assert changed_areas(became) == {"c", "f", "g", "h"}


@given(became=BECAME, data=st.data())
def test_nobody_is_lost_or_counted_twice(became: dict[str, list[str]], data: st.DataObject) -> None:
    residents = {old: data.draw(st.integers(0, 5000)) for old in became}
    carried = carried_residents(residents, became)
    assert sum(carried.values()) == sum(residents.values())
    assert set(carried) == {part for parts in became.values() for part in parts}


def test_a_split_area_deals_its_people_out_in_the_order_of_their_ages() -> None:
    assert carried_ages({"a": (3, 1, 2)}, {"a": ["x", "y"]}) == {"x": (2, 0, 1), "y": (1, 1, 1)}
    merged = carried_ages({"a": (1, 2), "b": (5, 0)}, {"a": ["x"], "b": ["x"]})
    assert merged == {"x": (6, 2)}


def test_ages_are_known_only_where_those_of_every_older_area_are() -> None:
    became = {"a": ["x"], "b": ["x", "y"], "c": ["z"]}
    assert carried_ages({"a": (1, 2), "c": (4, 4)}, became) == {"z": (4, 4)}


@given(became=BECAME, data=st.data())
def test_ages_add_up_to_the_residents_of_each_area_and_to_everybody_of_that_age(became, data: st.DataObject) -> None:
    ages = {old: data.draw(st.tuples(*[st.integers(0, 90)] * 3)) for old in became}
    carried = carried_ages(ages, became)
    assert {part: sum(found) for part, found in carried.items()} == carried_residents(
        {old: sum(given) for old, given in ages.items()}, became
    )
    assert [sum(column) for column in zip(*carried.values(), strict=True)] == [
        sum(column) for column in zip(*ages.values(), strict=True)
    ]

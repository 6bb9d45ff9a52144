"""Residents carried from the small areas of 2011 to those of 2021."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sia.opendata.residents import carried_residents, changed_areas

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

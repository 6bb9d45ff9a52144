"""Kinds of offence with their weight; what the police find by looking is outside, and so is what has no polarity."""

from __future__ import annotations

from datetime import date

OFFENCES = [
    {"offence_code": "30C", "category": "theft", "subcategory": "burglary", "found_by_police": None},
    {"offence_code": "34B", "category": "robbery", "subcategory": "robbery-personal", "found_by_police": None},
    {"offence_code": "92D", "category": "drugs", "subcategory": "drug-possession", "found_by_police": "yes"},
]


def told(world, **fields):
    world.given("offences", OFFENCES)
    weights = [
        {"subcategory": name, "weight": 9.5, "weight_source": "Weights", "version": "1"}
        for name in ("burglary", "drug-possession")
    ]
    world.given("harm_weights", weights)
    rows = [
        {"crime_reference": f"{code}-{year}-{n}", "recorded_on": date(year, 5, 1), "offence_code": code}
        for code, counts in (("30C", (4, 3)), ("34B", (2, 2)), ("92D", (5, 9)))
        for year, number in zip((2022, 2023), counts, strict=True)
        for n in range(number)
    ]
    world.source("police_recorded_crime", rows)
    world.indicator("crime", sources={"police_recorded_crime": {}}, strands="subcategory", **fields)
    world.run()
    return world.rows(
        "select strand, previous_count, current_count, weight, version, found_by_police from harm_parts order by strand"
    )


def test_kinds_have_their_weight_or_none_and_what_police_find_has_none(world):
    assert told(world) == [
        ("burglary", 4, 3, 9.5, "1", False),
        ("drug-possession", 5, 9, None, "1", True),
        ("robbery-personal", 2, 2, None, None, False),
    ]


def test_an_indicator_that_is_neither_good_nor_bad_has_no_harm(world):
    assert told(world, polarity="ambiguous") == []

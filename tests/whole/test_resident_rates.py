"""Entrants to the justice system per young person: counted again from the population file and in plain SQL."""

from __future__ import annotations

import csv


def _young(root, code: str) -> int:
    with (root / "areas" / "population.csv").open(encoding="utf-8", newline="") as file:
        wanted = {str(age) for age in range(10, 18)}
        return sum(
            int(row["persons"])
            for row in csv.DictReader(file)
            if (row["area_code"], row["year"]) == (code, "2022") and row["age_band"] in wanted
        )


def test_first_time_entrants_are_set_against_the_10_to_17_year_olds(reference):
    ((entrants,),) = reference.query(
        "select sum(value) from youth_justice where area_code = 'X07000001'"
        " and period_start between date '2023-04-01' and date '2023-10-01'"
    )
    value = next(one for one in reference.read("values.json") if one["id"] == "first_time_entrants.rate")
    assert abs(value["value"] - 100_000 * entrants / _young(reference.root, "X07000001")) < 1e-9
    assert value["text"].endswith(" per 100,000 residents aged 10 to 17")


def test_every_district_is_ranked_by_its_own_young_people(reference):
    rows = reference.query("select area_code, persons from peer_ranks where indicator = 'first_time_entrants'")
    assert len(rows) == 5
    assert all(persons == _young(reference.root, code) for code, persons in rows)


def test_other_rates_are_still_of_everybody(reference):
    ((persons,),) = reference.query(
        "select persons from denominators where indicator = 'neighbourhood_crime' and area_code = 'X07000001'"
    )
    assert persons == 436_000

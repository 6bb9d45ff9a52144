"""Sets of extracts in which nothing happens: the same is expected in every year, and counts scatter as chance has it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sia.demo.counts import draw, expected, generator
from sia.demo.plan import months_between, planted_in_plan, read_plan
from sia.demo.series import draw_series
from sia.demo.unchanging import SEASONS, changes_planted, unchanging_plan, with_full_chance

SEEDS = range(400)
PLAN = unchanging_plan()
MONTHS = months_between(PLAN["first_month"], PLAN["last_month"])
STREAMS = {
    f"{source}: {name}": stream
    for source, declared in PLAN["events"].items()
    for name, stream in declared["streams"].items()
}


def totals(stream: dict[str, Any], plan: dict[str, Any]) -> np.ndarray:
    """The number of events of 2022 under each seed."""
    months = months_between("2018-01", "2023-12") if "years" in stream else MONTHS
    inside = np.array([month.year == 2022 for month in months])
    return np.array([draw(generator(seed, "a stream"), months, stream, plan)[inside].sum() for seed in SEEDS])


@pytest.mark.parametrize("name", [name for name, stream in STREAMS.items() if "level" in stream])
def test_each_month_is_expected_to_be_as_in_any_other_year(name: str) -> None:
    wanted = expected(MONTHS, STREAMS[name], PLAN).reshape(3, 12)
    assert np.allclose(wanted, wanted[0])


def test_yearly_totals_are_expected_to_be_the_same_whichever_stream_they_lie_in() -> None:
    reviews = PLAN["events"]["domestic_homicide_reviews"]["streams"]
    assert {total for stream in reviews.values() for total in stream["years"].values()} == {10 / 6}


def test_only_the_seasons_stay_of_what_is_planted() -> None:
    kept = set(planted_in_plan()) - changes_planted()
    assert kept == SEASONS
    assert PLAN["events"]["water_incidents"]["streams"]["swimming"]["season"] == "bathing"


def test_totals_scatter_as_poisson_counts_do() -> None:
    found = totals(STREAMS["police_recorded_crime: robbery-personal"], PLAN)
    assert 0.8 < found.var() / found.mean() < 1.25


def test_yearly_totals_scatter_as_poisson_counts_do_too() -> None:
    found = totals(STREAMS["road_casualties: fatal"], PLAN)
    assert 0.8 < found.var() / found.mean() < 1.25
    assert abs(found.mean() - (7 + 9 + 8 + 7 + 8 + 8) / 6) < 0.5


def test_the_reference_partnership_itself_scatters_far_less() -> None:
    plan = read_plan()
    found = totals(plan["events"]["police_recorded_crime"]["streams"]["bicycle-theft"], plan)
    assert found.var() / found.mean() < 0.3


def test_full_chance_leaves_everything_planted_in_place() -> None:
    plan = read_plan()
    assert with_full_chance(plan) == {**plan, "steadiness": 1}


def test_quarterly_counts_scatter_as_poisson_counts_do() -> None:
    declared = PLAN["series"]["prevent_referrals"]
    found = np.array([[row["value"] for row in draw_series("x", declared, PLAN, seed)] for seed in SEEDS])
    assert 0.8 < found.var() / found.mean() < 1.25


def test_published_rates_lie_within_their_limits_of_england_as_often_as_they_should() -> None:
    declared = PLAN["series"]["drug_and_alcohol_harm"]
    rows = [row for seed in SEEDS for row in draw_series("x", declared, PLAN, seed)]
    own = [row for row in rows if row["category"] == "Alcohol-related mortality" and row["area_code"] != "E92000001"]
    inside = [float(row["lower"]) <= 37.2 <= float(row["upper"]) for row in own]
    assert 0.93 < np.mean(inside) < 0.97

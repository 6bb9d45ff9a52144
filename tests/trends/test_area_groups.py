"""Groups of small areas are set against one another by how much their areas differ, not by chance alone."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from grouped_areas import by_chance_alone, called, simulated
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy import stats

from sia.trends.area_groups import FEW_AREAS, NO_EVENT, NO_RESIDENTS, group_gradient, group_rates, group_ratios


def group(name: str, counts: list[float], persons: list[float], by: str = "all") -> dict:
    x, n = np.array(counts, dtype=float), np.array(persons, dtype=float)
    sums = {"count_squares": (x**2).sum(), "count_persons": (x * n).sum(), "persons_squares": (n**2).sum()}
    return {"by": by, "group": name, "areas": len(x), "count": x.sum(), "persons": n.sum(), **sums}


def ratios(*groups: dict) -> dict:
    rates = group_rates(pl.DataFrame(groups))
    return group_ratios(rates, ["by"], "group", groups[0]["group"], groups[1]["group"]).row(0, named=True)


ONE = group("one", [4, 9, 2, 15, 6, 8], [1500, 1700, 1400, 1900, 1600, 1500])
OTHER = group("other", [3, 1, 5, 2, 7, 4, 2], [1600, 1500, 1800, 1400, 1700, 1500, 1600])


def test_the_limits_by_hand() -> None:
    """Areas with as many residents each: the variance of the rate is that of a mean of counts."""
    counts = [4.0, 9.0, 2.0, 15.0, 6.0, 12.0]
    row = group_rates(pl.DataFrame([group("one", counts, [1000] * 6)])).row(0, named=True)
    spread = np.std(counts, ddof=1) / np.sqrt(6) / np.mean(counts)
    assert row["value"] == pytest.approx(0.008)
    assert row["variance"] == pytest.approx(spread**2)
    assert row["upper"] / row["value"] == pytest.approx(np.exp(stats.t.ppf(0.975, 5) * spread))
    assert row["lower"] * row["upper"] == pytest.approx(row["value"] ** 2)


def test_areas_more_alike_than_chance_get_the_limits_of_chance() -> None:
    row = group_rates(pl.DataFrame([group("one", [8] * 10, [1000] * 10)])).row(0, named=True)
    assert row["variance"] == pytest.approx(1 / 80)


def test_two_groups_are_compared_as_welch_would() -> None:
    row, rates = ratios(ONE, OTHER), group_rates(pl.DataFrame([ONE, OTHER]))
    v, d = rates["variance"].to_numpy(), rates["degrees_of_freedom"].to_numpy()
    statistic = np.log(rates["value"][0] / rates["value"][1]) / np.sqrt(v.sum())
    degrees = v.sum() ** 2 / (v**2 / d).sum()
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(statistic), degrees))
    assert row["ratio"] == pytest.approx(rates["value"][0] / rates["value"][1])
    assert row["clear"] == (row["p_value"] < 0.05)


def test_the_groups_the_other_way_round_give_the_inverse() -> None:
    there, back = ratios(ONE, OTHER), ratios(OTHER, ONE)
    assert there["ratio"] * back["ratio"] == pytest.approx(1)
    assert there["lower"] * back["upper"] == pytest.approx(1)
    assert there["p_value"] == pytest.approx(back["p_value"])


@settings(max_examples=30, deadline=None)
@given(scale=st.floats(0.01, 100), seed=st.integers(0, 1000))
def test_scaling_residents_scales_rates_and_changes_no_ratio(scale: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    persons = chance.integers(1000, 3000, (2, 12))
    counts = chance.poisson(8, (2, 12))
    once, again = (
        ratios(*(group(name, list(counts[at]), list(times * persons[at])) for at, name in enumerate(("one", "other"))))
        for times in (1.0, scale)
    )
    assert {name: once[name] for name in ("ratio", "lower", "upper", "p_value")} == pytest.approx(
        {name: again[name] for name in ("ratio", "lower", "upper", "p_value")}, rel=1e-6
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"persons": None}, NO_RESIDENTS), ({"persons": 0.0}, NO_RESIDENTS), ({"count": 0.0}, NO_EVENT), ({"areas": 4}, FEW_AREAS)],
)  # fmt: skip
def test_what_cannot_be_judged_says_why(changes: dict, reason: str) -> None:
    rates = group_rates(pl.DataFrame([ONE | changes, OTHER]))
    assert rates["reason"].to_list() == [reason, None]
    assert rates["lower"][0] is None
    row = group_ratios(rates, ["by"], "group", "one", "other").row(0, named=True)
    assert (row["reason"], row["clear"], row["ratio"], row["p_value"]) == (reason, False, None, None)


def test_a_gradient_is_the_slope_over_the_groups_and_needs_all_of_them() -> None:
    def fifths(by: str, step: float) -> list[dict]:
        people = [1000.0] * 8
        areas = [[10 * step**at * wave for wave in (0.8, 1.2, 1, 1, 0.9, 1.1, 1, 1)] for at in range(5)]
        return [group(str(at + 1), counts, people, by) | {"place": at + 1} for at, counts in enumerate(areas)]

    rates = group_rates(pl.DataFrame([*fifths("falling", 0.8), *fifths("level", 1.0), *fifths("short", 0.8)[:4]]))
    found = group_gradient(rates, ["by"], "place", 5)
    assert found["by"].to_list() == ["falling", "level"]
    assert found["ratio"].to_list() == pytest.approx([0.8, 1.0])
    assert found["clear"].to_list() == [True, False]
    assert_frame_equal(found, group_gradient(rates.reverse(), ["by"], "place", 5), check_row_order=False)


@pytest.mark.parametrize("scatter", [0.0, 0.4, 0.8])
def test_groups_whose_areas_merely_differ_are_rarely_called_different(scatter: float) -> None:
    groups = simulated(4000, (20, 30), 10, "gamma", scatter)
    assert 2 <= called(groups) <= 7
    if scatter:
        assert by_chance_alone(groups) > 20


def test_a_difference_that_is_there_is_found() -> None:
    assert called(simulated(1000, (20, 30), 30, "gamma", 0.4, ratio=2.0)) > 95

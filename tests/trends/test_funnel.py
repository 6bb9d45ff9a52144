from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sia.trends.funnel import (
    TOO_FEW_AREAS,
    funnel_limits,
    funnel_position,
    overdispersed_funnel,
    proportion_funnel,
    proportion_limits,
)

PACKAGE = "PHEindicatormethods"
Finder = Callable[[str, str], Path]


def test_every_reference_significance(reference_file: Finder) -> None:
    table = pl.read_csv(reference_file(PACKAGE, "testdata_funnel_ratio_inputs.csv"))
    result = funnel_position(table, count="obs")
    assert result.height > 100
    assert result["funnel"].to_list() == result["significance"].str.to_lowercase().to_list()


def within_the_reference_steps(ours: np.ndarray, theirs: np.ndarray, events: np.ndarray) -> bool:
    """Whether expected events agree on the scale expected / (1 + events + expected), searched in steps of 1e-7."""
    return bool(np.allclose(ours / (1 + events + ours), theirs / (1 + events + theirs), rtol=0, atol=1.2e-7))


def test_every_reference_limit_of_ratios(reference_file: Finder) -> None:
    table = pl.read_csv(reference_file(PACKAGE, "testdata_funnel_ratio_outputs.csv"))
    events = table.to_series(0).cast(pl.Float64).to_numpy()
    result = funnel_limits(table.to_series(0))
    assert result.height == table.height
    for side in ("lower", "upper"):
        for ours, theirs in (("025", "2s"), ("001", "3s")):
            expected = result[f"{side}_{ours}_expected"].to_numpy()
            assert within_the_reference_steps(expected, table[f"{side}_{theirs}_exp_events"].to_numpy(), events)
            np.testing.assert_allclose(result[f"{side}_{ours}_ratio"].to_numpy() * expected, events, rtol=1e-12)


@pytest.mark.parametrize("name", ["", "_2"])
def test_every_reference_limit_of_three_year_rates(reference_file: Finder, name: str) -> None:
    table = pl.read_csv(reference_file(PACKAGE, f"testdata_funnel_rate_outputs{name}.csv"))
    events = table["Events"].cast(pl.Float64).to_numpy()
    baseline = table["baseline"].to_numpy()
    result = funnel_limits(table["Events"])
    for side in ("lower", "upper"):
        for ours, theirs in (("025", "2s"), ("001", "3s")):
            expected = table[f"{side}_{theirs}_population_1_year"].to_numpy() * 3 * baseline / 100_000
            assert within_the_reference_steps(result[f"{side}_{ours}_expected"].to_numpy(), expected, events)


def test_a_few_reference_figures_carried_here() -> None:
    frame = pl.DataFrame({"count": [8, 151, 159, 150, 0, None], "expected": [6.24, 106.44, 232.93, 119.57, 240.6, 3.0]})
    assert funnel_position(frame)["funnel"].to_list() == [
        "not significant",
        "high (0.001)",
        "low (0.001)",
        "high (0.025)",
        "low (0.001)",
        None,
    ]
    row = funnel_limits(pl.Series([1])).row(0, named=True)
    assert row["lower_025_expected"] == pytest.approx(5.571644, rel=1e-6)
    assert row["upper_025_ratio"] == pytest.approx(39.49775, rel=1e-5)


@pytest.mark.parametrize("name", ["", "_with_axis_variation"])
def test_every_reference_limit_of_proportions(reference_file: Finder, name: str) -> None:
    table = pl.read_csv(reference_file(PACKAGE, f"testdata_funnel_prop_outputs{name}.csv"))
    result = table.with_columns(pl.col("Baseline") / 100).with_columns(**proportion_limits("Baseline", "Population"))
    assert table.height > 50
    for ours, theirs in (("025", "2s0025"), ("001", "3s0001")):
        for side in ("lower", "upper"):
            expected = table[f"{side.title()}{theirs}limit"].to_numpy()
            # the reference is printed with six decimals of a per cent
            np.testing.assert_allclose(result[f"{side}_{ours}"].to_numpy() * 100, expected, rtol=1e-6, atol=6e-7)


def test_every_reference_significance_of_proportions(reference_file: Finder) -> None:
    table = pl.read_csv(reference_file(PACKAGE, "testdata_funnel_prop_inputs.csv"))
    result = proportion_funnel(table, count="numerator")
    assert result.height > 100
    assert result["funnel"].to_list() == result["significance"].str.to_lowercase().to_list()


def families(sizes: int, areas: int, spread: float, seed: int) -> pl.DataFrame:
    """Areas whose true ratios scatter around 1 with a standard deviation of `spread` on the square-root scale."""
    chance = np.random.default_rng(seed)
    expected = chance.uniform(20, 200, (sizes, areas))
    truth = np.clip(1 + spread * chance.standard_normal((sizes, areas)), 0, None) ** 2
    counts = chance.poisson(expected * truth)
    family = np.repeat(np.arange(sizes), areas)
    return pl.DataFrame({"family": family, "count": counts.reshape(-1), "expected": expected.reshape(-1)})


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3])
def test_areas_that_merely_differ_stay_within_the_wider_limits(spread: float) -> None:
    frame = families(400, 25, spread, seed=1)
    result = overdispersed_funnel(frame, "family")
    outside = result["funnel"].str.contains("0.001|0.025").mean()
    assert 0.03 < outside < 0.08
    plain = funnel_position(frame)["funnel"].str.contains("0.001|0.025").mean()
    assert plain < 0.06 if spread == 0 else plain > 0.2
    assert result["between"].mean() == pytest.approx(spread, abs=0.03)


def test_an_area_far_beyond_the_others_still_stands_out() -> None:
    frame = families(1, 25, 0.1, seed=3).with_columns(
        count=pl.when(pl.int_range(pl.len()) == 4).then(pl.col("expected") * 4).otherwise("count")
    )
    assert overdispersed_funnel(frame, "family")["funnel"][4] == "high (0.001)"


def test_four_areas_cannot_say_how_much_areas_differ() -> None:
    result = overdispersed_funnel(families(1, 4, 0.1, seed=2), "family")
    assert result["reason"].to_list() == [TOO_FEW_AREAS] * 4
    assert result["funnel"].to_list() == [None] * 4
    with_gap = pl.DataFrame({"family": [1] * 6, "count": [5, 4, 6, 5, 7, None], "expected": [5.0] * 6})
    assert overdispersed_funnel(with_gap, "family")["funnel"].to_list() == ["not significant"] * 5 + [None]

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
            # the reference's two other columns are made from its own expected events: their ratio less 1, and in per cent
            theirs_ratio = events / table[f"{side}_{theirs}_exp_events"].to_numpy()
            np.testing.assert_allclose(
                table[f"{side}_{theirs}_count"].to_numpy(), theirs_ratio - 1, rtol=1e-6, atol=1e-6
            )
            np.testing.assert_allclose(table[f"{side}_{theirs}_isr"].to_numpy(), theirs_ratio * 100, rtol=1e-6)


@pytest.mark.parametrize(("name", "years"), [("", 3), ("_2", 3), ("_3", 3)])
def test_every_reference_limit_of_rates(reference_file: Finder, name: str, years: int) -> None:
    table = pl.read_csv(reference_file(PACKAGE, f"testdata_funnel_rate_outputs{name}.csv"))
    assert table.height == 100
    events = table["Events"].cast(pl.Float64).to_numpy()
    baseline = table["baseline"].to_numpy()
    result = funnel_limits(table["Events"])
    for side in ("lower", "upper"):
        for ours, theirs in (("025", "2s"), ("001", "3s")):
            people = table[f"{side}_{theirs}_population_1_year"].to_numpy() * years
            mine = result[f"{side}_{ours}_expected"].to_numpy()
            assert within_the_reference_steps(mine, people * baseline / 100_000, events)
            # the limit as a rate is the events over the people at whom it stands
            limits = table[f"{side}_{theirs}_limit"].to_numpy()
            np.testing.assert_allclose(limits, events / people * 100_000, rtol=1e-6)
            assert within_the_reference_steps(mine, events * baseline / limits, events)


@pytest.mark.parametrize("kind", ["crude", "dsr"])
@pytest.mark.parametrize("per", ["100000", "100"])
@pytest.mark.parametrize("nought", ["with_0", "without_0"])
def test_every_reference_significance_of_rates(reference_file: Finder, kind: str, per: str, nought: str) -> None:
    """The denominators of standardised rates are those at which their events would give them."""
    path = reference_file(PACKAGE, "testdata_funnel_rate_dsr_inputs.csv")
    table = pl.read_csv(path, null_values="NA").with_columns(pl.col("rate_dsr").cast(pl.Float64))
    rows = table.filter(pl.col("rate_dsr").is_not_null()) if kind == "dsr" or nought == "without_0" else table
    assert rows.height >= 39
    derived = pl.col("count") / pl.col("rate_dsr") * 100_000
    people = rows.select(people=derived if kind == "dsr" else pl.col("pop")).to_series()
    expected = people * rows["count"].sum() / people.sum()
    placed = funnel_position(rows.with_columns(expected=expected))
    assert placed["funnel"].to_list() == rows[f"{kind}_per_{per}_{nought}"].str.to_lowercase().to_list()


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


UNPLACED = [
    (None, 5.0, "the count is missing"),
    (float("nan"), 5.0, "the count is missing"),
    (-1.0, 5.0, "the count is negative"),
    (3.0, None, "the {} is missing"),
    (3.0, float("nan"), "the {} is missing"),
    (3.0, 0.0, "the {} is zero"),
]


def test_what_cannot_be_placed_says_why_and_what_can_names_its_method() -> None:
    counts, numbers, reasons = zip(*UNPLACED, strict=True)
    frame = pl.DataFrame({"count": [8.0, *counts], "expected": [6.24, *numbers]})
    placed = funnel_position(frame)
    assert placed["reason"].to_list() == [None, *(reason.format("expected number") for reason in reasons)]
    assert placed["funnel"].to_list() == ["not significant"] + [None] * 6
    assert placed["method"].to_list() == ["funnel"] + [None] * 6


def test_rows_that_cannot_be_count_nothing_towards_the_proportion_of_all() -> None:
    counts, numbers, reasons = zip(*UNPLACED, (30.0, 20.0, "more was counted than the denominator holds"), strict=True)
    sound = pl.DataFrame({"count": [3.0, 4.0, 80.0], "denominator": [10.0, 10.0, 100.0]})
    odd = pl.DataFrame({"count": counts, "denominator": numbers})
    both = proportion_funnel(pl.concat([sound, odd], how="vertical_relaxed"))
    assert both.head(3).drop("reason").equals(proportion_funnel(sound).drop("reason"))
    assert both["reason"].to_list() == [None] * 3 + [reason.format("denominator") for reason in reasons]
    assert both["funnel"].to_list()[3:] == both["method"].to_list()[3:] == both["upper_001"].to_list()[3:] == [None] * 7


def test_one_row_that_cannot_be_does_not_spoil_its_family() -> None:
    frame = families(1, 25, 0.1, seed=3).with_columns(pl.col("count").cast(pl.Float64))
    counts, numbers, reasons = zip(*UNPLACED, strict=True)
    odd = pl.DataFrame({"family": [0] * 6, "count": counts, "expected": numbers}, schema=frame.schema)
    both = overdispersed_funnel(pl.concat([frame, odd]), "family")
    assert both.head(25).equals(overdispersed_funnel(frame, "family"))
    assert both["reason"].to_list()[25:] == [reason.format("expected number") for reason in reasons]
    assert both["funnel"].to_list()[25:] == both["upper_025"].to_list()[25:] == [None] * 6
    assert both["method"].unique().sort(nulls_last=True).to_list() == ["overdispersed_funnel", None]


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

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sia.trends.funnel import funnel_limits, funnel_position

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

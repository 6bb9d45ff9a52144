from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from sia.trends.false_discovery import adjust


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_agree_with_scipy(p_values: list[float]) -> None:
    frame = pl.DataFrame({"family": ["a"] * len(p_values), "p_value": p_values})
    expected = false_discovery_control(p_values)
    assert adjust(frame, "family")["q_value"].to_list() == pytest.approx(list(expected))


def test_families_are_kept_apart_and_what_has_no_p_value_stays_out() -> None:
    frame = pl.DataFrame(
        {"theme": ["x", "y", "x", "x"], "kind": ["a"] * 4, "p": [0.04, 0.03, None, 0.01]},
    )
    adjusted = adjust(frame, ["theme", "kind"], "p")
    assert adjusted["q_value"].to_list() == pytest.approx([0.04, 0.03, None, 0.02])
    assert adjusted["family_size"].to_list() == [2, 1, 2, 2]
    assert adjusted["p"].to_list() == [0.04, 0.03, None, 0.01]

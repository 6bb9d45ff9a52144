"""Parts come in order of their counts, and no order is claimed that chance alone may have made."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.trends.ordered_parts import ordered_parts


def family(counts: dict[str, int], **more: object) -> pl.DataFrame:
    return pl.DataFrame({"family": "all", "part": list(counts), "count": list(counts.values()), **more})


def test_parts_stand_in_order_with_their_shares_and_say_whether_the_next_is_clearly_smaller() -> None:
    found = ordered_parts(family({"falls": 20, "swimming": 219, "floods": 18, "ice": 3}), "family")
    assert found["part"].to_list() == ["swimming", "falls", "floods", "ice"]
    assert found["position"].to_list() == [1, 2, 3, 4]
    assert found["share"].to_list() == pytest.approx([219 / 260, 20 / 260, 18 / 260, 3 / 260])
    assert found["like_next"].to_list() == [False, True, False, None]


def test_parts_of_one_count_share_a_place() -> None:
    found = ordered_parts(family({"c": 40, "b": 40, "a": 90}), "family")
    assert found["part"].to_list() == ["a", "b", "c"]
    assert found["position"].to_list() == [1, 2, 2]
    assert found["ratio"].to_list()[1] == 1
    assert found["like_next"].to_list() == [False, True, None]


def test_counts_that_vary_more_are_told_apart_less() -> None:
    counts = {"a": 130, "b": 95}
    assert ordered_parts(family(counts), "family")["like_next"][0] is False
    assert ordered_parts(family(counts, dispersion=[4.0, 4.0]), "family")["like_next"][0] is True
    assert ordered_parts(family(counts, degrees_of_freedom=[2.0, 2.0]), "family")["like_next"][0] is True


def test_families_are_told_apart_and_nothing_is_set_against_nothing() -> None:
    frame = pl.concat([family({"a": 0, "b": 0}), family({"a": 9}).with_columns(family=pl.lit("other"))])
    found = ordered_parts(frame, "family")
    assert found["share"].to_list() == [None, None, 1.0]
    assert found["ratio"].to_list() == [None, None, None]
    assert found["like_next"].to_list() == [True, None, None]


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=9), st.randoms())
def test_the_order_of_the_rows_changes_nothing_and_shares_make_a_whole(counts, chance) -> None:
    frame = family({f"part {number}": count for number, count in enumerate(counts)})
    rows = frame.rows()
    chance.shuffle(rows)
    found = ordered_parts(frame, "family")
    assert found.equals(ordered_parts(pl.DataFrame(rows, schema=frame.schema, orient="row"), "family"))
    assert found["count"].to_list() == sorted(counts, reverse=True)
    assert found["like_next"].to_list()[-1] is None
    assert not sum(counts) or found["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
@pytest.mark.parametrize(("parts", "most"), [(2, 6.5), (4, 5.0)])
def test_parts_of_equal_rates_are_seldom_told_apart(dispersion: float, parts: int, most: float) -> None:
    chance = np.random.default_rng(8)
    rates = chance.gamma(60 / (dispersion - 1), dispersion - 1, 3000 * parts) if dispersion > 1 else 60.0
    counts = chance.poisson(rates, 3000 * parts)
    frame = pl.DataFrame(
        {
            "family": np.repeat(np.arange(3000), parts),
            "part": np.tile([f"part {number}" for number in range(parts)], 3000),
            "count": counts,
        }
    ).with_columns(dispersion=pl.lit(dispersion))
    told = ordered_parts(frame, "family").group_by("family").agg(told=(pl.col("like_next") == False).any())  # noqa: E712
    assert 100 * told["told"].mean() < most

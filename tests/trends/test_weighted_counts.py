"""Weighted totals: with one kind they are its count, scales do not matter, and a few heavy events are not judged."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from sia.calendar import Window, add_months
from sia.trends.comparison import compare_periods
from sia.trends.weighted_counts import NO_MONTHS, SINGLE_EVENTS, compare_weighted

FIRST = date(2021, 1, 1)
MONTHS = [add_months(FIRST, at) for at in range(36)]
PREVIOUS, CURRENT = Window(MONTHS[12], MONTHS[23]), Window(MONTHS[24], MONTHS[35])
JUDGED = ("ratio", "lower", "upper", "p_value", "clear", "dispersion", "correlation", "degrees_of_freedom")


def counts(**series: np.ndarray) -> pl.DataFrame:
    return pl.concat(
        pl.DataFrame({"series": name, "month": MONTHS, "count": values, "pool": "all"})
        for name, values in series.items()
    )


def weighing(total: str = "harm", **weights: float) -> pl.DataFrame:
    return pl.DataFrame(
        [(total, name, weight) for name, weight in weights.items()], ["total", "series", "weight"], orient="row"
    )


def poisson(mean: float, seed: int = 1, size: int = 36) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, size)


def test_with_one_kind_the_answer_is_that_of_its_count() -> None:
    frame = counts(burglary=poisson(40), others=poisson(20, 2))
    weighted = compare_weighted(frame, weighing(burglary=438.2), CURRENT, PREVIOUS).row(0, named=True)
    plain = compare_periods(frame, CURRENT, PREVIOUS).row(0, named=True)
    assert {name: weighted[name] for name in JUDGED} == pytest.approx({name: plain[name] for name in JUDGED})
    assert weighted["current_points"] == pytest.approx(438.2 * plain["current_count"])
    assert weighted["effective_events"] == pytest.approx(plain["current_count"] + plain["previous_count"])


def test_two_kinds_by_hand() -> None:
    light, heavy = np.full(36, 10), np.full(36, 2)
    row = compare_weighted(counts(light=light, heavy=heavy), weighing(light=1, heavy=30), CURRENT, PREVIOUS).row(
        0, named=True
    )
    assert (row["current_points"], row["previous_points"], row["heaviest"]) == (840, 840, "heavy")
    assert row["effective_events"] == pytest.approx(1680**2 / (240 + 900 * 48))
    assert row["deciding_events"] == pytest.approx((240 + 900 * 48) ** 2 / (240 + 810_000 * 48))


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.01, 1000), weights=st.lists(st.floats(1, 50), min_size=3, max_size=3), seed=st.integers(0, 99))
def test_the_unit_of_the_weights_and_the_order_of_rows_change_nothing(scale, weights, seed) -> None:
    frame = counts(a=poisson(30, seed), b=poisson(8, seed + 1), c=poisson(90, seed + 2))
    once = compare_weighted(frame, weighing(**dict(zip("abc", weights, strict=True))), CURRENT, PREVIOUS)
    scaled = weighing(**{name: scale * weight for name, weight in zip("abc", weights, strict=True)})
    again = compare_weighted(frame.reverse(), scaled.reverse(), CURRENT, PREVIOUS)
    assert_frame_equal(once.select("series", *JUDGED), again.select("series", *JUDGED), rel_tol=1e-6)


def test_a_total_of_series_that_do_not_change_has_a_ratio_of_one() -> None:
    years = np.concatenate([poisson(50, 2, 12), np.tile(poisson(50, 3, 12), 2)])
    row = compare_weighted(counts(a=years), weighing(a=7), CURRENT, PREVIOUS).row(0, named=True)
    assert not row["clear"]
    assert row["lower"] < 1 < row["upper"]


def test_a_few_heavy_events_are_named_and_not_judged() -> None:
    heavy = np.zeros(36, dtype=int)
    heavy[[14, 26, 30, 33]] = 1
    row = compare_weighted(counts(killed=heavy, hit=poisson(80)), weighing(killed=8000, hit=60), CURRENT, PREVIOUS).row(
        0, named=True
    )
    assert (row["reason"], row["heaviest"], row["clear"], row["ratio"], row["method"]) == (
        SINGLE_EVENTS,
        "killed",
        False,
        None,
        None,
    )
    assert row["current_points"] > row["previous_points"] > 0


def test_a_month_that_one_kind_lacks_is_missing_from_the_total() -> None:
    frame = counts(a=poisson(30), b=poisson(30, 2)).filter((pl.col("series") != "b") | (pl.col("month") != MONTHS[30]))
    row = compare_weighted(frame, weighing(a=1, b=2), CURRENT, PREVIOUS).row(0, named=True)
    assert row["reason"] == "July 2023 is missing"
    assert row["current_points"] is None


def test_a_total_of_unknown_kinds_says_so_and_a_weight_of_nought_is_refused() -> None:
    frame = counts(a=poisson(30))
    both = pl.concat([weighing("known", a=2), weighing("unknown", z=2)])
    found = compare_weighted(frame, both, CURRENT, PREVIOUS)
    assert dict(found.select("series", "reason").iter_rows()) == {"known": None, "unknown": NO_MONTHS}
    with pytest.raises(ValueError, match="not above nought"):
        compare_weighted(frame, weighing(a=0), CURRENT, PREVIOUS)


def test_totals_beside_the_series_leave_the_answer_as_it_is() -> None:
    parts = counts(a=poisson(30), b=poisson(50, 2)).with_columns(lends=pl.lit(True))
    total = (
        parts.group_by("month")
        .agg(pl.col("count").sum())
        .with_columns(series=pl.lit("all of them"), pool=pl.lit("all"), lends=pl.lit(False))
    )
    weights = weighing(a=3, b=40)
    alone = compare_weighted(parts, weights, CURRENT, PREVIOUS)
    beside = compare_weighted(pl.concat([parts, total.select(parts.columns)]), weights, CURRENT, PREVIOUS)
    assert_frame_equal(alone, beside)


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
def test_a_few_heavy_events_among_many_light_ones_raise_few_false_alarms(dispersion: float) -> None:
    """Of 800 totals without a change 3 to 8 % are called, allowing for the chance of so few."""
    chance = np.random.default_rng(7)
    frames = []
    for kind, mean in (("heavy", 3.0), ("light", 200.0)):
        rates = (
            np.full((800, 36), mean)
            if dispersion == 1
            else chance.gamma(mean / (dispersion - 1), dispersion - 1, (800, 36))
        )
        frames.append(counts(**{f"{kind} {at}": values for at, values in enumerate(chance.poisson(rates))}))
    weights = pl.concat(weighing(f"total {at}", **{f"heavy {at}": 3000.0, f"light {at}": 30.0}) for at in range(800))
    found = compare_weighted(pl.concat(frames), weights, CURRENT, PREVIOUS)
    judged = found.filter(pl.col("reason").is_null())
    assert judged.height > 700
    assert 0.03 < judged["clear"].mean() < 0.08


def test_kinds_that_move_together_widen_the_interval() -> None:
    chance = np.random.default_rng(4)
    together = np.exp(0.25 * chance.standard_normal(36))
    apart = {name: chance.poisson(60, 36) for name in "abcd"}
    moving = {name: chance.poisson(60 * together) for name in "abcd"}
    weights = weighing(a=1, b=2, c=3, d=4)
    wide, narrow = (
        compare_weighted(counts(**one), weights, CURRENT, PREVIOUS).row(0, named=True) for one in (moving, apart)
    )
    assert wide["dispersion"] > 3 * narrow["dispersion"]
    assert wide["upper"] / wide["lower"] > 1.3 * narrow["upper"] / narrow["lower"]

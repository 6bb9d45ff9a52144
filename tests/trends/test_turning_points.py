from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from simulated import BEGIN, last_month, monthly_series

from sia.calendar import add_months
from sia.trends.monthly_trend import SHORT
from sia.trends.turning_points import turning_points

NOISE = [{}, {"dispersion": 2.0}, {"correlation": 0.3}, {"correlation": 0.5}]


def knee(months: int, at: int, before: float, after: float) -> np.ndarray:
    """A log rate whose yearly slope changes at a month."""
    time = np.arange(months) - at
    return np.where(time < 0, before, after) * time / 12


@pytest.mark.parametrize("mean", [10, 50, 300])
@pytest.mark.parametrize("trend", [0.0, 0.1])
@pytest.mark.parametrize("noise", NOISE, ids=["Poisson", "over-dispersed", "correlation 0.3", "correlation 0.5"])
def test_series_that_do_not_turn_seldom_seem_to(mean: float, trend: float, noise: dict[str, float]) -> None:
    series = monthly_series(500, mean, months=60, log_trend=knee(60, 30, trend, trend), **noise)
    result = turning_points(series, last_month(60))
    assert (result["turning_point"] != "no turning point").mean() < 0.07


@pytest.mark.parametrize(("before", "after", "words"), [(-0.25, 0.3, "began to rise"), (0.3, -0.25, "began to fall")])
def test_a_turn_is_found_near_its_month(before: float, after: float, words: str) -> None:
    series = monthly_series(300, 200, months=60, log_trend=knee(60, 36, before, after))
    result = turning_points(series, last_month(60))
    assert (result["turning_point"] == words).mean() > 0.95
    turned = result.drop_nulls("turned")["turned"]
    distance = (turned.dt.year() * 12 + turned.dt.month()) - (
        add_months(BEGIN, 36).year * 12 + add_months(BEGIN, 36).month
    )
    assert abs(distance.median()) <= 1
    assert distance.abs().quantile(0.9) <= 5
    # of the level at the knee, which a steady percentage leaves ever faster or slower
    assert result["percent_a_year_before"].median() == pytest.approx(100 * before, abs=10)
    assert result["percent_a_year_after"].median() == pytest.approx(100 * after, abs=10)


def test_of_two_turns_the_last_is_told() -> None:
    course = np.interp(np.arange(60), [0, 20, 40, 59], [0.0, 0.6, 0.0, 0.6])
    result = turning_points(monthly_series(200, 300, months=60, log_trend=course), last_month(60))
    assert (result["turning_point"] == "began to rise").mean() > 0.8
    turned = result.drop_nulls("turned")["turned"].dt.year()
    assert turned.median() == add_months(BEGIN, 40).year


def test_a_slower_rise_is_a_knee_and_no_turning_point() -> None:
    series = monthly_series(100, 300, months=60, log_trend=knee(60, 30, 0.5, 0.05))
    result = turning_points(series, last_month(60))
    assert (result["turning_point"] == "no turning point").mean() > 0.8
    assert (result["knees"] >= 1).mean() > 0.95


def test_what_cannot_be_calculated_says_why() -> None:
    short = monthly_series(2, 50, months=20)
    result = turning_points(short, last_month(20))
    assert result["reason"].to_list() == [SHORT, SHORT]
    assert result["turning_point"].to_list() == [None, None]
    assert turning_points(short.head(0), last_month(20)).height == 0


def test_shorter_and_longer_histories_stand_side_by_side() -> None:
    long = monthly_series(2, 50, months=60)
    short = long.filter(pl.col("month") >= add_months(BEGIN, 24)).with_columns(series="short " + pl.col("series"))
    result = turning_points(pl.concat([long, short]), last_month(60))
    assert result["months_used"].to_list() == [60, 60, 36, 36]
    assert result["first_month"].to_list() == [BEGIN, BEGIN, add_months(BEGIN, 24), add_months(BEGIN, 24)]

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes
from simulated import BEGIN, last_month, monthly_series

from sia.calendar import add_months
from sia.trends.monthly_trend import SHORT, SHORT_SINCE_BREAK, TOO_FEW, adjusted_rates, monthly_slope

NOISE = [{}, {"dispersion": 2.0}, {"correlation": 0.3}, {"correlation": 0.5}]


@pytest.mark.parametrize("mean", [10, 50, 300])
@pytest.mark.parametrize("months", [24, 36])
@pytest.mark.parametrize("noise", NOISE, ids=["Poisson", "over-dispersed", "correlation 0.3", "correlation 0.5"])
def test_series_without_a_trend_seldom_seem_to_have_one(mean: float, months: int, noise: dict[str, float]) -> None:
    series = monthly_series(1000, mean, months=months, **noise)
    result = monthly_slope(series, last_month(months), months=months)
    assert result["reason"].null_count() == 1000
    assert 0.01 < (result["trend"] != "no clear trend").mean() < 0.08


@pytest.mark.parametrize(("alike", "most"), [(1, 0.105), (5, 0.085)])
@pytest.mark.parametrize("mean", [50, 300])
def test_where_few_series_are_alike_memory_looks_more_like_a_trend(mean: float, alike: int, most: float) -> None:
    """Up to 9 % of a series alone and up to 7 % of five alike, as the methods page says; two standard errors wider."""
    series = monthly_series(2000, mean, correlation=0.5, alike=alike, seed=mean)
    assert 0.03 < (monthly_slope(series, last_month(36))["trend"] != "no clear trend").mean() < most


def test_a_trend_is_found_and_measured() -> None:
    series = monthly_series(500, 100, log_trend=np.log(1.2) * np.arange(36) / 12)
    result = monthly_slope(series, last_month(36))
    assert (result["trend"] == "rising").mean() > 0.95
    assert result["percent_a_year"].mean() == pytest.approx(18.5, abs=2)
    inside = (result["lower_percent"] < 18.5) & (result["upper_percent"] > 18.5)
    assert 0.9 < inside.mean() <= 1


def test_slope_and_statistic_are_those_of_scipy_without_season_and_with_equal_months() -> None:
    # months of thirty days each cannot be had, so that the rates are read back and given to both
    series = monthly_series(5, 80, season=0.0, seed=3)
    rates = adjusted_rates(series, last_month(36), 36).rates
    result = monthly_slope(series, last_month(36))
    for row, found in zip(rates, result.iter_rows(named=True), strict=True):
        slope = theilslopes(row, np.arange(36)).slope
        assert found["slope"] == pytest.approx(slope, rel=1e-9)
        assert np.sign(kendalltau(np.arange(36), row).statistic) == np.sign(found["slope"])


def test_what_cannot_be_calculated_says_why() -> None:
    long = monthly_series(1, 50)
    end = last_month(36)
    gap = long.filter(pl.col("month") != add_months(BEGIN, 15))
    assert monthly_slope(gap, end)["reason"].to_list() == [SHORT]
    broken = pl.DataFrame({"series": ["series 00000"], "date": [add_months(BEGIN, 20)]})
    assert monthly_slope(long, end, breaks=broken)["reason"].to_list() == [SHORT_SINCE_BREAK]
    early = pl.DataFrame({"series": ["series 00000"], "date": [add_months(BEGIN, 12)]})
    assert monthly_slope(long, end, breaks=early).row(0, named=True)["months_used"] == 24
    assert monthly_slope(monthly_series(1, 1), end)["reason"].to_list() == [TOO_FEW]
    (few,) = monthly_slope(gap, end).iter_rows(named=True)
    assert [few[name] for name in ("slope", "percent_a_year", "p_value", "trend", "method")] == [None] * 5
    assert monthly_slope(long.head(0), end).height == 0
    with pytest.raises(ValueError, match="whole years"):
        monthly_slope(long, end, months=30)


def test_later_months_are_not_looked_at() -> None:
    long = monthly_series(3, 50, months=48)
    until = last_month(36)
    assert monthly_slope(long, until).equals(monthly_slope(long.filter(pl.col("month") <= until), until))


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 9), st.integers(0, 1000), st.randoms(use_true_random=False))
def test_scale_order_and_years_do_not_matter(times: int, seed: int, shuffle: object) -> None:
    series = monthly_series(4, 60, seed=seed)
    first = monthly_slope(series, last_month(36))
    order = list(range(series.height))
    shuffle.shuffle(order)
    assert monthly_slope(series[order], last_month(36)).equals(first)
    moved = series.with_columns(pl.col("month").dt.offset_by("28y"))  # the days of the months are the same again
    later = monthly_slope(moved, date(last_month(36).year + 28, last_month(36).month, 1))
    assert later["slope"].to_list() == pytest.approx(first["slope"].to_list())
    # slopes scale with the counts; how sure they are does not follow, since larger counts scatter less
    scaled = monthly_slope(series.with_columns(pl.col("count") * times), last_month(36))
    assert scaled["percent_a_year"].to_list() == pytest.approx(first["percent_a_year"].to_list())

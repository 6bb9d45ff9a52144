"""Unusual months and lasting steps are found; seasons, gradual rises, small counts and noise are not taken for them."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.calendar import month_range
from sia.trends.level_shifts import monthly_shifts, yearly_shifts
from sia.trends.unusual_months import unusual_months

MONTHS = month_range(date(2021, 1, 1), date(2023, 12, 1))
FEWER, MORE = 60, 150
#: Fly-tipping incidents of Kirklees in the national returns; 2018-19 was not returned.
KIRKLEES = {
    2012: 661,
    2013: 378,
    2014: 335,
    2015: 354,
    2016: 3318,
    2017: 4145,
    2019: 5891,
    2020: 8599,
    2021: 6436,
    2022: 7182,
}


def monthly(counts, series="crime", months=MONTHS):
    rows = [(series, month, count) for month, count in zip(months, counts, strict=True) if count is not None]
    return pl.DataFrame(rows, schema={"series": pl.String, "month": pl.Date, "count": pl.Int64}, orient="row")


def found(counts):
    frame = unusual_months(monthly(counts), FEWER, MORE)
    return [(row["month"], row["direction"]) for row in frame.iter_rows(named=True)]


def steady(level=200, **changed):
    counts = [level] * len(MONTHS)
    for place, count in changed.items():
        counts[int(place.removeprefix("at"))] = count
    return counts


def test_a_month_of_which_only_a_third_came_in_is_found_with_its_figures():
    frame = unusual_months(monthly(steady(at17=66)), FEWER, MORE)
    (row,) = frame.iter_rows(named=True)
    assert (row["month"], row["direction"], row["count"]) == (date(2022, 6, 1), "fewer", 66)
    assert row["usual"] == pytest.approx(200 * 30 / 31, rel=0.01), "for a month of 30 days among longer ones"
    assert row["percent"] == pytest.approx(66, abs=1)


def test_a_month_that_was_sent_three_times_is_found():
    assert found(steady(at20=600)) == [(date(2022, 9, 1), "more")]


def test_the_newest_month_is_judged_by_what_went_before():
    assert found(steady(at35=20)) == [(date(2023, 12, 1), "fewer")]


def test_two_months_that_follow_one_another_do_not_hide_each_other():
    assert found(steady(at10=20, at11=20)) == [(MONTHS[10], "fewer"), (MONTHS[11], "fewer")]


def test_few_events_in_a_month_of_few_are_not_unusual():
    assert found(steady(level=8, at9=3)) == []
    assert found(steady(level=3, at9=8)) == []


def test_a_covered_month_without_any_event_is_found_where_many_are_usual():
    assert found(steady(level=40, at9=0)) == [(MONTHS[9], "fewer")]


def test_february_is_not_short_of_events():
    assert found([10 * day for day in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)] * 3) == []


def test_a_summer_that_returns_every_year_is_a_season():
    assert found([20, 20, 20, 20, 60, 300, 300, 60, 20, 20, 20, 20] * 3) == []


@pytest.mark.parametrize("after", [20, 2000])
def test_a_lasting_change_of_level_is_no_unusual_month(after):
    assert found([200] * 18 + [after] * 18) == []


def test_a_month_with_too_little_around_it_is_not_judged():
    assert unusual_months(monthly([200, 200, 10], months=MONTHS[:3]), FEWER, MORE).height == 0
    assert unusual_months(monthly([], months=[]), FEWER, MORE).height == 0


def test_months_that_are_not_covered_are_left_out():
    counts = steady(at12=60)
    counts[13] = counts[14] = None
    assert found(counts) == [(MONTHS[12], "fewer")]


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=36, max_size=36), st.integers(2, 5))
def test_what_is_unusual_in_a_series_does_not_depend_on_the_others(counts, others):
    alone = unusual_months(monthly(counts), FEWER, MORE)
    beside = pl.concat([monthly(counts), *(monthly(steady(level=50 * n), f"other {n}") for n in range(others))])
    assert unusual_months(beside, FEWER, MORE).filter(pl.col("series") == "crime").equals(alone)


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=36, max_size=36), st.floats(40, 95), st.floats(50, 400))
def test_every_month_found_is_as_far_from_its_level_as_the_tolerance_says(counts, fewer, more):
    for row in unusual_months(monthly(counts), fewer, more).iter_rows(named=True):
        assert row["percent"] >= (fewer if row["direction"] == "fewer" else more) - 1e-6
        assert (row["count"] < row["usual"]) == (row["direction"] == "fewer")


@pytest.mark.parametrize(
    ("mean", "dispersion", "most"), [(10, 1, 0.0005), (30, 2, 0.0005), (300, 3, 0.0001), (10, 2, 0.003)]
)
def test_hardly_any_month_of_series_in_which_nothing_happened_is_called_unusual(mean, dispersion, most):
    """20,000 months each: with a season of half the mean, noise with a correlation of 0.4 from month to month."""
    frame = null_series(mean, dispersion, number=20_000 // 36 + 1)
    assert unusual_months(frame, FEWER, MORE).height / frame.height <= most


def null_series(mean, dispersion, number, seed=1):
    """Series of 36 months in which the rate wanders and a season returns, and nothing else happens."""
    chance = np.random.default_rng(seed)
    wandering = np.zeros((number, 36))
    for month in range(36):
        before = wandering[:, month - 1] if month else np.zeros(number)
        wandering[:, month] = 0.4 * before + np.sqrt(1 - 0.16) * chance.normal(size=number)
    spread = np.sqrt(np.log(1 + (dispersion - 1) / mean))
    season = 1 + 0.5 * np.sin(np.arange(36) / 12 * 2 * np.pi)
    counts = chance.poisson(mean * season * np.exp(spread * wandering - spread**2 / 2))
    names = np.repeat([f"series {place:05}" for place in range(number)], 36)
    return pl.DataFrame({"series": names, "month": MONTHS * number, "count": counts.ravel()})


def yearly(values, series="district", pool="pool"):
    rows = [(series, pool, date(year, 4, 1), float(value)) for year, value in values.items()]
    return pl.DataFrame(
        rows, schema={"series": pl.String, "pool": pl.String, "period": pl.Date, "value": pl.Float64}, orient="row"
    )


def test_a_threefold_step_is_found_near_its_month_with_the_levels_on_either_side():
    chance = np.random.default_rng(3)
    counts = [int(count) for count in chance.poisson([100] * 20 + [300] * 16)]
    (row,) = monthly_shifts(monthly(counts)).iter_rows(named=True)
    assert abs(row["period"].year * 12 + row["period"].month - (2022 * 12 + 9)) <= 1
    assert row["before"] == pytest.approx(100, rel=0.15)
    assert row["after"] == pytest.approx(300, rel=0.15)


def test_a_step_down_is_found_as_well():
    counts = [int(count) for count in np.random.default_rng(4).poisson([300] * 18 + [60] * 18)]
    (row,) = monthly_shifts(monthly(counts)).iter_rows(named=True)
    assert row["after"] < row["before"]


def test_a_gradual_doubling_every_year_is_no_step():
    assert monthly_shifts(monthly([round(100 * 2 ** (month / 12)) for month in range(36)])).height == 0


def test_a_season_is_no_step():
    assert monthly_shifts(monthly([20, 20, 20, 20, 60, 300, 300, 60, 20, 20, 20, 20] * 3)).height == 0


def test_one_odd_month_is_no_step():
    assert monthly_shifts(monthly([100] * 20 + [900] + [100] * 15)).height == 0


def test_two_years_are_needed_and_nothing_is_said_of_less():
    assert (
        monthly_shifts(monthly([100] * 9 + [900] * 8, months=null_series(9, 1, 1)["month"].to_list()[:17])).height == 0
    )
    assert monthly_shifts(monthly([], months=[])).height == 0


@pytest.mark.parametrize(("mean", "dispersion"), [(10, 1), (10, 2), (30, 2), (30, 3), (300, 3)])
def test_steps_are_hardly_ever_suspected_in_monthly_series_in_which_nothing_happened(mean, dispersion):
    """20,000 series of three years in all, with a season and correlated noise: fewer than 5 in 1,000."""
    frame = null_series(mean, dispersion, number=4_000)
    assert monthly_shifts(frame).height / 4_000 <= 0.005


def test_the_step_of_2016_in_the_national_returns_of_kirklees_is_found_and_no_other():
    rows = yearly_shifts(yearly(KIRKLEES)).rows()
    assert [(series, period, before, after) for series, period, before, after, _ in rows] == [
        ("district", date(2016, 4, 1), 354, 3318)
    ]


def test_like_series_lend_their_noise():
    """Where values of all districts double and halve all the time, one more doubling is nothing."""
    wild = [yearly({2012 + n: 400 * (3 if n % 2 else 1) for n in range(11)}, f"other {place}") for place in range(3)]
    step = yearly({2012 + n: 100 if n < 5 else 400 for n in range(11)})
    assert yearly_shifts(step).height == 1
    assert yearly_shifts(pl.concat([step, *wild])).filter(pl.col("series") == "district").height == 0


def test_a_single_odd_year_and_a_value_that_no_other_backs_are_no_steps():
    assert yearly_shifts(yearly({2012: 100, 2013: 100, 2014: 900, 2015: 100, 2016: 100})).height == 0
    assert yearly_shifts(yearly({2012: 100, 2013: 900})).height == 0


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -1.0])
def test_a_value_that_is_none_is_no_step_either(odd):
    level = {2012: 100.0, 2013: 100.0, 2015: 100.0, 2016: 100.0}
    assert yearly_shifts(yearly({**level, 2014: odd})).equals(yearly_shifts(yearly(level)))


def test_small_numbers_are_no_steps():
    assert yearly_shifts(yearly({2012: 1, 2013: 2, 2014: 1, 2015: 5, 2016: 6, 2017: 5})).height == 0


@pytest.mark.parametrize("mean", [5, 30, 300, 3000])
def test_steps_are_hardly_ever_suspected_in_yearly_series_in_which_nothing_happened(mean):
    """20,000 series of ten years in all, whose rate wanders by a tenth a year: fewer than 1 in 1,000."""
    chance = np.random.default_rng(mean)
    values = chance.poisson(mean * np.exp(np.cumsum(chance.normal(0, 0.1, (5_000, 10)), axis=1)))
    names = np.repeat([f"series {place:05}" for place in range(5_000)], 10)
    frame = pl.DataFrame(
        {
            "series": names,
            "pool": ["pool"] * 50_000,
            "period": [date(2012 + year, 4, 1) for year in range(10)] * 5_000,
            "value": values.ravel().astype(float),
        }
    )
    assert yearly_shifts(frame).height / 5_000 <= 0.001

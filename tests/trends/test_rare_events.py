from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sia.trends.rare_events import POWER, TOO_FEW, charted_gaps, since_the_last, time_between

Finder = Callable[[str, str], Path]
BEGIN = date(2015, 1, 1)


def test_every_reference_row_of_the_time_between_failures(reference_file: Finder) -> None:
    hours = pl.read_csv(reference_file("qicharts2", "data_montgomery_tbl_07.14.csv"))
    expected = pl.read_csv(reference_file("qicharts2", "expected_ex_7.6_1.csv"), null_values="NA")
    gaps = hours.select(
        series=pl.lit("failure"), position=pl.col("failure"), occurred_on=pl.lit(BEGIN), days=pl.col("hours")
    )
    ours = charted_gaps(gaps, screen_outliers=False)
    assert ours.height == expected.height == 20
    centre, upper = (ours[name].to_numpy() ** (1 / POWER) for name in ("mean", "upper"))
    np.testing.assert_allclose(ours["mean"].to_numpy(), expected["cl"].to_numpy(), rtol=1e-6)
    np.testing.assert_allclose(ours["lower"].to_numpy(), expected["lcl"].to_numpy(), rtol=1e-6)
    # qicharts2 multiplies the moving range by 3 / 1.128 where NHSRplotthedots, as here, has 2.66
    theirs = (centre + (upper - centre) / 2.66 * 3 / 1.128) ** POWER
    np.testing.assert_allclose(theirs, expected["ucl"].to_numpy(), rtol=1e-6)


def random_events(series: int, usual: float, number: int, seed: int = 1) -> pl.DataFrame:
    """Events at random, `usual` days apart on average."""
    chance = np.random.default_rng(seed)
    days = np.cumsum(chance.exponential(usual, (series, number)), axis=1).astype(int)
    names = np.repeat([f"series {index:04d}" for index in range(series)], number)
    when = [BEGIN + timedelta(days=int(day)) for day in days.reshape(-1)]
    return pl.DataFrame({"series": names, "occurred_on": when})


def test_series_may_be_categories() -> None:
    events = random_events(3, 30, 20)
    named = events.cast({"series": pl.Categorical})
    assert time_between(named, date(2035, 1, 1)).equals(time_between(events, date(2035, 1, 1)))
    assert since_the_last(named, date(2035, 1, 1)).equals(since_the_last(events, date(2035, 1, 1)))


def test_random_events_are_seldom_a_signal() -> None:
    chart = time_between(random_events(400, 40, 30), date(2035, 1, 1))
    outside = (chart["days"] > chart["upper"]) | (chart["days"] < chart["lower"])
    assert outside.mean() < 0.01
    assert (chart["lower"] >= 0).all()


def test_events_that_come_six_times_as_often_are_mostly_noticed_within_a_dozen() -> None:
    before = random_events(100, 60, 20, seed=2)
    last = before.group_by("series").agg(begin=pl.col("occurred_on").max())
    after = random_events(100, 10, 15, seed=3).join(last, on="series")
    later = after.select("series", occurred_on=pl.col("begin") + (pl.col("occurred_on") - BEGIN))
    chart = time_between(pl.concat([before, later]), date(2035, 1, 1))
    newest = (
        chart.filter(pl.col("position") > 22).group_by("series").agg((pl.col("special_cause") != "Common Cause").any())
    )
    assert newest["special_cause"].mean() > 0.7


def test_a_long_quiet_time_is_told_before_the_next_event() -> None:
    events = random_events(1, 20, 25)
    last = events["occurred_on"].max()
    soon = since_the_last(events, last + timedelta(days=20)).row(0, named=True)
    late = since_the_last(events, last + timedelta(days=400)).row(0, named=True)
    assert soon["standing"] != "longer than usual"
    assert late["standing"] == "longer than usual"
    assert late["days_since"] == 400
    assert late["events"] == 25


def test_few_events_have_no_usual_time() -> None:
    events = random_events(1, 20, 12)
    row = since_the_last(events, date(2035, 1, 1)).row(0, named=True)
    assert row["reason"] == TOO_FEW
    assert [row[name] for name in ("usual_days", "longest_usual", "standing")] == [None] * 3
    one = since_the_last(events.head(1), date(2035, 1, 1)).row(0, named=True)
    assert (one["events"], one["reason"]) == (1, TOO_FEW)
    assert since_the_last(events.head(0), date(2035, 1, 1)).height == 0


def test_events_after_the_as_at_date_are_not_looked_at() -> None:
    events = random_events(3, 20, 30)
    as_at = events["occurred_on"].sort()[60]
    assert time_between(events, as_at).equals(time_between(events.filter(pl.col("occurred_on") <= as_at), as_at))


@pytest.mark.parametrize("order", [0, 7])
def test_the_order_of_rows_does_not_matter(order: int) -> None:
    events = random_events(3, 20, 30)
    assert time_between(events.sample(fraction=1, shuffle=True, seed=order), date(2035, 1, 1)).equals(
        time_between(events, date(2035, 1, 1))
    )


def test_events_of_one_day_count_as_one() -> None:
    """The casualties of one collision are not independent: none of them is a gap of nought."""
    events = random_events(3, 20, 30).unique()
    doubled = pl.concat([events, events.filter(pl.col("series") == "series 0001")])
    assert time_between(doubled, date(2035, 1, 1)).equals(time_between(events, date(2035, 1, 1)))
    assert time_between(doubled, date(2035, 1, 1))["days"].min() >= 1
    on_twelve_days = pl.concat([events.filter(pl.col("series") == "series 0000").head(12)] * 3)
    row = since_the_last(on_twelve_days, date(2035, 1, 1)).row(0, named=True)
    assert (row["events"], row["reason"]) == (36, TOO_FEW)


def test_gaps_that_are_all_alike_are_as_usual() -> None:
    days = [BEGIN + timedelta(days=10 * number) for number in range(60)]
    events = pl.DataFrame({"series": ["steady"] * 60, "occurred_on": days})
    assert since_the_last(events, days[-1]).row(0, named=True)["standing"] == "as usual"


@pytest.mark.parametrize("a_month", [1, 2, 4.5])
def test_of_random_events_few_series_seem_changed_at_the_end(a_month: float) -> None:
    """Three years of events on random days: at most 4 % of series are said to be anything but as usual."""
    chance, span = np.random.default_rng(5), 3 * 365
    counts = chance.poisson(a_month * 36, 300)
    names = np.repeat([f"series {index:04d}" for index in range(300)], counts)
    when = [BEGIN + timedelta(days=int(day)) for day in chance.integers(0, span, counts.sum())]
    events = pl.DataFrame({"series": names, "occurred_on": when})
    told = since_the_last(events, BEGIN + timedelta(days=span - 1))
    assert told["standing"].null_count() < 5
    assert (told["standing"] != "as usual").mean() < 0.04

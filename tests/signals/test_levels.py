"""Rates, proportions and levels: the latest value against the one before and against its benchmark."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sia.signals import assess
from sia.trends.two_proportions import difference_limits

ROOT = Path(__file__).parents[2]


def periods(district, values, *, months=12, last=date(2023, 1, 1), **more):
    """One row a period; each value is given as fields of the row."""
    rows = []
    for number, value in enumerate(reversed(values)):
        start = date(last.year - number * months // 12, last.month, 1)
        label = str(start.year)
        rows.append(
            {
                "indicator": "measure",
                "area_code": district,
                "strand": "",
                "period_start": start,
                "period_end": date(start.year, 12, 31),
                "period_label": label,
                **value,
                **more,
            }
        )
    return rows


def level_of(given, values, *, value="rate", polarity="lower", frequency="annual", **more):
    project = given.project(ROOT, measure={"value": value, "polarity": polarity, "frequency": frequency})
    signals = assess(project, given.measured(project, levels=periods(given.district, values, **more)), given.breaks())
    return signals.levels.row(0, named=True)


def proportions(*pairs):
    return [{"numerator": x, "denominator": n, "value": 100 * x / n} for x, n in pairs]


def rates(*values, width=0.5):
    return [{"value": value, "lower": value - width, "upper": value + width} for value in values]


def test_the_interval_of_a_difference_is_newcombes_method_10():
    # Newcombe (1998), table II, example (a): 56/70 against 48/80 gives 0.0524 to 0.3339
    wilson = {"lower": 0.69193, "upper": 0.87699, "previous_lower": 0.49041, "previous_upper": 0.70041}
    limits = pl.DataFrame({"value": [0.8], "previous_value": [0.6], **{name: [one] for name, one in wilson.items()}})
    names = ("value", "previous_value", "lower", "upper", "previous_lower", "previous_upper")
    lowest, highest = difference_limits(*(pl.col(name) for name in names))
    low, high = limits.select(low=lowest, high=highest).row(0)
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=1e-3)


@pytest.mark.parametrize(
    ("pairs", "polarity", "signal"),
    [
        (((560, 700), (480, 800)), "lower", "improving"),
        (((560, 700), (480, 800)), "higher", "worsening"),
        (((480, 800), (500, 800)), "lower", "no clear change"),
        (((480, 800), (600, 800)), "ambiguous", "rising"),
    ],
)
def test_two_proportions_are_compared_by_their_limits(given, pairs, polarity, signal):
    found = level_of(given, proportions(*pairs), value="proportion", polarity=polarity)
    assert (found["signal"], found["reason"]) == (signal, None)
    assert (found["period_label"], found["previous_label"]) == ("2023", "2022")
    assert found["lower"] < found["value"] < found["upper"]


def test_a_quarter_is_compared_with_the_same_quarter_a_year_before(given):
    starts = [date(2022, 10, 1), date(2023, 7, 1), date(2023, 10, 1)]
    rows = [
        {**row, "indicator": "measure", "area_code": given.district, "strand": "", "period_start": start}
        | {"period_end": start, "period_label": str(start)}
        for start, row in zip(starts, proportions((300, 900), (100, 900), (100, 900)), strict=True)
    ]
    project = given.project(ROOT, measure={"value": "proportion", "frequency": "quarterly"})
    found = assess(project, given.measured(project, levels=rows), given.breaks()).levels.row(0, named=True)
    assert (found["previous_label"], found["signal"]) == ("2022-10-01", "improving")


def test_five_annual_values_have_a_recent_trend_which_gives_the_signal(given):
    rising = level_of(given, rates(5.0, 6.0, 7.0, 8.0, 9.0))
    assert (rising["trend"], rising["signal"]) == ("increasing", "worsening")
    level = level_of(given, rates(5.0, 5.1, 5.0, 4.9, 5.0))
    assert (level["trend"], level["signal"]) == ("no significant change", "no clear change")


@pytest.mark.parametrize(
    ("benchmark", "polarity", "position"),
    [
        (5.0, "lower", "worse"),
        (5.0, "higher", "better"),
        (9.2, "lower", "similar"),
        (5.0, "ambiguous", "not compared"),
        (None, "lower", "not compared"),
    ],
)
def test_the_position_against_a_benchmark(given, benchmark, polarity, position):
    found = level_of(given, rates(8.8, 9.0), polarity=polarity, benchmark=benchmark, benchmark_name="England")
    assert found["position"] == position


@pytest.mark.parametrize(
    ("published", "benchmark", "position"),
    [
        ("worse", 46.2, "worse"),
        ("similar", 46.2, "similar"),
        (None, 46.2, "not compared"),
        ("worse", None, "not compared"),
    ],
)
def test_where_no_limits_are_published_the_publishers_own_comparison_stands(given, published, benchmark, position):
    more = {"significance": published, "benchmark": benchmark, "benchmark_name": "England"}
    found = level_of(given, [{"value": 47.1}, {"value": 50.9}], **more)
    assert (found["position"], found["lower"], found["upper"]) == (position, None, None)
    assert found["signal"] == "cannot be calculated"


def test_limits_speak_louder_than_the_publishers_comparison(given):
    found = level_of(given, rates(8.8, 9.0), benchmark=5.0, benchmark_name="England", significance="similar")
    assert found["position"] == "worse"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "no value is given for the district"),
        ([{"value": 3.0, "lower": 2.0, "upper": 4.0}], "there is no earlier value to compare with"),
        (
            [{"value": 3.0}, {"value": 4.0}],
            "the values come without limits, so that a change cannot be told from chance",
        ),
        ([{"value": 3.0}, {"mark": "suppressed"}], "the value for 2023 is withheld by its publisher"),
        ([{"value": 3.0}, {"mark": "not recorded"}], "the value for 2023 is not available"),
    ],
)
def test_why_a_level_has_no_signal(given, values, reason):
    found = level_of(given, values, value="level", frequency="snapshot")
    assert (found["signal"], found["reason"]) == ("cannot be calculated", reason)


def test_rolling_years_are_compared_with_a_period_that_shares_no_event(given):
    """2021 to 2023 shares two years with 2020 to 2022: the value before is that of 2018 to 2020, and no trend is read."""
    rows = periods(given.district, rates(*range(10, 19), width=1.0))
    rolling = [row | {"period_end": date(row["period_start"].year + 2, 12, 31)} for row in rows]
    project = given.project(ROOT, measure={"value": "rate", "polarity": "lower", "frequency": "annual"})
    found = assess(project, given.measured(project, levels=rolling), given.breaks()).levels.row(0, named=True)
    assert (found["value"], found["previous_value"]) == (18, 15)
    assert (found["previous_start"], found["trend"]) == (date(2020, 1, 1), "cannot be calculated")
    assert found["signal"] == "worsening"
    annual = level_of(given, rates(*range(10, 19), width=1.0))
    assert (annual["previous_value"], annual["trend"]) == (17, "increasing")


def test_the_latest_value_stands_beside_the_earliest_of_five_to_ten_years_before(given):
    found = level_of(given, rates(1.0, 2.0, *[5.0] * 9, 5.2))  # 2012 to 2023
    assert (found["years_ago_label"], found["years_ago_value"], found["years_ago_clear"]) == ("2013", 2.0, True)


def test_a_value_of_years_ago_within_its_limits_is_not_clearly_different(given):
    assert level_of(given, rates(*[5.0] * 6))["years_ago_clear"] is False


@pytest.mark.parametrize("values", [rates(*[5.0] * 5), [{"value": 5.0}] * 8])
def test_four_years_or_values_without_limits_have_nothing_of_years_ago(given, values):
    found = level_of(given, values)
    assert (found["years_ago_value"], found["years_ago_clear"]) == (None, None)

"""A period out of the ordinary is named where figures rest on its months, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from test_sentences import BURGLARY

from sia.calendar import comparison_windows
from sia.publication.unusual import unusual_sentences

TREND = {"long_run": "falling", "long_run_percent": -7.9, "long_run_lower": -10.3, "long_run_upper": -5.1}
TREND |= {"long_run_first": date(2021, 1, 1), "long_run_months": 36}


def said(
    one, first: date, last: date, source: str = "*", effect: str = "when bridges were closed", further=()
) -> list[str]:
    rows = [
        {
            "first": first,
            "last": last,
            "source": source,
            "what": "the flood",
            "effect": effect,
            "reference": "",
        }
    ]
    edition = SimpleNamespace(
        registers=SimpleNamespace(unusual_periods=pl.DataFrame(rows)),
        evidence=SimpleNamespace(comparisons={(one.indicator, one.strand): one}, further={("burglary", ""): further}),
    )
    return list(unusual_sentences(edition, SimpleNamespace(indicators={"burglary": None})))


def test_months_of_the_trend_that_were_out_of_the_ordinary_are_named():
    assert said(replace(BURGLARY, **TREND), date(2020, 3, 23), date(2021, 7, 18)) == [
        "The months of the flood (March 2020 to July 2021), when bridges were closed, fall within those of the trends; "
        "read these with that in mind."
    ]
    assert said(replace(BURGLARY, **TREND), date(2020, 3, 23), date(2021, 7, 18), effect="") == [
        "The months of the flood (March 2020 to July 2021) fall within those of the trends; read these with that in mind."
    ]


def test_every_kind_of_figure_that_rests_on_them_is_named():
    (sentence,) = said(replace(BURGLARY, **TREND), date(2022, 12, 31), date(2023, 4, 1))
    assert "fall within the latest period, the earlier period and those of the trends;" in sentence


def test_the_years_of_a_mean_that_a_comparison_is_set_against_are_named():
    current, previous = comparison_windows("three_year_mean", date(2023, 12, 31))
    mean = replace(BURGLARY, basis="three_year_mean", current=current, previous=previous, further=True)
    beside = "The months of the flood (March 2020 to July 2021) fall within those of comparisons on further bases; read these"
    told = said(BURGLARY, date(2020, 3, 23), date(2021, 7, 18), effect="", further=(mean,))
    assert told == [f"{beside} with that in mind."]
    for unsaid in ({"withheld": True}, {"signal": "cannot be calculated"}, {"same_as": "calendar_year"}):
        assert said(BURGLARY, date(2020, 3, 23), date(2021, 7, 18), further=(replace(mean, **unsaid),)) == []


@pytest.mark.parametrize(
    ("changes", "first", "last", "source"),
    [
        ({}, date(2020, 3, 23), date(2021, 7, 18), "*"),
        ({}, date(2023, 1, 1), date(2023, 3, 31), "*"),
        ({}, date(2022, 10, 3), date(2022, 10, 20), "another_source"),
        ({"signal": "cannot be calculated"}, date(2022, 10, 3), date(2022, 10, 20), "*"),
        ({"withheld": True}, date(2022, 10, 3), date(2022, 10, 20), "*"),
    ],
)
def test_nothing_is_said_where_no_figure_rests_on_them(changes, first, last, source):
    assert said(replace(BURGLARY, **changes), first, last, source) == []


def test_a_period_within_one_month_is_told_by_that_month():
    one = replace(BURGLARY, **TREND)
    (sentence,) = said(one, date(2021, 6, 3), date(2021, 6, 20))
    assert "the flood (June 2021), when" in sentence

"""A period out of the ordinary is named where figures rest on its months, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from test_sentences import BURGLARY

from sia.publication.unusual import unusual_sentences

TREND = {"long_run": "falling", "long_run_percent": -7.9, "long_run_lower": -10.3, "long_run_upper": -5.1}
TREND |= {"long_run_first": date(2021, 1, 1), "long_run_months": 36}


def said(one, first: date, last: date, source: str = "*", effect: str = "when bridges were closed") -> list[str]:
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
        evidence=SimpleNamespace(comparisons={(one.indicator, one.strand): one}),
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

"""From how many events on a change would be clear: the same test, asked backwards, to the single event."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from sia.calendar import Window
from sia.signals.tipping import worsening_from
from sia.trends.two_counts import mid_p_ratio, score_ratio

CURRENT = Window(date(2023, 4, 1), date(2023, 12, 1))
PREVIOUS = Window(date(2022, 4, 1), date(2022, 12, 1))
DAYS = (float(CURRENT.days), float(PREVIOUS.days))


def interval(now, before, variance, degrees, confidence=0.95):
    """The deciding interval of a comparison, as sia.trends computes it."""
    counts = [np.array([float(value)]) for value in (now, before, *DAYS)]
    lower, upper, p_value = score_ratio(*counts, np.array([variance]), np.array([degrees]), confidence)
    if before < 50:
        exact = mid_p_ratio(*counts, confidence)
        lower, upper, p_value = np.minimum(lower, exact[0]), np.maximum(upper, exact[1]), np.maximum(p_value, exact[2])
    return lower[0], upper[0], p_value[0]


def turning(now, before, variance, degrees, polarity="lower", alpha=0.05, count=0, percent=0):
    lower, upper, _ = interval(now, before, variance, degrees)
    compared = pl.DataFrame(
        {
            "current_count": [now],
            "previous_count": [before],
            "lower": [lower],
            "upper": [upper],
            "dispersion": [1.0],
            "degrees_of_freedom": [degrees],
            "polarity": [polarity],
            "alpha": [alpha],
        }
    )
    return worsening_from(compared, CURRENT, PREVIOUS, count, percent)[0]


@settings(max_examples=60, deadline=None)
@drawn(st.integers(50, 5000), st.floats(0.7, 1.4), st.floats(0.8, 4.0), st.floats(5, 60))
def test_one_event_fewer_would_not_be_clear(before, ratio, variance, degrees):
    now = round(before * ratio)
    count = turning(now, before, variance, degrees)
    assert interval(count, before, variance, degrees)[0] > 1
    assert interval(count - 1, before, variance, degrees)[0] <= 1 + 1e-9


@settings(max_examples=40, deadline=None)
@drawn(st.integers(80, 5000), st.floats(0.7, 1.4), st.floats(0.8, 2.0), st.floats(5, 60))
def test_where_more_is_better_one_event_more_would_not_be_clear(before, ratio, variance, degrees):
    count = turning(round(before * ratio), before, variance, degrees, polarity="higher")
    assert interval(count, before, variance, degrees)[1] < 1
    assert interval(count + 1, before, variance, degrees)[1] >= 1 - 1e-9


@pytest.mark.parametrize("before", [1, 5, 12, 30, 49])
def test_small_bases_pass_the_mid_p_test_as_well(before):
    count = turning(before + 1, before, 1.0, 30.0)
    assert interval(count, before, 1.0, 30.0)[2] < 0.05


def test_among_many_more_events_are_needed():
    assert turning(1000, 1000, 2.0, 22.0, alpha=0.005) > turning(1000, 1000, 2.0, 22.0, alpha=0.05)


def test_the_bands_of_material_change_hold_too():
    clear = turning(10_000, 10_000, 1.0, 30.0)
    assert turning(10_000, 10_000, 1.0, 30.0, percent=5) == 10_500 > clear
    assert turning(60, 60, 0.1, 30.0, count=50) == 110


def test_no_polarity_no_turning_point():
    assert turning(100, 100, 1.0, 30.0, polarity="ambiguous") is None


def test_nothing_below_nought():
    assert turning(3, 4, 1.0, 30.0, polarity="higher") is None

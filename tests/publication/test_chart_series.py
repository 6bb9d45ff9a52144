"""Charts show the finest grain at which every point may be shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.calendar import Window, month_range
from sia.publication.chart_series import finest, rows_in_periods

MONTHS = month_range(date(2021, 4, 1), date(2024, 3, 1))


def monthly(count: int) -> dict[date, int]:
    return dict.fromkeys(MONTHS, count)


@pytest.mark.parametrize(
    ("count", "threshold", "grain"),
    [(5, 5, "month"), (0, 5, "month"), (4, 5, "quarter"), (1, 5, "year"), (1, 0, "month"), (1, 20, None)],
)
def test_the_grain_at_which_all_points_pass(count, threshold, grain):
    found = finest([("", monthly(count))], 1, threshold)
    assert (found[0] if found else None) == grain


def test_series_drawn_side_by_side_share_a_grain():
    grain, points = finest([("a", monthly(50)), ("b", monthly(2))], 1, 5)
    assert grain == "quarter"
    assert points["a"][0] == (Window(date(2021, 4, 1), date(2021, 6, 1)), 150)


def test_a_chart_that_lost_a_point_is_coarsened():
    assert finest([("", monthly(9))], 1, 5, coarser_than="month")[0] == "quarter"
    assert finest([("", monthly(9))], 1, 5, coarser_than="year") is None


def test_a_period_with_a_missing_month_is_left_out():
    rows = monthly(5)
    del rows[date(2022, 5, 1)]
    quarters = rows_in_periods(rows, 1, "quarter")
    assert Window(date(2022, 4, 1), date(2022, 6, 1)) not in [window for window, _ in quarters]
    assert len(quarters) == 11


def test_quarterly_rows_are_not_split_into_months():
    rows = {month: 30 for month in MONTHS[::3]}
    assert rows_in_periods(rows, 3, "month") == ()
    assert rows_in_periods(rows, 3, "year")[0] == (Window(date(2021, 4, 1), date(2022, 3, 1)), 120)


@given(st.lists(st.integers(0, 30), min_size=36, max_size=36), st.integers(0, 12))
def test_no_small_count_is_ever_drawn(counts, threshold):
    found = finest([("", dict(zip(MONTHS, counts, strict=True)))], 1, threshold)
    drawn = [count for _, count in found[1][""]] if found else []
    assert all(count == 0 or count >= threshold for count in drawn)

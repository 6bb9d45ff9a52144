"""What the calendar must not change: the same counts twenty-eight years on, when every month has the same days again."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from simulated import last_month, monthly_series

from sia.calendar import Window, add_months, last_day
from sia.trends.comparison import compare_periods
from sia.trends.control_chart import individuals_chart, per_day_rate
from sia.trends.monthly_trend import monthly_slope
from sia.trends.projection import project_year_end
from sia.trends.season import monthly_index
from sia.trends.turning_points import turning_points

YEARS = 28
MONTHS = 36


def everything(frame: pl.DataFrame, newest: date) -> list[pl.DataFrame]:
    """Each method's results without their dates."""
    current = Window(add_months(newest, -11), newest)
    results = [
        compare_periods(frame, current, current.shifted(-12)),
        individuals_chart(per_day_rate(frame)),
        monthly_index(frame),
        project_year_end(frame, last_day(newest)),
        monthly_slope(frame, last_day(newest)),
        turning_points(frame, last_day(newest), months=36),
    ]
    dates = pl.selectors.date()
    return [result.drop(dates) for result in results]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([3, 40, 300]))
def test_other_years_of_the_same_days_give_the_same_results(seed: int, mean: int) -> None:
    frame = monthly_series(12, mean, months=MONTHS, correlation=0.3, seed=seed)
    later = frame.with_columns(pl.col("month").dt.offset_by(f"{YEARS}y"))
    newest = last_month(MONTHS)
    for earlier, moved in zip(
        everything(frame, newest), everything(later, newest.replace(year=newest.year + YEARS)), strict=True
    ):
        assert_frame_equal(earlier, moved, rel_tol=1e-9)

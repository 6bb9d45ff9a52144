"""Where the year would end, set against the year before as both are written."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from sia.calendar import month_range
from sia.signals import outlook


@pytest.mark.parametrize(
    ("lower", "upper", "direction"),
    [(40.0, 47.4, "lower"), (40.0, 47.6, "similar"), (48.4, 60.0, "similar"), (48.6, 60.0, "higher")],
)
def test_a_range_that_is_written_with_last_years_total_in_it_is_not_clear_of_it(monkeypatch, lower, upper, direction):
    """Last year's total is 48; "61 to 79, lower than the 79 of last year" would contradict itself."""
    projected = pl.DataFrame({"series": ["s"], "projected": [50.0], "lower_80": [lower], "upper_80": [upper]})
    others = ("lower_95", "upper_95", "naive_scaled", "naive_last_year", "months_used", "method", "reason")
    empty = dict.fromkeys(others, pl.lit(None))
    monkeypatch.setattr(outlook, "project_year_end", lambda *_: projected.with_columns(**empty))
    months = month_range(date(2022, 4, 1), date(2023, 12, 1))
    monthly = pl.DataFrame({"series": "s", "month": months, "count": [4] * len(months)})
    breaks = pl.DataFrame(schema={"series": pl.String, "date": pl.Date})
    assert outlook.projections(monthly, breaks, date(2023, 12, 31))["projection_direction"][0] == direction

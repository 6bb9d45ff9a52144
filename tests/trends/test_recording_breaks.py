from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from sia.calendar import add_months
from sia.trends.monthly_trend import monthly_slope
from sia.trends.recording_breaks import after_last_break
from sia.trends.season import monthly_index

MONTHS = [add_months(date(2023, 10, 1), number) for number in range(5)]


def breaks(*days: date, series: str = "a") -> pl.DataFrame:
    return pl.DataFrame({"series": [series] * len(days), "date": days}, schema={"series": pl.String, "date": pl.Date})


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ([], 0),
        ([date(2023, 10, 1)], 0),
        ([date(2023, 11, 1)], 1),
        ([date(2023, 11, 2)], 2),
        ([date(2023, 11, 2), date(2023, 12, 15), date(1990, 1, 1)], 3),
        ([date(2024, 2, 29)], 5),
        ([date(2024, 3, 1)], 0),
        ([date(2023, 11, 1), date(2030, 1, 1)], 1),
    ],
)
def test_months_count_from_the_first_whole_one_after_the_last_break_that_has_come(days: list[date], first: int) -> None:
    after = after_last_break(["a", "b"], MONTHS, breaks(*days))
    assert after[0].tolist() == [number >= first for number in range(5)]
    assert after[1].all()


def test_nothing_is_cut_off_where_there_is_nothing() -> None:
    assert after_last_break(["a"], MONTHS, None).all()
    assert after_last_break([], MONTHS, breaks(date(2023, 11, 1))).shape == (0, 5)
    assert after_last_break(["a"], [], breaks(date(2023, 11, 1))).shape == (1, 0)


def test_a_break_that_is_announced_takes_away_no_season_and_no_slope() -> None:
    months = [add_months(date(2021, 1, 1), number) for number in range(36)]
    frame = pl.DataFrame(
        {"series": "a", "month": months, "count": [20, 22, 25, 30, 35, 40, 45, 40, 35, 30, 25, 20] * 3}
    )
    announced = breaks(date(2024, 4, 1))
    assert monthly_index(frame, announced).equals(monthly_index(frame))
    assert monthly_index(frame)["reason"].null_count() == 12
    as_at = date(2023, 12, 31)
    assert monthly_slope(frame, as_at, breaks=announced).equals(monthly_slope(frame, as_at))


def test_no_rows_have_no_season_with_a_break_or_without() -> None:
    none = pl.DataFrame(schema={"series": pl.String, "month": pl.Date, "count": pl.Int64})
    assert monthly_index(none, breaks(date(2023, 1, 1))).equals(monthly_index(none))

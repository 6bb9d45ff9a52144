"""The slope over years and the last turn are told apart from the latest change, and never across a recording break."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.calendar import month_range
from sia.signals.long_run import long_run

AS_AT = date(2023, 12, 31)
MONTHS = month_range(date(2019, 1, 1), date(2023, 12, 1))
WAVE = (3, -2, 1, -4, 2, 0, -1, 4, -3, 1, -2)


def monthly(series: str, level) -> pl.DataFrame:
    """Five years of counts: `level` says how many in the month of a number from 0 to 59, a little up and down."""
    counts = [round(level(number)) + WAVE[number % len(WAVE)] for number in range(len(MONTHS))]
    return pl.DataFrame({"series": series, "month": MONTHS, "count": counts, "pool": "police"})


def told(level, breaks: list[date] = ()) -> dict:
    counts = monthly("a", level)
    cuts = pl.DataFrame(
        {"series": ["a"] * len(breaks), "date": list(breaks)}, schema={"series": pl.String, "date": pl.Date}
    )
    keys = pl.DataFrame({"series": ["a"], "family": ["total of a"]})
    return long_run(keys, counts, cuts, AS_AT).row(0, named=True)


def test_a_steady_fall_is_a_falling_trend_without_a_turn() -> None:
    row = told(lambda number: 200 - number)
    assert (row["long_run"], row["long_run_months"], row["turning_point"]) == ("falling", 36, None)
    assert row["long_run_lower"] < row["long_run_percent"] < row["long_run_upper"] < 0


def test_a_prolonged_fall_that_turned_says_when() -> None:
    row = told(lambda number: 250 - 4 * min(number, 36) + 5 * max(number - 36, 0))
    assert row["turning_point"] == "rising"
    assert abs((row["turned"] - date(2022, 1, 1)).days) <= 95
    assert row["turning_first"] == date(2019, 1, 1)


def test_a_level_series_has_no_trend() -> None:
    row = told(lambda number: 150)
    assert (row["long_run"], row["turning_point"], row["long_run_reason"]) == ("no clear trend", None, None)


def test_months_before_a_recording_break_are_not_looked_at() -> None:
    row = told(lambda number: 300 if number < 30 else 150, [date(2021, 7, 1)])
    assert (row["long_run"], row["long_run_months"]) == ("no clear trend", 24)
    row = told(lambda number: 300 if number < 50 else 150, [date(2023, 3, 1)])
    assert row["long_run"] is None
    assert row["long_run_reason"] == "fewer than 24 months in a row are known since the last recording break"


def test_among_strands_only_what_allows_for_all_of_them_is_a_trend() -> None:
    """A slope that would be called alone, with a p-value just under 5 %, is not called among twenty level series."""
    slopes = [number / 50 for number in range(1, 40)]
    weak = next(
        slope for slope in slopes if told(lambda number, slope=slope: 150 + slope * number)["long_run"] == "rising"
    )
    level = [monthly(f"level {number}", lambda month, number=number: 150 + number) for number in range(20)]
    counts = pl.concat([monthly("a", lambda number: 150 + weak * number), *level])
    keys = counts.select("series").unique().with_columns(family=pl.lit("strands"))
    none = pl.DataFrame(schema={"series": pl.String, "date": pl.Date})
    assert set(long_run(keys, counts, none, AS_AT)["long_run"]) == {"no clear trend"}

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom

from sia.trends.severe import against_expectation


def history(*series: list[int | None]) -> pl.DataFrame:
    """Yearly counts, the last one of 2023."""
    rows = [
        {"series": f"s{number}", "year": 2024 - len(counts) + at, "count": count}
        for number, counts in enumerate(series)
        for at, count in enumerate(counts)
    ]
    return pl.DataFrame(rows, schema={"series": pl.String, "year": pl.Int64, "count": pl.Int64})


def test_the_mean_of_five_years_and_the_exact_tail() -> None:
    result = against_expectation(history([9, 2, 3, 1, 2, 2, 7]), 2023).row(0, named=True)
    assert (result["current"], result["expected"], result["years_used"]) == (7, 2.0, 5)
    assert result["p_value"] == pytest.approx(binom.sf(6, 17, 1 / 6))
    assert result["above_expectation"] is True and result["reason"] is None


def test_a_count_of_nothing_is_never_above() -> None:
    result = against_expectation(history([0, 0, 0, 0], [1, 2, 3, 0]), 2023)
    assert result["p_value"].to_list() == [1.0, 1.0]
    assert result["above_expectation"].to_list() == [False, False]


def test_what_cannot_be_calculated_says_why() -> None:
    result = against_expectation(history([1, 2, 3], [1, 2, 3, None], [1, None, 2, 1, 3]), 2023)
    assert result["reason"].to_list() == [
        "fewer than three of the five years before are known",
        "2023 is missing",
        None,
    ]
    assert result["expected"].to_list() == [None, None, pytest.approx(4 / 3)]
    assert result["above_expectation"].to_list()[:2] == [None, None]


def test_dates_stand_for_their_year() -> None:
    frame = history([2, 3, 1, 7]).with_columns(year=pl.date(pl.col("year"), 1, 1))
    assert frame["year"].max() == date(2023, 1, 1)
    assert against_expectation(frame, 2023)["current"].item() == 7


@pytest.mark.parametrize("kind", [pl.Datetime("us"), pl.Datetime("ms")])
def test_days_with_a_time_stand_for_their_year_too(kind: pl.DataType) -> None:
    frame = history([2, 3, 1, 7])
    dated = frame.with_columns(year=pl.date(pl.col("year"), 1, 1).cast(kind))
    assert against_expectation(dated, 2023).equals(against_expectation(frame, 2023))


def test_a_year_twice_or_a_negative_count_is_refused() -> None:
    frame = history([2, 3, 1, 7])
    with pytest.raises(ValueError, match="two counts for the same year"):
        against_expectation(pl.concat([frame, frame.tail(1)]), 2023)
    with pytest.raises(ValueError, match="negative"):
        against_expectation(frame.with_columns(pl.col("count") - 4), 2023)


def test_false_alarms_stay_below_the_level() -> None:
    counts = np.random.default_rng(1).poisson(4, size=(3000, 6))
    alarms = against_expectation(history(*counts.tolist()), 2023)["above_expectation"].mean()
    assert 0.01 < alarms < 0.05

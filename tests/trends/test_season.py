from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from sia.calendar import add_months, days_in_month
from sia.trends.season import SHORT, SHORT_SINCE_BREAK, TOO_FEW, adjusted, monthly_index

SHAPE = np.array([0.7, 0.7, 0.9, 1.0, 1.1, 1.3, 1.5, 1.4, 1.1, 0.9, 0.7, 0.7])


def months_of(counts: np.ndarray, first: date = date(2021, 1, 1), pool: str | None = None) -> pl.DataFrame:
    """A monthly frame from series x months."""
    months = [add_months(first, number) for number in range(counts.shape[1])]
    names = np.repeat([f"s{number:03d}" for number in range(len(counts))], counts.shape[1])
    frame = pl.DataFrame({"series": names, "month": months * len(counts), "count": counts.reshape(-1)})
    return frame if pool is None else frame.with_columns(pool=pl.lit(pool))


def seasonal(mean: float, series: int = 1, years: int = 3, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(np.tile(mean * SHAPE, (series, years)))


def test_a_season_without_noise_is_found_as_it_is() -> None:
    months = [add_months(date(2021, 1, 1), number) for number in range(36)]
    per_day = np.array([SHAPE[month.month - 1] * days_in_month(month) for month in months])
    index = monthly_index(months_of(100_000 * per_day[None, :]))
    assert index["calendar_month"].to_list() == list(range(1, 13))
    assert index["index"].to_list() == pytest.approx(list(SHAPE / SHAPE.mean()), abs=2e-3)
    assert index["strength"][0] == pytest.approx(1, abs=1e-3)
    assert index.filter("peak")["calendar_month"].to_list() == [5, 6, 7, 8, 9]


def test_a_season_says_which_months_it_was_told_from() -> None:
    frame = months_of(seasonal(50, series=3, years=4)).filter(
        ~((pl.col("series") == "s001") & (pl.col("month") >= date(2024, 10, 1)))
        & ~((pl.col("series") == "s002") & (pl.col("month") == date(2023, 6, 1)))
    )
    breaks = pl.DataFrame({"series": ["s000"], "date": [date(2022, 3, 15)]})
    rows = monthly_index(frame, breaks).filter(pl.col("calendar_month") == 7)
    said = rows.select("first_month", "last_month", "months_used", "method").rows()
    assert said == [
        (date(2023, 1, 1), date(2024, 12, 1), 24, "season"),
        (date(2021, 10, 1), date(2024, 9, 1), 36, "season"),
        (None, None, 12, None),
    ]


def test_a_year_without_season_shows_none() -> None:
    counts = np.random.default_rng(2).poisson(40, size=(500, 36))
    index = monthly_index(months_of(counts))
    assert index["index"].std() < 0.06
    assert index.group_by("series").agg(pl.col("peak").any())["peak"].mean() < 0.08


def test_shrinkage_brings_the_index_closer_to_the_truth() -> None:
    counts = seasonal(10, series=300)
    index = monthly_index(months_of(counts))["index"].to_numpy().reshape(-1, 12)
    truth = SHAPE / SHAPE.mean()
    raw = counts.reshape(-1, 3, 12).sum(axis=1)
    raw = raw / raw.mean(axis=1, keepdims=True)
    assert ((index - truth) ** 2).mean() < ((raw - truth) ** 2).mean()


def test_a_pool_helps_two_years_of_small_counts() -> None:
    counts = seasonal(8, series=40, years=2, seed=3)
    truth = SHAPE / SHAPE.mean()

    def miss(frame: pl.DataFrame) -> float:
        return float(((monthly_index(frame)["index"].to_numpy().reshape(-1, 12) - truth) ** 2).mean())

    assert miss(months_of(counts, pool="alike")) < 0.7 * miss(months_of(counts))


def test_only_whole_years_at_the_end_are_used() -> None:
    counts = seasonal(1000, years=3)
    frame = months_of(np.hstack([np.full((1, 5), 90_000), counts]), first=date(2020, 8, 1))
    assert monthly_index(frame)["months_used"][0] == 36
    assert monthly_index(frame)["index"].to_list() == monthly_index(months_of(counts))["index"].to_list()


def test_a_short_history_a_gap_and_small_totals_have_no_season() -> None:
    assert monthly_index(months_of(seasonal(50, years=3)[:, :23]))["reason"].unique().to_list() == [SHORT]
    frame = months_of(seasonal(50)).filter(pl.col("month") != date(2022, 3, 1))
    result = monthly_index(frame)
    assert result["reason"].unique().to_list() == [SHORT]
    assert result["index"].null_count() == 12 and not result["peak"].any()
    assert monthly_index(months_of(np.ones((1, 36))))["reason"][0] == TOO_FEW


def test_no_season_is_drawn_across_a_break() -> None:
    frame = months_of(seasonal(50, series=2))
    breaks = pl.DataFrame({"series": ["s001", "s001"], "date": [date(2020, 1, 1), date(2022, 5, 1)]})
    result = monthly_index(frame, breaks).group_by("series", maintain_order=True).first()
    assert result["reason"].to_list() == [None, SHORT_SINCE_BREAK]
    early = breaks.with_columns(date=pl.lit(date(2021, 12, 15)))
    assert monthly_index(frame, early)["months_used"].unique(maintain_order=True).to_list() == [36, 24]


def test_adjusting_takes_the_season_out_and_leaves_the_rest() -> None:
    frame = months_of(np.vstack([seasonal(400), np.full((1, 36), 7)]))
    index = monthly_index(frame).with_columns(index=pl.when(pl.col("series") == "s000").then("index"))
    result = adjusted(frame, index)
    flat = result.filter(pl.col("series") == "s000")
    assert flat["adjusted"].std() < flat["count"].std() / 3
    assert result.filter(pl.col("series") == "s001")["adjusted"].to_list() == [7.0] * 36
    assert result.select(frame.columns).equals(frame)


def test_rows_in_any_order_and_no_rows_at_all() -> None:
    frame = months_of(seasonal(50, series=3))
    assert monthly_index(frame.sample(fraction=1, shuffle=True, seed=1)).equals(monthly_index(frame))
    assert monthly_index(frame.clear()).height == 0

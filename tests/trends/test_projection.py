from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from projection import (
    FIRST_ORIGIN,
    LEICESTERSHIRE_ENDS,
    RESTRICTIONS_END,
    SOUTH_YORKSHIRE_ENDS,
    chosen_weight,
    first_months,
    rolling,
    together,
)
from published_counts import district_counts, files_of

from sia.calendar import add_months
from sia.trends.projection import SHORT, TOO_FEW, WEIGHT, project_months, project_year_end
from sia.trends.season import monthly_index

AS_AT = date(2023, 12, 31)


def monthly_counts(counts: np.ndarray, last: date = date(2023, 12, 1)) -> pl.DataFrame:
    """A monthly frame from series x months that ends in `last`."""
    months = [add_months(last, number - counts.shape[1] + 1) for number in range(counts.shape[1])]
    names = np.repeat([f"s{number:04d}" for number in range(len(counts))], counts.shape[1])
    return pl.DataFrame({"series": names, "month": months * len(counts), "count": counts.reshape(-1)})


def seasonal_rate(mean: float, months: int) -> np.ndarray:
    """A rate with a peak in April and a trough in October, from the January three years before AS_AT."""
    return mean * (1 + 0.3 * np.sin(np.arange(months) / 6 * np.pi))


def test_a_constant_rate_goes_on() -> None:
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    row = project_year_end(monthly_counts(np.array([days * 2]) * 10), AS_AT).row(0, named=True)
    assert row["year_to_date"] == 2750
    assert row["projected"] == pytest.approx(2750 + 10 * (31 + 29 + 31))
    assert row["naive_scaled"] == pytest.approx(3660)
    assert row["naive_last_year"] == 2750 + 10 * (31 + 28 + 31)
    assert row["previous_year"] == 3650
    assert (row["months_used"], row["seasonal"], row["method"], row["reason"]) == (24, False, "projection", None)
    assert (row["first_month"], row["last_month"]) == (date(2022, 1, 1), date(2023, 12, 1))


def test_the_weighted_level_by_hand() -> None:
    counts = np.array([[100] * 11 + [200]])
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    weights = 0.7 ** np.arange(12)[::-1]
    level = (weights * counts[0]).sum() / (weights * days).sum()
    row = project_year_end(monthly_counts(counts), AS_AT).row(0, named=True)
    assert row["projected"] == pytest.approx(1000 + level * 91)


def test_another_weight_by_hand() -> None:
    counts = np.array([[100] * 11 + [200]])
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    fading = 0.5 ** np.arange(12)[::-1]
    row = project_months(monthly_counts(counts), AS_AT, 1, weight=0.5).row(0, named=True)
    assert row["projected"] == pytest.approx((fading * counts[0]).sum() / (fading * days).sum() * 31)


@pytest.mark.parametrize("months", [21, 36])
def test_intervals_hold_as_often_as_they_say(months: int) -> None:
    random = np.random.default_rng(1)
    flat = np.full(39, 50.0) if months == 21 else seasonal_rate(50, 39)
    truth = random.poisson(random.gamma(flat, 1.0, size=(2000, 39)))
    result = project_year_end(monthly_counts(truth[:, 36 - months : 36]), AS_AT)
    total = truth[:, 27:].sum(axis=1)
    inside = {
        level: ((result[f"lower_{level}"].to_numpy() <= total) & (total <= result[f"upper_{level}"].to_numpy())).mean()
        for level in ("80", "95")
    }
    assert 0.75 <= inside["80"] <= 0.90
    assert 0.92 <= inside["95"] <= 0.99


def test_a_season_makes_the_projection_better_than_the_naive_ones() -> None:
    random = np.random.default_rng(2)
    level = np.exp(np.cumsum(random.normal(0, 0.03, size=(500, 39)), axis=1))
    truth = random.poisson(seasonal_rate(200, 39) * level)
    result = project_year_end(monthly_counts(truth[:, :36]), AS_AT)
    assert result["seasonal"].all()
    total = truth[:, 27:].sum(axis=1)
    error = {
        name: np.abs(result[name].to_numpy() - total).sum() for name in ("projected", "naive_scaled", "naive_last_year")
    }
    assert error["projected"] < 0.9 * min(error["naive_scaled"], error["naive_last_year"])


@pytest.mark.parametrize(
    ("drift", "mean", "least", "most"),
    [(0.0, 100, 76, 86), (0.01, 300, 72, 82), (0.02, 300, 66, 77), (0.05, 300, 53, 65)],
)
def test_of_seasonal_series_that_drift_fast_the_interval_holds_too_few(
    drift: float, mean: int, least: float, most: float
) -> None:
    """The figures of the methods page, within three standard errors."""
    random = np.random.default_rng(3)
    months = [add_months(date(2020, 1, 1), number) for number in range(36)]
    season = np.exp(0.2 * np.sin(2 * np.pi * (np.arange(39) + 3) / 12))
    level = np.exp(np.cumsum(random.normal(0, drift, size=(800, 39)), axis=1))
    counts = random.poisson(mean * level * season)
    names = np.repeat([f"{number:03d}" for number in range(800)], 36)
    frame = pl.DataFrame({"series": names, "month": months * 800, "count": counts[:, :36].reshape(-1)})
    told = project_months(frame, date(2022, 12, 31), 3).sort("series")
    came = pl.Series(counts[:, 36:].sum(axis=1))
    assert least <= 100 * came.is_between(told["lower_80"], told["upper_80"]).mean() <= most


def test_limits_stand_in_order_and_never_below_what_has_happened() -> None:
    counts = np.random.default_rng(3).poisson(2, size=(200, 30))
    result = project_year_end(monthly_counts(counts), AS_AT).filter(pl.col("reason").is_null())
    order = ["year_to_date", "lower_95", "lower_80", "upper_80", "upper_95"]
    values = result.select(pl.col(order).cast(pl.Float64)).to_numpy()
    assert (np.diff(values, axis=1) >= 0).all()
    assert ((result["lower_80"] <= result["projected"]) & (result["projected"] <= result["upper_80"])).all()


def test_a_year_that_is_over_is_its_total() -> None:
    counts = np.random.default_rng(4).poisson(30, size=(1, 24))
    row = project_year_end(monthly_counts(counts, date(2024, 3, 1)), date(2024, 3, 31)).row(0, named=True)
    total = int(counts[0, 12:].sum())
    assert [row[name] for name in ("year_to_date", "projected", "lower_95", "upper_80")] == [total] * 4
    assert row["previous_year"] == counts[0, :12].sum()


def test_months_after_the_date_are_not_looked_at() -> None:
    counts = np.random.default_rng(5).poisson(30, size=(2, 40))
    frame = monthly_counts(counts, date(2024, 4, 1))
    assert project_year_end(frame, AS_AT).equals(project_year_end(frame.filter(pl.col("month") <= AS_AT), AS_AT))


def test_what_cannot_be_projected_says_why() -> None:
    counts = np.random.default_rng(6).poisson(30, size=(4, 24))
    counts[2] = [1] + [0] * 23
    frame = monthly_counts(counts)
    drop = (pl.col("series") == "s0000") & (pl.col("month") == date(2023, 8, 1))
    drop |= (pl.col("series") == "s0001") & (pl.col("month") == date(2023, 3, 1))
    result = project_year_end(frame.filter(~drop), AS_AT)
    assert result["reason"].to_list() == ["August 2023 is missing", SHORT, TOO_FEW, None]
    assert result["projected"].is_null().to_list() == [True, True, True, False]
    assert result["upper_80"].is_null().to_list() == [True, True, True, False]
    assert result["year_to_date"].is_null().to_list() == [True, False, False, False]
    assert result["method"].to_list() == [None, None, None, "projection"]
    assert result["first_month"].to_list() == [None, None, None, date(2022, 1, 1)]
    assert project_year_end(frame, date(2024, 2, 29))["reason"][3] == "January to February 2024 are missing"
    assert project_year_end(frame.clear(), AS_AT).height == 0


def test_order_of_rows_changes_nothing() -> None:
    frame = monthly_counts(np.random.default_rng(7).poisson(30, size=(5, 36)))
    shuffled = project_year_end(frame.sample(fraction=1, shuffle=True, seed=2), AS_AT)
    assert shuffled.equals(project_year_end(frame, AS_AT))


def test_months_ahead_are_those_of_the_year_end() -> None:
    frame = monthly_counts(np.random.default_rng(8).poisson(30, size=(3, 36)))
    year, months = project_year_end(frame, AS_AT), project_months(frame, AS_AT, 3)
    assert (year["projected"] - year["year_to_date"]).to_list() == pytest.approx(months["projected"].to_list())
    assert (year["upper_95"] - year["year_to_date"]).to_list() == pytest.approx(months["upper_95"].to_list())


@pytest.fixture(scope="module")
def leicestershire() -> pl.DataFrame:
    """Counts of district, type and month from the published street-level files, December 2019 to October 2022."""
    return published("leicestershire", LEICESTERSHIRE_ENDS)


def published(force: str, last: date) -> pl.DataFrame:
    if not files_of(force):
        pytest.skip(f"the street-level files of {force} are not here (SIA_SHARED)")
    return district_counts(force, last)


def test_the_weight_is_the_one_that_months_before_the_first_origin_choose(leicestershire: pl.DataFrame) -> None:
    assert chosen_weight(leicestershire) == WEIGHT
    early = first_months(leicestershire)
    assert early["month"].n_unique() == FIRST_ORIGIN
    later = pl.col("month") > early["month"].max()
    changed = leicestershire.with_columns(pl.when(later).then(7).otherwise("count").alias("count"))
    assert chosen_weight(changed) == WEIGHT


@pytest.mark.slow
@pytest.mark.parametrize("since", [None, RESTRICTIONS_END], ids=["all months", "the pandemic as a break"])
def test_rolling_origins_on_leicestershire(leicestershire: pl.DataFrame, since: date | None) -> None:
    """All districts and types with at least five a month, 35 months, origins from the 25th on, one to six months on.

    The weight is the one that the 25 months before the first origin choose.
    """
    scores = rolling(leicestershire, FIRST_ORIGIN, since=since, weight=chosen_weight(leicestershire))
    every = together(scores)
    assert 75 <= every.coverage <= 85
    assert all(70 <= score.coverage <= 90 for score in scores.values()), [one.coverage for one in scores.values()]
    assert every.percent("projection") <= 10.0
    for ahead, score in scores.items():
        assert score.percent("projection") < score.percent("last year's mean"), ahead
        assert score.percent("projection") < score.percent("last year's months"), ahead


@pytest.mark.slow
def test_twenty_one_months_are_projected_without_a_season_and_say_so() -> None:
    frame = published("south-yorkshire", SOUTH_YORKSHIRE_ENDS)
    assert set(monthly_index(frame)["reason"]) == {"fewer than 24 months in a row are known"}
    year = project_year_end(frame, date(2025, 12, 31))
    assert year["projected"].null_count() == 0 and not year["seasonal"].any()
    assert set(year["months_used"]) == {21}
    scores = rolling(frame, 13)
    assert all(70 <= score.coverage <= 90 for score in scores.values())
    assert all(score.percent("projection") < score.percent("last year's mean") for score in scores.values())

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from scipy.stats import binomtest
from simulated import last_month, monthly_series
from simulation import KINDS as SIMULATED
from simulation import called, changed

from sia.calendar import Window, add_months, comparison_windows, last_day, month_name
from sia.trends.comparison import NOTHING_COUNTED, SHORT_HISTORY, compare_periods

FIRST = date(2021, 1, 1)
CURRENT, PREVIOUS = comparison_windows("financial_year_to_date", date(2023, 12, 31))


def monthly_frame(counts: np.ndarray | list[list[float]], first: date = FIRST, **columns: object) -> pl.DataFrame:
    """A monthly frame from an array of series x months; series are named s0000, s0001 and so on."""
    table = np.asarray(counts)
    months = [add_months(first, number) for number in range(table.shape[1])]
    return pl.DataFrame(
        {
            "series": np.repeat([f"s{number:04d}" for number in range(len(table))], table.shape[1]),
            "month": months * len(table),
            "count": table.reshape(-1),
        }
    ).with_columns(**columns)


def null_series(series: int, mean: float, dispersion: float, seed: int) -> np.ndarray:
    """Seasonal counts of three years in which nothing changes: negative binomial, Poisson if the dispersion is 1."""
    random = np.random.default_rng(seed)
    rate = np.broadcast_to(mean * (1 + 0.3 * np.sin(np.arange(36) / 6 * np.pi)), (series, 36))
    if dispersion > 1:
        rate = random.gamma(rate / (dispersion - 1), dispersion - 1)
    return random.poisson(rate)


def wandering_series(series: int, mean: float, memory: float, seed: int) -> np.ndarray:
    """The same with a rate that wanders by 10 % and remembers the month before."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(series, 36))
    for month in range(1, 36):
        noise[:, month] = memory * noise[:, month - 1] + np.sqrt(1 - memory**2) * noise[:, month]
    return random.poisson(mean * (1 + 0.3 * np.sin(np.arange(36) / 6 * np.pi)) * np.exp(0.1 * noise - 0.005))


@pytest.mark.parametrize("mean", [3, 50, 300])
@pytest.mark.parametrize("dispersion", [1, 2])
def test_false_alarms_are_near_the_nominal_five_per_cent(mean: float, dispersion: float) -> None:
    frame = monthly_frame(null_series(4000, mean, dispersion, seed=1), pool=pl.lit("alike"))
    assert 0.03 <= compare_periods(frame, CURRENT, PREVIOUS)["clear"].mean() <= 0.07


@pytest.mark.parametrize("memory", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("mean", [10, 300])
def test_serial_correlation_does_not_raise_false_alarms(mean: float, memory: float) -> None:
    frame = monthly_frame(wandering_series(4000, mean, memory, seed=2), pool=pl.lit("alike"))
    assert 0.03 <= compare_periods(frame, CURRENT, PREVIOUS)["clear"].mean() <= 0.07


KINDS = ["Poisson", "variance three times the mean", "correlation 0", "correlation 0.3", "correlation 0.5"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mean", [50, 300])
@pytest.mark.parametrize("alike", [5, 12])
def test_few_series_alike_give_no_more_false_alarms(alike: int, mean: float, kind: str) -> None:
    """3 to 7 % in 5,000 series each (docs/simulation.md); three standard errors wider here."""
    assert 2.2 <= called(changed(3000, mean, SIMULATED[kind], alike=alike)) <= 8.0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mean", [50, 300])
def test_without_a_pool_series_give_no_more_false_alarms(mean: float, kind: str) -> None:
    """1.5 to 7 %: what one series remembers cannot be told, so that calm ones are called less often than they might be."""
    assert 0.9 <= called(changed(3000, mean, SIMULATED[kind], alike=1)) <= 8.0


def test_no_pool_is_a_pool_of_one() -> None:
    frame = monthly_frame(wandering_series(20, 50, 0.5, seed=15), pool=pl.col("series"))
    assert compare_periods(frame, CURRENT, PREVIOUS).equals(compare_periods(frame.drop("pool"), CURRENT, PREVIOUS))


def test_more_series_alike_find_more() -> None:
    found = [
        called(changed(1200, 300, SIMULATED["variance three times the mean"], rise=0.1, alike=n)) for n in (1, 5, 60)
    ]
    assert found[0] + 5 < found[1] < found[2]


def test_a_real_rise_of_three_tenths_is_found() -> None:
    counts = null_series(1000, 100, 1.5, seed=3)
    counts[:, 27:] = np.round(counts[:, 27:] * 1.3)
    result = compare_periods(monthly_frame(counts, pool=pl.lit("alike")), CURRENT, PREVIOUS)
    assert result["clear"].mean() > 0.95
    assert result.filter("clear")["size"].is_in(["moderate", "large"]).all()


def test_the_dispersion_of_a_large_sample_is_found_again() -> None:
    frame = monthly_frame(wandering_series(4000, 300, 0.5, seed=5), pool=pl.lit("alike"))
    result = compare_periods(frame, CURRENT, PREVIOUS)
    assert result["dispersion"].mean() == pytest.approx(1 + 300 * 0.01, rel=0.05)
    assert result["correlation"].mean() == pytest.approx(0.75 * 0.5, abs=0.03)


def test_totals_change_and_days_are_as_counted_by_hand() -> None:
    counts = [[100] * 38]
    result = compare_periods(
        monthly_frame(counts), Window(date(2024, 1, 1), date(2024, 2, 1)), Window(date(2023, 1, 1), date(2023, 2, 1))
    ).row(0, named=True)
    assert (result["current_count"], result["previous_count"], result["change"]) == (200, 200, 0)
    assert result["ratio"] == pytest.approx(59 / 60)
    assert result["change_percent"] == 0


@pytest.mark.parametrize(
    ("now", "size"),
    [(104, "slight"), (105, "moderate"), (114, "moderate"), (115, "large"), (96, "slight"), (85, "large")],
)
def test_words_for_the_size_follow_the_bands(now: int, size: str) -> None:
    """Ten million events a month, so that each change is clear; the bands include their lower end."""
    counts = np.array([[100_000] * 24 + [1000 * now] * 12]) * 100
    year = Window(date(2023, 1, 1), date(2023, 12, 1))
    frame = monthly_frame(counts)
    assert compare_periods(frame, year, year.shifted(-12))["size"].item() == size
    assert compare_periods(frame, year, year.shifted(-12))["material"].item() == (size != "slight")
    wider = compare_periods(frame, year, year.shifted(-12), moderate_from=50, large_from=90)
    assert (wider["clear"].item(), wider["size"].item()) == (True, "slight")


def test_exact_limits_are_those_of_the_binomial_share() -> None:
    counts = [[1] * 24 + [1, 1, 1, 0, 0, 1, 2, 3, 4, 2, 2, 2]]
    window = Window(date(2023, 1, 1), date(2023, 12, 1))
    result = compare_periods(monthly_frame(counts), window, window.shifted(-12)).row(0, named=True)
    assert (result["current_count"], result["previous_count"]) == (19, 12)
    share = binomtest(19, 31).proportion_ci(0.95, method="exact")
    expected = (share.low / (1 - share.low), share.high / (1 - share.high))
    assert (result["exact_lower"], result["exact_upper"]) == pytest.approx(expected, rel=1e-9)
    assert result["change_percent"] is None
    assert result["method"] == "two_counts_small"
    assert not result["small_numbers"]


def test_a_three_year_mean_is_compared_per_day() -> None:
    current, previous = comparison_windows("three_year_mean", date(2024, 12, 31))
    counts = [[60] * 36 + [90] * 12]
    counts[0][5] = 61
    result = compare_periods(monthly_frame(counts), current, previous).row(0, named=True)
    assert result["previous_count"] == 2161
    assert result["change"] == pytest.approx(1080 - 2161 / 3)
    assert result["ratio"] == pytest.approx((1080 / 366) / (2161 / 1095))
    assert result["clear"] and result["material"] and result["size"] == "large"


def test_a_missing_month_is_named() -> None:
    frame = monthly_frame(null_series(3, 20, 1, seed=6)).filter(
        ~((pl.col("series") == "s0001") & (pl.col("month") == date(2023, 8, 1)))
    )
    gone = (pl.col("series") == "s0002") & pl.col("month").is_between(date(2022, 6, 1), date(2022, 8, 1))
    frame = frame.with_columns(count=pl.when(~gone).then("count"))
    result = compare_periods(frame, CURRENT, PREVIOUS)
    assert result["reason"].to_list() == [
        None,
        "August 2023 is missing",
        "June to August 2022 are missing",
    ]
    assert result["current_count"].is_null().to_list() == [False, True, True]
    assert result["clear"].to_list()[1:] == [False, False]
    assert result["counts_towards_rating"].to_list()[1:] == [False, False]


def test_months_missing_from_either_window_are_named() -> None:
    """Three Julys: what lacks from the later period is said as well as what lacks from the earlier one."""
    julys = pl.DataFrame(
        {"series": "s", "month": [date(year, 7, 1) for year in (2021, 2022, 2023)], "count": [9, 8, 7]}
    )
    current, previous = (Window(date(year, 4, 1), date(year, 7, 1)) for year in (2023, 2022))
    reason = compare_periods(julys, current, previous)["reason"][0]
    assert reason == "April to June 2022 and April to June 2023 are missing"
    current, previous = (Window(date(year, 6, 1), date(year, 8, 1)) for year in (2023, 2022))
    reason = compare_periods(julys, current, previous)["reason"][0]
    assert reason == "June 2022 and 3 more months are missing"


def test_a_window_beyond_the_data_is_missing() -> None:
    result = compare_periods(monthly_frame(null_series(1, 20, 1, seed=6)), CURRENT.shifted(1), PREVIOUS.shifted(1))
    assert result["reason"].item() == "January 2024 is missing"


def test_a_short_history_gives_counts_but_no_verdict() -> None:
    month = Window(date(2022, 1, 1), date(2022, 1, 1))
    result = compare_periods(monthly_frame([[30] + [0] * 11 + [90]]), month, month.shifted(-12)).row(0, named=True)
    assert result["change"] == 60
    assert result["exact_lower"] > 1
    assert result["lower"] is None
    assert (result["reason"], result["clear"]) == (SHORT_HISTORY, False)


def test_nothing_counted_is_said_and_nothing_before_has_no_ratio() -> None:
    counts = np.zeros((2, 36), dtype=int)
    counts[1, 27:] = 4
    counts[1, :9] = [1, 0, 2, 0, 1, 0, 1, 1, 3]
    result = compare_periods(monthly_frame(counts), CURRENT, PREVIOUS)
    assert result["reason"].to_list()[0] == NOTHING_COUNTED
    assert result["ratio"].to_list() == [None, None]
    assert result["change"].to_list() == [0, 36]


def test_a_handful_of_events_over_a_long_history_is_judged_as_poisson() -> None:
    counts = np.zeros((2, 36), dtype=int)
    counts[0, [5, 16, 20]], counts[0, 28:34] = 1, 2
    counts[1, 20], counts[1, 30] = 1, 2
    result = compare_periods(monthly_frame(counts), CURRENT, PREVIOUS)
    assert result["reason"].to_list() == [None, None]
    assert result["clear"].to_list() == [True, False]
    assert result["small_numbers"].to_list() == [True, True]
    assert result["size"].to_list() == [None, None]


def test_windows_that_do_not_match_are_refused() -> None:
    frame = monthly_frame(null_series(1, 20, 1, seed=6))
    with pytest.raises(ValueError, match="does not end before"):
        compare_periods(frame, CURRENT, CURRENT)
    spring, autumn = Window(date(2022, 3, 1), date(2022, 5, 1)), Window(date(2022, 9, 1), date(2022, 11, 1))
    assert "same months of the year" in compare_periods(frame, autumn, spring)["reason"].item()


def test_quarterly_rows() -> None:
    quarters = [add_months(date(2021, 4, 1), 3 * number) for number in range(12)]
    counts = [50, 60, 70, 80, 52, 58, 73, 81, 90, 110, 125, 130]
    frame = pl.DataFrame({"series": ["a"] * 12, "month": quarters, "count": counts})
    year = Window(date(2023, 4, 1), date(2024, 3, 1))
    result = compare_periods(frame, year, year.shifted(-12), months_per_row=3).row(0, named=True)
    assert (result["current_count"], result["previous_count"]) == (455, 264)
    assert result["degrees_of_freedom"] == pytest.approx(6, abs=0.5)
    assert result["clear"]
    part = Window(date(2023, 5, 1), date(2023, 7, 1))
    reason = compare_periods(frame, part, part.shifted(-12), months_per_row=3)["reason"].item()
    assert reason == "May to July 2023 does not consist of whole quarters"


def test_exposure_turns_counts_into_rates() -> None:
    counts = np.full((1, 36), 100)
    counts[0, ::5] = 103
    grown = pl.when(pl.col("month") >= date(2023, 1, 1)).then(2000.0).otherwise(1000.0)
    result = compare_periods(monthly_frame(counts, exposure=grown), CURRENT, PREVIOUS).row(0, named=True)
    assert result["ratio"] == pytest.approx(0.5, rel=0.01)
    without = monthly_frame(counts, exposure=pl.when(pl.col("month") != date(2023, 7, 1)).then(1000.0))
    assert compare_periods(without, CURRENT, PREVIOUS)["reason"].item() == "there is no denominator for July 2023"


def test_a_pool_lends_strength_to_short_histories() -> None:
    frame = monthly_frame(null_series(30, 40, 2, seed=7)[:, :21], first=date(2022, 4, 1))
    alone = compare_periods(frame, CURRENT, PREVIOUS)
    together = compare_periods(frame.with_columns(pool=pl.lit("alike")), CURRENT, PREVIOUS)
    assert alone["degrees_of_freedom"].max() <= 8.001
    assert together["degrees_of_freedom"].min() > 20
    assert together["dispersion"].std() < alone["dispersion"].std() / 2


def test_a_series_against_itself_shows_no_change() -> None:
    year = null_series(1, 40, 1, seed=8)[:, :12]
    result = compare_periods(monthly_frame(np.tile(year, 3)), CURRENT, PREVIOUS).row(0, named=True)
    assert result["ratio"] == pytest.approx(1.0)
    assert not result["clear"] and not result["material"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 1000))
def test_order_of_rows_and_scale_of_exposure_change_nothing(seed: int, scale: float) -> None:
    frame = monthly_frame(null_series(6, 30, 1.5, seed=seed), pool=pl.lit("alike"), exposure=pl.lit(1.0))
    expected = compare_periods(frame, CURRENT, PREVIOUS)
    assert compare_periods(frame.sample(fraction=1, shuffle=True, seed=seed), CURRENT, PREVIOUS).equals(expected)
    scaled = compare_periods(frame.with_columns(exposure=pl.lit(scale)), CURRENT, PREVIOUS)
    for column in ("ratio", "lower", "upper", "p_value"):
        assert scaled[column].to_list() == pytest.approx(expected[column].to_list())


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10**6),
    st.dates(date(2021, 1, 1), date(2024, 6, 1)),
    st.sampled_from(["up", "down", "unknown"]),
)
def test_a_break_never_makes_a_comparison_count(seed: int, day: date, direction: str) -> None:
    random = np.random.default_rng(seed)
    frame = monthly_frame(random.poisson(random.uniform(20, 60, size=(5, 1)), size=(5, 36)))
    breaks = pl.DataFrame({"series": ["s0000", "s0003"], "date": [day, day], "direction": [direction] * 2})
    without = compare_periods(frame, CURRENT, PREVIOUS)
    beside = compare_periods(frame, CURRENT, PREVIOUS, breaks=breaks)
    assert (beside["counts_towards_rating"] <= without["counts_towards_rating"]).all()
    inside = PREVIOUS.first < day <= CURRENT.end
    assert beside["break_inside"].to_list() == [inside, False, False, inside, False]


@pytest.mark.parametrize(("direction", "counts"), [("up", False), ("unknown", False), ("down", True), (None, False)])
def test_a_break_discounts_only_what_it_could_explain(direction: str | None, counts: bool) -> None:
    table = null_series(1, 100, 1, seed=9)
    table[:, 27:] *= 2
    breaks = pl.DataFrame(
        {"series": ["s0000"], "date": [date(2023, 2, 1)], "direction": [direction]},
        schema_overrides={"direction": pl.String},
    )
    result = compare_periods(monthly_frame(table), CURRENT, PREVIOUS, breaks=breaks).row(0, named=True)
    assert result["clear"] and result["break_inside"]
    assert result["counts_towards_rating"] is counts


def test_malformed_frames_are_refused() -> None:
    frame = monthly_frame(null_series(1, 20, 1, seed=6))
    with pytest.raises(ValueError, match="two rows"):
        compare_periods(pl.concat([frame, frame]), CURRENT, PREVIOUS)
    with pytest.raises(ValueError, match="lacks count"):
        compare_periods(frame.drop("count"), CURRENT, PREVIOUS)
    with pytest.raises(ValueError, match="first day"):
        compare_periods(frame.with_columns(month=pl.col("month").dt.offset_by("1d")), CURRENT, PREVIOUS)
    assert compare_periods(frame.clear(), CURRENT, PREVIOUS).height == 0


def totals_beside_parts(parts: np.ndarray, whole: int = 5) -> pl.DataFrame:
    """Every `whole` series added up, in one pool with twenty of them."""
    frame = monthly_frame(parts).with_columns(number=pl.col("series").str.slice(1).cast(pl.Int64) // whole)
    frame = frame.with_columns(pool=(pl.col("number") // 4).cast(pl.String), lends=pl.lit(True))
    totals = (
        frame.group_by("number", "pool", "month")
        .agg(pl.col("count").sum())
        .with_columns(series=pl.format("total {}", "number"), lends=pl.lit(False))
    )
    columns = ["series", "pool", "month", "count", "lends"]
    return pl.concat([frame.select(columns), totals.select(columns)])


@pytest.mark.parametrize("memory", [0.0, 0.3, 0.5])
def test_totals_beside_their_parts_give_no_false_alarms_of_their_own(memory: float) -> None:
    result = compare_periods(totals_beside_parts(wandering_series(4000, 50, memory, seed=11)), CURRENT, PREVIOUS)
    is_total = pl.col("series").str.starts_with("total")
    for kind in (is_total, ~is_total):
        assert 0.03 <= result.filter(kind)["clear"].mean() <= 0.07


def test_a_total_beside_its_parts_changes_nothing_for_them() -> None:
    frame = totals_beside_parts(wandering_series(40, 50, 0.3, seed=12))
    parts = frame.filter("lends")
    beside = compare_periods(frame, CURRENT, PREVIOUS).filter(~pl.col("series").str.starts_with("total"))
    assert_frame_equal(beside, compare_periods(parts, CURRENT, PREVIOUS), rel_tol=1e-6)
    by_default = compare_periods(parts.drop("lends"), CURRENT, PREVIOUS)
    assert_frame_equal(beside, by_default, rel_tol=1e-6)


def test_a_pool_in_which_nobody_lends_is_as_one_in_which_all_do() -> None:
    frame = monthly_frame(null_series(8, 40, 2, seed=13), pool=pl.lit("alike"))
    expected = compare_periods(frame, CURRENT, PREVIOUS)
    assert compare_periods(frame.with_columns(lends=pl.lit(False)), CURRENT, PREVIOUS).equals(expected)


def test_every_comparison_says_which_months_it_was_made_from() -> None:
    frame = monthly_frame(null_series(2, 20, 1, seed=14))
    gone = (pl.col("series") == "s0001") & (pl.col("month") == date(2021, 5, 1))
    result = compare_periods(frame.filter(~gone), CURRENT, PREVIOUS)
    windows = result.select("current_first", "current_last", "previous_first", "previous_last").row(0)
    assert windows == (date(2023, 4, 1), date(2023, 12, 1), date(2022, 4, 1), date(2022, 12, 1))
    assert result["months_used"].to_list() == [36, 35]


@pytest.mark.parametrize(
    ("basis", "as_at", "counted", "days"),
    [
        ("financial_year_to_date", date(2024, 2, 29), (11, 11), (335, 334)),
        ("latest_12_months", date(2024, 2, 29), (12, 12), (366, 365)),
        ("calendar_year", date(2024, 11, 30), (12, 12), (365, 365)),
        ("three_year_mean", date(2024, 2, 29), (12, 36), (366, 1095)),
    ],
)
def test_every_basis_counts_whole_windows_by_their_days(
    basis: str, as_at: date, counted: tuple[int, int], days: tuple[int, int]
) -> None:
    """One event a day: rates do not differ, leap day or not, and no part of a year stands against a whole one."""
    current, previous = comparison_windows(basis, as_at)
    assert (len(current.months), len(previous.months)) == counted
    months = [add_months(date(2019, 1, 1), number) for number in range(80)]
    frame = pl.DataFrame({"series": "daily", "month": months, "count": [last_day(month).day for month in months]})
    row = compare_periods(frame, current, previous).row(0, named=True)
    assert (row["current_count"], row["previous_count"]) == days
    assert row["ratio"] == pytest.approx(1) and not row["clear"]
    missing = compare_periods(frame.filter(pl.col("month") != current.first), current, previous).row(0, named=True)
    assert missing["reason"] == f"{month_name(current.first)} is missing"
    assert not missing["clear"] and missing["change"] is None


@pytest.mark.parametrize("dispersion", [2.0, 3.0])
def test_the_plain_test_calls_several_times_as_many_of_over_dispersed_series_as_the_one_that_decides(
    dispersion: float,
) -> None:
    end = last_month(36)
    current, previous = Window(add_months(end, -11), end), Window(add_months(end, -23), add_months(end, -12))
    result = compare_periods(monthly_series(1200, 50, dispersion=dispersion, alike=60), current, previous)
    plain = ((result["exact_lower"] > 1) | (result["exact_upper"] < 1)).mean()
    assert 0.13 < plain < 0.30
    assert result["clear"].mean() < 0.07


def test_a_percentage_is_of_fifty_events_a_year_where_three_years_are_the_base():
    """Three years of 85 or of 165 events: a year's mean of 28 is no base for a percentage, one of 55 is."""
    current, previous = comparison_windows("three_year_mean", date(2023, 12, 31))
    months = [*previous.months, *current.months]
    counts = {"few": [2] * 23 + [3] * 13 + [4] * 12, "enough": [4] * 15 + [5] * 21 + [6] * 12}
    rows = [(name, month, count) for name, own in counts.items() for month, count in zip(months, own, strict=True)]
    frame = pl.DataFrame(rows, schema={"series": pl.String, "month": pl.Date, "count": pl.Int64}, orient="row")
    found = {row["series"]: row for row in compare_periods(frame, current, previous).iter_rows(named=True)}
    assert (found["few"]["previous_count"], found["few"]["change_percent"]) == (85, None)
    assert found["enough"]["change_percent"] == pytest.approx(100 * (72 / 55 - 1))

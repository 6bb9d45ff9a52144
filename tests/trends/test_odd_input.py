"""What the methods make of input as it should not be: one clear error for a malformed frame, and no figure that is not one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sia.calendar import Window, add_months
from sia.trends.comparison import compare_periods
from sia.trends.control_chart import individuals_chart, latest, per_day_rate
from sia.trends.level_shifts import monthly_shifts
from sia.trends.monthly_trend import monthly_slope
from sia.trends.projection import project_months, project_year_end
from sia.trends.rates import proportion, rate
from sia.trends.season import adjusted, monthly_index
from sia.trends.seasonal_mix import seasonal_mix
from sia.trends.turning_points import turning_points
from sia.trends.unusual_months import unusual_months
from sia.trends.weighted_counts import compare_weighted

AS_AT = date(2023, 12, 31)
CURRENT = Window(date(2023, 4, 1), date(2023, 12, 1))
MONTHS = [add_months(date(2020, 1, 1), number) for number in range(48)]
BREAK = pl.DataFrame({"series": ["a"], "date": [date(2021, 5, 1)], "direction": ["up"]})

METHODS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "comparison": lambda frame: compare_periods(frame, CURRENT, CURRENT.shifted(-12), breaks=BREAK),
    "slope": lambda frame: monthly_slope(frame, AS_AT, breaks=BREAK),
    "turning points": lambda frame: turning_points(frame, AS_AT, breaks=BREAK),
    "projection": lambda frame: project_year_end(frame, AS_AT),
    "months ahead": lambda frame: project_months(frame, AS_AT, 6),
    "season": lambda frame: monthly_index(frame, BREAK),
    "adjusted": lambda frame: adjusted(frame, monthly_index(frame)).drop("month", "pool"),
    "control chart": lambda frame: individuals_chart(
        per_day_rate(frame), rebase=BREAK.select("series", position="date")
    ),
    "what the chart says": lambda frame: latest(individuals_chart(per_day_rate(frame))),
    "steps": monthly_shifts,
    "unusual months": lambda frame: unusual_months(frame, 50, 100),
}
WEIGHTS = pl.DataFrame({"total": ["both", "both", "one"], "series": ["a", "b", "c"], "weight": [1.0, 50.0, 3.0]})
METHODS["weighted totals"] = lambda frame: compare_weighted(
    frame, WEIGHTS.filter(pl.lit(frame.height > 0)), CURRENT, CURRENT.shifted(-12)
)
each_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def monthly(mean: float = 40) -> pl.DataFrame:
    counts = np.random.default_rng(5).poisson(mean, size=(3, 48))
    names = np.repeat(["a", "b", "c"], 48)
    return pl.DataFrame({"series": names, "month": MONTHS * 3, "count": counts.reshape(-1), "pool": "alike"})


def numbers_are_numbers(frame: pl.DataFrame) -> bool:
    """No NaN and, but for the upper limit of a ratio, nothing infinite."""
    floats = frame.select(pl.selectors.float().exclude("upper", "exact_upper"))
    return not any(column.is_nan().any() or column.is_infinite().any() for column in floats)


@each_method
@pytest.mark.parametrize(
    "kind",
    [
        {"count": pl.Int32},
        {"count": pl.UInt8},
        {"count": pl.Float32},
        {"month": pl.Datetime("us")},
        {"month": pl.Datetime("ms")},
        {"series": pl.Categorical},
        {"series": pl.Enum(["c", "b", "a"])},
        {"pool": pl.Categorical},
    ],
    ids=str,
)
def test_the_type_of_a_column_changes_nothing(method: Callable, kind: dict) -> None:
    expected, found = method(monthly()), method(monthly().cast(kind))
    assert_frame_equal(
        found.cast({pl.selectors.datetime(): pl.Date, pl.selectors.numeric(): pl.Float64}),
        expected.cast({pl.selectors.numeric(): pl.Float64}),
        rel_tol=1e-6,
    )


@each_method
@pytest.mark.parametrize(
    "odd",
    [
        pl.lit(None),
        pl.lit(None, pl.Int64),
        pl.lit(float("nan")),
        pl.lit(0),
        pl.when(pl.col("month") < date(2023, 1, 1)).then("count"),
        pl.when(pl.int_range(pl.len()) % 7 > 0).then("count"),
        pl.col("count") * 10**9,
    ],
    ids=["no type", "all missing", "NaN", "noughts", "old months alone", "gaps", "thousands of millions"],
)
def test_nothing_infinite_and_nothing_undefined_comes_of_odd_counts(method: Callable, odd: pl.Expr) -> None:
    frame = monthly().with_columns(count=odd)
    if method is METHODS["adjusted"]:
        frame = frame.with_columns(pl.col("count").cast(pl.Float64).fill_nan(None))
    assert numbers_are_numbers(method(frame))


@each_method
def test_no_rows_give_none(method: Callable) -> None:
    assert method(monthly().clear()).height == 0


@each_method
@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (lambda frame: pl.concat([frame, frame.head(1)]), "two rows for the same month"),
        (lambda frame: frame.with_columns(pl.col("count") - 100), "a count is negative"),
        (lambda frame: frame.with_columns(pl.col("count") / 0), "a count is infinite"),
        (lambda frame: frame.cast({"count": pl.String}), "count of the monthly frame does not hold numbers"),
        (lambda frame: frame.with_columns(month=pl.col("month").dt.year()), "month of the monthly frame"),
        (lambda frame: frame.with_columns(series=pl.lit(7)), "series of the monthly frame does not hold names"),
        (lambda frame: frame.with_columns(pl.col("month").dt.offset_by("3d")), "written as its first day"),
        (lambda frame: _without(frame, "series"), "a row without a series or a month"),
        (lambda frame: _without(frame, "month"), "a row without a series or a month"),
    ],
    ids=["twice", "negative", "infinite", "text", "years", "numbers", "third day", "no name", "no month"],
)
def test_a_malformed_frame_is_refused_in_one_sentence(method: Callable, odd: Callable, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        method(odd(monthly()))


def _without(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.with_columns(pl.when(pl.int_range(pl.len()) != 5).then(column).alias(column))


def test_an_infinite_exposure_is_refused() -> None:
    with pytest.raises(ValueError, match="an exposure is infinite"):
        METHODS["comparison"](monthly().with_columns(exposure=float("inf")))


def test_a_month_without_a_row_interrupts_the_chart_as_one_without_a_count_does() -> None:
    """Six months above the mean, one unknown, one more above it: no seven in a row, and no moving range across the gap."""
    frame = monthly().filter(pl.col("series") == "a")
    gap = pl.col("month") == MONTHS[40]
    absent, blank = frame.filter(~gap), frame.with_columns(count=pl.when(~gap).then("count"))
    chart = individuals_chart(per_day_rate(absent))
    assert_frame_equal(chart, individuals_chart(per_day_rate(blank)))
    after = chart.row(41, named=True)
    assert (after["position"], after["moving_range"]) == (MONTHS[41], None)
    assert chart.row(40, named=True)["special_cause"] is None


def test_runs_do_not_pass_over_a_month_that_is_not_there() -> None:
    values = [0, 4] * 8 + [3] * 4 + [None] + [3] * 4
    frame = pl.DataFrame({"series": "a", "month": MONTHS[: len(values)], "count": values}).drop_nulls()
    chart = individuals_chart(per_day_rate(frame, by_day=False), fix_after=16)
    assert chart.height == len(values)
    assert "7 Points Above CL" not in chart["special_cause"].to_list()


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (pl.concat([WEIGHTS, WEIGHTS.head(1)]), "a series is twice in one total"),
        (WEIGHTS.with_columns(weight=float("nan")), "a weight is not above nought"),
        (WEIGHTS.with_columns(weight=float("inf")), "a weight is not above nought"),
        (WEIGHTS.with_columns(weight=0), "a weight is not above nought"),
        (WEIGHTS.with_columns(weight=pl.lit(None, pl.Float64)), "a weight is not above nought"),
    ],
    ids=["twice", "NaN", "infinite", "nought", "missing"],
)
def test_weights_that_cannot_be_are_refused(odd: pl.DataFrame, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        compare_weighted(monthly(), odd, CURRENT, CURRENT.shifted(-12))


def test_a_direction_of_improvement_that_is_none_is_refused() -> None:
    points = per_day_rate(monthly())
    for direction in ("ambiguous", None):
        with pytest.raises(ValueError, match="none of increase, decrease, neutral"):
            individuals_chart(points.with_columns(better=pl.lit(direction, pl.String)), "better")


def test_the_parts_of_a_total_may_be_categories_and_must_be_named() -> None:
    parts = monthly().select("month", "count", family=pl.lit("all"), part="series")
    kinds = {"family": pl.Categorical, "part": pl.Categorical, "count": pl.UInt8}
    expected, found = seasonal_mix(parts), seasonal_mix(parts.cast(kinds))
    assert found.families.equals(expected.families) and found.cells.equals(expected.cells)
    for column in ("family", "part"):
        with pytest.raises(ValueError, match="a row without a family or a part"):
            seasonal_mix(_without(parts, column))


def test_two_values_at_one_position_are_refused() -> None:
    points = pl.DataFrame({"series": ["a", "a"], "position": [1, 1], "value": [3.0, 4.0]})
    with pytest.raises(ValueError, match="two values at the same position"):
        individuals_chart(points)


def test_why_a_chart_has_no_limits() -> None:
    points = pl.DataFrame(
        {"series": ["a", "a", "b", "b", "c"], "position": [1, 2, 1, 2, 1], "value": [1.0, 3.0, 2.0, None, None]}
    )
    said = latest(individuals_chart(points))
    assert said["reason"].to_list() == [
        None,
        "no two values follow each other since the limits last began",
        "no value is known",
    ]
    assert said["method"].to_list() == ["individuals", None, None]


@pytest.mark.parametrize("kind", [pl.UInt8, pl.Int16, pl.UInt16, pl.Int32, pl.Float64])
def test_limits_do_not_depend_on_how_many_bits_a_count_has(kind: type[pl.DataType]) -> None:
    frame = pl.DataFrame({"count": [0, 9, 100, 200, 255], "denominator": [255, 250, 250, 250, 255]})
    for calculate in (rate, proportion):
        expected = calculate(frame).drop("count", "denominator")
        assert_frame_equal(calculate(frame.cast(kind)).drop("count", "denominator"), expected)


def test_large_counts_in_thirty_two_bits_keep_their_limits() -> None:
    frame = pl.DataFrame({"count": [300_000_000], "denominator": [2_000_000_000]})
    for calculate in (rate, proportion):
        expected = calculate(frame).drop("count", "denominator")
        assert_frame_equal(calculate(frame.cast(pl.Int32)).drop("count", "denominator"), expected)


def test_an_undefined_count_or_denominator_is_a_missing_one() -> None:
    undefined = float("nan")
    frame = pl.DataFrame({"count": [undefined, 5.0, 5.0], "denominator": [7.0, undefined, 0.0]})
    reasons = ["the count is missing", "the denominator is missing", "the denominator is zero"]
    for calculate in (rate, proportion):
        result = calculate(frame)
        assert result["reason"].to_list() == reasons
        assert result["value"].to_list() == result["method"].to_list() == [None] * 3

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from sia.trends.two_proportions import ALL_ALIKE, COLUMNS, TOO_FEW, compare_proportions, dispersion_of_shares

NAMES = ("current_count", "current_denominator", "previous_count", "previous_denominator")
#: Newcombe 1998, table II: the interval of method 10 for each of his eight examples.
NEWCOMBE = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0000),
    (10, 10, 0, 10): (0.6075, 1.0000),
}
COUNTS = st.integers(1, 400).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))


def frame(*rows: tuple[int | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(NAMES, pl.Int64), orient="row")


@pytest.mark.parametrize("example", NEWCOMBE)
def test_newcombes_examples(example: tuple[int, ...]) -> None:
    row = compare_proportions(frame(example)).row(0, named=True)
    assert (row["difference_lower"], row["difference_upper"]) == pytest.approx(NEWCOMBE[example], abs=5.1e-5)
    assert row["clear"] is (NEWCOMBE[example][0] > 0)
    assert row["method"] == "two_proportions"


def test_the_p_value_is_that_of_the_four_cells() -> None:
    row = compare_proportions(frame((56, 70, 48, 80))).row(0, named=True)
    assert row["p_value"] == pytest.approx(chi2_contingency([[56, 14], [48, 32]], correction=False).pvalue)


def test_ratio_and_difference_by_hand() -> None:
    row = compare_proportions(frame((30, 100, 60, 300))).row(0, named=True)
    assert (row["current_share"], row["previous_share"]) == (0.3, 0.2)
    assert (row["difference"], row["ratio"]) == pytest.approx((0.1, 1.5))
    assert row["ratio_lower"] < 1.5 < row["ratio_upper"]


@settings(max_examples=200, deadline=None)
@given(COUNTS, COUNTS)
def test_the_other_way_round_is_the_opposite(now: tuple[int, int], before: tuple[int, int]) -> None:
    there, back = compare_proportions(frame((*now, *before), (*before, *now))).rows(named=True)
    assert there["difference_lower"] == pytest.approx(-back["difference_upper"], abs=1e-12)
    assert there["difference_lower"] <= there["difference"] <= there["difference_upper"]
    assert there["p_value"] == pytest.approx(back["p_value"])
    if now[0] and before[0]:
        assert there["ratio_lower"] == pytest.approx(1 / back["ratio_upper"], rel=1e-6)
        assert there["ratio_lower"] <= there["ratio"] <= there["ratio_upper"]


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_a_proportion_against_itself_is_no_change(now: tuple[int, int]) -> None:
    row = compare_proportions(frame((*now, *now))).row(0, named=True)
    assert (row["difference"], row["clear"], row["p_value"]) == (0, False, 1.0)
    assert row["ratio"] == (1 if now[0] else None)


def test_false_alarms_are_near_the_nominal_five_per_cent() -> None:
    chance = np.random.default_rng(1)
    people = chance.integers(60, 400, size=(2, 4000))
    counts = chance.binomial(people, 0.3)
    result = compare_proportions(
        pl.DataFrame(dict(zip(NAMES, (counts[0], people[0], counts[1], people[1]), strict=True)))
    )
    assert 0.03 <= result["clear"].mean() <= 0.07


def test_shares_that_scatter_by_more_than_chance_are_allowed_for() -> None:
    """Monthly shares drawn anew around 0.3 each month, twelve months a period: chance alone would call far too many."""
    chance = np.random.default_rng(2)
    people = np.full((3000, 24), 60)
    counts = chance.binomial(people, chance.beta(0.3 * 15, 0.7 * 15, size=people.shape))
    monthly = pl.DataFrame(
        {
            "series": np.repeat([f"s{number:04d}" for number in range(len(counts))], 24),
            "period": (["previous"] * 12 + ["current"] * 12) * len(counts),
            "count": counts.reshape(-1),
            "denominator": people.reshape(-1),
        }
    )
    told = dispersion_of_shares(monthly)
    assert told["dispersion"].mean() == pytest.approx(1 + 59 / 16, rel=0.05)
    assert told["degrees_of_freedom"].unique().to_list() == [22.0]
    totals = pl.DataFrame(
        {
            "current_count": counts[:, 12:].sum(axis=1),
            "current_denominator": people[:, 12:].sum(axis=1),
            "previous_count": counts[:, :12].sum(axis=1),
            "previous_denominator": people[:, :12].sum(axis=1),
        }
    )
    assert compare_proportions(totals)["clear"].mean() > 0.25
    allowed = compare_proportions(totals.with_columns(told["dispersion"], told["degrees_of_freedom"]))
    assert 0.03 <= allowed["clear"].mean() <= 0.07


def test_too_few_months_tell_no_dispersion() -> None:
    monthly = pl.DataFrame({"series": "a", "period": ["x", "x", "y", "y"], "count": [1, 2, 3, 4], "denominator": 10})
    assert dispersion_of_shares(monthly).row(0) == ("a", None, None, None, TOO_FEW)
    alike = pl.DataFrame({"series": "a", "period": "x", "count": [3] * 9, "denominator": 10})
    assert dispersion_of_shares(alike).row(0) == ("a", None, None, None, ALL_ALIKE)


def test_months_that_cannot_be_tell_nothing_of_the_dispersion() -> None:
    monthly = pl.DataFrame({"series": "a", "period": "x", "count": [3, 5, 2, 6, 4, 1], "denominator": [10] * 6})
    odd = pl.DataFrame({"series": "a", "period": "x", "count": [None, 4, -1, 11], "denominator": [10, 0, 10, 10]})
    assert dispersion_of_shares(pl.concat([monthly, odd])).equals(dispersion_of_shares(monthly))
    assert dispersion_of_shares(monthly)["method"].item() == "two_proportions"


def test_an_undefined_number_or_no_dispersion_says_why() -> None:
    numbers = frame((3, 10, 2, 10)).cast(pl.Float64)
    undefined = compare_proportions(numbers.with_columns(current_count=float("nan"))).row(0, named=True)
    assert (undefined["reason"], undefined["difference"]) == ("a count or a denominator is missing", None)
    none = compare_proportions(numbers.with_columns(dispersion=pl.lit(0.0))).row(0, named=True)
    assert (none["reason"], none["difference_lower"]) == ("the dispersion is not above zero", None)


def test_what_cannot_be_compared_says_why() -> None:
    result = compare_proportions(
        frame((1, None, 2, 10), (-1, 10, 2, 10), (11, 10, 2, 10), (0, 0, 2, 10), (3, 10, 0, 10), (3, 10, 2, 10))
    )
    assert result["reason"].to_list() == [
        "a count or a denominator is missing",
        "a count or a denominator is negative",
        "more was counted than the denominator holds",
        "a denominator is zero",
        None,
        None,
    ]
    values = [name for name in COLUMNS if name not in ("clear", "reason")]
    assert all(value is None for row in result.head(4).select(values).rows() for value in row)
    assert result["clear"].to_list()[:4] == [False] * 4
    assert result["ratio"].to_list()[4:] == [None, pytest.approx(1.5)]
    assert result.columns == [*NAMES, *COLUMNS]
    assert compare_proportions(frame().clear()).height == 0

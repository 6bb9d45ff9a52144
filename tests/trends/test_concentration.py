"""The share of events in the fullest fifth of areas stands beside what chance alone would give."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import poisson

from sia.trends.concentration import MISSING, NEGATIVE, NO_EVENTS, TOO_FEW_AREAS, mean_of_largest, top_fifth


def areas(counts: list[int], expected: list[float | None] | None = None) -> pl.DataFrame:
    schema = {"family": pl.String, "count": pl.Int64, "expected": pl.Float64}
    rows = zip(["a"] * len(counts), counts, expected or [None] * len(counts), strict=True)
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_of_one_count_the_largest_is_its_mean() -> None:
    assert mean_of_largest(np.array([3.7]), 1) == pytest.approx(3.7)


def test_all_counts_together_are_their_mean_whatever_their_order() -> None:
    means = np.array([0.3, 4.0, 11.0, 250.0])
    assert mean_of_largest(means, 4) == pytest.approx(means.sum())


@pytest.mark.parametrize(
    ("means", "largest"), [([2.0] * 20, 4), ([0.1, 0.5, 3.0, 8.0, 8.0, 30.0], 2), ([60.0] * 12, 2)]
)
def test_it_is_what_simulation_finds(means: list[float], largest: int) -> None:
    drawn = np.random.default_rng(7).poisson(means, size=(40_000, len(means)))
    simulated = np.sort(drawn, axis=1)[:, -largest:].sum(axis=1)
    error = simulated.std() / np.sqrt(len(simulated))
    assert mean_of_largest(np.array(means), largest) == pytest.approx(simulated.mean(), abs=5 * error)


def test_few_events_look_concentrated_by_chance_alone() -> None:
    """Ten events over 20 like areas: the fullest four hold more than half of them although nothing sets the areas apart."""
    row = top_fifth(areas([1, 2, 0, 1, 0, 0, 2, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]), "family").row(0, named=True)
    assert (row["areas"], row["top_areas"], row["top_count"]) == (20, 4, 6)
    assert row["share"] == pytest.approx(0.6)
    assert 0.5 < row["chance_share"] < 0.75


def test_many_events_come_near_the_share_of_areas_or_of_residents() -> None:
    even = top_fifth(areas([10_000] * 10), "family").row(0, named=True)
    assert even["chance_share"] == pytest.approx(0.2, abs=0.005)
    people = [5000.0, 5000.0, *[1000.0] * 8]
    uneven = top_fifth(areas([50_000, 50_000, *[10_000] * 8], people), "family").row(0, named=True)
    assert uneven["chance_share"] == pytest.approx(10 / 18, abs=0.005)


@pytest.mark.parametrize("count", [1, 2, 7, 23])
def test_the_chances_are_those_of_adding_one_area_after_the_other(count: int) -> None:
    means = np.random.default_rng(count).gamma(1, 20, size=count)
    for largest in {1, count // 2 or 1, count}:
        ceiling = int(means.max() * 3) + 200
        fewer = np.zeros((ceiling, largest))
        fewer[:, 0] = 1
        for mean in means:
            chance = poisson.sf(np.arange(ceiling), mean)[:, None]
            more = np.pad(fewer[:, :-1], ((0, 0), (1, 0)))
            fewer = fewer * (1 - chance) + more * chance
        expected = (largest - fewer @ np.arange(largest, 0, -1)).sum()
        assert mean_of_largest(means, largest) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("expected", [[0.0] * 12, [None] + [3.0] * 11, [float("nan")] * 12, [-1.0] + [3.0] * 11])
def test_without_an_expected_number_of_every_area_all_are_taken_to_be_alike(expected: list[float | None]) -> None:
    counts = [5, 9, 3, 8, 2, 7, 6, 6, 1, 0, 4, 5]
    assert top_fifth(areas(counts, expected), "family").equals(top_fifth(areas(counts), "family"))
    assert top_fifth(areas(counts), "family")["method"].to_list() == ["concentration"]


@pytest.mark.parametrize(("odd", "reason"), [(None, MISSING), (-3, NEGATIVE)])
def test_a_count_that_is_missing_or_cannot_be_gives_a_reason(odd: int | None, reason: str) -> None:
    row = top_fifth(areas([odd, *[4] * 11]), "family").row(0, named=True)
    assert (row["reason"], row["share"], row["method"], row["areas"]) == (reason, None, None, 12)


def test_families_are_told_apart_and_without_events_or_areas_there_is_a_reason() -> None:
    frame = pl.concat([areas([0] * 12), areas([4] * 9).with_columns(family=pl.lit("b"))])
    rows = top_fifth(frame, "family").to_dicts()
    assert [(row["family"], row["reason"], row["share"]) for row in rows] == [
        ("a", NO_EVENTS, None),
        ("b", TOO_FEW_AREAS, None),
    ]

"""Whoever sees a rounded rate, its limits and the total, and knows every weight, cannot tell a small count of an age."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.disclosure.rounded import STEPS, safe_steps

WEIGHTS = np.array([2.3, 3.1, 2.7, 4.9])
AROUND = (-6.0, 8.0)
THRESHOLD = 5


def figures(counts: np.ndarray, step: float) -> tuple[float, ...]:
    """The rounded rate and limits, written out again."""
    rate = sum(weight * count for weight, count in zip(WEIGHTS, counts, strict=True))
    spread = (sum(weight**2 * count for weight, count in zip(WEIGHTS, counts, strict=True)) / sum(counts)) ** 0.5
    return tuple(round(value / step) for value in (rate, rate + AROUND[0] * spread, rate + AROUND[1] * spread))


def every(total: int, bands: int = 4):
    """All ways in which the total can fall into bands."""
    for first in product(range(total + 1), repeat=bands - 1):
        if sum(first) <= total:
            yield np.array([*first, total - sum(first)])


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(0, 8), min_size=4, max_size=4).filter(lambda counts: 10 <= sum(counts) <= 18))
def test_an_intruder_who_tries_every_way_cannot_tell_a_small_count(counts: list[int]) -> None:
    truth = np.array(counts)
    for step in safe_steps(truth, WEIGHTS, AROUND, THRESHOLD)[:2]:
        shown = figures(truth, step)
        possible = [other for other in every(sum(counts)) if figures(other, step) == shown]
        for band, count in enumerate(counts):
            if 0 < count < THRESHOLD:
                assert any(not 0 < other[band] < THRESHOLD for other in possible), "the small count would be certain"


def test_printed_exactly_the_same_figures_would_tell_every_count() -> None:
    truth = np.array([3, 9, 8, 1])
    exact = figures(truth, 0.0001)
    assert [list(other) for other in every(21) if figures(other, 0.0001) == exact] == [[3, 9, 8, 1]]
    assert set(safe_steps(truth, WEIGHTS, AROUND, THRESHOLD)) <= set(STEPS)
    assert safe_steps(truth, WEIGHTS, AROUND, THRESHOLD)


def test_without_a_small_count_nothing_need_be_hidden() -> None:
    assert safe_steps(np.array([9, 0, 12, 5]), WEIGHTS, AROUND, THRESHOLD) == list(STEPS)


def test_the_more_an_event_weighs_the_coarser_the_rounding_up_to_none_at_all() -> None:
    truth = np.array([2, 30, 25, 28])
    assert safe_steps(truth, WEIGHTS * 0.01, AROUND, THRESHOLD) == list(STEPS)
    assert STEPS[0] not in safe_steps(truth, WEIGHTS * 1000, AROUND, THRESHOLD)
    assert safe_steps(truth, WEIGHTS * 1e6, AROUND, THRESHOLD) == []


def test_a_coarser_step_than_a_safe_one_need_not_be_safe() -> None:
    """Two periods are rounded alike: the step has to be a safe one of both, not the coarser of two."""
    truth = np.array([11, 1, 4, 4])
    assert safe_steps(truth, WEIGHTS, AROUND, THRESHOLD) == [1.0, 5.0, 10.0, 20.0, 50.0]

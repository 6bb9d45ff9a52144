"""The ratio of two rates from two counts: exact intervals, and one widened for more than Poisson variation.

Given the sum of both counts, the first is binomial; its share is turned into a ratio of rates by the times at risk.
All arguments are arrays of one length; exposures are positive. NaN in, NaN out.
"""

from __future__ import annotations

import numpy as np

BISECTIONS = 50

Interval = tuple[np.ndarray, np.ndarray, np.ndarray]


def exact_ratio(
    first: np.ndarray, second: np.ndarray, first_exposure: np.ndarray, second_exposure: np.ndarray, confidence: float
) -> Interval:
    """Lower and upper limit of rate(first) / rate(second) and the two-sided p-value that they agree.

    Clopper and Pearson (1934) on the share of the first count; the p-value is twice the smaller tail. The upper limit
    is infinite when the second count is 0; all three are NaN when both are.
    """
    from scipy.special import betainc, betaincinv

    tail = (1 - confidence) / 2
    odds = second_exposure / first_exposure
    null = first_exposure / (first_exposure + second_exposure)
    any_events = np.where(first + second > 0, 1.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(first > 0, betaincinv(np.maximum(first, 1e-300), second + 1, tail), 0.0)
        high = np.where(second > 0, betaincinv(first + 1, np.maximum(second, 1e-300), 1 - tail), 1.0)
        at_least = np.where(first > 0, betainc(np.maximum(first, 1e-300), second + 1, null), 1.0)
        at_most = np.where(second > 0, 1 - betainc(first + 1, np.maximum(second, 1e-300), null), 1.0)
        p_value = np.minimum(1.0, 2 * np.minimum(at_least, at_most))
        return _ratio(low, odds) * any_events, _ratio(high, odds) * any_events, p_value * any_events


def mid_p_ratio(
    first: np.ndarray, second: np.ndarray, first_exposure: np.ndarray, second_exposure: np.ndarray, confidence: float
) -> Interval:
    """The exact interval and p-value with only half the probability of the outcome seen in each tail (Lancaster 1961).

    For small counts the exact test gives far fewer false alarms than its level says; this one keeps near the level.
    """
    tail = (1 - confidence) / 2
    odds = second_exposure / first_exposure
    null = first_exposure / (first_exposure + second_exposure)
    any_events = np.where(first + second > 0, 1.0, np.nan)
    low = np.where(first > 0, _share_with_tail(first, second, tail), 0.0)
    high = np.where(second > 0, _share_with_tail(first, second, 1 - tail), 1.0)
    above = _half_counted_tail(first, second, null)
    with np.errstate(divide="ignore"):
        p_value = np.minimum(1.0, 2 * np.minimum(above, 1 - above))
        return _ratio(low, odds) * any_events, _ratio(high, odds) * any_events, p_value * any_events


def _half_counted_tail(first: np.ndarray, second: np.ndarray, share: np.ndarray) -> np.ndarray:
    """P(X > first) + P(X = first) / 2 for a binomial X of size first + second."""
    from scipy.special import betainc

    at_least = np.where(first > 0, betainc(np.maximum(first, 1e-300), second + 1, share), 1.0)
    more = np.where(second > 0, betainc(first + 1, np.maximum(second, 1e-300), share), 0.0)
    return (at_least + more) / 2


def _share_with_tail(first: np.ndarray, second: np.ndarray, tail: float) -> np.ndarray:
    """The share at which the half counted tail has a given size, by bisection."""
    low, high = np.zeros(len(first)), np.ones(len(first))
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = _half_counted_tail(first, second, middle) < tail
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def score_ratio(
    first: np.ndarray,
    second: np.ndarray,
    first_exposure: np.ndarray,
    second_exposure: np.ndarray,
    variance: np.ndarray,
    degrees_of_freedom: np.ndarray,
    confidence: float,
) -> Interval:
    """Lower and upper limit of rate(first) / rate(second) and the two-sided p-value that they agree.

    The share's score interval (Wilson 1927) with the sum of events divided by `variance` (the variance of the
    difference as a multiple of Poisson's) and Student's t on `degrees_of_freedom` in place of the normal: so the
    interval excludes 1 exactly when the p-value is below 1 - confidence, and counts of 0 need no special case.
    """
    from scipy.special import stdtr, stdtrit

    odds = second_exposure / first_exposure
    null = first_exposure / (first_exposure + second_exposure)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = (first + second) / variance
        share = first / (first + second)
        wide = stdtrit(degrees_of_freedom, (1 + confidence) / 2) ** 2 / size
        centre = (share + wide / 2) / (1 + wide)
        half = np.sqrt(wide * (share * (1 - share) + wide / 4)) / (1 + wide)
        statistic = (share - null) / np.sqrt(null * (1 - null) / size)
        p_value = 2 * stdtr(degrees_of_freedom, -np.abs(statistic))
        return _ratio(np.maximum(centre - half, 0), odds), _ratio(np.minimum(centre + half, 1), odds), p_value


def _ratio(share: np.ndarray, odds: np.ndarray) -> np.ndarray:
    return share / (1 - share) * odds

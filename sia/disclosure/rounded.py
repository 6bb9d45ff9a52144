"""How far a rate that is made of counts by age has to be rounded, so that no small count of an age can be worked out of it.

A weighted sum of counts with known weights can give the counts themselves away when it is printed exactly. It is safe at a
step of rounding when, for every small count, other counts with the same total exist that round to the same figures and in
which that count is nought or no longer small; whoever sees the figures cannot tell which of them is true.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np

STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
#: So many events are moved between two other ages, to make up for what moving the small count changes.
MOST_MOVED = 6


def safe_steps(counts: np.ndarray, weights: np.ndarray, around: tuple[float, float], threshold: int) -> list[float]:
    """Those of `STEPS`, the finest first, at which rounding hides every count from 1 to `threshold` - 1; maybe none.

    A step coarser than a safe one need not be safe, since figures can lie on both sides of where it rounds up.

    `counts` are events by band of age, `weights` what one event of each adds to the rate. The figures are the rate,
    weights x counts, and its limits: the rate plus each of `around` times the root of (squared weights x counts) over the
    number of events.
    """
    small = [band for band, count in enumerate(counts) if 0 < count < threshold]
    others = [_alternatives(counts, band, threshold) for band in small]
    return [step for step in STEPS if _hides(counts, others, weights, around, step)]


def _hides(
    counts: np.ndarray, others: list[np.ndarray], weights: np.ndarray, around: tuple[float, float], step: float
) -> bool:
    """Whether of every set of other counts one looks the same at this step."""
    shown = _figures(counts[None, :], weights, around, step)[0]
    return all((_figures(other, weights, around, step) == shown).all(axis=1).any() for other in others)


def _figures(counts: np.ndarray, weights: np.ndarray, around: tuple[float, float], step: float) -> np.ndarray:
    """The rounded rate and limits, in steps, of each row of counts."""
    rate = counts @ weights
    spread = np.sqrt(counts @ weights**2 / counts.sum(axis=1))
    return np.round(np.column_stack([rate, rate + spread * around[0], rate + spread * around[1]]) / step)


def _alternatives(counts: np.ndarray, band: int, threshold: int) -> np.ndarray:
    """Rows of counts with the same total, in which the count of `band` is nought or has reached the threshold."""
    rows = []
    for other in range(len(counts)):
        if other == band:
            continue
        for moved in (int(counts[band]), int(counts[band]) - threshold):
            row = counts.copy()
            row[band] -= moved
            row[other] += moved
            if row[other] >= 0:
                rows += [row, *_rearranged(row, band)]
    return np.array(rows, dtype=float).reshape(-1, len(counts))


def _rearranged(counts: np.ndarray, kept: int) -> list[np.ndarray]:
    """The same with up to so many events moved from one other band to another."""
    rows = []
    for source, target in permutations([band for band in range(len(counts)) if band != kept], 2):
        for moved in range(1, min(MOST_MOVED, int(counts[source])) + 1):
            row = counts.copy()
            row[source] -= moved
            row[target] += moved
            rows.append(row)
    return rows

"""How much counts remember of the month before: what a pool's residuals say of it, and what it adds to a variance.

Memory is the first-order correlation of the wandering part of a rate. Each residual series adds the score of a first-order
autoregression, seen through the same fit; a pool's scores added up stand for its likelihood (McCullagh and Nelder,
Generalized Linear Models, 1989, chapter 9). Three years of one series leave memory uncertain, so that a comparison averages
over a belief: a weight for each of CORRELATIONS. Where a slow movement is looked for, which itself looks like memory, one
cautious figure is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CORRELATIONS = np.linspace(0.0, 0.9, 19)
#: Of the wandering part of published counts: 0.1 in Leicestershire after the pandemic's restrictions, 0.3 in South
#: Yorkshire, over 0.6 in Leicestershire with the restrictions. Sources differ by so much that the spread is wide.
EXPECTED, SPREAD = 0.3, 0.4
#: For one figure: what a trend or a turn looks like is taken for memory only where the pool says it clearly.
CAUTIOUS, CAUTIOUS_SPREAD = 0.2, 0.15
LEAST = 1e-9


@dataclass(frozen=True)
class Design:
    """What the fit does to noise with memory, per series and for each of CORRELATIONS: sums of squares, of products of
    neighbours and of squared eigenvalues, each for noise of variance 1."""

    squares: np.ndarray
    neighbours: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, observed: np.ndarray, years: np.ndarray, seasons: np.ndarray, degrees: np.ndarray) -> Design:
        """The tables for each pattern of observed rows, scaled to the degrees of freedom that each series really has."""
        patterns, which = np.unique(observed, axis=0, return_inverse=True)
        tables = np.array([_pattern_tables(pattern, years, seasons) for pattern in patterns]).reshape(
            len(patterns), 3, len(CORRELATIONS)
        )[which.reshape(-1)]
        scale = (degrees / np.maximum(tables[:, 0, 0], LEAST))[:, None]
        return cls(tables[:, 0] * scale, tables[:, 1] * scale, tables[:, 2] * scale)

    def at(self, table: np.ndarray, memory: np.ndarray) -> np.ndarray:
        """A table's value at each series' own correlation."""
        place = np.clip(memory / CORRELATIONS[1], 0, len(CORRELATIONS) - 1)
        low = np.minimum(place.astype(int), len(CORRELATIONS) - 2)
        rows = np.arange(len(table))
        return table[rows, low] + (place - low) * (table[rows, low + 1] - table[rows, low])

    def mixed(self, table: np.ndarray, wandering: np.ndarray) -> np.ndarray:
        """A table for noise of which only a share has memory."""
        return (1 - wandering)[:, None] * table[:, :1] + wandering[:, None] * table


def _pattern_tables(observed: np.ndarray, years: np.ndarray, seasons: np.ndarray) -> np.ndarray:
    place = np.flatnonzero(observed)
    if not len(place):
        return np.zeros((3, len(CORRELATIONS)))
    factors = np.hstack([np.eye(years.max() + 1)[years[place]], np.eye(seasons.max() + 1)[seasons[place]]])
    left_over = np.eye(len(place)) - factors @ np.linalg.pinv(factors)
    apart = np.abs(place[:, None] - place[None, :])
    next_to = np.triu(apart == 1)
    tables = []
    for correlation in CORRELATIONS:
        noise = left_over @ (correlation**apart)
        tables.append((np.trace(noise), ((noise @ left_over) * next_to).sum(), (noise * noise.T).sum()))
    return np.array(tables).T


def scores(
    neighbours: np.ndarray,
    squares: np.ndarray,
    wandering: np.ndarray,
    design: Design,
    pool: np.ndarray,
    lends: np.ndarray,
) -> np.ndarray:
    """For each pool and each of CORRELATIONS, by how much less correlated the residuals are than they would be at it.

    `neighbours` and `squares` are sums over residuals of variance 1 a series, `wandering` the share of the variance that
    has memory, `pool` a number a series from 0, `lends` 1 for series that speak for their pool and 0 for others. Fitting
    months and years makes independent noise look negatively correlated (-0.09 on three years), so observed and expected
    are compared after the fit.
    """
    expected = design.mixed(design.neighbours, wandering) / np.maximum(design.mixed(design.squares, wandering), LEAST)
    gap = np.zeros((pool.max(initial=-1) + 1, len(CORRELATIONS)))
    share = wandering * lends
    np.add.at(gap, pool, share[:, None] * (squares[:, None] * expected - neighbours[:, None]))
    return gap


def belief(gap: np.ndarray) -> np.ndarray:
    """The weights of CORRELATIONS that a pool's scores leave, pools x correlations, which add up to 1.

    One series leaves them near what is to be expected beforehand, sixty series near one correlation.
    """
    slope = gap / (1 - CORRELATIONS**2) + (CORRELATIONS - EXPECTED) / SPREAD**2
    steps = (slope[:, 1:] + slope[:, :-1]) / 2 * np.diff(CORRELATIONS)
    lost = np.concatenate([np.zeros((len(gap), 1)), np.cumsum(steps, axis=1)], axis=1)
    weights = np.exp(lost.min(axis=1, keepdims=True) - lost)
    return weights / weights.sum(axis=1, keepdims=True)


def cautious_figure(gap: np.ndarray) -> np.ndarray:
    """The memory at which a pool's residuals would be as correlated as they are, drawn towards CAUTIOUS; one a pool."""
    return _rising_root(gap + (CORRELATIONS - CAUTIOUS) / CAUTIOUS_SPREAD**2)


def _rising_root(gap: np.ndarray) -> np.ndarray:
    """Where each rising row of values at CORRELATIONS passes 0; the nearer end where it does not."""
    after = np.clip((gap < 0).sum(axis=1), 1, gap.shape[1] - 1)
    rows = np.arange(len(gap))
    low, high = gap[rows, after - 1], gap[rows, after]
    share = np.clip(np.divide(-low, high - low, out=np.zeros_like(low), where=high > low), 0, 1)
    return CORRELATIONS[after - 1] + share * (CORRELATIONS[after] - CORRELATIONS[after - 1])


def added(contrast: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """What each memory adds to the variance of a weighted sum of consecutive rows, as a multiple of that without memory.

    `contrast` holds one weight a row, over an unbroken run of rows.
    """
    lags = np.correlate(contrast, contrast, mode="full")[len(contrast) - 1 :]
    powers = memory[:, None] ** np.arange(1, len(lags))[None, :]
    return 2 * (powers @ lags[1:]) / lags[0]

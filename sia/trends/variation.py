"""How much a count usually varies from month to month: dispersion and serial correlation.

The yardstick is the Poisson fit with a factor for each month of the year and one for each run of twelve months, so that
neither season nor a change of level is taken for noise. What is left is measured by its Pearson dispersion (McCullagh
and Nelder, Generalized Linear Models, 1989, 4.5) and by its correlation from one month to the next.

Noise is thought of as two parts: Poisson counting, without memory, and a wandering rate, with memory. `wandering` is the
second part's share of the variance, so that small counts are not widened for a memory that only large ones show.
Dispersion of short histories is drawn towards like series as Smyth (2004) does for variances.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sia.trends.memory import CORRELATIONS, Design, added, belief, cautious_figure, scores

FIT_TOLERANCE = 1e-9
FIT_ROUNDS = 200
LONG_ENOUGH_ALONE = 20
SMALLEST_POOL = 5
MOST_DEGREES = 1000.0


@dataclass(frozen=True)
class Variation:
    """One value a series: variance as a multiple of the Poisson variance, the correlation of the wandering part from one
    row to the next, its share of the variance, the degrees of freedom of the dispersion (below 1: not known), those that
    the history would give if no month of the year were empty, whether like series lent strength, and the degrees of
    freedom from which the wandering share was told.

    `memory` is one cautious figure; `belief` holds for each series the weights of all CORRELATIONS, `dispersions` what
    multiplies the dispersion if memory is that one: the fit soaks up more of a noise that remembers more."""

    dispersion: np.ndarray
    memory: np.ndarray
    wandering: np.ndarray
    degrees_of_freedom: np.ndarray
    history: np.ndarray
    pooled: np.ndarray
    share_degrees: np.ndarray
    belief: np.ndarray
    dispersions: np.ndarray

    @property
    def correlation(self) -> np.ndarray:
        """The correlation of the whole noise from one row to the next."""
        return self.memory * self.wandering

    def inflation(self, contrast: np.ndarray) -> np.ndarray:
        """By how much correlation multiplies the variance of a weighted sum of consecutive rows.

        `contrast` holds one weight a row, over an unbroken run of rows; the answer has one value a series.
        """
        return 1 + self.wandering * added(contrast, self.memory)

    def of_sum(self, contrast: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The variance of a weighted sum of consecutive rows as a multiple of the Poisson one, and its degrees of freedom.

        The variance is the mean over what memory may be, so that not knowing it widens: what more memory would add is more
        than what less would take away. The degrees are fewer than the dispersion's where memory weighs: how much of the
        noise wanders is told from that same dispersion, of the pool, and its error comes on top (delta method, Satterthwaite
        1946).
        """
        more = added(contrast, CORRELATIONS)
        multiple = (self.belief * self.dispersions * (1 + self.wandering[:, None] * more)).sum(axis=1)
        weight = np.where(self.wandering > 0, self.belief @ more, 0)
        felt = np.maximum(weight * (1 - self.wandering) / (1 + weight * self.wandering), 0)
        error = _ratio(np.ones_like(felt), self.degrees_of_freedom) + _ratio(felt * (2 + felt), self.share_degrees)
        return self.dispersion * multiple, _ratio(np.ones_like(error), error)


@dataclass(frozen=True)
class Pools:
    """Which series are alike: one number a series, and whether the series lends to its pool, so that each event counts once.

    A total whose parts are in the pool takes its memory from them. How much it scatters is told from the pool's totals
    alone (`alike`): parts that wander each by itself even out in their sum.
    """

    number: np.ndarray
    lends: np.ndarray
    alike: np.ndarray

    @classmethod
    def of(cls, pool: np.ndarray, lends: np.ndarray | None) -> Pools:
        """Pools numbered from 0; all series lend where nothing is said, or where no series of a pool would."""
        number = np.unique(pool, return_inverse=True)[1].reshape(-1)
        own = np.ones(len(number)) if lends is None else lends.astype(float)
        lonely = np.bincount(number, own) == 0
        lending = np.where(lonely[number], 1.0, own)
        return cls(number, lending, np.unique(2 * number + (lending == 0), return_inverse=True)[1].reshape(-1))

    def total(self, values: np.ndarray) -> np.ndarray:
        """For each series, the sum over those that scatter alike."""
        return np.bincount(self.alike, values)[self.alike]


def usual_variation(
    counts: np.ndarray,
    exposure: np.ndarray,
    rows_a_year: int,
    pool: np.ndarray,
    year_begins: int,
    lends: np.ndarray | None = None,
) -> Variation:
    """Dispersion and correlation of counts (series x rows, NaN missing).

    `exposure` has the shape of counts; `pool` has one number a series, `lends` whether it lends its variation to the pool
    (all do by default); `year_begins` is a row at which a year begins, so that a period under comparison has a level to
    itself and its change is not taken for noise. A history too short to leave degrees of freedom takes those of its pool
    if that has at least five series that do.
    """
    if not counts.size:
        unknown = np.full(len(counts), np.nan)
        none = np.zeros(len(counts))
        grid = np.zeros((len(counts), len(CORRELATIONS)))
        return Variation(unknown, none, none, unknown, none, none.astype(bool), none, grid, grid)
    observed = np.isfinite(counts) & (exposure > 0)
    rows = counts.shape[1]
    years = (np.arange(rows) - year_begins) // rows_a_year
    years -= years[0]
    seasons = np.arange(rows) % rows_a_year
    expected = expected_counts(counts, exposure, observed, years, seasons)
    residual = _ratio(np.where(observed, counts, 0) - expected, np.sqrt(expected))
    squares = (residual**2).sum(axis=1)
    neighbours = (residual[:, 1:] * residual[:, :-1]).sum(axis=1)
    degrees = _degrees(expected > 0, years, seasons)
    mean = expected.sum(axis=1) / np.maximum((expected > 0).sum(axis=1), 1)
    design = Design.of(observed, years, seasons, degrees)
    variation = _estimate(squares, neighbours, degrees, mean, design, Pools.of(pool, lends))
    return replace(
        variation,
        history=np.maximum(_degrees(observed, years, seasons), variation.degrees_of_freedom * variation.pooled),
    )


def expected_counts(
    counts: np.ndarray, exposure: np.ndarray, observed: np.ndarray, years: np.ndarray, seasons: np.ndarray
) -> np.ndarray:
    """The month x year Poisson fit by iterative proportional fitting; 0 where nothing was observed.

    A series is done once no month of it moves by more than FIT_TOLERANCE of its largest one, so that the few slow ones of
    many (those with months in which nothing ever happened) do not hold up the others.
    """
    events, weight = np.where(observed, counts, 0.0), np.where(observed, exposure, 0.0)
    in_year, in_season = np.eye(years.max() + 1)[years], np.eye(seasons.max() + 1)[seasons]
    of_year, of_season = events @ in_year, events @ in_season
    by_season = np.ones_like(of_season)
    fitted, going = np.zeros_like(events), np.arange(len(events))
    for _ in range(FIT_ROUNDS):
        by_year = _ratio(of_year, (weight * by_season[:, seasons]) @ in_year)
        by_season = _ratio(of_season, (weight * by_year[:, years]) @ in_season)
        now = weight * by_year[:, years] * by_season[:, seasons]
        moves = np.abs(now - fitted[going]).max(axis=1) > FIT_TOLERANCE * now.max(axis=1)
        fitted[going] = now
        if not moves.any():
            break
        going, weight, by_season = going[moves], weight[moves], by_season[moves]
        of_year, of_season = of_year[moves], of_season[moves]
    return fitted


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _degrees(used: np.ndarray, years: np.ndarray, seasons: np.ndarray) -> np.ndarray:
    """Rows used less the factors they need."""
    in_year = np.eye(years.max() + 1)[years]
    in_season = np.eye(seasons.max() + 1)[seasons]
    factors = ((used @ in_year) > 0).sum(axis=1) + ((used @ in_season) > 0).sum(axis=1) - 1
    return np.maximum(used.sum(axis=1) - np.maximum(factors, 0), 0).astype(float)


def _estimate(
    squares: np.ndarray,
    neighbours: np.ndarray,
    degrees: np.ndarray,
    mean: np.ndarray,
    design: Design,
    pool: Pools,
) -> Variation:
    """Dispersion and memory depend on each other: each round starts from the memory of the one before."""
    memory, wandering = np.zeros(len(squares)), np.zeros(len(squares))
    for _ in range(3):
        dispersion = _known_ratio(squares, design.at(design.mixed(design.squares, wandering), memory), degrees)
        typical, share_degrees = _typical_dispersion(dispersion, degrees, mean, pool)
        wandering = 1 - 1 / typical
        gap = scores(neighbours / typical, squares / typical, wandering, design, pool.number, pool.lends)
        memory = cautious_figure(gap)[pool.number]
    left = design.mixed(design.squares, wandering)
    effective = design.at(left, memory)
    steady = 1 - wandering
    spread = steady**2 * degrees + 2 * steady * wandering * design.at(design.squares, memory)
    freedom = _ratio(effective**2, spread + wandering**2 * design.at(design.spread, memory))
    dispersion, known, lent = _drawn_together(
        _known_ratio(squares, effective, degrees), freedom, degrees, typical, pool
    )
    dispersions = np.divide(effective[:, None], left, out=np.ones_like(left), where=left > 0)
    return Variation(
        dispersion, memory, wandering, known, degrees, lent, share_degrees, belief(gap)[pool.number], dispersions
    )


def _known_ratio(squares: np.ndarray, effective: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Squares over their degrees of freedom; NaN where none are left."""
    return np.divide(squares, effective, out=np.full(len(squares), np.nan), where=(degrees >= 1) & (effective > 0))


def _typical_dispersion(
    dispersion: np.ndarray, degrees: np.ndarray, mean: np.ndarray, pool: Pools
) -> tuple[np.ndarray, np.ndarray]:
    """What a pool makes one expect of a series of this size, 1 + a x mean with one a for the pool; its degrees of freedom.

    A rate that wanders by the same percentage in all series of a pool gives just that form.
    """
    known = np.isfinite(dispersion) & (mean > 0)
    excess = np.where(known, np.nan_to_num(dispersion) - 1, 0)
    slope = np.zeros(len(mean))
    for _ in range(5):
        weight = np.where(known, degrees, 0) / (1 + slope * mean) ** 2
        told = pool.total(weight * mean**2)
        slope = np.maximum(_ratio(pool.total(weight * mean * excess), told), 0)
    return 1 + slope * mean, _ratio((1 + slope * mean) ** 2 * told, mean**2)


def _drawn_together(
    own: np.ndarray,
    freedom: np.ndarray,
    degrees: np.ndarray,
    typical: np.ndarray,
    pool: Pools,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Dispersion, its degrees of freedom and whether the pool lent to it.

    Long histories stand alone; short ones are drawn towards their pool by as much as the pool's series are alike.
    """
    known = np.isfinite(own) & (own > 0) & (freedom >= 1)
    sizes = pool.total(known)
    location, strength = _prior(np.where(known, own / typical, 1.0), np.where(known, freedom, 1.0), known, pool)
    lend = (degrees < LONG_ENOUGH_ALONE) & (sizes >= SMALLEST_POOL)
    has = np.where(np.isfinite(own), freedom, 0)
    together = (strength * typical * location + has * np.nan_to_num(own)) / (strength + has)
    dispersion = np.where(lend, together, own)
    return dispersion, np.where(lend, np.minimum(strength + has, MOST_DEGREES), freedom), lend


def _prior(ratio: np.ndarray, freedom: np.ndarray, known: np.ndarray, pool: Pools) -> tuple[np.ndarray, np.ndarray]:
    """Location and degrees of freedom of the pool's scaled inverse chi-square, by moments of the logarithm."""
    from scipy.special import digamma, polygamma

    sizes = np.maximum(pool.total(known), 1)
    centred = np.log(ratio) - digamma(freedom / 2) + np.log(freedom / 2)
    mean = pool.total(known * centred) / sizes
    spread = pool.total(known * ((centred - mean) ** 2)) / np.maximum(sizes - 1, 1)
    extra = spread - pool.total(known * polygamma(1, freedom / 2)) / sizes
    strength = np.where(extra > 0, 2 * _inverse_trigamma(np.maximum(extra, 1e-6)), MOST_DEGREES)
    strength = np.minimum(strength, MOST_DEGREES)
    return np.exp(mean + digamma(strength / 2) - np.log(strength / 2)), strength


def _inverse_trigamma(value: np.ndarray) -> np.ndarray:
    """The argument at which trigamma takes the value, by Newton's method on its reciprocal (as Smyth 2004)."""
    from scipy.special import polygamma

    argument = 0.5 + 1 / value
    for _ in range(20):
        trigamma = polygamma(1, argument)
        argument = argument + trigamma * (1 - trigamma / value) / polygamma(2, argument)
    return argument

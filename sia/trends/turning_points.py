"""When a monthly series last turned: from falling to rising, or from rising to falling.

A line of at most two knees through the seasonally adjusted monthly rates, on the square-root scale, where the scatter of
counts is the same at every level. A knee is added only if it takes away more of the squares than a penalty times the usual
variation (dispersion, and what serial correlation adds to slow movements); knees stand at least six months from either end
and from each other. It is a penalised search in the manner of Killick, Fearnhead and Eckley (2012), for knees in place of
steps and with so few of them that all can be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from sia.trends.monthly_trend import DAYS_A_MONTH, MONTHS, AdjustedRates, adjusted_rates
from sia.trends.variation import usual_variation

APART = 6
MOST_KNEES = 2
LEAST_DISPERSION = 0.5
#: Tried on simulated series that do not turn: 1 to 3 % seem to, at correlation 0.5 5 % (10 % of large counts over 36 months).
PENALTY = 10.0
TO_RISING, TO_FALLING, NONE_FOUND = "began to rise", "began to fall", "no turning point"
COLUMNS = (
    "series",
    "first_month",
    "months_used",
    "turned",
    "turning_point",
    "percent_a_year_before",
    "percent_a_year_after",
    "knees",
    "method",
    "reason",
)


def turning_points(
    monthly: pl.DataFrame, as_at: date, *, months: int = 60, breaks: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The last change of direction of each series within the `months` months up to `as_at`, one row a series.

    Input and conditions are those of `monthly_slope`. Returns the columns of COLUMNS: `turned` (the first month of the new
    direction; null when there is none), `turning_point` (began to rise, began to fall, no turning point), the change a
    year before and after it in per cent of the level at the knee, `knees` (changes of slope that the data support, of
    direction or not), `method` and `reason`.
    """
    ready = adjusted_rates(monthly, as_at, months, breaks)
    used = np.isfinite(ready.rates)
    length = used.sum(axis=1)
    found = {name: np.full(len(length), np.nan) for name in ("turned", "before", "after")} | {
        "knees": np.zeros(len(length))
    }
    for known in np.unique(length[length > 0]):
        rows = np.flatnonzero(length == known)
        for name, values in _search(ready, rows, int(known)).items():
            found[name][rows] = values
    return _frame(ready, length, found)


def _search(ready: AdjustedRates, rows: np.ndarray, length: int) -> dict[str, np.ndarray]:
    """Knees of the series in `rows`, which all have the same number of months."""
    roots = np.sqrt(ready.rates[rows, -length:])
    knees, squares = _fits(roots, length)
    allowed = PENALTY * _noise(ready, rows, _fitted(roots, knees, length), length)
    best = np.argmin(squares + allowed[:, None] * np.arange(MOST_KNEES + 1), axis=1)
    kept = np.where(np.arange(MOST_KNEES) < best[:, None], knees, np.nan)
    return _last_turn(roots, np.sort(kept, axis=1), length)


def _fits(roots: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """The knees in the order in which they were found, and the squares left with none, one and both of them."""
    knees = np.full((len(roots), MOST_KNEES), np.nan)
    squares = [_left_over(roots, ())]
    for number in range(MOST_KNEES):
        knees[:, number], left = _best_knee(roots, knees[:, :number], length)
        squares.append(np.minimum(left, squares[-1]))
    return knees, np.array(squares).T


def _noise(ready: AdjustedRates, rows: np.ndarray, fitted: np.ndarray, length: int) -> np.ndarray:
    """The variance of a slow movement on the square-root scale: a quarter of the dispersion, times what memory adds.

    Told from the series with its knees and slopes taken out, so that these are not taken for noise.
    """
    rates = ready.rates[rows, -length:]
    level = np.maximum(fitted, 0.1) ** 2
    flat = rates / level * level.mean(axis=1, keepdims=True)
    days = np.broadcast_to(ready.days[-length:], flat.shape)
    counts = flat * days / DAYS_A_MONTH
    variation = usual_variation(counts, days, MONTHS, ready.pool[rows], 0, ready.lends[rows])
    wave = np.cos(2 * np.pi * np.arange(length) / length)
    return np.fmax(variation.dispersion, LEAST_DISPERSION) / 4 * variation.inflation(wave)


def _design(length: int, knees: tuple[int, ...]) -> np.ndarray:
    """Columns of a straight line and of what each knee adds to its slope; knees are months from 0."""
    months = np.arange(length, dtype=float)
    return np.column_stack([np.ones(length), months, *(np.clip(months - knee, 0, None) for knee in knees)])


def _left_over(roots: np.ndarray, knees: tuple[int, ...]) -> np.ndarray:
    """Sums of squares around the line with these knees, the same for all series."""
    basis = np.linalg.qr(_design(roots.shape[1], knees))[0]
    return (roots**2).sum(axis=1) - ((roots @ basis) ** 2).sum(axis=1)


def _fitted(roots: np.ndarray, knees: np.ndarray, length: int) -> np.ndarray:
    """The line with all its knees, series by months."""
    fitted = np.empty_like(roots)
    for held, rows in _alike(knees):
        basis = np.linalg.qr(_design(length, held))[0]
        fitted[rows] = roots[rows] @ basis @ basis.T
    return fitted


def _best_knee(roots: np.ndarray, present: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """For each series, where one knee more takes away most, and the squares that are then left."""
    place, least = np.full(len(roots), np.nan), np.full(len(roots), np.inf)
    for held, rows in _alike(present):
        for knee in range(APART, length - APART):
            if any(abs(knee - other) < APART for other in held):
                continue
            left = _left_over(roots[rows], (*held, knee))
            better = left < least[rows]
            place[rows] = np.where(better, knee, place[rows])
            least[rows] = np.where(better, left, least[rows])
    return place, least


def _alike(knees: np.ndarray) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
    """Each set of knees that occurs, in order of time, with the rows that have it."""
    patterns, which = np.unique(np.sort(knees, axis=1), axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield tuple(int(knee) for knee in pattern if np.isfinite(knee)), np.flatnonzero(which.reshape(-1) == number)


def _last_turn(roots: np.ndarray, knees: np.ndarray, length: int) -> dict[str, np.ndarray]:
    """The last knee at which the slope changes its sign, with the slopes around it."""
    result = {name: np.full(len(roots), np.nan) for name in ("turned", "before", "after")}
    result["knees"] = np.isfinite(knees).sum(axis=1).astype(float)
    for held, rows in _alike(knees):
        if not held:
            continue
        fitted = np.linalg.lstsq(_design(length, held), roots[rows].T, rcond=None)[0]
        slopes = np.cumsum(fitted[1:], axis=0)
        for number, knee in enumerate(held):
            level = fitted[0] + sum(fitted[1 + at] * (knee - start) for at, start in enumerate((0, *held[:number])))
            turns = slopes[number] * slopes[number + 1] < 0
            with np.errstate(divide="ignore", invalid="ignore"):
                a_year = [np.where(level > 0, 2400 * slopes[at] / level, np.nan) for at in (number, number + 1)]
            for name, value in (("turned", knee), ("before", a_year[0]), ("after", a_year[1])):
                result[name][rows] = np.where(turns, value, result[name][rows])
    return result


def _frame(ready: AdjustedRates, length: np.ndarray, found: dict[str, np.ndarray]) -> pl.DataFrame:
    total = len(ready.months)
    turned = [
        ready.months[total - int(months) + int(knee)] if np.isfinite(knee) else None
        for knee, months in zip(found["turned"], length, strict=True)
    ]
    sound = pl.col("reason").is_null()
    after = pl.col("percent_a_year_after")
    return (
        pl.DataFrame(
            {
                "series": pl.Series(ready.series, dtype=pl.String),
                "first_month": pl.Series(
                    [ready.months[total - int(months)] if months else None for months in length], dtype=pl.Date
                ),
                "months_used": pl.Series(length, dtype=pl.Int64),
                "turned": pl.Series(turned, dtype=pl.Date),
                "percent_a_year_before": found["before"],
                "percent_a_year_after": found["after"],
                "knees": pl.Series(found["knees"], dtype=pl.Int64),
                "reason": pl.Series(ready.reason.tolist(), dtype=pl.String),
            }
        )
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_columns(
            turning_point=pl.when(~sound)
            .then(None)
            .when(pl.col("turned").is_null())
            .then(pl.lit(NONE_FOUND))
            .when(after > 0)
            .then(pl.lit(TO_RISING))
            .otherwise(pl.lit(TO_FALLING)),
            knees=pl.when(sound).then("knees"),
            method=pl.when(sound).then(pl.lit("turning_point")),
        )
        .select(COLUMNS)
    )

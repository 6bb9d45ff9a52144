"""Rates and proportions with intervals, as the English public health profiles compute them.

Formulas and names as in PHEindicatormethods 2.1.0: Byar's approximation and the exact Poisson interval (Breslow and Day
1987, volume II) for rates, Wilson's score interval (1927; Newcombe 1998) for proportions.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import polars as pl

EXACT_BELOW = 10
LEVELS = {"": 0.95, "_998": 0.998}


def byar_lower(count: pl.Expr, confidence: float = 0.95) -> pl.Expr:
    """Byar's lower limit of a Poisson count; null where the approximation falls below 0 (counts of 0 to 2 or so)."""
    count = count.cast(pl.Float64)
    limit = count * (1 - 1 / (9 * count) - _z(confidence) / (3 * count.sqrt())) ** 3
    return pl.when((limit >= 0) & limit.is_finite()).then(limit)


def byar_upper(count: pl.Expr, confidence: float = 0.95) -> pl.Expr:
    """Byar's upper limit of a Poisson count."""
    more = count.cast(pl.Float64) + 1
    return more * (1 - 1 / (9 * more) + _z(confidence) / (3 * more.sqrt())) ** 3


def exact_lower(count: pl.Expr, confidence: float = 0.95) -> pl.Expr:
    """The exact lower limit of a Poisson count: half a chi-square quantile with 2 x count degrees of freedom."""
    return _gamma_quantile(count, 0, (1 - confidence) / 2)


def exact_upper(count: pl.Expr, confidence: float = 0.95) -> pl.Expr:
    """The exact upper limit of a Poisson count: half a chi-square quantile with 2 x count + 2 degrees of freedom."""
    return _gamma_quantile(count, 1, (1 + confidence) / 2)


def wilson_lower(count: pl.Expr, denominator: pl.Expr, confidence: float = 0.95) -> pl.Expr:
    """Wilson's lower limit of a proportion, between 0 and 1."""
    return wilson_limit(count, denominator, _z(confidence), -1)


def wilson_upper(count: pl.Expr, denominator: pl.Expr, confidence: float = 0.95) -> pl.Expr:
    """Wilson's upper limit of a proportion, between 0 and 1."""
    return wilson_limit(count, denominator, _z(confidence), 1)


def rate(
    frame: pl.DataFrame, *, count: str = "count", denominator: str = "denominator", multiplier: float = 100_000
) -> pl.DataFrame:
    """Add a rate per `multiplier` with its 95 % and 99.8 % limits to each row.

    Adds `value`, `lower`, `upper`, `lower_998`, `upper_998` (Float64), `method` ('exact' for counts below 10, 'byar'
    from there on) and `reason` (null, or why there is no rate).
    """
    events, people = number(count), number(denominator)
    small = events < EXACT_BELOW
    per = multiplier / people
    limits = {}
    for suffix, confidence in LEVELS.items():
        low = pl.when(small).then(exact_lower(events, confidence)).otherwise(byar_lower(events, confidence))
        high = pl.when(small).then(exact_upper(events, confidence)).otherwise(byar_upper(events, confidence))
        limits |= {f"lower{suffix}": low * per, f"upper{suffix}": high * per}
    method = pl.when(small).then(pl.lit("exact")).when(events.is_not_null()).then(pl.lit("byar"))
    return _with(frame, {"value": events * per, **limits}, method, _reason(events, people))


def proportion(
    frame: pl.DataFrame, *, count: str = "count", denominator: str = "denominator", multiplier: float = 100
) -> pl.DataFrame:
    """Add a proportion (per cent unless `multiplier` is 1) with its 95 % and 99.8 % limits to each row.

    Adds `value`, `lower`, `upper`, `lower_998`, `upper_998` (Float64), `method` ('wilson') and `reason` (null, or why
    there is no proportion).
    """
    events, people = number(count), number(denominator)
    limits = {}
    for suffix, confidence in LEVELS.items():
        limits[f"lower{suffix}"] = wilson_lower(events, people, confidence) * multiplier
        limits[f"upper{suffix}"] = wilson_upper(events, people, confidence) * multiplier
    more = pl.when(events > people).then(pl.lit("more was counted than the denominator holds"))
    reason = pl.coalesce(_reason(events, people), more)
    return _with(frame, {"value": events / people * multiplier, **limits}, pl.lit("wilson"), reason)


def _with(frame: pl.DataFrame, values: dict[str, pl.Expr], method: pl.Expr, reason: pl.Expr) -> pl.DataFrame:
    sound = reason.is_null()
    return frame.with_columns(
        *(pl.when(sound).then(value.cast(pl.Float64)).alias(name) for name, value in values.items()),
        method=pl.when(sound).then(method),
        reason=reason,
    )


def number(column: str) -> pl.Expr:
    """A column as floating point, NaN as missing: whole numbers of few bits would run over when multiplied."""
    return pl.col(column).cast(pl.Float64).fill_nan(None)


def _reason(events: pl.Expr, people: pl.Expr) -> pl.Expr:
    return (
        pl.when(events.is_null())
        .then(pl.lit("the count is missing"))
        .when(events < 0)
        .then(pl.lit("the count is negative"))
        .when(people.is_null())
        .then(pl.lit("the denominator is missing"))
        .when(people <= 0)
        .then(pl.lit("the denominator is zero"))
    )


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson_limit(count: pl.Expr, denominator: pl.Expr, z: float | pl.Expr, sign: int) -> pl.Expr:
    """Wilson's limit of a proportion at a critical value: the lower one if `sign` is -1, the upper one if it is 1."""
    count, denominator = count.cast(pl.Float64), denominator.cast(pl.Float64)
    root = (z * z + 4 * count * (1 - count / denominator)).sqrt()
    return (2 * count + z * z + sign * z * root) / (2 * (denominator + z * z))


def _gamma_quantile(count: pl.Expr, more: int, probability: float) -> pl.Expr:
    """Half the chi-square quantile with twice (count + more) degrees of freedom; 0 where these are 0."""

    def limits(counts: pl.Series) -> pl.Series:
        from scipy.special import gammaincinv

        shape = counts.cast(pl.Float64).fill_null(float("nan")).to_numpy() + more
        values = np.where(
            shape > 0, gammaincinv(np.maximum(shape, 1e-9), probability), np.where(shape == 0, 0.0, np.nan)
        )
        return pl.Series(counts.name, values).fill_nan(None)

    return count.map_batches(limits, return_dtype=pl.Float64, is_elementwise=True)

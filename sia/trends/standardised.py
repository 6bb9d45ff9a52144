"""Rates that allow for the ages of those who live in an area, with intervals.

Directly standardised rates with Dobson's interval (Dobson, Kuulasmaa, Eberle and Scherer 1991), for events that are
independent or not, and indirectly standardised ratios and rates with Byar's or the exact interval, as in
PHEindicatormethods 2.1.0. A standardised rate of crime is rarely published: it is for harm that follows age, such as
deaths, hospital admissions and victims of violence.
"""

from __future__ import annotations

import polars as pl

from sia.trends.rates import EXACT_BELOW, LEVELS, byar_lower, byar_upper, exact_lower, exact_upper, number

#: The European Standard Population of 2013 in nineteen bands, 0-4 to 90 and over (Eurostat 2013).
EUROPEAN_STANDARD_POPULATION = {
    "0-4": 5000,
    "5-9": 5500,
    "10-14": 5500,
    "15-19": 5500,
    "20-24": 6000,
    "25-29": 6000,
    "30-34": 6500,
    "35-39": 7000,
    "40-44": 7000,
    "45-49": 7000,
    "50-54": 7000,
    "55-59": 6500,
    "60-64": 6000,
    "65-69": 5500,
    "70-74": 5000,
    "75-79": 4000,
    "80-84": 2500,
    "85-89": 1500,
    "90+": 1000,
}
FEW = "fewer than 10 events are too few to standardise directly"
NO_BAND = "an age band has no population"
NO_REFERENCE = "an age band has no rate of the whole"
NEGATIVE = "a count or population is negative"
NOTHING_EXPECTED = "no event is expected at the rates of the whole"


def directly_standardised(
    bands: pl.DataFrame, by: list[str], *, multiplier: float = 100_000, squares: str | None = None
) -> pl.DataFrame:
    """Directly age-standardised rates per `multiplier`, one row a group of `by`, in the order of their first rows.

    `bands` has one row a group and age band with the columns count, population and standard (the standard population,
    on any scale); a count that is null is nought. Where people can have more than one event, name in `squares` the
    column that holds, per band, the sum over people of the square of their number of events: the interval then allows
    for it. Returns `count`, `population`, `value`, `lower`, `upper`, `lower_998`, `upper_998`, `method` ('dobson') and
    `reason`: fewer than 10 events, a band without population, or a negative number. A standard population that is absent
    or negative for a band, or nought for all of them, raises ValueError, since it is a mistake of the caller.
    """
    weight, people = number("standard"), number("population")
    given = (weight >= 0).fill_null(False) & (weight.sum().over(by) > 0)
    if not bands.select(given.all()).item():
        raise ValueError("every age band needs its standard population")
    events = number("count").fill_null(0)
    spread = (number(squares) if squares else events).fill_null(0)
    summed = bands.group_by(by, maintain_order=True).agg(
        count=pl.col("count").fill_null(0).sum(),
        population=pl.col("population").sum(),
        _value=(weight * events / people).sum() / weight.sum(),
        _variance=(weight**2 * spread / people**2).sum() / weight.sum() ** 2,
        _negative=((events < 0) | (people < 0)).any(),
        _empty=(people.is_null() | (people == 0)).any(),
    )
    reason = (
        pl.when(pl.col("_negative"))
        .then(pl.lit(NEGATIVE))
        .when(pl.col("_empty"))
        .then(pl.lit(NO_BAND))
        .when(pl.col("count") < EXACT_BELOW)
        .then(pl.lit(FEW))
    )
    limits = _dobson(pl.col("count").cast(pl.Float64), multiplier)
    return _explained(summed, {"value": pl.col("_value") * multiplier, **limits}, pl.lit("dobson"), reason)


def _dobson(events: pl.Expr, multiplier: float) -> dict[str, pl.Expr]:
    """Byar's limits of the number of events, scaled to the variance of the standardised rate."""
    scale = (pl.col("_variance") / events).sqrt()
    limits = {}
    for suffix, confidence in LEVELS.items():
        for side, limit in (("lower", byar_lower), ("upper", byar_upper)):
            around = pl.col("_value") + scale * (limit(events, confidence) - events)
            limits[f"{side}{suffix}"] = around * multiplier
    return limits


def indirectly_standardised(
    bands: pl.DataFrame, by: list[str], *, multiplier: float = 100, as_rate: bool = False
) -> pl.DataFrame:
    """Indirectly standardised ratios (observed over expected, times `multiplier`), one row a group of `by`.

    `bands` has one row a group and age band with count, population, reference_count and reference_population: expected
    is the population times the reference rate of its band, added up. With `as_rate` the ratio is turned into a rate per
    `multiplier` by the reference's own crude rate. Returns `count`, `expected`, `reference_rate` (null for a ratio),
    `value`, `lower`, `upper`, `lower_998`, `upper_998`, `method` ('exact' below 10 events, else 'byar') and `reason`.
    """
    events, people = number("count").fill_null(0), number("population")
    reference, reference_people = number("reference_count"), number("reference_population")
    summed = bands.group_by(by, maintain_order=True).agg(
        count=pl.col("count").fill_null(0).sum(),
        expected=(people * reference / reference_people).sum(),
        reference_rate=reference.sum() / reference_people.sum() * (multiplier if as_rate else None),
        _negative=((events < 0) | (people < 0) | (reference < 0) | (reference_people < 0)).any(),
        _empty=(people.is_null() | reference_people.is_null() | (reference_people == 0)).any(),
        _unknown=reference.is_null().any(),
    )
    reason = (
        pl.when(pl.col("_negative"))
        .then(pl.lit(NEGATIVE))
        .when(pl.col("_empty"))
        .then(pl.lit(NO_BAND))
        .when(pl.col("_unknown"))
        .then(pl.lit(NO_REFERENCE))
        .when(pl.col("expected") <= 0)
        .then(pl.lit(NOTHING_EXPECTED))
    )
    counted = pl.col("count").cast(pl.Float64)
    per = (pl.col("reference_rate") if as_rate else pl.lit(multiplier)) / pl.col("expected")
    method = pl.when(counted < EXACT_BELOW).then(pl.lit("exact")).otherwise(pl.lit("byar"))
    return _explained(summed, {"value": counted * per, **_limits(counted, per)}, method, reason)


def _limits(events: pl.Expr, per: pl.Expr) -> dict[str, pl.Expr]:
    """Limits of a count, exact below 10 and Byar's from there on, times `per`."""
    limits = {}
    for suffix, confidence in LEVELS.items():
        for side, exact, byar in (("lower", exact_lower, byar_lower), ("upper", exact_upper, byar_upper)):
            small = pl.when(events < EXACT_BELOW).then(exact(events, confidence))
            limits[f"{side}{suffix}"] = small.otherwise(byar(events, confidence)) * per
    return limits


def _explained(frame: pl.DataFrame, values: dict[str, pl.Expr], method: pl.Expr, reason: pl.Expr) -> pl.DataFrame:
    """Add values, method and reason; what cannot be calculated is null and says why."""
    sound = reason.is_null()
    return frame.with_columns(
        *(pl.when(sound).then(value.cast(pl.Float64)).alias(name) for name, value in values.items()),
        method=pl.when(sound).then(method),
        reason=reason,
    ).select(pl.exclude("^_.*$"))

"""Funnel limits: how far small areas stray from the whole by chance alone.

Exact Poisson limits at 0.025 and 0.001 on either side (95 % and 99.8 %), as in PHEindicatormethods 2.1.0, which finds the
same limits by bisection in steps of 1e-7, and normal limits for proportions. They know nothing of the over-dispersion of
crime: on real wards far more than chance lies outside. `overdispersed_funnel` allows for it (Spiegelhalter 2005).
"""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

from sia.trends.rates import exact_lower, exact_upper, number

SIDES = {"025": 0.95, "001": 0.998}
INSIDE = "not significant"
WINSORISED = 0.1
#: The mean square of a normal variable winsorised so: without it areas would seem to differ less than they do.
WINSORISED_SQUARE = 0.678_655
FEWEST_AREAS = 5
TOO_FEW_AREAS = "fewer than 5 areas are too few to tell how much areas differ"


def funnel_position(frame: pl.DataFrame, *, count: str = "count", expected: str = "expected") -> pl.DataFrame:
    """Add `funnel` to each row: 'high (0.001)', 'high (0.025)', 'not significant', 'low (0.025)' or 'low (0.001)'.

    `expected` is what the area would count at the rate of the whole: its denominator times that rate. Adds `method`
    ('funnel') and `reason`: null, or why the area cannot be placed (its count is missing or negative, its expected number is
    missing or nought); `funnel` and `method` are then null.
    """
    events, mean = number(count), number(expected)
    reason = _reason(events, mean)
    position = pl.when(reason.is_not_null()).then(None)
    for name in ("001", "025"):
        lower, upper = exact_lower(events, SIDES[name]), exact_upper(events, SIDES[name])
        position = position.when(lower > mean).then(pl.lit(f"high (0.{name})"))
        position = position.when(upper < mean).then(pl.lit(f"low (0.{name})"))
    placed = position.otherwise(pl.lit(INSIDE))
    return frame.with_columns(funnel=placed, method=_named("funnel", reason), reason=reason)


def funnel_limits(events: pl.Series) -> pl.DataFrame:
    """The curves of the funnel, one row for each number of events (at least 1).

    `events`, and for each limit the expected events at which this number lies just on it (`lower_025_expected`, ...) and
    the ratio of the two (`lower_025_ratio`, ...). Times the rate of the whole the ratio is the limit as a rate; divided
    by that rate the expected events are the denominator at which it stands.
    """
    frame = pl.DataFrame({"events": events.cast(pl.Float64)}).filter(pl.col("events") >= 1)
    counted = pl.col("events")
    columns = {}
    for name, confidence in SIDES.items():
        lower, upper = exact_lower(counted, confidence), exact_upper(counted, confidence)
        for side, limit in (("lower", upper), ("upper", lower)):
            columns |= {f"{side}_{name}_expected": limit, f"{side}_{name}_ratio": counted / limit}
    return frame.with_columns(**columns)


def proportion_funnel(frame: pl.DataFrame, *, count: str = "count", denominator: str = "denominator") -> pl.DataFrame:
    """Add to each row the limits at its denominator around the proportion of all rows together, and where it lies.

    Adds `baseline`, `lower_025`, `upper_025`, `lower_001`, `upper_001` (between 0 and 1), `funnel`, as `funnel_position`
    names it, `method` ('funnel') and `reason`: null, or why the row cannot be placed (a number is missing, the count is
    negative or more than its denominator, or that is nought). Such a row counts nothing towards the baseline.
    """
    events, people = number(count), number(denominator)
    more = pl.when(events > people).then(pl.lit("more was counted than the denominator holds"))
    reason = pl.coalesce(_reason(events, people, "denominator"), more)
    known = reason.is_null()
    total = events.filter(known).sum() / people.filter(known).sum()
    limited = frame.with_columns(baseline=total, method=_named("funnel", reason), reason=reason).with_columns(
        **{name: pl.when(known).then(limit) for name, limit in proportion_limits("baseline", denominator).items()}
    )
    return _placed(limited, pl.when(known).then(events / people))


def proportion_limits(baseline: str, denominator: str) -> dict[str, pl.Expr]:
    """Limits of a proportion by chance alone: the baseline plus and minus so many standard errors, within 0 and 1."""
    mean = pl.col(baseline)
    error = (mean * (1 - mean) / pl.col(denominator)).sqrt()
    limits = {}
    for name, confidence in SIDES.items():
        limits[f"lower_{name}"] = (mean - _z(confidence) * error).clip(0, 1)
        limits[f"upper_{name}"] = (mean + _z(confidence) * error).clip(0, 1)
    return limits


def overdispersed_funnel(
    frame: pl.DataFrame, family: str, *, count: str = "count", expected: str = "expected", corrected: bool = True
) -> pl.DataFrame:
    """Add to each row the limits that allow for how much the areas of its family differ anyway, and where it lies.

    On the square-root scale of the ratio of count to expected, z-scores are winsorised at 10 % on either side, their mean
    square, corrected for the winsorising unless `corrected` is false, is `dispersion` (1 by chance alone), and what exceeds
    chance becomes a standard deviation between areas, `between` (additive, by moments). Adds these two, `lower_025`,
    `upper_025`, `lower_001`, `upper_001` (ratios to expected), `funnel`, `method` ('overdispersed_funnel') and `reason`: null,
    or why the area is not placed (fewer than 5 areas of its family have a count and an expected number; its own is missing,
    negative or nought, and then tells nothing about the others either). Spiegelhalter 2005, Handling over-dispersion of
    performance indicators.
    """
    events, mean = number(count), number(expected)
    own_reason = _reason(events, mean)
    known = own_reason.is_null()
    z = pl.when(known).then(2 * (events.sqrt() - mean.sqrt()))
    weight = pl.when(known).then(4 * mean)
    ends = [z.quantile(share, "linear").over(family) for share in (WINSORISED, 1 - WINSORISED)]
    areas = known.sum().over(family)
    dispersion = (z.clip(*ends) ** 2).mean().over(family) / (WINSORISED_SQUARE if corrected else 1)
    spread = weight.sum().over(family) - (weight**2).sum().over(family) / weight.sum().over(family)
    between = ((areas * dispersion - (areas - 1)).clip(lower_bound=0) / spread).sqrt()
    enough = areas >= FEWEST_AREAS
    reason = pl.when(~enough).then(pl.lit(TOO_FEW_AREAS)).otherwise(own_reason)
    judged = frame.with_columns(
        dispersion=pl.when(enough).then(dispersion),
        between=pl.when(enough).then(between),
        method=_named("overdispersed_funnel", reason),
        reason=reason,
    )
    limits = _wider_limits(pl.when(known).then(mean))
    return _placed(judged.with_columns(**limits), pl.when(known).then(events / mean))


def _wider_limits(expected: pl.Expr) -> dict[str, pl.Expr]:
    """Ratios at the limits, from the square-root scale."""
    error = (1 / (4 * expected) + pl.col("between") ** 2).sqrt()
    limits = {}
    for name, confidence in SIDES.items():
        limits[f"lower_{name}"] = (1 - _z(confidence) * error).clip(lower_bound=0) ** 2
        limits[f"upper_{name}"] = (1 + _z(confidence) * error) ** 2
    return limits


def _placed(frame: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """Add `funnel`: where a value lies within the limits of its row."""
    position = pl.when(value.is_null() | pl.col("upper_025").is_null()).then(None)
    for name in ("001", "025"):
        position = position.when(value > pl.col(f"upper_{name}")).then(pl.lit(f"high (0.{name})"))
        position = position.when(value < pl.col(f"lower_{name}")).then(pl.lit(f"low (0.{name})"))
    return frame.with_columns(funnel=position.otherwise(pl.lit(INSIDE)))


def _reason(events: pl.Expr, mean: pl.Expr, what: str = "expected number") -> pl.Expr:
    """Why an area cannot be placed; null if it can."""
    return (
        pl.when(events.is_null())
        .then(pl.lit("the count is missing"))
        .when(events < 0)
        .then(pl.lit("the count is negative"))
        .when(mean.is_null())
        .then(pl.lit(f"the {what} is missing"))
        .when(mean <= 0)
        .then(pl.lit(f"the {what} is zero"))
    )


def _named(method: str, reason: pl.Expr) -> pl.Expr:
    return pl.when(reason.is_null()).then(pl.lit(method))


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)

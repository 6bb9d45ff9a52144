"""Funnel limits: how far small areas stray from the whole by chance alone.

Exact Poisson limits at 0.025 and 0.001 on either side (95 % and 99.8 %), as in PHEindicatormethods 2.1.0, which finds the
same limits by bisection in steps of 1e-7, and normal limits for proportions. They know nothing of the over-dispersion of
crime: on real wards far more than chance lies outside. `overdispersed_funnel` allows for it (Spiegelhalter 2005).
"""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

from sia.trends.rates import exact_lower, exact_upper

SIDES = {"025": 0.95, "001": 0.998}
INSIDE = "not significant"
WINSORISED = 0.1
#: The mean square of a normal variable winsorised so: without it areas would seem to differ less than they do.
WINSORISED_SQUARE = 0.678_655
FEWEST_AREAS = 5
TOO_FEW_AREAS = "fewer than 5 areas are too few to tell how much areas differ"


def funnel_position(frame: pl.DataFrame, *, count: str = "count", expected: str = "expected") -> pl.DataFrame:
    """Add `funnel` to each row: 'high (0.001)', 'high (0.025)', 'not significant', 'low (0.025)' or 'low (0.001)'.

    `expected` is what the area would count at the rate of the whole: its denominator times that rate. Null where either
    is unknown.
    """
    events, mean = pl.col(count), pl.col(expected)
    position = pl.when(events.is_null() | mean.is_null()).then(None)
    for name in ("001", "025"):
        lower, upper = exact_lower(events, SIDES[name]), exact_upper(events, SIDES[name])
        position = position.when(lower > mean).then(pl.lit(f"high (0.{name})"))
        position = position.when(upper < mean).then(pl.lit(f"low (0.{name})"))
    return frame.with_columns(funnel=position.otherwise(pl.lit(INSIDE)))


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

    Adds `baseline`, `lower_025`, `upper_025`, `lower_001`, `upper_001` (between 0 and 1) and `funnel`, as
    `funnel_position` names it; null where the count or denominator is unknown or the denominator is nought.
    """
    known = pl.col(count).is_not_null() & (pl.col(denominator) > 0)
    total = pl.col(count).filter(known).sum() / pl.col(denominator).filter(known).sum()
    return _placed(
        frame.with_columns(baseline=total).with_columns(**proportion_limits("baseline", denominator)),
        pl.when(known).then(pl.col(count) / pl.col(denominator)),
    )


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
    square, corrected for the winsorising unless `corrected` is false, is `dispersion` (1 by chance alone), and what exceeds chance becomes a standard
    deviation between areas, `between` (additive, by moments). Adds these two, `lower_025`, `upper_025`, `lower_001`, `upper_001` (ratios to
    expected), `funnel` and `reason`: null, or why there are no limits (fewer than 5 areas with a count and an expected
    number). Spiegelhalter 2005, Handling over-dispersion of performance indicators.
    """
    known = pl.col(count).is_not_null() & (pl.col(expected) > 0)
    z = pl.when(known).then(2 * (pl.col(count).sqrt() - pl.col(expected).sqrt()))
    weight = pl.when(known).then(4 * pl.col(expected))
    ends = [z.quantile(share, "linear").over(family) for share in (WINSORISED, 1 - WINSORISED)]
    areas = known.sum().over(family)
    dispersion = (z.clip(*ends) ** 2).mean().over(family) / (WINSORISED_SQUARE if corrected else 1)
    spread = weight.sum().over(family) - (weight**2).sum().over(family) / weight.sum().over(family)
    between = ((areas * dispersion - (areas - 1)).clip(lower_bound=0) / spread).sqrt()
    enough = areas >= FEWEST_AREAS
    judged = frame.with_columns(
        dispersion=pl.when(enough).then(dispersion),
        between=pl.when(enough).then(between),
        reason=pl.when(~enough).then(pl.lit(TOO_FEW_AREAS)),
    )
    return _placed(
        judged.with_columns(**_wider_limits(expected)), pl.when(known).then(pl.col(count) / pl.col(expected))
    )


def _wider_limits(expected: str) -> dict[str, pl.Expr]:
    """Ratios at the limits, from the square-root scale."""
    error = (1 / (4 * pl.when(pl.col(expected) > 0).then(pl.col(expected))) + pl.col("between") ** 2).sqrt()
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


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)

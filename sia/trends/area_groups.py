"""Rates of groups of small areas, and whether groups differ by more than their own areas do.

The small areas of a group differ from one another by more than chance, whatever group they are in, so that Poisson limits
call nearly any two groups different. A group's rate is therefore the ratio estimator of a sample of areas, its events over
its residents, with the variance that the scatter of its areas about that rate gives (Cochran, Sampling Techniques, 1977,
chapter 6), never less than chance alone gives. Limits and comparisons are on logarithms, with Student's t.
"""

from __future__ import annotations

import numpy as np
import polars as pl

FEWEST_AREAS = 5
FEW_AREAS = "fewer than five small areas"
NO_RESIDENTS = "the residents of a small area are not known"
NO_EVENT = "nothing was counted"
CONFIDENCE = 0.95
METHOD = "area_groups"


def group_rates(groups: pl.DataFrame) -> pl.DataFrame:
    """Add to each row, a group of small areas, its rate per resident with 95 % limits that allow for how much areas differ.

    `groups` has the columns areas, count and persons, and over its small areas the sums count_squares (of squared counts),
    count_persons (of counts times residents) and persons_squares. Adds `value`; `variance` of its logarithm and
    `degrees_of_freedom`; `lower` and `upper`; `method` ('area_groups'); and `reason`, null or why there are no limits: residents not known (then there is no
    value either), nothing counted, or fewer than five areas.
    """
    rate = pl.col("count") / pl.col("persons")
    squares = pl.col("count_squares") - 2 * rate * pl.col("count_persons") + rate**2 * pl.col("persons_squares")
    scatter = pl.col("areas") / (pl.col("areas") - 1) * squares / pl.col("count") ** 2
    reason = (
        pl.when(~(pl.col("persons") > 0).fill_null(False))
        .then(pl.lit(NO_RESIDENTS))
        .when(pl.col("count") <= 0)
        .then(pl.lit(NO_EVENT))
        .when(pl.col("areas") < FEWEST_AREAS)
        .then(pl.lit(FEW_AREAS))
    )
    known = pl.col("reason").is_null()
    estimated = groups.with_columns(value=pl.when(pl.col("persons") > 0).then(rate), reason=reason).with_columns(
        variance=pl.when(known).then(pl.max_horizontal(scatter, 1 / pl.col("count"))),
        degrees_of_freedom=pl.when(known).then((pl.col("areas") - 1).cast(pl.Float64)),
        method=pl.when(known).then(pl.lit(METHOD)),
    )
    return estimated.with_columns(**_limits(pl.col("value").log()))


def group_ratios(rates: pl.DataFrame, by: list[str], group: str, first: str, second: str) -> pl.DataFrame:
    """How many times the rate of one group is that of another, one row a value of `by` that has both groups.

    `rates` are rows of `group_rates`, of which the column `group` names the group. Returns `by`, `ratio`, `lower` and `upper`
    (95 %), `p_value`, `clear` (the interval excludes 1), `method` and `reason` (that of the first or else the second group).
    """
    one, other = (rates.filter(pl.col(group) == name) for name in (first, second))
    both = one.join(other, on=by, how="inner", suffix="_2", maintain_order="left")
    contrast = both.select(
        *by,
        value=pl.col("value").log() - pl.col("value_2").log(),
        variance=pl.col("variance") + pl.col("variance_2"),
        _spread=_spread(pl.col("variance"), pl.col("degrees_of_freedom"))
        + _spread(pl.col("variance_2"), pl.col("degrees_of_freedom_2")),
        reason=pl.coalesce("reason", "reason_2"),
    )
    return _judged(contrast, by)


def group_gradient(rates: pl.DataFrame, by: list[str], position: str, groups: int) -> pl.DataFrame:
    """How many times the rate of one group is that of the next along an order, one row a value of `by` with all groups.

    `position` holds the place of a group, 1 to `groups`; the slope of the logarithms of the rates on it, each group with the
    same weight, decides. Returns the columns of `group_ratios`; `reason` is that of the first group without limits.
    """
    place = pl.col(position) - (groups + 1) / 2
    step = place / (groups * (groups**2 - 1) / 12)
    weighted = rates.sort(position).group_by(by, maintain_order=True)
    contrast = weighted.agg(
        value=(step * pl.col("value").log()).sum(),
        variance=(step**2 * pl.col("variance")).sum(),
        _spread=_spread(step**2 * pl.col("variance"), pl.col("degrees_of_freedom")).sum(),
        reason=pl.col("reason").drop_nulls().first(),
        _groups=pl.col(position).n_unique(),
    )
    return _judged(contrast.filter(pl.col("_groups") == groups), by)


def _spread(variance: pl.Expr, degrees: pl.Expr) -> pl.Expr:
    """A part's share in the degrees of freedom of a sum of variances (Satterthwaite 1946)."""
    return variance**2 / degrees


def _judged(contrast: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    known = pl.col("reason").is_null()
    judged = contrast.with_columns(
        pl.when(known).then(pl.col(name)).alias(name) for name in ("value", "variance", "_spread")
    ).with_columns(degrees_of_freedom=pl.col("variance") ** 2 / pl.col("_spread"))
    statistic = -(pl.col("value").abs() / pl.col("variance").sqrt())
    return judged.with_columns(
        ratio=pl.col("value").exp(),
        p_value=2 * _student(statistic, pl.col("degrees_of_freedom"), "stdtr"),
        **_limits(pl.col("value")),
    ).select(
        *by,
        "ratio",
        "lower",
        "upper",
        "p_value",
        clear=((pl.col("lower") > 1) | (pl.col("upper") < 1)).fill_null(False),
        method=pl.when(known).then(pl.lit(METHOD)),
        reason="reason",
    )


def _limits(logarithm: pl.Expr) -> dict[str, pl.Expr]:
    tail = _student(pl.lit((1 + CONFIDENCE) / 2), pl.col("degrees_of_freedom"), "stdtrit")
    half = tail * pl.col("variance").sqrt()
    return {"lower": (logarithm - half).exp(), "upper": (logarithm + half).exp()}


def _student(argument: pl.Expr, degrees: pl.Expr, function: str) -> pl.Expr:
    """Student's t by row: 'stdtr' its lower tail, 'stdtrit' its quantile; null where either is."""

    def values(columns: list[pl.Series]) -> pl.Series:
        from scipy import special

        first, second = (column.cast(pl.Float64).fill_null(float("nan")).to_numpy() for column in columns)
        return pl.Series(getattr(special, function)(second, np.broadcast_to(first, second.shape))).fill_nan(None)

    return pl.map_batches([argument, degrees], values, return_dtype=pl.Float64)

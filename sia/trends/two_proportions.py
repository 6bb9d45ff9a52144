"""Two proportions set against each other: how far apart are they, and is it clear.

The difference has Newcombe's hybrid score interval (1998, method 10), made from Wilson's limits of either proportion; the
ratio has the interval made from the same limits (Donner and Zou 2012). Where the monthly shares scatter by more than
chance, both denominators are divided by their dispersion, and Student's t takes the normal's place.
"""

from __future__ import annotations

import polars as pl

from sia.trends.rates import number, wilson_limit

FEWEST_DEGREES = 4
TOO_FEW = "too few months are known to tell how much the monthly shares scatter"
ALL_ALIKE = "the monthly shares do not differ"
COLUMNS = (
    "current_share",
    "previous_share",
    "difference",
    "difference_lower",
    "difference_upper",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "p_value",
    "clear",
    "method",
    "reason",
)


def compare_proportions(frame: pl.DataFrame, *, confidence: float = 0.95) -> pl.DataFrame:
    """Compare the current proportion of each row with the previous one; row order kept.

    The frame has the columns current_count, current_denominator, previous_count and previous_denominator, and may have
    dispersion and degrees_of_freedom (`dispersion_of_shares`; null: chance alone). Adds `current_share` and
    `previous_share` (between 0 and 1), `difference` of the two with `difference_lower` and `difference_upper`, `ratio` with
    `ratio_lower` and `ratio_upper` (null without a previous event), `p_value` (two-sided, of the pooled score test), `clear`
    (the interval of the difference excludes 0), `method` ('two_proportions') and `reason`: null, or why it cannot be
    calculated (a number is missing or negative, more counted than the denominator holds, a denominator or a dispersion of
    nought); all others are then null and `clear` false.
    """
    scaled = _effective(frame, confidence)
    now, before = _share("current"), _share("previous")
    lower, upper = difference_limits(now, before, *_limits("current"), *_limits("previous"))
    ratio_lower, ratio_upper = ratio_limits(now, before, *_limits("current"), *_limits("previous"))
    sound = pl.col("_reason").is_null()
    values = {
        "current_share": now,
        "previous_share": before,
        "difference": now - before,
        "difference_lower": lower,
        "difference_upper": upper,
        "ratio": pl.when(before > 0).then(now / before),
        "ratio_lower": pl.when(before > 0).then(ratio_lower),
        "ratio_upper": pl.when(before > 0).then(ratio_upper),
        "p_value": _p_value(now - before),
    }
    compared = scaled.with_columns(**{name: pl.when(sound).then(value) for name, value in values.items()})
    clear = (pl.col("difference_lower") > 0) | (pl.col("difference_upper") < 0)
    return compared.with_columns(
        clear=(sound & clear).fill_null(False), method=pl.when(sound).then(pl.lit("two_proportions")), reason="_reason"
    ).select(*frame.columns, *COLUMNS)


def dispersion_of_shares(monthly: pl.DataFrame) -> pl.DataFrame:
    """How much more the monthly shares scatter around their period's than chance would have it, one row a series.

    `monthly` has the columns series, period (any name of the period that a month lies in), count and denominator. Returns
    `series`, `dispersion` (Pearson's chi-square over its degrees of freedom; 1 is chance alone), `degrees_of_freedom`
    (months with a denominator less periods), `method` ('two_proportions') and `reason`: null, or why the first two are (fewer
    than four degrees, or shares that never differ within a period). A month whose count is missing, or more than its
    denominator, is left out. McCullagh and Nelder 1989, 4.5.
    """
    of_period = ["series", "period"]
    numbers = monthly.with_columns(pl.col("count", "denominator").cast(pl.Float64).fill_nan(None))
    within = pl.col("count").is_between(0, pl.col("denominator")) & (pl.col("denominator") > 0)
    known = numbers.with_columns(pl.when(within).then(pl.col("count", "denominator")))
    share = pl.col("count").sum().over(of_period) / pl.col("denominator").sum().over(of_period)
    expected = pl.col("denominator") * share
    square = (pl.col("count") - expected) ** 2 / (expected * (1 - share))
    summed = (
        known.with_columns(_square=pl.when((share > 0) & (share < 1)).then(square))
        .group_by("series")
        .agg(_squares=pl.col("_square").sum(), _months=pl.col("_square").count(), _periods=_used_periods())
        .sort("series")
    )
    degrees = (pl.col("_months") - pl.col("_periods")).cast(pl.Float64)
    few, alike = degrees < FEWEST_DEGREES, pl.col("_squares") <= 0
    told = ~few & ~alike
    return summed.select(
        "series",
        dispersion=pl.when(told).then(pl.col("_squares") / degrees),
        degrees_of_freedom=pl.when(told).then(degrees),
        method=pl.when(told).then(pl.lit("two_proportions")),
        reason=pl.when(few).then(pl.lit(TOO_FEW)).when(alike).then(pl.lit(ALL_ALIKE)),
    )


def difference_limits(
    now: pl.Expr, before: pl.Expr, lower: pl.Expr, upper: pl.Expr, previous_lower: pl.Expr, previous_upper: pl.Expr
) -> tuple[pl.Expr, pl.Expr]:
    """The limits of now - before from each one's own limits: Newcombe 1998, method 10; Zou and Donner 2008 for any two
    independent estimates."""
    down = (now - lower) ** 2 + (previous_upper - before) ** 2
    up = (upper - now) ** 2 + (before - previous_lower) ** 2
    return now - before - down.sqrt(), now - before + up.sqrt()


def ratio_limits(
    now: pl.Expr, before: pl.Expr, lower: pl.Expr, upper: pl.Expr, previous_lower: pl.Expr, previous_upper: pl.Expr
) -> tuple[pl.Expr, pl.Expr]:
    """The limits of now / before from each one's own limits (Donner and Zou 2012), `before` being above 0."""
    product = now * before
    low = lower * (2 * now - lower)
    high = previous_lower * (2 * before - previous_lower)
    under = (product**2 - low * previous_upper * (2 * before - previous_upper)).clip(lower_bound=0).sqrt()
    over = (product**2 - upper * (2 * now - upper) * high).clip(lower_bound=0).sqrt()
    return pl.when(low > 0).then(low / (product + under)).otherwise(0.0), (product + over) / high


def _used_periods() -> pl.Expr:
    return pl.col("period").filter(pl.col("_square").is_not_null()).n_unique()


def _effective(frame: pl.DataFrame, confidence: float) -> pl.DataFrame:
    """Add each proportion, its denominator as far as it tells, and Wilson's limits at the critical value."""
    given = set(frame.columns)
    dispersion = number("dispersion").fill_null(1.0) if "dispersion" in given else pl.lit(1.0)
    degrees = number("degrees_of_freedom") if "degrees_of_freedom" in given else pl.lit(None, pl.Float64)
    told = frame.with_columns(_degrees=degrees, _dispersion=dispersion)
    ready = told.with_columns(_reason=_reason()).with_columns(
        _critical=_critical(pl.col("_degrees"), (1 + confidence) / 2)
    )
    columns = {}
    for which in ("current", "previous"):
        people = number(f"{which}_denominator") / pl.col("_dispersion")
        count = number(f"{which}_count") / pl.col("_dispersion")
        share = count / people
        columns |= {f"_{which}_share": share, f"_{which}_people": people}
        for name, sign in (("lower", -1), ("upper", 1)):
            columns[f"_{which}_{name}"] = wilson_limit(count, people, pl.col("_critical"), sign).clip(0, 1)
    return ready.with_columns(**columns)


def _share(which: str) -> pl.Expr:
    return pl.col(f"_{which}_share")


def _limits(which: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(f"_{which}_lower"), pl.col(f"_{which}_upper")


def _p_value(difference: pl.Expr) -> pl.Expr:
    """The score test of equal proportions, both pooled; 1 where all or none counted."""
    first, second = pl.col("_current_people"), pl.col("_previous_people")
    together = (_share("current") * first + _share("previous") * second) / (first + second)
    error = (together * (1 - together) * (1 / first + 1 / second)).sqrt()
    statistic = pl.when(error > 0).then(difference / error).otherwise(0.0)
    return pl.struct(statistic.abs().alias("t"), pl.col("_degrees").alias("degrees")).map_batches(
        _two_sided, return_dtype=pl.Float64, is_elementwise=True
    )


def _two_sided(given: pl.Series) -> pl.Series:
    from scipy.special import stdtr

    statistic, degrees = given.struct.field("t"), given.struct.field("degrees").fill_null(float("inf"))
    return pl.Series(2 * stdtr(degrees.to_numpy(), -statistic.fill_null(float("nan")).to_numpy())).fill_nan(None)


def _critical(degrees: pl.Expr, probability: float) -> pl.Expr:
    def values(given: pl.Series) -> pl.Series:
        from scipy.special import stdtrit

        return pl.Series(given.name, stdtrit(given.cast(pl.Float64).fill_null(float("inf")).to_numpy(), probability))

    return degrees.map_batches(values, return_dtype=pl.Float64, is_elementwise=True)


def _reason() -> pl.Expr:
    numbers = [number(f"{which}_{name}") for which in ("current", "previous") for name in ("count", "denominator")]
    more = [number(f"{which}_count") > number(f"{which}_denominator") for which in ("current", "previous")]
    empty = [number(f"{which}_denominator") == 0 for which in ("current", "previous")]
    return (
        pl.when(pl.any_horizontal(number.is_null() for number in numbers))
        .then(pl.lit("a count or a denominator is missing"))
        .when(pl.any_horizontal(number < 0 for number in numbers))
        .then(pl.lit("a count or a denominator is negative"))
        .when(pl.any_horizontal(more))
        .then(pl.lit("more was counted than the denominator holds"))
        .when(pl.any_horizontal(empty))
        .then(pl.lit("a denominator is zero"))
        .when(pl.col("_dispersion") <= 0)
        .then(pl.lit("the dispersion is not above zero"))
    )

"""Rates, proportions and levels: the latest value, the one before, the benchmark, and whether a change is clear.

A change between two values with limits is clear when the interval of their difference excludes nought; that interval is
made from the two values' own limits (Newcombe 1998, method 10, for proportions; for any two estimates Zou and Donner
2008). A value without limits has no signal; where its publisher says how it compares with the benchmark, that stands.
"""

from __future__ import annotations

import polars as pl

from sia.signals.direction import CANNOT, signal
from sia.signals.gaps import no_value
from sia.signals.measured import series_name
from sia.trends.benchmark import BETTER, SIMILAR, WORSE, against_benchmark
from sia.trends.rates import proportion
from sia.trends.recent_trend import recent_trend
from sia.trends.two_proportions import difference_limits

NO_SOURCE_ROWS = "no value is given for the district"
NO_LIMITS = "the values come without limits, so that a change cannot be told from chance"
FEWEST_YEARS_AGO, MOST_YEARS_AGO = 5, 10
NO_EARLIER = "there is no earlier value to compare with"


def levels_of(about: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """One row an indicator and strand that has values, and one with a reason an indicator that has none.

    `about` lists the indicators with polarity, value (rate, proportion or level), frequency, source, proxy, unserved;
    `periods` has the columns of the query `levels` for the district. The value before is that of a year earlier where
    there is one, else of the period before, and in either case of one that was over when the latest began: rolling
    three years share events with the three that began a year earlier. Annual values of five years with limits also have
    a recent trend, which then gives the signal, unless their periods overlap. `years_ago_value` and `years_ago_label` are of
    the same period five to ten years before, the earliest known; `years_ago_clear` says whether the two differ clearly.
    """
    known = _with_limits(periods.join(about.select("indicator", "value_kind", "polarity", "frequency"), on="indicator"))
    latest = _with_years_ago(_with_previous(known), known)
    judged = _as_published(against_benchmark(latest).drop("method", "reason"))
    judged = judged.join(_trends(known), on="series", how="left", maintain_order="left")
    named = about.drop("polarity", "frequency", "value_kind").join(
        judged, on="indicator", how="left", maintain_order="left"
    )
    about_polarity = about.select("indicator", "polarity")
    return _called(named.drop("polarity").join(about_polarity, on="indicator", how="left", maintain_order="left"))


def _with_limits(periods: pl.DataFrame) -> pl.DataFrame:
    """Each value as a number with 95 % and 99.8 % limits where they can be had."""
    given = periods.with_columns(series_name("indicator", "strand"))
    counted = (pl.col("value_kind") == "proportion") & pl.col("numerator").is_not_null() & (pl.col("denominator") > 0)
    wilson = proportion(
        given.select("series", "period_start", count="numerator", denominator="denominator"), multiplier=100
    ).select(
        "series",
        "period_start",
        *(pl.col(name).alias(f"_{name}") for name in ("lower", "upper", "lower_998", "upper_998")),
    )
    joined = given.join(wilson, on=["series", "period_start"], how="left", maintain_order="left")
    return joined.with_columns(
        lower=pl.when(counted & pl.col("lower").is_null()).then("_lower").otherwise("lower"),
        upper=pl.when(counted & pl.col("upper").is_null()).then("_upper").otherwise("upper"),
        counted=counted & pl.col("lower").is_null() & pl.col("upper").is_null(),
        lower_998=pl.when(counted).then("_lower_998"),
        upper_998=pl.when(counted).then("_upper_998"),
    )


def _with_previous(known: pl.DataFrame) -> pl.DataFrame:
    """The latest period of each series beside the one a year earlier, or else the newest that was over when it began."""
    newest = known.sort("period_start", "period_end").group_by("series", maintain_order=True).last()
    earlier = known.join(newest.select("series", _latest="period_start"), on="series").filter(
        (pl.col("period_end") < pl.col("_latest")) & pl.col("value").is_not_null()
    )
    a_year_before = pl.col("period_start") == pl.col("_latest").dt.offset_by("-1y")
    before = (
        earlier.sort(a_year_before, "period_start")
        .group_by("series", maintain_order=True)
        .last()
        .select(
            "series",
            previous_value="value",
            previous_lower="lower",
            previous_upper="upper",
            previous_start="period_start",
            previous_label="period_label",
        )
    )
    return newest.join(before, on="series", how="left", maintain_order="left")


def _with_years_ago(newest: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The same period as far back as is known, from five years on and at most ten, and whether it differs clearly."""
    pairs = known.join(newest.select("series", _latest="period_start"), on="series").filter(
        (pl.col("period_end") < pl.col("_latest")) & pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
    )
    same = pl.col("period_start").dt.month() == pl.col("_latest").dt.month()
    years = pl.col("_latest").dt.year() - pl.col("period_start").dt.year()
    first = (
        pairs.filter(same & years.is_between(FEWEST_YEARS_AGO, MOST_YEARS_AGO))
        .sort("period_start")
        .group_by("series", maintain_order=True)
        .first()
        .select(
            "series",
            *(pl.col(name).alias(f"years_ago_{name}") for name in ("value", "lower", "upper")),
            years_ago_start="period_start",
            years_ago_label="period_label",
        )
    )
    joined = newest.join(first, on="series", how="left", maintain_order="left")
    limits = ("value", "years_ago_value", "lower", "upper", "years_ago_lower", "years_ago_upper")
    low, high = difference_limits(*(pl.col(name) for name in limits))
    return joined.with_columns(years_ago_clear=(low > 0) | (high < 0)).drop("years_ago_lower", "years_ago_upper")


def _as_published(judged: pl.DataFrame) -> pl.DataFrame:
    """The publisher's own comparison where the value came without limits; no limits are made up for it."""
    published = pl.col("significance").is_in([BETTER, SIMILAR, WORSE]).fill_null(False)
    without = pl.col("lower").is_null() & pl.col("upper").is_null() & pl.col("value").is_not_null()
    stands = published & without & pl.col("benchmark").is_not_null()
    return judged.with_columns(position=pl.when(stands).then("significance").otherwise("position"))


def _trends(known: pl.DataFrame) -> pl.DataFrame:
    """The recent trend of annual series; one with two values for a year, or whose periods share events, has none."""
    ended = pl.col("period_end").shift(1).over("series", order_by="period_start")
    apart = (ended.is_null() | (ended < pl.col("period_start"))).all().over("series")
    annual = known.filter((pl.col("frequency") == "annual") & apart).select(
        "series", "value", "lower", "upper", "polarity", year=pl.col("period_start").dt.year().cast(pl.Int64)
    )
    once = annual.filter(~pl.struct("series", "year").is_duplicated().any().over("series"))
    if once.is_empty():
        return pl.DataFrame(schema={"series": pl.String, "trend": pl.String})
    return recent_trend(once).select("series", "trend")


def _called(named: pl.DataFrame) -> pl.DataFrame:
    """The signal: from the recent trend where there is one, else from the two values' limits."""
    change = pl.col("value") - pl.col("previous_value")
    limits = ("value", "previous_value", "lower", "upper", "previous_lower", "previous_upper")
    low, high = difference_limits(*(pl.col(name) for name in limits))
    by_trend = pl.col("trend").is_in(["increasing", "decreasing", "no significant change"]).fill_null(False)
    reason = (
        pl.when(pl.col("unserved").is_not_null())
        .then(pl.col("unserved"))
        .when(pl.col("series").is_null())
        .then(pl.lit(NO_SOURCE_ROWS))
        .when(pl.col("value").is_null())
        .then(no_value())
        .when(by_trend)
        .then(None)
        .when(pl.col("previous_value").is_null())
        .then(pl.lit(NO_EARLIER))
        .when(low.is_null() | high.is_null())
        .then(pl.lit(NO_LIMITS))
    )
    trending = pl.col("trend") != "no significant change"
    clear = pl.when(by_trend).then(trending).otherwise((low > 0) | (high < 0))
    up = pl.when(by_trend & trending).then(pl.col("trend") == "increasing").otherwise(change > 0)
    method = (
        pl.when(by_trend)
        .then(pl.lit("recent_trend"))
        .when("counted")
        .then(pl.lit("two_proportions"))
        .otherwise(pl.lit("difference_of_limits"))
    )
    return named.with_columns(
        reason=reason, change=change, change_lower=low, change_upper=high, method=pl.when(reason.is_null()).then(method)
    ).with_columns(
        signal=signal(pl.col("reason").is_null(), clear.fill_null(False), up, pl.col("polarity")),
        strand=pl.col("strand").fill_null(""),
        trend=pl.col("trend").fill_null(CANNOT),
        position=pl.col("position").fill_null("not compared"),
    )

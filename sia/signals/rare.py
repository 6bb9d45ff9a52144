"""Series too rare for a monthly control chart: the time between events, or a list by year."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.calendar import month_name, month_of
from sia.signals.breaks import since_last_break
from sia.trends.control_chart import chart_kind
from sia.trends.rare_events import since_the_last, time_between

LISTED, DAYS_BETWEEN = "list", "days between"
NO_DAYS = "the source gives months and not days"
SOME_WITHOUT = "the day is not known for all of them"
TWO_KINDS = "for some the day on which it happened is known and for others only that on which it was recorded"


def rare_series(
    keys: pl.DataFrame, monthly: pl.DataFrame, days: pl.DataFrame, breaks: pl.DataFrame, as_at: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a series with a mean below 5 a month, and one row a gap of those whose gaps could be charted.

    `keys` has series and whatever describes it; `monthly` series, month and count; `days` series, counted_on (null where no
    day is known), day_is and events; `breaks` series and date. The first frame has the keys' columns and `treatment`
    ('list', fewer than 12 a year, or 'days between'), `first_month` (the first after the last gap in coverage and the last
    recording break: nothing before it is looked at), `day_is`, `events`, `usual_days`, `longest_usual`, `standing` (of
    `sia.trends.rare_events`) and, where there is no standing, `reason`. The second has the t-chart's points by series.
    """
    low = chart_kind(monthly).filter(pl.col("chart").is_in(["list", "none"]) & pl.col("mean_a_month").is_not_null())
    treatment = pl.when(pl.col("chart") == "list").then(pl.lit(LISTED)).otherwise(pl.lit(DAYS_BETWEEN))
    rare = keys.join(low.select("series", treatment=treatment), on="series", how="inner")
    between = rare.filter(pl.col("treatment") == DAYS_BETWEEN).select("series")
    covered = _unbroken(monthly.join(between, on="series", how="semi"), breaks)
    known = _known(days, between, covered, month_of(as_at))
    events = _events(days, known.filter(pl.col("reason").is_null()))
    told = since_the_last(events, as_at).select(
        "series", "events", "usual_days", "longest_usual", "standing", too_few="reason"
    )
    joined = known.join(told, on="series", how="left")
    rows = joined.with_columns(reason=pl.coalesce("reason", "too_few")).drop("too_few")
    charted = rows.filter(pl.col("standing").is_not_null()).select("series")
    points = time_between(events.join(charted, on="series", how="semi"), as_at)
    return rare.join(rows, on="series", how="left", maintain_order="left"), points


def _unbroken(monthly: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """The months at the end of each series that follow one another without a gap or a break: `first_month`, `last_month`."""
    whole = since_last_break(monthly.filter(pl.col("count").is_not_null()), breaks).sort("series", "month")
    begins = pl.col("month").dt.offset_by("-1mo") != pl.col("month").shift(1).over("series")
    return whole.group_by("series").agg(
        first_month=pl.col("month").filter(begins.fill_null(True)).max(), last_month=pl.col("month").max()
    )


def _known(days: pl.DataFrame, between: pl.DataFrame, covered: pl.DataFrame, newest: date) -> pl.DataFrame:
    """What is known of the days of each series: `first_month`, `day_is`, and `reason` where gaps cannot be told."""
    inside = days.join(covered, on="series").filter(
        pl.col("counted_on").is_null() | (pl.col("counted_on") >= pl.col("first_month"))
    )
    dated = pl.col("counted_on").is_not_null()
    kinds = inside.group_by("series").agg(
        day_is=pl.col("day_is").filter(dated).first(),
        kinds=pl.col("day_is").filter(dated).n_unique(),
        without=(~dated).sum(),
    )
    both = between.join(covered, on="series", how="left").join(kinds, on="series", how="left").sort("series")
    late = pl.col("last_month").is_null() | (pl.col("last_month") < newest)
    reason = (
        pl.when(late)
        .then(pl.lit(f"{month_name(newest)} is missing, or comes from before a change in recording"))
        .when(pl.col("day_is").is_null())
        .then(pl.lit(NO_DAYS))
        .when(pl.col("without") > 0)
        .then(pl.lit(SOME_WITHOUT))
        .when(pl.col("kinds") > 1)
        .then(pl.lit(TWO_KINDS))
    )
    return both.select("series", "first_month", "day_is", reason=reason)


def _events(days: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """One row an event on a known day in the months looked at."""
    inside = days.join(known.select("series", "first_month"), on="series").filter(
        pl.col("counted_on") >= pl.col("first_month")
    )
    return inside.select("series", occurred_on=pl.col("counted_on").repeat_by("events")).explode("occurred_on")

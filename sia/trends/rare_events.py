"""The chart for events too rare to be counted by month: the time between one and the next (t-chart).

Days between events are put to the power of 1/3.6, which makes waiting times of random events nearly normal (Nelson 1994),
charted as individual values, and centre and limits put back to days, as qicharts2 0.8.1 does. A gap above the upper limit,
or a run of long gaps, says that events have become rarer; short gaps say that they have become more frequent. Events of one
day count as one: casualties of one collision are not independent of each other, and gaps of nought more than double the
false alarms (of random events, 1 to 5 a month: 3 to 5 % of series seem changed with them, 2 % without).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.trends.control_chart import LIMIT, individuals_chart

POWER = 3.6
FEWEST_GAPS = 12
#: Gaps that are all alike lie above or below their mean by no more than the rounding of numbers.
TINY = 1e-9
TOO_FEW = "events on fewer than 13 days are too few to tell how long it usually is from one to the next"
COLUMNS = ("series", "position", "occurred_on", "days", "mean", "lower", "upper", "points_in_phase", "special_cause")


def time_between(
    events: pl.DataFrame, as_at: date, *, screen_outliers: bool = True, limit: float = LIMIT
) -> pl.DataFrame:
    """The t-chart of many series at once, one row a gap, in order of series and event.

    `events` has a row an event: series and occurred_on (Date); several of one day are one. Events after `as_at` are not
    looked at. Returns the columns of COLUMNS: `position` (the gap's number, from 1), `occurred_on` (of the event that ends
    the gap), `days` (1 at least) since the event before, `mean`, `lower` and `upper` (days; lower is at least 0),
    `points_in_phase` and `special_cause` in the words of the control chart. `screen_outliers` and `limit` are the control
    chart's (qicharts2 does not screen unless asked, and has 3 / 1.128 mean moving ranges).
    """
    gaps = _gaps(events.filter(pl.col("occurred_on") <= as_at))
    return charted_gaps(gaps, screen_outliers=screen_outliers, limit=limit)


def charted_gaps(gaps: pl.DataFrame, *, screen_outliers: bool = True, limit: float = LIMIT) -> pl.DataFrame:
    """The t-chart of gaps already known: series, position, occurred_on and days (any unit of time)."""
    gaps = gaps.cast({"series": pl.String})
    points = gaps.select("series", "position", value=pl.col("days").cast(pl.Float64) ** (1 / POWER))
    chart = individuals_chart(points, "increase", screen_outliers=screen_outliers, limit=limit)
    limits = chart.select(
        "series",
        "position",
        *((pl.col(name).clip(lower_bound=0) ** POWER).alias(name) for name in ("mean", "lower", "upper")),
        "points_in_phase",
        "special_cause",
    )
    return gaps.join(limits, on=["series", "position"], validate="1:1").sort("series", "position").select(COLUMNS)


def since_the_last(events: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """What the time since the newest event says, one row a series, in order of their names.

    Returns `series`, `events` (up to `as_at`), `last_event`, `days_since`, `usual_days` (the chart's centre), `longest_usual`
    (its upper limit), `standing` ('longer than usual' when the time since the last event already passes the limit, 'more
    often' or 'less often' when the newest gap is a special cause, else 'as usual'), `method` ('time_between') and `reason`:
    events on fewer than 13 days.
    """
    known = events.cast({"series": pl.String}).filter(pl.col("occurred_on") <= as_at)
    last = known.group_by("series").agg(events=pl.len().cast(pl.Int64), last_event=pl.col("occurred_on").max())
    newest = time_between(events, as_at).group_by("series", maintain_order=True).last()
    joined = last.join(newest.drop("occurred_on"), on="series", how="left").sort("series")
    since = (pl.lit(as_at) - pl.col("last_event")).dt.total_days()
    sound = pl.col("position").fill_null(0) >= FEWEST_GAPS
    told = joined.with_columns(
        days_since=since,
        method=pl.when(sound).then(pl.lit("time_between")),
        reason=pl.when(~sound).then(pl.lit(TOO_FEW)),
        usual_days=pl.when(sound).then("mean"),
        longest_usual=pl.when(sound).then("upper"),
    )
    signal = pl.col("special_cause") != "Common Cause"
    standing = (
        pl.when(~sound)
        .then(None)
        .when(since > pl.col("upper"))
        .then(pl.lit("longer than usual"))
        .when(signal & (pl.col("days") < pl.col("mean") * (1 - TINY)))
        .then(pl.lit("more often"))
        .when(signal & (pl.col("days") > pl.col("mean") * (1 + TINY)))
        .then(pl.lit("less often"))
        .otherwise(pl.lit("as usual"))
    )
    return told.with_columns(standing=standing).select(
        "series", "events", "last_event", "days_since", "usual_days", "longest_usual", "standing", "method", "reason"
    )


def _gaps(events: pl.DataFrame) -> pl.DataFrame:
    """Days from each day with an event to the next."""
    ordered = events.select("series", "occurred_on").unique().sort("series", "occurred_on")
    days = pl.col("occurred_on").diff().over("series").dt.total_days()
    return (
        ordered.select("series", "occurred_on", days=days)
        .drop_nulls("days")
        .with_columns(position=(pl.int_range(pl.len()).over("series") + 1).cast(pl.Int64))
    )

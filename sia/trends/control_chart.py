"""The control chart of individual values (XmR), as NHSRplotthedots 0.2.2 computes and labels it.

Centre: the mean of a phase. Limits: 2.66 times the mean moving range on either side (Shewhart; Provost and Murray 2011).
A phase is a stretch with limits of its own; a recording break begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from sia.trends.series_grid import checked

LIMIT = 2.66
NEAR = 2 / 3
SCREEN = 3.267
RUN, TREND = 7, 7
TRIAL_POINTS = 13
DAYS_A_MONTH = 30.4
FEWEST_A_MONTH, FEWEST_A_YEAR = 5, 12
ABOVE, BELOW = "Above UCL", "Below LCL"
RISING, FALLING = "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"
TWO_ABOVE, TWO_BELOW = "2 in 3 Above CL", "2 in 3 Below CL"
RUN_ABOVE, RUN_BELOW = "7 Points Above CL", "7 Points Below CL"
COMMON_CAUSE = "Common Cause"
NO_VALUE = "no value is known"
NO_RANGE = "no two values follow each other since the limits last began"
PHASE = ("series", "phase")
DIRECTIONS = ("increase", "decrease", "neutral")
COLUMNS = (
    "series",
    "position",
    "value",
    "phase",
    "points_in_phase",
    "mean",
    "lower",
    "upper",
    "moving_range",
    "special_cause",
    "point_type",
    "improvement",
    "target",
)


def individuals_chart(
    frame: pl.DataFrame,
    improvement: str = "decrease",
    *,
    screen_outliers: bool = True,
    fix_after: int | None = None,
    target: float | str | None = None,
    rebase: pl.DataFrame | Sequence[date | int] | None = None,
    limit: float = LIMIT,
) -> pl.DataFrame:
    """The control chart of many series at once, one row a point, in order of series and position.

    `frame` has the columns series, position (Date or Int) and value, and may have phase. `improvement` is 'increase',
    'decrease', 'neutral' or the name of a column that says so; `target` a number or the name of a column. `rebase` begins
    new phases at the given positions: a list for all series, or a frame of series and position. With `fix_after`, limits
    come from the first so many points of each phase. `screen_outliers` leaves out moving ranges of at least 3.267 times
    their mean, once; `limit` is the number of mean moving ranges between the mean and a limit.

    Returns the columns of COLUMNS: `mean`, `lower` and `upper` (null in a phase of one point), `moving_range` (all of
    them, before screening), `special_cause` (which rule, in the words of the reference: outside the limits, 7 rising or
    falling, 2 of 3 near one limit, 7 on one side, else Common Cause) and `point_type` (common_cause,
    special_cause_improvement, special_cause_concern, special_cause_neutral_high or _low). A null value keeps its row, has
    no label and interrupts every run. Raises ValueError when a series has two values at one position, or a column of
    directions holds anything else than those three.
    """
    points = _points(frame, improvement, target, rebase)
    return _typed(_ruled(_limits(points, screen_outliers, fix_after, limit), limit)).select(COLUMNS)


def latest(chart: pl.DataFrame) -> pl.DataFrame:
    """What the newest point with a value says, one row a series.

    Returns `series`, `position`, `value`, `mean`, `lower`, `upper`, `special_cause`, `variation` (the point's type),
    `assurance` (consistent_pass, consistent_fail or inconsistent against the target; null without target or direction),
    `points_in_phase`, `trial_limits` (fewer than 13 points in the phase: the limits are provisional), `method` and `reason`:
    null, or why there are no limits (no value; no two values one after the other since the limits last began).
    """
    increase = pl.col("improvement") == "increase"
    fails = pl.when(increase).then(pl.col("target") > pl.col("upper")).otherwise(pl.col("target") < pl.col("lower"))
    passes = pl.when(increase).then(pl.col("target") < pl.col("lower")).otherwise(pl.col("target") > pl.col("upper"))
    judged = pl.col("target").is_not_null() & pl.col("upper").is_not_null() & (pl.col("improvement") != "neutral")
    assurance = (
        pl.when(~judged)
        .then(None)
        .when(fails)
        .then(pl.lit("consistent_fail"))
        .when(passes)
        .then(pl.lit("consistent_pass"))
        .otherwise(pl.lit("inconsistent"))
    )
    valued = chart.filter(pl.col("value").is_not_null()).group_by("series").agg(pl.all().sort_by("position").last())
    newest = chart.select("series").unique().join(valued, on="series", how="left")
    limited = pl.col("upper").is_not_null()
    return newest.sort("series").select(
        "series",
        "position",
        "value",
        "mean",
        "lower",
        "upper",
        "special_cause",
        variation="point_type",
        assurance=assurance,
        points_in_phase="points_in_phase",
        trial_limits=pl.col("points_in_phase") < TRIAL_POINTS,
        method=pl.when(limited).then(pl.lit("individuals")),
        reason=pl.when(pl.col("value").is_null()).then(pl.lit(NO_VALUE)).when(~limited).then(pl.lit(NO_RANGE)),
    )


def per_day_rate(monthly: pl.DataFrame, *, by_day: bool = True) -> pl.DataFrame:
    """A monthly frame as points for the chart: `series`, `position` (the month) and `value`, the count for 30.4 days.

    So that February is not a signal. Null counts stay null, and a month without a row between others is a point without a
    value, which interrupts runs. Without `by_day` the values are the counts themselves. Raises ValueError when the frame is
    malformed (`series_grid.checked`).
    """
    value = pl.col("count") / pl.col("month").dt.days_in_month() * DAYS_A_MONTH
    points = _without_gaps(checked(monthly))
    return points.select("series", position="month", value=value if by_day else pl.col("count"))


def _without_gaps(monthly: pl.DataFrame) -> pl.DataFrame:
    """The frame with a row for every month from the first to the last of each series."""
    ends = monthly.group_by("series").agg(first=pl.col("month").min(), last=pl.col("month").max())
    months = ends.select("series", month=pl.date_ranges("first", "last", "1mo")).explode("month")
    if months.height == monthly.height:
        return monthly
    return months.sort("series", "month").join(monthly, on=["series", "month"], how="left", maintain_order="left")


def chart_kind(monthly: pl.DataFrame) -> pl.DataFrame:
    """Which series bear a control chart, one row a series: `series`, `mean_a_month`, `chart` and `reason`.

    `chart` is 'individuals' (at least 5 a month on average), 'none' (fewer: the moving range of such counts says little)
    or 'list' (fewer than 12 a year: events are listed); `reason` says why there is no chart.
    """
    mean = pl.col("mean_a_month")
    low = mean < FEWEST_A_MONTH
    rare = mean < FEWEST_A_YEAR / 12
    return (
        monthly.group_by("series")
        .agg(mean_a_month=pl.col("count").cast(pl.Float64).mean())
        .sort("series")
        .with_columns(
            chart=pl.when(rare | mean.is_null())
            .then(pl.lit("list"))
            .when(low)
            .then(pl.lit("none"))
            .otherwise(pl.lit("individuals")),
            reason=pl.when(mean.is_null())
            .then(pl.lit("no month has a count"))
            .when(rare)
            .then(pl.lit("fewer than 12 a year are listed, not charted"))
            .when(low)
            .then(pl.lit("fewer than 5 a month are too few for a control chart")),
        )
    )


def _points(
    frame: pl.DataFrame,
    improvement: str,
    target: float | str | None,
    rebase: pl.DataFrame | Sequence[date | int] | None,
) -> pl.DataFrame:
    direction = pl.lit(improvement) if improvement in DIRECTIONS else pl.col(improvement)
    aim = pl.col(target) if isinstance(target, str) else pl.lit(target, pl.Float64)
    phase = pl.col("phase") if "phase" in frame.columns else pl.lit(0, pl.Int64)
    points = frame.select(
        pl.col("series").cast(pl.String),
        "position",
        pl.col("value").cast(pl.Float64).fill_nan(None),
        phase=phase,
        improvement=direction,
        target=aim.cast(pl.Float64),
    )
    if points.select(pl.struct("series", "position").is_duplicated().any()).item():
        raise ValueError("a series has two values at the same position")
    if not points["improvement"].is_in(DIRECTIONS).fill_null(False).all():
        raise ValueError(f"a direction of improvement is none of {', '.join(DIRECTIONS)}")
    if rebase is not None:
        points = _rebased(points, rebase)
    key = pl.struct(PHASE)
    return points.sort("series", "position").with_columns(
        points_in_phase=pl.col("value").count().over(PHASE).cast(pl.Int64),
        _number=pl.int_range(pl.len(), dtype=pl.Int64).over(PHASE),
        _run_of_phase=key.rle_id(),
    )


def _rebased(points: pl.DataFrame, rebase: pl.DataFrame | Sequence[date | int]) -> pl.DataFrame:
    """Number the phases: each rebase position at or before a point adds one."""
    if isinstance(rebase, pl.DataFrame):
        starts = rebase.select(pl.col("series").cast(pl.String), start=pl.col("position")).unique()
    else:
        positions = pl.DataFrame({"start": list(rebase)}, schema={"start": points.schema["position"]}).unique()
        starts = points.select("series").unique().join(positions, how="cross")
    passed = (
        points.select("series", "position")
        .join(starts, on="series")
        .filter(pl.col("position") >= pl.col("start"))
        .group_by("series", "position")
        .agg(_passed=pl.len().cast(pl.Int64))
    )
    return points.join(passed, on=["series", "position"], how="left", maintain_order="left").with_columns(
        phase=pl.col("phase") + pl.col("_passed").fill_null(0)
    )


def _limits(points: pl.DataFrame, screen_outliers: bool, fix_after: int | None, limit: float) -> pl.DataFrame:
    """Mean and limits of each phase; the first point of a phase has no moving range."""
    first = pl.col("_number") == 0
    fixed = pl.lit(True) if fix_after is None else pl.col("_number") < fix_after
    points = points.with_columns(moving_range=pl.when(~first).then((pl.col("value") - pl.col("value").shift(1)).abs()))
    moving = pl.col("moving_range").filter(fixed)
    kept = moving.filter(moving < SCREEN * moving.mean()) if screen_outliers else moving
    summary = points.group_by(PHASE).agg(mean=pl.col("value").filter(fixed).mean(), _range=kept.mean())
    return points.join(summary, on=PHASE, how="left", maintain_order="left", nulls_equal=True).with_columns(
        lower=pl.col("mean") - limit * pl.col("_range"), upper=pl.col("mean") + limit * pl.col("_range")
    )


def _ruled(points: pl.DataFrame, limit: float) -> pl.DataFrame:
    """Mark each point with the first rule that it breaks."""
    value, mean = pl.col("value"), pl.col("mean")
    outside = ((value > pl.col("upper")) | (value < pl.col("lower"))).fill_null(False)
    near = ((value - mean).abs() > limit * NEAR * pl.col("_range")).fill_null(False)
    first = pl.col("_number") == 0
    marked = points.with_columns(
        _outside=outside,
        _near=near & ~outside,
        _side=(value - mean).sign().cast(pl.Int8),
        _step=pl.when(~first).then((value - value.shift(1)).sign().cast(pl.Int8)),
    )
    marked = marked.with_columns(
        _side_run=pl.len().over(pl.struct("_run_of_phase", "_side").rle_id()),
        _step_run=pl.len().over(pl.struct("_run_of_phase", "_step").rle_id()),
        _three=_two_of_three_ending_here(),
    )
    return marked.with_columns(special_cause=_label())


def _two_of_three_ending_here() -> pl.Expr:
    """Of this point and the two before it, all on one side, at least two lie near the limit."""
    near, side = pl.col("_near").cast(pl.Int8), pl.col("_side")
    total = near + near.shift(1) + near.shift(2)
    one_side = (side + side.shift(1) + side.shift(2)).abs() == 3
    return ((pl.col("_number") >= 2) & (total >= 2) & one_side).fill_null(False)


def _label() -> pl.Expr:
    value, side = pl.col("value"), pl.col("_side")
    three = pl.col("_three")
    two_of_three = pl.col("_near") & (three | three.shift(-1, fill_value=False) | three.shift(-2, fill_value=False))
    run = pl.col("_side_run") >= RUN
    return (
        pl.when(value.is_null() | pl.col("mean").is_null())
        .then(None)
        .when(pl.col("_outside") & (value > pl.col("upper")))
        .then(pl.lit(ABOVE))
        .when(pl.col("_outside"))
        .then(pl.lit(BELOW))
        .when(_trend(1))
        .then(pl.lit(RISING))
        .when(_trend(-1))
        .then(pl.lit(FALLING))
        .when(two_of_three & (side > 0))
        .then(pl.lit(TWO_ABOVE))
        .when(two_of_three)
        .then(pl.lit(TWO_BELOW))
        .when(run & (side > 0))
        .then(pl.lit(RUN_ABOVE))
        .when(run & (side < 0))
        .then(pl.lit(RUN_BELOW))
        .otherwise(pl.lit(COMMON_CAUSE))
    )


def _trend(direction: int) -> pl.Expr:
    """The point is one of seven that strictly rise or fall: it ends a long enough run of steps, or begins one."""
    in_run = ((pl.col("_step") == direction) & (pl.col("_step_run") >= TREND - 1)).fill_null(False)
    same_phase = pl.col("_number").shift(-1, fill_value=0) > 0
    return in_run | (in_run.shift(-1, fill_value=False) & same_phase)


def _typed(points: pl.DataFrame) -> pl.DataFrame:
    """Read each label as good or bad by the direction of improvement."""
    label, improvement = pl.col("special_cause"), pl.col("improvement")
    high = label.is_in([ABOVE, RISING, TWO_ABOVE, RUN_ABOVE])
    good = high == (improvement == "increase")
    return points.with_columns(
        point_type=pl.when(label.is_null())
        .then(None)
        .when(label == COMMON_CAUSE)
        .then(pl.lit("common_cause"))
        .when((improvement == "neutral") & high)
        .then(pl.lit("special_cause_neutral_high"))
        .when(improvement == "neutral")
        .then(pl.lit("special_cause_neutral_low"))
        .when(good)
        .then(pl.lit("special_cause_improvement"))
        .otherwise(pl.lit("special_cause_concern"))
    )

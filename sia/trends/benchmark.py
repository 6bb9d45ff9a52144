"""A value against a benchmark: better, similar or worse, at 95 % and at 99.8 %.

As the public health profiles compare: similar when the benchmark lies inside the area's interval, limits included;
otherwise better or worse by the indicator's polarity.
"""

from __future__ import annotations

import polars as pl

BETTER, SIMILAR, WORSE, NOT_COMPARED = "better", "similar", "worse", "not compared"


def against_benchmark(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `position`, `method` and `reason` to each row, and `position_998` if the frame has `lower_998` and `upper_998`.

    The frame has the columns value, lower, upper, benchmark (numbers) and polarity ('lower' or 'higher' says which is
    better; anything else is no polarity). `position` is better, similar, worse or not compared; `method` is 'benchmark' where
    it is compared, `reason` says why it is not.
    """
    reason = _reason("value", "lower", "upper")
    method = pl.when(reason.is_null()).then(pl.lit("benchmark"))
    columns = {"position": _position("lower", "upper", reason), "method": method, "reason": reason}
    if {"lower_998", "upper_998"} <= set(frame.columns):
        columns["position_998"] = _position("lower_998", "upper_998", _reason("value", "lower_998", "upper_998"))
    return frame.with_columns(**columns)


def _position(lower: str, upper: str, reason: pl.Expr) -> pl.Expr:
    below, above = pl.col(upper) < pl.col("benchmark"), pl.col(lower) > pl.col("benchmark")
    lower_is_better = pl.col("polarity") == "lower"
    return (
        pl.when(reason.is_not_null())
        .then(pl.lit(NOT_COMPARED))
        .when(~below & ~above)
        .then(pl.lit(SIMILAR))
        .when(below == lower_is_better)
        .then(pl.lit(BETTER))
        .otherwise(pl.lit(WORSE))
    )


def _reason(value: str, lower: str, upper: str) -> pl.Expr:
    return (
        pl.when(_unknown(value))
        .then(pl.lit("there is no value"))
        .when(_unknown("benchmark"))
        .then(pl.lit("there is no benchmark"))
        .when(_unknown(lower) | _unknown(upper))
        .then(pl.lit("the value has no interval"))
        .when(~pl.col("polarity").is_in(["lower", "higher"]).fill_null(False))
        .then(pl.lit("it is not laid down whether lower or higher is better"))
    )


def _unknown(column: str) -> pl.Expr:
    return pl.col(column).is_null() | pl.col(column).cast(pl.Float64).is_nan()

"""Funnel limits: how far small areas stray from the whole by chance alone.

Exact Poisson limits at 0.025 and 0.001 on either side (95 % and 99.8 %), as in PHEindicatormethods 2.1.0, which finds the
same limits by bisection in steps of 1e-7. They know nothing of the over-dispersion of crime: on real wards far more than
chance lies outside, so that they order areas for a closer look and do not judge them.
"""

from __future__ import annotations

import polars as pl

from sia.trends.rates import exact_lower, exact_upper

SIDES = {"025": 0.95, "001": 0.998}
INSIDE = "not significant"


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

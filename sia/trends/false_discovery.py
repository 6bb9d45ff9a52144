"""Many comparisons at once: how many of the called ones would be false alarms (Benjamini and Hochberg 1995)."""

from __future__ import annotations

import polars as pl


def adjust(frame: pl.DataFrame, family: str | list[str], p_value: str = "p_value") -> pl.DataFrame:
    """Add `q_value` and `family_size` to a frame of tests, row order kept.

    `family` names the column or columns whose values set the families apart. The q-value is the smallest false-discovery
    rate at which the row would be called; `family_size` (Int64) counts the rows of the family that have a p-value. A row
    without one (null or NaN) stays out: its q-value is null.
    """
    families = [family] if isinstance(family, str) else list(family)
    value = pl.col(p_value).fill_nan(None)
    tests = value.count().over(families)
    rank = value.rank("max").over(families)
    step_up = (
        pl.when(value.is_not_null())
        .then((value * tests / rank).clip(upper_bound=1.0))
        .cum_min(reverse=True)
        .over(families, order_by=value)
    )
    return frame.with_columns(q_value=pl.when(value.is_not_null()).then(step_up), family_size=tests.cast(pl.Int64))

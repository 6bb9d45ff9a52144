"""Totals weighted by harm: both periods of each indicator whose kinds of offence have weights, compared."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.signals.measured import Measured
from sia.signals.windows import MONTHS_PER_ROW, windows_of
from sia.trends.weighted_counts import compare_weighted


def harm_totals(keys: pl.DataFrame, monthly: pl.DataFrame, measured: Measured, as_at: date) -> pl.DataFrame:
    """One row a counted indicator with weighted kinds: points of both periods, their ratio with its limits, or a reason.

    `keys` has the columns series, indicator, strand, basis and frequency; `monthly` series, month, count, pool and lends.
    `heaviest` is the kind that adds most to the variance.
    """
    named = measured.harm_parts.join(keys, on=["indicator", "strand"], how="inner")
    groups = keys.filter(pl.col("frequency").is_in(["monthly", "quarterly"])).partition_by(
        "basis", "frequency", maintain_order=True
    )
    compared = [_compare(group, named, monthly, as_at) for group in groups]
    if not compared or named.is_empty():
        return pl.DataFrame(schema={"indicator": pl.String})
    strands = named.select(heaviest="series", strand="strand")
    return (
        pl.concat(compared)
        .rename({"series": "indicator"})
        .join(strands, on="heaviest", how="left")
        .with_columns(heaviest="strand")
    )


def _compare(keys: pl.DataFrame, parts: pl.DataFrame, monthly: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """The indicators of one basis and frequency, which share their windows and lend one another their variation."""
    basis, frequency = keys["basis"][0], keys["frequency"][0]
    step = MONTHS_PER_ROW[frequency]
    # rows of several months that do not begin when quarters do cannot be laid out
    fits = ((pl.col("month").dt.month() - 1) % step == 0).all().over("series")
    own = monthly.join(keys.select("series"), on="series", how="semi").filter(fits)
    weights = parts.join(keys.select("series"), on="series", how="semi").select("series", "weight", total="indicator")
    return compare_weighted(own, weights, *windows_of(basis, frequency, as_at), months_per_row=step)

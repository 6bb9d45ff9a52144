"""Places, wards, smaller areas and groups of them: every indicator's change in each, called only within false-discovery control."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.signals.comparisons import Bands, compare_series
from sia.signals.measured import Measured, series_name


def small_areas(
    about: pl.DataFrame, measured: Measured, breaks: pl.DataFrame, as_at: date, bands: Bands
) -> pl.DataFrame:
    """One row a monthly indicator and area: two counts, the ratio with its limits, and a signal.

    `about` lists the indicators; `breaks` are those of their totals (indicator, date, direction, what).
    """
    compared = _compared(about, measured.of_areas, breaks, as_at, bands)
    if compared.is_empty():
        return compared
    names = measured.areas.select("area_code", "name").unique("area_code", keep="first", maintain_order=True)
    return compared.join(names, on="area_code", how="left").with_columns(pl.col("name").fill_null("not placed"))


def area_groups(
    about: pl.DataFrame, measured: Measured, breaks: pl.DataFrame, as_at: date, bands: Bands
) -> pl.DataFrame:
    """The same of groups of small areas: the level is the dimension, the area's code the group."""
    months = measured.group_months.rename({"dimension": "level", "area_group": "area_code"})
    return _compared(about, months, breaks, as_at, bands)


def _compared(
    about: pl.DataFrame, of_areas: pl.DataFrame, breaks: pl.DataFrame, as_at: date, bands: Bands
) -> pl.DataFrame:
    """The family of false-discovery control is an indicator's areas of one level."""
    wanted = about.filter(pl.col("frequency") == "monthly").select(
        "indicator", "polarity", "basis", "frequency", "unserved"
    )
    counts = of_areas.join(wanted.select("indicator"), on="indicator", how="semi").with_columns(
        series_name("indicator", "level", "area_code"), pool=series_name("indicator", "level").alias("pool")
    )
    keys = (
        counts.select("series", "indicator", "level", "area_code", family="pool")
        .unique()
        .join(wanted, on="indicator", how="left")
        .sort("series")
    )
    if keys.is_empty():
        return keys
    own = keys.select("series", "indicator").join(breaks, on="indicator").select("series", "date", "direction", "what")
    return compare_series(keys, counts.select("series", "month", "count", "pool"), own, as_at, bands)

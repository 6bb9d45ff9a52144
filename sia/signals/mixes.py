"""Whether what an indicator is made up of changes with the season, and which parts lead in which season."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from sia.trends.false_discovery import adjust
from sia.trends.ordered_parts import ordered_parts
from sia.trends.seasonal_mix import seasonal_mix

FALSE_DISCOVERY_RATE = 0.05


def mixes(
    keys: pl.DataFrame, monthly: pl.DataFrame, breaks: pl.DataFrame, overlapping: Collection[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns of MIXES and of MIX_CELLS (`frames.py`), a row an indicator with strands, and a row a strand and season.

    `keys` has series, indicator, strand, strand_title, source and frequency; `monthly` series, month and count; `breaks`
    series and date: what touches any series of an indicator bounds the years of all. `overlapping` names indicators of
    which one event can be in several strands. The indicators are tested side by side: `changes` only where the
    false-discovery rate over all of them lets it be. In each season the strands are put in order, `like_next` where
    chance, at the dispersion of the mix, may have put one before the next.
    """
    of_months = keys.filter(pl.col("frequency") == "monthly")
    about = of_months.filter(pl.col("strand") != "").select(
        "series", "strand_title", "source", family="indicator", part="strand"
    )
    counts = monthly.join(about, on="series").select("family", "part", "month", "count")
    touching = breaks.join(of_months, on="series").select("date", series="indicator")
    found = seasonal_mix(counts, touching, overlapping)
    families = adjust(found.families, "method").with_columns(
        changes=(pl.col("q_value") < FALSE_DISCOVERY_RATE).fill_null(False)
    )
    told = families.select("family", dispersion=pl.col("dispersion"), degrees_of_freedom="degrees_within")
    ordered = ordered_parts(found.cells.drop("share").join(told, on="family", how="left"), ["family", "season"])
    cells = ordered.join(about.drop("series"), on=["family", "part"], how="left").rename(
        {"family": "indicator", "part": "strand"}
    )
    return families.rename({"family": "indicator"}), cells

"""Monthly counts by district and type from published street-level files, which tests and benchmarks share."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl

SHARED = Path(os.environ.get("SIA_SHARED", Path(__file__).parents[2] / "shared")) / "data"
COLUMNS = ["Month", "LSOA name", "Crime type"]
FEWEST_A_MONTH = 5


def files_of(force: str) -> list[Path]:
    """The monthly files of a force, in order; none where the data are not here."""
    return sorted((SHARED / f"police-uk-{force}").glob(f"20*-{force}-street.csv.gz"))


def district_counts(force: str, last: date, fewest: float = FEWEST_A_MONTH) -> pl.DataFrame:
    """Counts of all series (district and type) with `fewest` a month or more, up to `last`: series, pool, month, count.

    The district is the LSOA's name less its last word; months without an event count nought. Series of one force share
    a pool.
    """
    rows = pl.concat(
        [pl.read_csv(file, columns=COLUMNS, infer_schema=False).select(COLUMNS) for file in files_of(force)]
    )
    name = pl.col("LSOA name")
    counts = (
        rows.drop_nulls()
        .select(
            month=(pl.col("Month") + "-01").str.to_date(),
            series=pl.concat_str(name.str.slice(0, name.str.len_chars() - 5), pl.lit(" | "), pl.col("Crime type")),
        )
        .filter(pl.col("month") <= last)
        .group_by("series", "month")
        .agg(count=pl.len().cast(pl.Int64))
    )
    every = counts.select("series").unique().join(counts.select("month").unique(), how="cross")
    return (
        every.join(counts, on=["series", "month"], how="left")
        .select("series", "month", pl.col("count").fill_null(0), pool=pl.lit(force))
        .filter(pl.col("count").mean().over("series") >= fewest)
        .sort("series", "month")
    )

"""Steps in a series that look like a change of recording: suspected, never confirmed, by statistics alone.

A step must be large (the level at least doubles or at most halves), far beyond the noise of the series, and lasting.
What a step means is for the agency to say: real events can double too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from sia.trends.series_grid import SeriesGrid

if TYPE_CHECKING:
    from datetime import date

FACTOR = 2.0
YEAR, FEWEST_PAIRS, NEAR = 12, 6, 3
FALSE_ALARMS = 0.001
NOISE_MULTIPLE, ROBUST, ENOUGH_CHANGES, ASSUMED_NOISE = 4.0, 1.4826, 20, 0.3
SCHEMA = {"series": pl.String, "period": pl.Date, "before": pl.Float64, "after": pl.Float64, "factor": pl.Float64}


def monthly_shifts(monthly: pl.DataFrame) -> pl.DataFrame:
    """The largest suspected step of each series of months, if any.

    `monthly` has the columns series, month and count, without a row for months that are not covered. Up to twelve months
    from a split on are compared with the same months a year earlier (at least six pairs), so that a season is no step:
    the mean difference of logarithms by its t statistic, its variance no smaller than Poisson's, at a level of 0.001
    shared among the splits. The medians of the three months on either side must also differ by at least the root of the
    factor, which a gradual rise does not. Returns one row a step: its first month, and the mean counts a month of the
    months compared, before and after.
    """
    if not monthly.height:
        return pl.DataFrame(schema=SCHEMA)
    grid = SeriesGrid.from_frame(monthly)
    splits = range(YEAR, grid.counts.shape[1] - FEWEST_PAIRS + 1)
    if not len(splits):
        return pl.DataFrame(schema=SCHEMA)
    tried = [_split(grid.counts, split, FALSE_ALARMS / len(splits)) for split in splits]
    local = np.stack([one[0] for one in tried])
    best = local.argmax(axis=0)
    rows = []
    for series in np.flatnonzero(local.max(axis=0) > 0):
        _, before, after = tried[best[series]]
        month = grid.months[splits[best[series]]]
        rows.append(_row(grid.series[series], month, before[series], after[series]))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _split(counts: np.ndarray, split: int, level: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How large the jump at a split is (0 where it is no step), and the mean counts before and after, a value a series."""
    from scipy.special import stdtrit

    end = min(split + YEAR, counts.shape[1])
    after, before = counts[:, split:end], counts[:, split - YEAR : end - YEAR]
    both = np.isfinite(after) & np.isfinite(before)
    pairs = both.sum(axis=1)
    after, before = np.where(both, after, 0), np.where(both, before, 0)
    apart = np.where(both, np.log((after + 0.5) / (before + 0.5)), 0)
    mean = apart.sum(axis=1) / np.maximum(pairs, 1)
    spread = np.where(both, (apart - mean[:, None]) ** 2, 0).sum(axis=1) / np.maximum(pairs - 1, 1)
    least = 1 / (before.sum(axis=1) + 0.5) + 1 / (after.sum(axis=1) + 0.5)
    error = np.sqrt(np.maximum(spread / np.maximum(pairs, 1), least))
    limit = stdtrit(np.maximum(pairs - 1, 1), 1 - level / 2)
    jump = _local_jump(counts, split)
    ratio = np.log((after.sum(axis=1) + 0.5) / (before.sum(axis=1) + 0.5))
    stands = (pairs >= FEWEST_PAIRS) & (np.abs(ratio) >= np.log(FACTOR)) & (np.abs(mean) >= limit * error)
    stands &= (np.sign(jump) == np.sign(ratio)) & (np.abs(jump) >= np.log(FACTOR) / 2)
    means = (total / np.maximum(pairs, 1) for total in (before.sum(axis=1), after.sum(axis=1)))
    return np.where(stands, np.abs(jump), 0.0), *means


def _local_jump(counts: np.ndarray, split: int) -> np.ndarray:
    """The logarithm of the median of the three months after a split over that of the three before; 0 if one is missing."""
    before, after = counts[:, split - NEAR : split], counts[:, split : split + NEAR]
    known = np.isfinite(before).all(axis=1) & np.isfinite(after).all(axis=1)
    medians = [np.median(np.where(known[:, None], part, 0.0), axis=1) + 0.5 for part in (before, after)]
    return np.where(known, np.log(medians[1] / medians[0]), 0.0)


def yearly_shifts(yearly: pl.DataFrame) -> pl.DataFrame:
    """Every suspected step in series of one value a year.

    `yearly` has the columns series, pool, period (the first day of its year) and value. A change from one value to the
    next is a step when it is at least twofold; at least four times the noise, which is 1.4826 times the median size of
    such changes among all series of the pool, with Poisson's part of the two values added; and lasting: the next value,
    where there is one, lies on the same side of the geometric middle, and the value before the step on the other. With
    fewer than 20 changes in the pool its noise is not known and taken to be at least 0.3 (a third up or down in a usual
    year). Returns one row a step: its first period, and the values before and after.
    """
    known = yearly.filter(pl.col("value").is_between(0, float("inf"), closed="left")).sort("series", "period")
    if not known.height:
        return pl.DataFrame(schema=SCHEMA)
    shifted = known.with_columns(level=(pl.col("value") + 0.5).log()).with_columns(
        before=pl.col("value").shift(1).over("series"),
        change=pl.col("level").diff().over("series"),
        earlier=pl.col("level").shift(2).over("series"),
        later=pl.col("level").shift(-1).over("series"),
    )
    noise = shifted.group_by("pool").agg(
        noise=ROBUST * pl.col("change").abs().median(), changes=pl.col("change").count()
    )
    middle, sign = pl.col("level") - pl.col("change") / 2, pl.col("change").sign()
    lasting = ((pl.col("later") - middle) * sign > 0).fill_null(value=True)
    new = ((middle - pl.col("earlier")) * sign > 0).fill_null(value=True)
    uncertain = pl.col("changes") < ENOUGH_CHANGES
    scale = pl.when(uncertain).then(pl.max_horizontal("noise", pl.lit(ASSUMED_NOISE))).otherwise(pl.col("noise"))
    beyond = (scale**2 + 1 / (pl.col("value") + 0.5) + 1 / (pl.col("before") + 0.5)).sqrt()
    found = shifted.join(noise, on="pool", how="left").filter(
        (pl.col("change").abs() >= np.log(FACTOR))
        & (pl.col("change").abs() >= NOISE_MULTIPLE * beyond)
        & lasting
        & new
        & (pl.col("earlier").is_not_null() | pl.col("later").is_not_null())
    )
    rows = [_row(*row) for row in found.select("series", "period", "before", "value").sort("series", "period").rows()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(series: str, period: date, before: float, after: float) -> tuple[str, date, float, float, float]:
    larger, smaller = max(before, after), min(before, after)
    return series, period, float(before), float(after), float((larger + 0.5) / (smaller + 0.5))

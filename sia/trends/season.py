"""The season of monthly counts: by how much each month of the year usually lies above or below the others.

Multiplicative, on rates per day, from complete years: the month factors of the month x year Poisson fit, drawn towards
no season by the share of their spread that chance explains (James and Stein 1961; Morris 1983). A series of fewer than
three years is drawn towards the season of its pool instead, if that has at least five series with a season to show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sia.trends.recording_breaks import after_last_break
from sia.trends.series_grid import SeriesGrid
from sia.trends.variation import SMALLEST_POOL, Pools, expected_counts, usual_variation

MONTHS = 12
FEWEST_MONTHS = 24
LONG_ENOUGH_ALONE = 36
PEAK = 1.05
PEAK_Z = 2.638
SHORT = "fewer than 24 months in a row are known"
SHORT_SINCE_BREAK = "fewer than 24 months in a row are known since the last recording break"
TOO_FEW = "too few events to tell one month from another"
SMALLEST_TOTAL = 60


@dataclass(frozen=True)
class Season:
    """Arrays of series x 12 (January first): the index, 1 where unknown, and its z-score before shrinkage; one value a
    series: strength (0 to 1), months used, and the reason why there is none."""

    index: np.ndarray
    z_score: np.ndarray
    strength: np.ndarray
    months_used: np.ndarray
    reason: np.ndarray


def monthly_index(monthly: pl.DataFrame, breaks: pl.DataFrame | None = None) -> pl.DataFrame:
    """The season of each series, twelve rows a series: `series`, `calendar_month` (1 to 12), `index`, `strength`,
    `peak`, `first_month` and `last_month` (between which months were used; null without a season), `months_used`, `method`
    and `reason`.

    `index` is the month's rate per day as a multiple of the year's mean, shrunk; `strength` is the share (0 to 1) of
    the months' spread that chance does not explain; `peak` marks months whose index is at least 1.05 and whose unshrunk
    excess passes a one-sided 5 % test allowing for twelve months. Only complete years that end with the newest month
    count, and only months after a series' last break (`breaks`: series, date; one after the newest month is still to come).
    With fewer than 24 such months, or fewer than 60 events in them, index and strength are null, `peak` false, and
    `reason` says so.
    """
    grid = SeriesGrid.from_frame(monthly)
    after = after_last_break(grid.series, grid.months, breaks)
    counts = np.where(after, grid.counts, np.nan)
    season = find_season(counts, grid.exposure, grid.pool, grid.first.month, grid.lends)
    cut = ~after.all(axis=1) & np.equal(season.reason, SHORT)
    reason = np.where(cut, SHORT_SINCE_BREAK, season.reason)
    ends = _ends(grid, np.isfinite(counts) & (grid.exposure > 0), season.months_used)
    return _frame(grid.series, season, reason, ends)


def adjusted(monthly: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """The monthly frame with `adjusted`: the count divided by its month's index; the count itself without a season."""
    factors = index.select("series", _month=pl.col("calendar_month"), _index="index")
    return (
        monthly.with_columns(pl.col("series").cast(pl.String), _month=pl.col("month").dt.month().cast(pl.Int64))
        .join(factors, on=["series", "_month"], how="left", maintain_order="left", validate="m:1")
        .with_columns(adjusted=pl.col("count") / pl.col("_index").fill_null(1.0))
        .drop("_month", "_index")
    )


def find_season(
    counts: np.ndarray, exposure: np.ndarray, pool: np.ndarray, first_month: int, lends: np.ndarray | None = None
) -> Season:
    """The season from arrays of series x months, NaN missing; `first_month` is the first column's calendar month.

    `pool` and `lends` as in `usual_variation`: a total whose parts are in its pool lends no season either.
    """
    if not counts.size:
        return _no_season(len(counts))
    used = complete_years(np.isfinite(counts) & (exposure > 0))
    months_used = used.sum(axis=1)
    calendar = (first_month - 1 + np.arange(counts.shape[1])) % MONTHS
    events = np.where(used, counts, np.nan)
    total = np.nansum(events, axis=1)
    reason = np.where(months_used < FEWEST_MONTHS, SHORT, np.where(total < SMALLEST_TOTAL, TOO_FEW, None))
    known = np.equal(reason, None)
    pools = Pools.of(pool, lends)
    dispersion = usual_variation(events, exposure, MONTHS, pool, 0, lends).dispersion
    raw, variance = _raw_index(events, exposure, used, calendar, dispersion)
    target = _pool_season(raw, variance, known & (months_used < LONG_ENOUGH_ALONE), known, pools)
    shrunk, strength = _drawn(raw, variance, target)
    return Season(
        index=np.where(known[:, None], shrunk, 1.0),
        z_score=np.where(known[:, None], (raw - 1) / np.sqrt(variance), 0.0),
        strength=np.where(known, strength, 0.0),
        months_used=months_used,
        reason=reason,
    )


def _no_season(series: int) -> Season:
    blank = np.zeros((series, MONTHS))
    reason = np.full(series, SHORT, dtype=object)
    return Season(blank + 1, blank, np.zeros(series), np.zeros(series, dtype=int), reason)


def complete_years(observed: np.ndarray) -> np.ndarray:
    """Mark the unbroken run of months that ends with each series' newest one, cut to whole years (series x months)."""
    backwards = observed[:, ::-1]
    begun = np.maximum.accumulate(backwards, axis=1)
    run = begun & (np.cumsum(begun & ~backwards, axis=1) == 0)
    place = np.cumsum(run, axis=1)
    whole_years = run.sum(axis=1) // MONTHS * MONTHS
    return (run & (place <= whole_years[:, None]))[:, ::-1]


def _raw_index(
    events: np.ndarray, exposure: np.ndarray, used: np.ndarray, calendar: np.ndarray, dispersion: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Month factors of mean 1 and the variance that chance gives them, each series x 12."""
    years = (events.shape[1] - 1 - np.arange(events.shape[1])) // MONTHS
    weight = np.where(used, exposure, 0.0)
    fitted = expected_counts(events, weight, used, years, calendar)
    in_month = np.eye(MONTHS)[calendar]
    one_year = used & (np.cumsum(used[:, ::-1], axis=1)[:, ::-1] <= MONTHS)
    by_month = (np.where(one_year, fitted, 0) / np.maximum(weight, 1e-9)) @ in_month
    level = by_month.mean(axis=1, keepdims=True)
    raw = np.divide(by_month, level, out=np.ones_like(by_month), where=level > 0)
    month_events = np.maximum(fitted @ in_month, 1.0)
    noise = np.where(dispersion > 1, dispersion, 1.0)[:, None]
    return raw, noise * np.maximum(raw, 0.05) ** 2 / month_events


def _pool_season(
    raw: np.ndarray, variance: np.ndarray, short: np.ndarray, known: np.ndarray, pools: Pools
) -> np.ndarray:
    """What each series is drawn towards: 1, or for short series of a large enough pool the pool's own shrunk season.

    Like series share their shocks, so a pool's mean is taken to be no surer than one of its series.
    """
    number, lent = pools.number, known * pools.lends
    size = np.bincount(number, lent)[number]
    weight = np.where(known, pools.lends, 0.0)[:, None] / variance
    sums = np.zeros((number.max() + 1, MONTHS))
    weights = np.zeros_like(sums)
    np.add.at(sums, number, weight * raw)
    np.add.at(weights, number, weight)
    mean = np.divide(sums, weights, out=np.ones_like(sums), where=weights > 0)
    members = np.bincount(number, lent, minlength=len(sums))[:, None]
    pooled, _ = _drawn(mean, members / np.maximum(weights, 1e-9), np.ones_like(mean))
    return np.where((short & (size >= SMALLEST_POOL))[:, None], pooled[number], 1.0)


def _drawn(raw: np.ndarray, variance: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The index drawn towards its target, and its strength as a whole (against no season)."""
    chance = variance.mean(axis=1)

    def real_share(distance: np.ndarray) -> np.ndarray:
        spread = (distance**2).sum(axis=1) / (MONTHS - 1)
        return np.divide(np.maximum(spread - chance, 0), spread, out=np.zeros_like(spread), where=spread > 0)

    drawn = target + real_share(raw - target)[:, None] * (raw - target)
    return drawn / drawn.mean(axis=1, keepdims=True), real_share(raw - 1)


def _ends(grid: SeriesGrid, known: np.ndarray, months_used: np.ndarray) -> pl.DataFrame:
    """The first and the last of the months used, twelve equal rows a series; of a series without any they mean nothing."""
    last = known.shape[1] - 1 - known[:, ::-1].argmax(axis=1) if known.size else np.zeros(len(known), dtype=int)
    months = pl.Series(grid.months, dtype=pl.Date)
    ends = {"first_month": np.clip(last - months_used + 1, 0, last), "last_month": last}
    return pl.DataFrame({name: months.gather(np.repeat(place, MONTHS)) for name, place in ends.items()})


def _frame(series: list[str], season: Season, reason: np.ndarray, ends: pl.DataFrame) -> pl.DataFrame:
    count = len(series)
    known = np.repeat(np.equal(reason, None), MONTHS)
    index = season.index.reshape(-1)
    return pl.DataFrame(
        {
            "series": pl.Series([name for name in series for _ in range(MONTHS)], dtype=pl.String),
            "calendar_month": pl.Series(np.tile(np.arange(1, MONTHS + 1), count), dtype=pl.Int64),
            "index": np.where(known, index, np.nan),
            "strength": np.where(known, np.repeat(season.strength, MONTHS), np.nan),
            "peak": known & (index >= PEAK) & (season.z_score.reshape(-1) > PEAK_Z),
            **ends.to_dict(),
            "months_used": pl.Series(np.repeat(season.months_used, MONTHS), dtype=pl.Int64),
            "reason": pl.Series(np.repeat(reason, MONTHS).tolist(), dtype=pl.String),
        }
    ).with_columns(
        pl.col("index", "strength").fill_nan(None),
        pl.when(pl.col("reason").is_null()).then(pl.col("first_month", "last_month")),
        method=pl.when(pl.col("reason").is_null()).then(pl.lit("season")),
    )

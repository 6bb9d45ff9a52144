"""Whether the kind of event changes with the season: the parts of a total, by season of the year.

In each year the part an event belongs to is set against the season it falls in, so that a mix which drifts over the
years, and seasons with more events than others, do not matter. The statistic is the generalised test of Cochran, Mantel
and Haenszel (Landis, Heyman and Koch 1978) with years as strata. It is divided by a dispersion, as quasi-Poisson models
are (McCullagh and Nelder 1989, chapter 4): how far the mix of one season differs from year to year, once years and
seasons are allowed their own mix. F takes the place of chi-square for not knowing that dispersion well.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from sia.calendar import season_of
from sia.trends.false_discovery import adjust
from sia.trends.recording_breaks import after_last_break
from sia.trends.season import SHORT, SHORT_SINCE_BREAK, complete_years
from sia.trends.series_grid import SeriesGrid

SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS, FEWEST_YEARS, FEWEST_EVENTS, FEWEST_DEGREES = 12, 2, 60, 3
FITTING_ROUNDS = 100
LEVEL = 0.05
METHOD = "seasonal_mix"
OVERLAPPING = "one event can be in several parts"
ONE_PART = "there is one part only"
TOO_FEW = "too few events to tell the mix of one season from that of another"
#: The place in SEASONS of each calendar month, January first.
SEASON_OF_MONTH = np.array([SEASONS.index(season_of(date(2001, month, 1))) for month in range(1, MONTHS + 1)])


FAMILIES = {
    "family": pl.String,
    "years_used": pl.Int64,
    "first_month": pl.Date,
    "last_month": pl.Date,
    "events": pl.Int64,
    "statistic": pl.Float64,
    "degrees_between": pl.Int64,
    "degrees_within": pl.Int64,
    "dispersion": pl.Float64,
    "p_value": pl.Float64,
    "method": pl.String,
    "reason": pl.String,
}
CELLS = {
    "family": pl.String,
    "part": pl.String,
    "season": pl.String,
    "count": pl.Int64,
    "season_total": pl.Int64,
    "share": pl.Float64,
    "other_share": pl.Float64,
    "p_value": pl.Float64,
    "q_value": pl.Float64,
    "differs": pl.String,
}


@dataclass(frozen=True)
class SeasonalMix:
    """What `seasonal_mix` returns: a row a family, and a row a family, part and season."""

    families: pl.DataFrame
    cells: pl.DataFrame


@dataclass(frozen=True)
class _Table:
    """Counts by family, part, season and year of its own (the newest is 0), and the months that they are of."""

    counts: np.ndarray
    parts: np.ndarray
    years: np.ndarray
    first: np.ndarray
    last: np.ndarray
    reason: np.ndarray


def seasonal_mix(
    monthly: pl.DataFrame, breaks: pl.DataFrame | None = None, overlapping: Collection[str] = ()
) -> SeasonalMix:
    """Test for each family of parts whether its mix differs between spring, summer, autumn and winter.

    `monthly` has `family`, `part`, `month` (first day) and `count`, a row a part and month. Only whole years count: those
    that end with the newest month known of all parts, without a gap, after the family's last break (`breaks`: series,
    date, where the series is the family). `overlapping` names families whose parts share events.

    `families`, a row a family: `years_used`, `first_month` and `last_month` of those years, `events` in them,
    `statistic` (F), `degrees_between` and `degrees_within`, `dispersion` (variance as a multiple of what chance gives),
    `p_value`, `method` and `reason`. `cells`, a row a family, part and season, in the order of SEASONS: `count` over all
    years used, `season_total`, `share` (0 to 1; null in a season without events), `other_share` of the part in the three
    other seasons, and of the part in the season against the other three `p_value`, `q_value` (over all of the family's
    cells) and `differs`: 'more' or 'fewer' of the season's events than of the others' where the q-value is below 0.05
    and the family's p-value too, else null. With fewer than two whole years, fewer than 60 events, parts that overlap,
    fewer than two parts with events, or nothing left to tell the dispersion by, there is a `reason` and no cell.
    """
    monthly = monthly.cast({"family": pl.String, "part": pl.String})
    if monthly["family"].null_count() or monthly["part"].null_count():
        raise ValueError("a row without a family or a part")
    families = monthly["family"].unique().sort()
    if not families.len():
        return SeasonalMix(pl.DataFrame(schema=FAMILIES), pl.DataFrame(schema=CELLS))
    parts = monthly.select("family", "part").unique().sort("family", "part")
    table = _table(monthly, parts, families, breaks, overlapping)
    found = _tested(table.counts, table.parts)
    few = np.where(table.counts.sum(axis=(1, 2, 3)) < FEWEST_EVENTS, TOO_FEW, None)
    few = np.where(np.equal(few, None) & ~(found["degrees_within"] >= FEWEST_DEGREES), TOO_FEW, few)
    table = replace(table, reason=np.where(np.equal(table.reason, None), few, table.reason))
    frame = _family_frame(families, table, found)
    return SeasonalMix(frame, _cell_frame(parts, frame, table, found))


def _table(
    monthly: pl.DataFrame,
    parts: pl.DataFrame,
    families: pl.Series,
    breaks: pl.DataFrame | None,
    overlapping: Collection[str],
) -> _Table:
    """The counts of the whole years that each family has, and why it has none."""
    grid, of_part = _grid(monthly, parts), _numbers(parts["family"], families)
    known = np.ones((families.len(), grid.counts.shape[1]), dtype=bool)
    np.logical_and.at(known, of_part, np.isfinite(grid.counts))
    after = after_last_break(families.to_list(), grid.months, breaks)
    used = complete_years(known & after)
    cut = ~after.all(axis=1) & (complete_years(known).sum(axis=1) >= MONTHS * FEWEST_YEARS)
    years = used.sum(axis=1) // MONTHS
    year_of = (np.cumsum(used[:, ::-1], axis=1)[:, ::-1] - 1) // MONTHS
    place = np.concatenate([np.arange(size) for size in np.bincount(of_part)])
    counts = np.zeros((families.len(), place.max() + 1, len(SEASONS), max(years.max(), 1)))
    calendar = (grid.first.month - 1 + np.arange(grid.counts.shape[1])) % MONTHS
    row, column = np.nonzero(used[of_part])
    family = of_part[row]
    at = (family, place[row], SEASON_OF_MONTH[calendar[column]], year_of[family, column])
    np.add.at(counts, at, grid.counts[row, column])
    with_events = (counts.sum(axis=(2, 3)) > 0).sum(axis=1)
    reason = np.where(with_events < 2, np.where(np.bincount(of_part) < 2, ONE_PART, TOO_FEW), None)
    reason = np.where(years < FEWEST_YEARS, np.where(cut, SHORT_SINCE_BREAK, SHORT), reason)
    reason = np.where(families.is_in(list(overlapping)).to_numpy(), OVERLAPPING, reason)
    months = np.array(grid.months, dtype="datetime64[D]")
    ends = [np.where(years > 0, months[pick], np.datetime64("NaT")) for pick in _ends(used)]
    return _Table(counts, place, years, *ends, reason)


def _ends(used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last column in use."""
    return used.argmax(axis=1), used.shape[1] - 1 - used[:, ::-1].argmax(axis=1)


def _grid(monthly: pl.DataFrame, parts: pl.DataFrame) -> SeriesGrid:
    """One row a part, in the order of `parts`."""
    numbered = parts.with_columns(series=pl.int_range(pl.len()).cast(pl.String).str.zfill(9))
    return SeriesGrid.from_frame(monthly.join(numbered, on=["family", "part"]).select("series", "month", "count"))


def _numbers(names: pl.Series, among: pl.Series) -> np.ndarray:
    return among.search_sorted(names).to_numpy()


def _tested(counts: np.ndarray, place: np.ndarray) -> dict[str, np.ndarray]:
    """The statistic over its dispersion, its degrees of freedom and p-value, and the same of each part and season."""
    from scipy.special import fdtrc, stdtr

    gap, covariance = _gaps(counts)
    shape, size = gap.shape[1:], gap.shape[1] * gap.shape[2]
    flat = covariance.reshape(-1, size, size)
    score = np.einsum(
        "fi,fij,fj->f", gap.reshape(-1, size), np.linalg.pinv(flat, hermitian=True), gap.reshape(-1, size)
    )
    between = (_positive(counts, (2, 3)) - 1) * (_positive(counts, (1, 3)) - 1)
    dispersion, within = _dispersion(counts)
    variance = np.einsum("fii->fi", flat).reshape(-1, *shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = score / between / dispersion
        single = gap / np.sqrt(variance * dispersion[:, None, None])
    return {
        "statistic": statistic,
        "degrees_between": between,
        "degrees_within": within,
        "dispersion": dispersion,
        "p_value": fdtrc(np.maximum(between, 1), np.maximum(within, 1), statistic),
        "gap": gap,
        "cell_p_value": 2 * stdtr(np.maximum(within, 1)[:, None, None], -np.abs(single)),
    }


def _positive(counts: np.ndarray, axes: tuple[int, int]) -> np.ndarray:
    return (counts.sum(axis=axes) > 0).sum(axis=1)


def _gaps(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts by part and season less what the year's own margins lead one to expect, and their covariance by chance.

    Given both margins of a year its table is hypergeometric; years add up.
    """
    total = counts.sum(axis=(1, 2))
    safe = np.maximum(total, 1)
    part, season = counts.sum(axis=2) / safe[:, None], counts.sum(axis=1) / safe[:, None]
    gap = (counts - np.einsum("fky,fsy,fy->fksy", part, season, total)).sum(axis=3)
    weight = np.where(total > 1, total**2 / np.maximum(total - 1, 1), 0)
    by_part, by_season = (_multinomial(shares) for shares in (part, season))
    return gap, np.einsum("fy,fkly,fsty->fkslt", weight, by_part, by_season)


def _multinomial(shares: np.ndarray) -> np.ndarray:
    """diag(p) - pp', for each family and year."""
    diagonal = np.einsum("fky,kl->fkly", shares, np.eye(shares.shape[1]))
    return diagonal - np.einsum("fky,fly->fkly", shares, shares)


def _dispersion(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pearson's chi-square of the fit without a three-way interaction over its degrees of freedom, and these.

    Cells and margins that are empty take their degrees of freedom with them (Bishop, Fienberg and Holland 1975).
    """
    fitted = _fitted(counts)
    possible = _possible(counts)
    squares = np.where(possible, (counts - fitted) ** 2 / np.maximum(fitted, 1e-12), 0).sum(axis=(1, 2, 3))
    pairs = sum((counts.sum(axis=axis) > 0).sum(axis=(1, 2)) for axis in (1, 2, 3))
    singles = sum(_positive(counts, axes) for axes in ((1, 2), (1, 3), (2, 3)))
    degrees = np.maximum(possible.sum(axis=(1, 2, 3)) - pairs + singles - 1, 0)
    return np.divide(squares, degrees, out=np.full(len(counts), np.nan), where=degrees > 0), degrees


def _possible(counts: np.ndarray) -> np.ndarray:
    """Cells of which no margin is empty: the others are 0 whatever the fit."""
    margins = [counts.sum(axis=axis, keepdims=True) > 0 for axis in (1, 2, 3)]
    return margins[0] & margins[1] & margins[2]


def _fitted(counts: np.ndarray) -> np.ndarray:
    """Expected counts that keep all three two-way margins, by iterative proportional fitting (Deming and Stephan 1940)."""
    fitted = _possible(counts).astype(float)
    for _ in range(FITTING_ROUNDS):
        for axis in (1, 2, 3):
            sums = fitted.sum(axis=axis, keepdims=True)
            wanted = counts.sum(axis=axis, keepdims=True)
            fitted = fitted * np.divide(wanted, sums, out=np.zeros_like(sums), where=sums > 0)
    return fitted


def _family_frame(families: pl.Series, table: _Table, found: dict[str, np.ndarray]) -> pl.DataFrame:
    known = np.equal(table.reason, None)
    tests = ("statistic", "degrees_between", "degrees_within", "dispersion", "p_value")
    columns = {
        "family": families,
        "years_used": table.years,
        "first_month": table.first,
        "last_month": table.last,
        "events": table.counts.sum(axis=(1, 2, 3)),
        **{name: np.where(known, found[name], np.nan) for name in tests},
        "method": np.where(known, METHOD, None).tolist(),
        "reason": table.reason.tolist(),
    }
    frame = pl.DataFrame({name: pl.Series(values) for name, values in columns.items()})
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).cast(FAMILIES)


def _cell_frame(
    parts: pl.DataFrame, families: pl.DataFrame, table: _Table, found: dict[str, np.ndarray]
) -> pl.DataFrame:
    """The cells of the families that were tested."""
    family = np.repeat(np.arange(families.height), np.bincount(_numbers(parts["family"], families["family"])))
    counts = table.counts.sum(axis=3)
    own, totals = counts[family, table.parts], counts.sum(axis=1)[family]
    seasons = np.arange(len(SEASONS))
    rows = {
        "count": own,
        "season_total": totals,
        "_rest": own.sum(axis=1, keepdims=True) - own,
        "_rest_total": totals.sum(axis=1, keepdims=True) - totals,
        "_gap": found["gap"][family, table.parts],
        "p_value": found["cell_p_value"][family, table.parts],
    }
    frame = parts.select(pl.col("family", "part").repeat_by(len(seasons)).explode()).with_columns(
        season=pl.Series(list(SEASONS) * parts.height, dtype=pl.String),
        **{name: pl.Series(values.reshape(-1)) for name, values in rows.items()},
    )
    tested = families.filter(pl.col("reason").is_null()).select("family", _whole=pl.col("p_value"))
    joined = frame.join(tested, on="family", how="inner", maintain_order="left")
    return _judged(joined).select(*CELLS).cast(CELLS)


def _judged(cells: pl.DataFrame) -> pl.DataFrame:
    """Add shares, and what differs once chance over all cells of a family is allowed for."""
    sure = (pl.col("q_value") < LEVEL) & (pl.col("_whole") < LEVEL)
    return adjust(cells.with_columns(pl.col("p_value").fill_nan(None)), "family").with_columns(
        share=_ratio("count", "season_total"),
        other_share=_ratio("_rest", "_rest_total"),
        differs=pl.when(sure & (pl.col("_gap") > 0)).then(pl.lit("more")).when(sure).then(pl.lit("fewer")),
    )


def _ratio(above: str, below: str) -> pl.Expr:
    return pl.when(pl.col(below) > 0).then(pl.col(above) / pl.col(below))

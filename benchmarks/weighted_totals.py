"""Simulated totals weighted by harm in which nothing changed: how often a change is called, where few heavy events decide."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from simulated import last_month, monthly_series

from sia.calendar import Window, add_months
from sia.trends.weighted_counts import compare_weighted

#: For each mix, the kinds of offence in a total: mean a month and weight.
MIXES: dict[str, tuple[tuple[float, float], ...]] = {
    "five kinds, 20 a month each, weights 10 to 400": ((20, 10), (20, 40), (20, 100), (20, 200), (20, 400)),
    "3 a month of weight 3,000 and 200 of weight 30": ((3, 3000), (200, 30)),
    "2 a month of weight 3,000 and 30 of weight 20": ((2, 3000), (30, 20)),
}
KINDS: dict[str, dict[str, float]] = {
    "Poisson": {},
    "variance twice the mean": {"dispersion": 2.0},
    "variance three times the mean": {"dispersion": 3.0},
    "correlation 0": {"correlation": 0.0},
    "correlation 0.3": {"correlation": 0.3},
    "correlation 0.5": {"correlation": 0.5},
}
TOGETHER = "rising and falling together, correlation 0.3"


def false_weighted(number: int, alike: int) -> Iterator[list[object]]:
    """Per cent of the totals that can be judged whose change is called clear, a row a kind of noise, a value a mix."""
    for name, kind in KINDS.items():
        yield [name, *(_called(_totals(number, mix, alike, **kind)) for mix in MIXES.values())]
    yield [TOGETHER, *(_called(_totals(number, mix, alike, together=True, correlation=0.3)) for mix in MIXES.values())]


def _totals(
    number: int, mix: tuple[tuple[float, float], ...], alike: int, *, together: bool = False, **kind: float
) -> pl.DataFrame:
    """The latest 12 of 36 months against the 12 before."""
    made = _together if together else _apart
    parts = made(number, [mean for mean, _ in mix], alike, **kind)
    monthly = pl.concat(_part(frame, place, mix[place][1]) for place, frame in enumerate(parts))
    weights = monthly.select("series", "total", "weight").unique(maintain_order=True)
    end = last_month(36)
    current, previous = Window(add_months(end, -11), end), Window(add_months(end, -23), add_months(end, -12))
    return compare_weighted(monthly.select("series", "pool", "month", "count"), weights, current, previous)


def _apart(number: int, means: list[float], alike: int, **kind: float) -> list[pl.DataFrame]:
    return [monthly_series(number, mean, alike=alike, seed=10 + place, **kind) for place, mean in enumerate(means)]


def _together(number: int, means: list[float], alike: int, **kind: float) -> list[pl.DataFrame]:
    """Kinds whose rates do the same: the events of one series, each of a kind by chance."""
    whole = monthly_series(number, sum(means), alike=alike, seed=10, **kind)
    split = np.random.default_rng(20).multinomial(whole["count"].to_numpy(), np.array(means) / sum(means))
    return [whole.with_columns(count=split[:, place]) for place in range(len(means))]


def _part(frame: pl.DataFrame, place: int, weight: float) -> pl.DataFrame:
    name = pl.concat_str("series", pl.lit(f" kind {place}"))
    return frame.with_columns(total=pl.col("series"), series=name, weight=pl.lit(float(weight)))


def _called(result: pl.DataFrame) -> float:
    return 100 * result.filter(pl.col("reason").is_null())["clear"].mean()

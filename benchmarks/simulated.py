"""Simulated monthly series of which the truth is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from sia.calendar import add_months

BEGIN = date(2018, 4, 1)


def monthly_series(
    number: int,
    mean: float,
    *,
    months: int = 36,
    dispersion: float = 1.0,
    correlation: float | None = None,
    wander: float = 0.1,
    season: float = 0.2,
    log_trend: np.ndarray | None = None,
    alike: int = 12,
    seed: int = 1,
) -> pl.DataFrame:
    """Counts of `number` series with a season, over-dispersed or with a rate that wanders with the given correlation.

    `log_trend` has one value a month, added to the logarithm of the rate; `alike` series share a pool.
    """
    chance = np.random.default_rng(seed)
    at = np.arange(months)
    rate = mean * (1 + season * np.sin(2 * np.pi * at / 12)) * np.exp(log_trend if log_trend is not None else 0 * at)
    rate = np.broadcast_to(rate, (number, months))
    if correlation is not None:
        noise = np.empty((number, months))
        noise[:, 0] = chance.standard_normal(number)
        for month in range(1, months):
            fresh = chance.standard_normal(number)
            noise[:, month] = correlation * noise[:, month - 1] + np.sqrt(1 - correlation**2) * fresh
        rate = rate * np.exp(wander * noise)
    if dispersion > 1:
        rate = chance.gamma(rate / (dispersion - 1), dispersion - 1)
    names = [f"series {index:05d}" for index in range(number)]
    return pl.DataFrame(
        {
            "series": np.repeat(names, months),
            "pool": np.repeat([f"pool {index // alike}" for index in range(number)], months),
            "month": [add_months(BEGIN, int(month)) for month in at] * number,
            "count": chance.poisson(rate).reshape(-1),
        }
    )


def last_month(months: int) -> date:
    """The newest month of a series of so many months."""
    return add_months(BEGIN, months - 1)

"""How many events fall in each month: a level, a steady change, a season, a step, and chance.

Months scatter as counts do. Totals of the blocks that comparisons set against each other (April to December, January to
March) stray by a fraction of Poisson variation only, so that what is planted can be found for every seed, and no more
than what is planted. With a steadiness of 1 every count is Poisson (`unchanging.py` says what for).
"""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

import numpy as np

DAYS_IN_A_YEAR = 365.25


def generator(seed: int, *names: str) -> np.random.Generator:
    """Random numbers of their own for each named thing, so that a change to one leaves every other as it was."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def expected(months: list[date], stream: dict[str, Any], plan: dict[str, Any]) -> np.ndarray:
    """The expected number of each month: level x change since the reference year x season x step."""
    index = np.array(plan["seasons"][stream.get("season", "none")], dtype=float)
    index = index / index.mean()
    season = np.array([index[month.month - 1] for month in months])
    values = stream["level"] * grown(months, stream, plan) * season
    if "step" in stream:
        since = np.array([month >= _month(stream["step"]["from"]) for month in months])
        values = np.where(since, values * stream["step"]["factor"], values)
    return values


def years_on(months: list[date], stream: dict[str, Any], plan: dict[str, Any]) -> np.ndarray:
    """Years of change from the middle of the reference year to each month; before `trend_from` time stands still."""
    start = _month(stream["trend_from"]) if "trend_from" in stream else months[0]
    middle = plan["middle_of_reference_year"]
    return np.array([(max(month, start).replace(day=15) - middle).days / DAYS_IN_A_YEAR for month in months])


def grown(months: list[date], stream: dict[str, Any], plan: dict[str, Any]) -> np.ndarray:
    """The factor of a steady change a year, 1 in the middle of the reference year."""
    return (1 + stream.get("change", 0) / 100) ** years_on(months, stream, plan)


def draw(chance: np.random.Generator, months: list[date], stream: dict[str, Any], plan: dict[str, Any]) -> np.ndarray:
    """The number of events in each month; `years` gives the total of each calendar year instead of a level."""
    if "years" in stream:
        return _yearly(chance, months, stream["years"], plan)
    wanted = expected(months, stream, plan)
    wandering = wanted * np.exp(plan["month_noise"] * chance.standard_normal(len(months)))
    if full_chance(plan):
        return chance.poisson(wandering)
    blocks = np.array([month.year * 2 + (month.month >= 4) for month in months])
    counts = np.zeros(len(months), dtype=int)
    for block in np.unique(blocks):
        inside = blocks == block
        total = wanted[inside].sum()
        strayed = total + plan["steadiness"] * np.sqrt(total) * chance.standard_normal()
        counts[inside] = chance.multinomial(max(round(strayed), 0), wandering[inside] / wandering[inside].sum())
    return counts


def full_chance(plan: dict[str, Any]) -> bool:
    """Whether totals stray as far as chance lets them, rather than by a fraction of that."""
    return plan["steadiness"] == 1


def _yearly(
    chance: np.random.Generator, months: list[date], totals: dict[int, float], plan: dict[str, Any]
) -> np.ndarray:
    counts = np.zeros(len(months), dtype=int)
    for year, total in totals.items():
        inside = np.array([month.year == year for month in months])
        total = chance.poisson(total) if full_chance(plan) else total
        counts[inside] = chance.multinomial(total, np.full(inside.sum(), 1 / inside.sum()))
    return counts


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")

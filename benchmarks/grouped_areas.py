"""Simulated groups of small areas that only differ as areas do: how often two groups are called different.

    python benchmarks/grouped_areas.py [--sets 20000] [--write docs/area-groups.md]

Residents of an area are between 1,000 and 3,000; the rates of areas scatter about the same mean in both groups, by a gamma or a
lognormal distribution with the standard deviation named. Seeded: the same numbers at every run.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from sia.trends.area_groups import group_rates, group_ratios

SIZES = ((30, 30), (10, 40), (8, 8), (5, 30))
EVENTS = (3, 30)
SCATTER = {
    "areas alike": ("gamma", 0.0),
    "scatter of 40 %": ("gamma", 0.4),
    "scatter of 80 %": ("gamma", 0.8),
    "scatter of 80 %, a few areas far above": ("lognormal", 0.8),
}


def simulated(
    sets: int, sizes: tuple[int, int], events: float, kind: str, scatter: float, *, ratio: float = 1.0, seed: int = 1
) -> pl.DataFrame:
    """Sums of two groups of areas, 'one' and 'other', for each of `sets` sets; the rates of 'one' are `ratio` times as high."""
    chance = np.random.default_rng(seed)
    frames = []
    for name, areas, times in zip(("one", "other"), sizes, (ratio, 1.0), strict=True):
        persons = chance.integers(1000, 3001, (sets, areas)).astype(float)
        rates = times * events / 2000 * _scattered(chance, kind, scatter, (sets, areas))
        frames.append(_sums(name, chance.poisson(rates * persons).astype(float), persons))
    return pl.concat(frames)


def _scattered(chance: np.random.Generator, kind: str, scatter: float, shape: tuple[int, int]) -> np.ndarray:
    """Multiples of the mean rate, of mean 1 and the given standard deviation."""
    if not scatter:
        return np.ones(shape)
    if kind == "gamma":
        return chance.gamma(1 / scatter**2, scatter**2, shape)
    width = np.log1p(scatter**2)
    return np.exp(np.sqrt(width) * chance.standard_normal(shape) - width / 2)


def _sums(name: str, counts: np.ndarray, persons: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "set": np.arange(len(counts)),
            "group": name,
            "areas": counts.shape[1],
            "count": counts.sum(axis=1),
            "persons": persons.sum(axis=1),
            "count_squares": (counts**2).sum(axis=1),
            "count_persons": (counts * persons).sum(axis=1),
            "persons_squares": (persons**2).sum(axis=1),
        }
    )


def called(groups: pl.DataFrame) -> float:
    """Per cent of the sets that can be judged in which the two groups are called different."""
    ratios = group_ratios(group_rates(groups), ["set"], "group", "one", "other")
    return 100 * ratios.filter(pl.col("reason").is_null())["clear"].mean()


def by_chance_alone(groups: pl.DataFrame) -> float:
    """The same by Poisson limits of the logarithm, for comparison."""
    one, other = (groups.filter(pl.col("group") == name) for name in ("one", "other"))
    gap = (one["count"] / one["persons"]).log() - (other["count"] / other["persons"]).log()
    return 100 * (gap.abs() > 1.96 * (1 / one["count"] + 1 / other["count"]).sqrt()).mean()


def rows(sets: int) -> Iterator[list[str]]:
    for name, (kind, scatter) in SCATTER.items():
        for events in EVENTS:
            row = [f"{name}, {events} events an area"]
            for sizes in SIZES:
                groups = simulated(sets, sizes, events, kind, scatter)
                row.append(f"{called(groups):.1f} ({by_chance_alone(groups):.0f})")
            yield row
    for sizes_ratio in (1.25, 1.5, 2.0):
        row = [f"scatter of 40 %, 30 events an area, one group {sizes_ratio:g} times the other"]
        yield row + [f"{called(simulated(sets, sizes, 30, 'gamma', 0.4, ratio=sizes_ratio)):.1f}" for sizes in SIZES]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sets", type=int, default=20_000)
    arguments.add_argument("--write", type=Path)
    chosen = arguments.parse_args()
    heads = [f"{one} and {other} areas" for one, other in SIZES]
    table = [f"| rates | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    table += [f"| {' | '.join(row)} |" for row in rows(chosen.sets)]
    text = (
        "# How often groups of small areas are called different\n\n"
        f"Written by `python benchmarks/grouped_areas.py --sets {chosen.sets} --write docs/area-groups.md`; {chosen.sets:,} sets a "
        "cell.\n\nPer cent of simulated sets in which two groups of small areas (fifths of deprivation; urban and rural) are called "
        "clearly different, at the nominal 5. In the upper rows the areas of both groups have the same mean rate; in brackets, what "
        "limits by chance alone (Poisson) would call. The last rows say how often a difference that is there is found.\n\n"
        + "\n".join(table)
        + "\n"
    )
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

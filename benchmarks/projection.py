"""How far projections lie from what came, on published street-level counts: rolling origins, one to six months ahead.

    python benchmarks/projection.py [--write docs/trend-figures.md]

Leicestershire, December 2019 to October 2022: all districts and types with at least five a month, from every origin from
the 25th month on, the total of the next one to six months; set beside two naive methods and beside other projections that
were tried. South Yorkshire, April 2024 to December 2025: what is said while there is no season yet. Needs the files under
SIA_SHARED (../shared).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
from published_counts import district_counts, files_of

from sia.calendar import add_months, last_day, month_name
from sia.trends.projection import WARM_UP, WEIGHT, project_months, project_year_end
from sia.trends.season import monthly_index

LEICESTERSHIRE_ENDS, SOUTH_YORKSHIRE_ENDS = date(2022, 10, 1), date(2025, 12, 1)
FIRST_ORIGIN, FURTHEST = 25, 6
#: The first month after the pandemic's restrictions: with the break, nothing before it is used.
RESTRICTIONS_END = date(2021, 4, 1)
WEIGHTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
#: Those whose intervals are tried as well: the one chosen, and those that other rules would choose.
TRIED = (0.3, 0.5, 0.7)
DAMPING, SLOPE_WEIGHT = 0.9, 0.1

Forecast = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass
class Score:
    """Errors and coverage of one number of months ahead, added up over origins and series."""

    total: float = 0.0
    errors: dict[str, float] = field(default_factory=dict)
    inside: list[np.ndarray] = field(default_factory=list)

    def add(self, name: str, forecast: np.ndarray, truth: np.ndarray) -> None:
        self.errors[name] = self.errors.get(name, 0.0) + float(np.abs(forecast - truth).sum())

    def percent(self, name: str) -> float:
        """The sum of absolute errors over the sum of what came."""
        return 100 * self.errors[name] / self.total

    @property
    def coverage(self) -> float:
        """Per cent of the 80 % intervals that hold what came."""
        return 100 * float(np.concatenate(self.inside).mean())

    @property
    def forecasts(self) -> int:
        return sum(len(part) for part in self.inside)


def rolling(
    frame: pl.DataFrame, first_origin: int, *, since: date | None = None, weight: float = WEIGHT
) -> dict[int, Score]:
    """Project from every origin, and score each number of months ahead; `since`: months before it are not used.

    Only what can be projected is scored, for all methods alike. The naive methods look at all months.
    """
    counts, months = _grid(frame)
    scores = {ahead: Score() for ahead in range(1, FURTHEST + 1)}
    usable = frame if since is None else frame.filter(pl.col("month") >= since)
    for origin in range(first_origin, len(months)):
        for ahead in range(1, min(FURTHEST, len(months) - origin) + 1):
            result = project_months(usable, months[origin - 1], ahead, weight=weight).sort("series")
            known = result["reason"].is_null().to_numpy()
            if known.any():
                _score(scores[ahead], counts[known], origin, ahead, result.filter(pl.col("reason").is_null()))
    return scores


def _score(score: Score, counts: np.ndarray, origin: int, ahead: int, result: pl.DataFrame) -> None:
    truth = counts[:, origin : origin + ahead].sum(axis=1)
    score.total += truth.sum()
    score.add("projection", result["projected"].to_numpy(), truth)
    score.add("last year's mean", counts[:, origin - 12 : origin].sum(axis=1) * ahead / 12, truth)
    score.add("last year's months", counts[:, origin - 12 : origin - 12 + ahead].sum(axis=1), truth)
    score.inside.append((result["lower_80"].to_numpy() <= truth) & (truth <= result["upper_80"].to_numpy()))


def together(scores: dict[int, Score]) -> Score:
    """All numbers of months ahead in one."""
    whole = Score(total=sum(score.total for score in scores.values()))
    for score in scores.values():
        whole.inside += score.inside
        for name, error in score.errors.items():
            whole.errors[name] = whole.errors.get(name, 0.0) + error
    return whole


def _grid(frame: pl.DataFrame) -> tuple[np.ndarray, list[date]]:
    months = frame["month"].unique().sort().to_list()
    return frame.sort("series", "month")["count"].to_numpy().reshape(-1, len(months)), months


def horizons(scores: dict[int, Score]) -> list[list[object]]:
    """A row a number of months ahead, and one for all."""
    rows = [(str(ahead), score) for ahead, score in scores.items()] + [("all", together(scores))]
    names = ("projection", "last year's mean", "last year's months")
    return [
        [name, f"{score.forecasts:,}", *(score.percent(one) for one in names), score.coverage]
        for name, score in rows
        if score.inside
    ]


def chosen_weight(frame: pl.DataFrame) -> float:
    """The weight on the newest month that the first 25 months choose: the smallest error of totals one to six months ahead."""
    early = first_months(frame)
    return min(WEIGHTS, key=lambda weight: error_of(early, partial(_level, weight=weight), WARM_UP))


def first_months(frame: pl.DataFrame) -> pl.DataFrame:
    """The months before the first origin of the back-test."""
    return frame.filter(pl.col("month") < add_months(frame["month"].min(), FIRST_ORIGIN))


def weights(frame: pl.DataFrame, south: pl.DataFrame) -> list[list[object]]:
    """Errors by the weight on the newest month: in the first 25 months, and of the projections themselves."""
    early = first_months(frame)
    rows = []
    for weight in WEIGHTS:
        forecast = partial(_level, weight=weight)
        choosing = [error_of(early, forecast, WARM_UP), error_of(early, forecast, WARM_UP, 1)]
        rows.append([f"{weight:.1f}", *choosing, error_of(frame, forecast), error_of(south, forecast, 13)])
    return rows


def back_tests(frame: pl.DataFrame) -> list[list[object]]:
    """The back-test by the weight, with and without the pandemic as a break: error and how often the interval holds."""
    rows = []
    for since, name in ((None, "all months"), (RESTRICTIONS_END, "the restrictions as a break")):
        for weight in TRIED:
            scores = rolling(frame, FIRST_ORIGIN, since=since, weight=weight)
            every, held = together(scores), [score.coverage for score in scores.values()]
            naive = [every.percent("last year's mean"), every.percent("last year's months")]
            chosen = ", chosen" if weight == chosen_weight(frame) else ""
            rows.append(
                [
                    f"{name}, weight {weight:.1f}{chosen}",
                    every.percent("projection"),
                    *naive,
                    every.coverage,
                    min(held),
                    max(held),
                ]
            )
    return rows


def others(frame: pl.DataFrame, south: pl.DataFrame) -> list[list[object]]:
    """The errors of other projections from the same origins, all numbers of months ahead together."""
    tried: dict[str, Forecast] = {
        "weighted level (0.3), as here": _level,
        "weighted level with a damped slope": _damped,
        "mean of the weighted level and last year's same months": lambda *given: (_level(*given) + _same(*given)) / 2,
        "median of the last six months": _median,
    }
    rows: list[list[object]] = [[name, error_of(frame, one), error_of(south, one, 13)] for name, one in tried.items()]
    return [*rows, ["weighted level, season of two years unshrunk", error_of(frame, _with_season), "too short"]]


def error_of(
    frame: pl.DataFrame, forecast: Forecast, first_origin: int = FIRST_ORIGIN, furthest: int = FURTHEST
) -> float:
    """The sum of absolute errors over the sum of what came, per cent, over all origins and numbers of months ahead."""
    counts, months = _grid(frame)
    days = np.array([float(last_day(month).day) for month in months])
    missed = total = 0.0
    for origin in range(first_origin, len(months)):
        for ahead in range(1, min(furthest, len(months) - origin) + 1):
            truth = counts[:, origin : origin + ahead].sum(axis=1)
            total += truth.sum()
            missed += np.abs(forecast(counts[:, :origin], days[:origin], days[origin : origin + ahead]) - truth).sum()
    return 100 * missed / total


def _level(counts: np.ndarray, days: np.ndarray, ahead: np.ndarray, weight: float = WEIGHT) -> np.ndarray:
    fading = (1 - weight) ** np.arange(len(days))[::-1]
    return counts @ fading / (days @ fading) * ahead.sum()


def _damped(counts: np.ndarray, days: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """Holt's level and slope, the slope damped (Gardner and McKenzie 1985)."""
    rates = counts / days
    level, slope = rates[:, :6].mean(axis=1), np.zeros(len(rates))
    for month in range(6, len(days)):
        expected = level + DAMPING * slope
        newer = expected + WEIGHT * (rates[:, month] - expected)
        slope = SLOPE_WEIGHT * (newer - level) + (1 - SLOPE_WEIGHT) * DAMPING * slope
        level = newer
    steps = np.cumsum(DAMPING ** np.arange(1, len(ahead) + 1))
    return np.maximum(level[:, None] + slope[:, None] * steps, 0) @ ahead


def _same(counts: np.ndarray, days: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    return counts[:, -12:][:, : len(ahead)].sum(axis=1)


def _with_season(counts: np.ndarray, days: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    rates = (counts / days)[:, -24:].reshape(len(counts), 2, 12)
    index = (rates / rates.mean(axis=2, keepdims=True)).mean(axis=1)
    index = np.maximum(index, 0.05)
    past = np.tile(index, 3)[:, -len(days) :]
    level = _level(counts / past, days, np.ones(1))
    return level * (index[:, : len(ahead)] @ ahead)


def _median(counts: np.ndarray, days: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    return np.median((counts / days)[:, -6:], axis=1) * ahead.sum()


def without_season(frame: pl.DataFrame) -> list[str]:
    """What is said of 21 months: the reason in place of a season, and what the projection was made from."""
    season = monthly_index(frame)
    year = project_year_end(frame, last_day(SOUTH_YORKSHIRE_ENDS))
    reasons = season.group_by("reason").agg(pl.col("series").n_unique()).sort("reason").rows()
    said = "; ".join(f"{count} series: {reason}" for reason, count in reasons)
    return [
        f"Season: none of {year.height} series has one ({said}).",
        f"Projection: made for {year['projected'].count()} of {year.height} series from {year['months_used'].max()} months, "
        f"for {year.filter('seasonal').height} with a season.",
    ]


def table(title: str, head: list[str], rows: list[list[object]]) -> str:
    """A Markdown table under its title."""
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for row in rows:
        lines.append(f"| {' | '.join(f'{cell:.1f}' if isinstance(cell, float) else str(cell) for cell in row)} |")
    return "\n".join(lines) + "\n"


def pages() -> Iterator[str]:
    frame = district_counts("leicestershire", LEICESTERSHIRE_ENDS)
    head = [
        "months ahead", "projections", "error, % of total", "last year's mean, %", "last year's same months, %",
        "80 % interval holds, %",
    ]  # fmt: skip
    yield table("Leicestershire, all months used", head, horizons(rolling(frame, FIRST_ORIGIN)))
    yield table(
        f"Leicestershire, the pandemic's restrictions as a break (nothing before {month_name(RESTRICTIONS_END)} is used)",
        head,
        horizons(rolling(frame, FIRST_ORIGIN, since=RESTRICTIONS_END)),
    )
    south = district_counts("south-yorkshire", SOUTH_YORKSHIRE_ENDS)
    places = ["Leicestershire, error, %", "South Yorkshire, error, %"]
    yield table(
        "By the weight on the newest month",
        [
            "weight",
            "Leicestershire, the first 25 months alone, error, %",
            "the same, one month ahead, %",
            *places,
        ],
        weights(frame, south),
    )
    yield (
        "The weight is chosen from the first 25 months alone, as the one with the smallest error there in what it is for, totals of "
        f"one to six months: {chosen_weight(frame):.1f}. Nothing else is chosen: how fast the interval widens follows from the "
        "weight, and each series' scatter from its own past. One month ahead, 0.7 would have done best; the nine months between "
        "the restrictions and the first origin are too few to choose from.\n"
    )
    yield table(
        "The back-test with the weight that the first 25 months choose, and with others",
        [
            "months used, weight",
            "error, % of total",
            "last year's mean, %",
            "last year's same months, %",
            "80 % interval holds, %",
            "least, of one to six months",
            "most",
        ],
        back_tests(frame),
    )
    yield table(
        "Other projections from the same origins, one to six months ahead",
        ["projection", *places],
        others(frame, south),
    )
    yield (
        "A damped slope helps in one force and harms in the other, and so does last year's season; neither is used. Two methods of "
        "statsmodels 0.15, tried once on the same origins and rates per day and not by this script, do no better: simple "
        "exponential smoothing with a weight fitted to each series 10.0 % and 8.3 %, Theta 9.8 % and 9.4 %.\n"
    )
    yield table("South Yorkshire, 21 months, origins from the 13th on", head, horizons(rolling(south, 13)))
    yield "\n".join(f"- {line}" for line in without_season(south)) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--write", type=Path)
    chosen = arguments.parse_args()
    if not files_of("leicestershire"):
        raise SystemExit(
            "The street-level files are not here: set SIA_SHARED to a folder with data/police-uk-leicestershire."
        )
    text = (
        "# How projections do on published counts\n\n"
        "Written by `python benchmarks/projection.py --write docs/trend-figures.md` from street-level crime published by the "
        "police (Open Government Licence v3.0). Error is the sum of absolute errors over the sum of what came.\n\n"
        + "\n".join(pages())
    )
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""How often the methods call a change where there is none, and how often they find one that is there, on simulated series.

    python benchmarks/simulation.py [--series 20000] [--write docs/simulation.md]

Prints tables in Markdown. Series have 36 months (24 where said), a season of 20 % either way, and are Poisson,
over-dispersed, or have a rate that wanders by 10 % from month to month with a serial correlation; sixty series are alike
and share a pool, as the strands and areas of a source do, where nothing else is said. Seeded: the same numbers at every run.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from simulated import BEGIN, last_month, monthly_series
from weighted_totals import MIXES, false_weighted

from sia.calendar import Window, add_months
from sia.trends.comparison import compare_periods
from sia.trends.control_chart import individuals_chart, per_day_rate
from sia.trends.false_discovery import adjust
from sia.trends.monthly_trend import monthly_slope
from sia.trends.season import adjusted, monthly_index
from sia.trends.seasonal_mix import seasonal_mix

MEANS = (3, 10, 50, 300)
KINDS: dict[str, dict[str, float]] = {
    "Poisson": {},
    "variance twice the mean": {"dispersion": 2.0},
    "variance three times the mean": {"dispersion": 3.0},
    "correlation 0": {"correlation": 0.0},
    "correlation 0.3": {"correlation": 0.3},
    "correlation 0.5": {"correlation": 0.5},
    "correlation 0.7": {"correlation": 0.7},
}
#: Reported, and not held to the limits: so much memory cannot be told from change in three years.
NOT_GATED = {"correlation 0.7"}
LIMITS = (3.0, 7.0)
STRANDS, ALIKE = 5, 60
POOLS = (1, 3, 5, 12, ALIKE)


def changed(
    number: int, mean: float, kind: dict[str, float], *, months: int = 36, rise: float = 0.0, alike: int = ALIKE
) -> pl.DataFrame:
    """The latest 12 months against the 12 before, in series whose rate rises by so much at the latest 12 months.

    With one alike, the comparison is given no pool at all.
    """
    trend = np.where(np.arange(months) >= months - 12, np.log1p(rise), 0.0)
    frame = monthly_series(
        number - number % alike, mean, months=months, log_trend=trend, alike=alike, seed=int(mean * 10 + months), **kind
    )
    return latest_year(frame if alike > 1 else frame.drop("pool"), months)


def latest_year(frame: pl.DataFrame, months: int = 36) -> pl.DataFrame:
    """The latest 12 months of simulated series set against the 12 before."""
    end = last_month(months)
    current, previous = Window(add_months(end, -11), end), Window(add_months(end, -23), add_months(end, -12))
    return compare_periods(frame, current, previous)


def called(result: pl.DataFrame) -> float:
    """Per cent of the series that could be judged whose change is called clear."""
    return 100 * result.filter(pl.col("reason").is_null())["clear"].mean()


def false_changes(number: int, months: int) -> Iterator[list[object]]:
    for name, kind in KINDS.items():
        yield [name, *(called(changed(number, mean, kind, months=months)) for mean in MEANS)]


def smaller_pools(number: int) -> Iterator[list[object]]:
    """What series remember is told together with series like them: what fewer of these cost, or none."""
    for alike in POOLS:
        for name, kind in KINDS.items():
            row = [called(changed(number, mean, kind, alike=alike)) for mean in MEANS]
            yield [f"{f'{alike} alike' if alike > 1 else 'no pool'}, {name}", *row]


def beside_totals(number: int) -> Iterator[list[object]]:
    """Five strands and their total in one pool, to which the total lends nothing: how often either is called."""
    for name, kind in KINDS.items():
        strands, totals = zip(*(_parts_and_whole(number, mean, kind) for mean in MEANS), strict=True)
        yield [f"{name}, strands", *strands]
        yield [f"{name}, totals", *totals]


def _parts_and_whole(number: int, mean: float, kind: dict[str, float]) -> tuple[float, float]:
    parts = monthly_series(number * STRANDS, mean, alike=STRANDS, seed=int(mean * 10), **kind)
    whole = (
        parts.group_by("pool", "month").agg(pl.col("count").sum()).with_columns(series=pl.format("total of {}", "pool"))
    )
    lending = [frame.with_columns(lends=pl.lit(frame is parts)) for frame in (parts, whole)]
    result = latest_year(pl.concat([frame.select(sorted(frame.columns)) for frame in lending]))
    is_total = pl.col("series").str.starts_with("total")
    return called(result.filter(~is_total)), called(result.filter(is_total))


def power(number: int) -> Iterator[list[object]]:
    for name in ("Poisson", "variance twice the mean", "correlation 0.3"):
        for rise, alike in ((0.1, ALIKE), (0.2, ALIKE), (0.4, ALIKE), (0.2, 5), (0.2, 1)):
            found = [called(changed(number, mean, KINDS[name], rise=rise, alike=alike)) for mean in MEANS]
            few = "" if alike == ALIKE else f", {alike} alike" if alike > 1 else ", no pool"
            yield [f"{name}, +{rise:.0%}{few}".replace("%", " %"), *found]


def chart_alarms(number: int) -> Iterator[list[object]]:
    """Points with a special cause among the last 24 months, a series, where nothing happened."""
    for name, kind in KINDS.items():
        row: list[object] = [name]
        for mean in MEANS[1:]:
            frame = monthly_series(number, mean, alike=ALIKE, **kind)
            charted = adjusted(frame, monthly_index(frame)).with_columns(count=pl.col("adjusted"))
            chart = individuals_chart(per_day_rate(charted))
            recent = chart.filter(pl.col("position") > add_months(BEGIN, 11))
            row.append((recent["special_cause"] != "Common Cause").sum() / number)
        yield row


def slopes(number: int) -> Iterator[list[object]]:
    for name, kind in KINDS.items():
        row: list[object] = [name]
        for mean in MEANS:
            result = monthly_slope(monthly_series(number, mean, alike=ALIKE, **kind), last_month(36))
            known = result.filter(pl.col("reason").is_null())
            row.append(100 * (known["trend"] != "no clear trend").mean())
        yield row


def families(number: int) -> Iterator[list[object]]:
    """Families of five strands in which nothing changed: how many have one called, before and after false-discovery control."""
    for name, kind in KINDS.items():
        row: list[object] = [name]
        for mean in (10, 50):
            result = changed(number, mean, kind).with_columns(family=pl.int_range(pl.len()) // STRANDS)
            controlled = adjust(result, "family")
            one = controlled.group_by("family").agg(
                plain=pl.col("clear").any(), held=(pl.col("clear") & (pl.col("q_value") < 0.05)).any()
            )
            row += [100 * one["plain"].mean(), 100 * one["held"].mean()]
        yield row


def mixes(number: int) -> Iterator[list[object]]:
    """Families of five strands of one season, in whose mix nothing changes with it: how many are called different."""
    for name, kind in KINDS.items():
        row: list[object] = [name]
        for mean in MEANS:
            at = pl.col("series").rank("dense").cast(pl.Int64) - 1
            parts = monthly_series(number, mean, alike=ALIKE, seed=int(mean), **kind).with_columns(
                family=(at // STRANDS).cast(pl.String), part=(at % STRANDS).cast(pl.String)
            )
            found = seasonal_mix(parts).families.filter(pl.col("reason").is_null())
            row.append(100 * (found["p_value"] < 0.05).mean())
        yield row


def table(title: str, head: list[str], rows: Iterator[list[object]], places: int = 1) -> tuple[str, list[list[object]]]:
    """A Markdown table with its title, and the rows themselves."""
    kept = list(rows)
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for name, *values in kept:
        lines.append(f"| {name} | {' | '.join(f'{value:.{places}f}' for value in values)} |")
    return "\n".join(lines) + "\n", kept


def pages(number: int) -> Iterator[tuple[str, list[list[object]]]]:
    means = [f"mean {mean} a month" for mean in MEANS]
    yield table(
        "Called a clear change although nothing changed, per cent (36 months; nominal 5)",
        ["series", *means],
        false_changes(number, 36),
    )
    yield table("The same with 24 months", ["series", *means], false_changes(number, 24))
    yield table(
        "The same with 36 months, by how many series share a pool",
        ["series", *means],
        smaller_pools(number // 4),
    )
    yield table(
        "The same with 36 months, five strands and their total in one pool, by the mean of a strand",
        ["series", *means],
        beside_totals(number // 8),
    )
    yield table(
        "Totals weighted by harm called changed although nothing changed, per cent (36 months; nominal 5)",
        ["series", *MIXES],
        false_weighted(number // 4, ALIKE),
    )
    yield table("A rise that is there called clear, per cent", ["series", *means], power(number // 4))
    yield table(
        "Called rising or falling over 36 months although nothing changed, per cent (nominal 5)",
        ["series", *means],
        slopes(number),
    )
    yield table(
        "Points with a special cause in 24 months of the control chart although nothing happened, a series",
        ["series", *means[1:]],
        chart_alarms(number // 4),
        places=2,
    )
    yield table(
        "Families of five strands with one called although nothing changed, per cent",
        ["series", "mean 10, each by itself", "after control", "mean 50, each by itself", "after control"],
        families(number),
    )
    yield table(
        "Families of five strands whose mix is called different between seasons although it is not, per cent (36 months; nominal 5)",
        ["series", *means],
        mixes(number),
    )


def outside(rows: list[list[object]]) -> list[str]:
    """Cells of the first table that lie outside the limits."""
    return [
        f"{name}, mean {mean}: {value:.1f} %"
        for name, *values in rows
        if name not in NOT_GATED
        for mean, value in zip(MEANS, values, strict=True)
        if not LIMITS[0] <= value <= LIMITS[1]
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--series", type=int, default=20_000)
    arguments.add_argument("--write", type=Path)
    chosen = arguments.parse_args()
    found = list(pages(chosen.series))
    text = (
        "# How the methods do on simulated series\n\n"
        f"Written by `python benchmarks/simulation.py --series {chosen.series} --write docs/simulation.md`; "
        f"{chosen.series:,} series a cell (a quarter of them for weighted totals, power and the control chart).\n\n"
        + "\n".join(page for page, _ in found)
    )
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8", newline="\n")
    wrong = outside(found[0][1])
    print("Outside 3 to 7 %: " + ("; ".join(wrong) if wrong else "none"))


if __name__ == "__main__":
    main()

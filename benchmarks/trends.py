"""How fast thousands of series go through comparison, control chart, season and projection, and whether time grows with them.

    python benchmarks/trends.py

Prints seconds for each method at 3,000, 12,000 and 48,000 series of 36 months, medians of three runs, and the peak memory of
a process that does 12,000. Limits: 12,000 series in 5 seconds and 1 GB; time grows in proportion to the series.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

import polars as pl
from simulated import BEGIN, last_month, monthly_series

from sia.calendar import Window, add_months
from sia.trends.comparison import compare_periods
from sia.trends.control_chart import individuals_chart, per_day_rate
from sia.trends.projection import project_year_end
from sia.trends.season import monthly_index

MONTHS, RUNS, SIZES = 36, 3, (3_000, 12_000, 48_000)
MEANS = (0.5, 3, 10, 50)  # small areas by type have few events a month, districts many


def series_of(number: int) -> pl.DataFrame:
    """So many series of 36 months, a quarter of them at each mean."""
    frames = [
        monthly_series(number // len(MEANS), mean, months=MONTHS, correlation=0.3, seed=seed).with_columns(
            series=pl.lit(f"mean {mean} ") + pl.col("series"), pool=pl.lit(f"mean {mean} ") + pl.col("pool")
        )
        for seed, mean in enumerate(MEANS)
    ]
    return pl.concat(frames)


def methods(frame: pl.DataFrame) -> dict[str, Callable[[], object]]:
    """The four methods over all series, each in one call."""
    as_at = last_month(MONTHS)
    current = Window(add_months(BEGIN, 24), as_at)
    previous = Window(add_months(BEGIN, 12), add_months(BEGIN, 23))
    return {
        "comparison": lambda: compare_periods(frame, current, previous),
        "control chart": lambda: individuals_chart(per_day_rate(frame)),
        "season": lambda: monthly_index(frame),
        "projection": lambda: project_year_end(frame, date(as_at.year, as_at.month, 28)),
    }


def seconds(run: Callable[[], object]) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def measured(number: int) -> dict[str, float]:
    """Seconds of each method, and of all together."""
    taken = {name: seconds(run) for name, run in methods(series_of(number)).items()}
    return {**taken, "together": sum(taken.values())}


def peak_memory(number: int) -> str:
    """The most memory that a process of its own needs for all four methods once."""
    if sys.platform == "win32":
        return "not measured on Windows"
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run([sys.executable, __file__, str(number)], check=True)
    most = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return f"{most / (1024 if sys.platform == 'linux' else 1024**2):,.0f} MB"


def main() -> None:
    if len(sys.argv) > 1:
        for run in methods(series_of(int(sys.argv[1]))).values():
            run()
        return
    results = {number: measured(number) for number in SIZES}
    print(f"{'seconds':<16}" + "".join(f"{number:>12,}" for number in SIZES))
    for name in next(iter(results.values())):
        print(f"{name:<16}" + "".join(f"{results[number][name]:>12.2f}" for number in SIZES))
    per_series = [results[number]["together"] / number * 12_000 for number in SIZES]
    print(f"{'per 12,000':<16}" + "".join(f"{value:>12.2f}" for value in per_series))
    print(f"peak memory with 12,000 series: {peak_memory(12_000)}")


if __name__ == "__main__":
    main()

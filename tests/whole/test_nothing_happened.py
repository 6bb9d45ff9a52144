"""Where nothing happened little is claimed: of the demo's own series, and of whole sets of extracts assessed and rated."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from demo_sets import for_seeds
from null_tables import alarms, calls, judged, share
from set_frames import CHART_MONTHS, frames_of

from sia.calendar import Window
from sia.demo.counts import draw, generator
from sia.demo.plan import months_between, read_plan
from sia.demo.unchanging import unchanging_plan, with_full_chance
from sia.trends.comparison import compare_periods
from sia.trends.control_chart import COMMON_CAUSE, chart_kind, individuals_chart, per_day_rate
from sia.trends.season import adjusted, monthly_index

LATEST, BEFORE = (Window(date(year, 4, 1), date(year, 12, 1)) for year in (2023, 2022))
SEEDS, SETS = range(30), range(1, 9)


def drawn(plan: dict, seeds: range) -> pl.DataFrame:
    """The monthly counts of every stream of events under each seed; those of one source and seed share a pool."""
    months = months_between(plan["first_month"], plan["last_month"])
    frames = [
        pl.DataFrame(
            {
                "series": f"{source} {name} {seed}",
                "pool": f"{source} {seed}",
                "month": months,
                "count": draw(generator(seed, source, name), months, stream, plan),
            }
        )
        for seed in seeds
        for source, declared in plan["events"].items()
        for name, stream in declared["streams"].items()
        if "level" in stream
    ]
    return pl.concat(frames)


@pytest.fixture(scope="module")
def unchanged() -> pl.DataFrame:
    return drawn(unchanging_plan(), SEEDS)


def test_of_the_demos_own_series_no_more_are_called_changed_than_chance_calls(unchanged: pl.DataFrame) -> None:
    known = compare_periods(unchanged, LATEST, BEFORE).filter(pl.col("reason").is_null())
    assert known.height > 1500
    assert 0.03 < known["clear"].mean() < 0.07


def test_of_the_demos_own_series_those_that_change_by_a_tenth_are_called_far_more_often() -> None:
    plan = with_full_chance(read_plan())
    series = drawn(plan, range(10)).filter(pl.col("series").str.contains("domestic_abuse_incidents standard"))
    assert compare_periods(series, LATEST, BEFORE)["clear"].mean() > 0.3


def test_control_charts_of_the_demos_own_series_mark_few_points_where_nothing_happened(unchanged: pl.DataFrame) -> None:
    kinds = chart_kind(unchanged).filter(pl.col("chart") == "individuals")
    counts = unchanged.join(kinds.select("series"), on="series", how="semi")
    index = monthly_index(counts)
    peaks = index.group_by("series").agg(pl.col("peak").any()).filter("peak")
    seasonless = adjusted(counts, index.join(peaks.select("series"), on="series", how="semi"))
    chart = individuals_chart(per_day_rate(seasonless.select("series", "month", count="adjusted")))
    recent = chart.filter(pl.col("position") >= date(2022, 1, 1))
    marked = (recent["special_cause"] != COMMON_CAUSE).sum() / (recent.height / CHART_MONTHS)
    assert 0.5 < marked < 2.5


def test_a_share_of_comparisons_that_go_together_has_wider_limits_than_one_of_independent_ones() -> None:
    alone = pl.DataFrame({"seed": np.repeat(range(50), 10), "flag": [index % 10 == 0 for index in range(500)]})
    together = pl.DataFrame({"seed": np.repeat(range(50), 10), "flag": [index < 50 for index in range(500)]})
    (value, low, high), (same, lower, higher) = share(alone, "flag"), share(together, "flag")
    assert value == same == pytest.approx(10)
    assert lower < low < 10 < high < higher


@pytest.fixture(scope="module")
def sets() -> dict[str, pl.DataFrame]:
    return for_seeds("nothing happened", SETS, frames_of)


@pytest.mark.slow
def test_of_whole_sets_no_more_indicators_are_called_changed_than_chance_calls(sets: dict[str, pl.DataFrame]) -> None:
    rows = judged(sets)
    whole = rows.filter(pl.col("kind").str.starts_with("indicators"))
    assert 1 < share(whole, "called")[0] < 9
    among_many = rows.filter(pl.col("kind").is_in(["strands of an indicator", "places", "wards"]))
    assert 2 < share(among_many, "alone")[0] < 7
    assert share(among_many, "called")[0] < 1.5
    assert next(row[0] for row in calls(rows)) == "all indicators"


@pytest.mark.slow
def test_of_whole_sets_few_priorities_are_proposed_red(sets: dict[str, pl.DataFrame]) -> None:
    rows = sets["proposed"].with_columns(red=pl.col("proposed") == "Red")
    assert share(rows.filter(~pl.col("concern")), "red")[0] < 5
    assert share(rows.filter("concern"), "red")[0] < 9
    assert set(rows["proposed"]) <= {"Red", "Amber"}
    misled = set(rows.filter("red")["rule"])
    assert misled <= {"headline-worsening", "severe-harm", "component-worsening-with-concern"}
    assert "component-worsening-with-concern" not in set(rows.filter(pl.col("red") & ~pl.col("concern"))["rule"])


@pytest.mark.slow
def test_of_whole_sets_charts_mark_few_points(sets: dict[str, pl.DataFrame]) -> None:
    for row in alarms(sets):
        assert float(row[2]) < 3, row


@pytest.mark.slow
def test_a_set_is_the_same_under_the_same_seed(sets: dict[str, pl.DataFrame]) -> None:
    again = for_seeds("nothing happened", SETS[:1], frames_of)
    for name, frame in again.items():
        assert frame.equals(sets[name].filter(pl.col("seed") == SETS[0])), name

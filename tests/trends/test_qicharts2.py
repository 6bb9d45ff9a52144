"""The control chart beside qicharts2's individuals and count charts, where both compute the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from sia.trends.control_chart import ABOVE, BELOW, individuals_chart, per_day_rate

Finder = Callable[[str, str], Path]
SERIES = 42


@pytest.fixture
def counts(reference_file: Finder) -> pl.DataFrame:
    table = pl.read_csv(reference_file("NHSRplotthedots", "input_police_uk_monthly_counts.csv"))
    return table.select(
        series=pl.concat_str("lad", "Crime type", separator=" | "),
        month=(pl.col("Month") + "-01").str.to_date(),
        count="count",
    )


def summaries(chart: pl.DataFrame) -> pl.DataFrame:
    """One row a series: centre, limits, and the number of points outside."""
    outside = pl.col("special_cause").is_in([ABOVE, BELOW]).sum().cast(pl.Int64)
    return chart.group_by("series").agg(pl.col("mean", "lower", "upper").first(), outside=outside).sort("series")


def test_individuals_charts_have_its_limits_with_its_own_width(reference_file: Finder, counts: pl.DataFrame) -> None:
    """Unscreened, and 3 / 1.128 mean moving ranges wide: both are switches."""
    theirs = pl.read_csv(reference_file("qicharts2", "expected_police_uk_qic_i_summary.csv"), null_values="NA").sort(
        "series"
    )
    points = per_day_rate(counts, by_day=False)
    ours = summaries(individuals_chart(points, screen_outliers=False, limit=3 / 1.128))
    assert ours["series"].to_list() == theirs["series"].to_list() and ours.height == SERIES
    for mine, name in (("mean", "CL"), ("lower", "aLCL"), ("upper", "aUCL")):
        assert ours[mine].to_list() == pytest.approx(theirs[name].to_list(), rel=1e-6, abs=1e-6), name
    assert ours["outside"].to_list() == theirs["sigma.signal"].to_list()


def test_the_rounded_width_moves_no_point_across_a_limit(counts: pl.DataFrame) -> None:
    points = per_day_rate(counts, by_day=False)
    ours, theirs = (
        summaries(individuals_chart(points, screen_outliers=False, limit=limit)) for limit in (2.66, 3 / 1.128)
    )
    assert ours["outside"].to_list() == theirs["outside"].to_list()


def test_the_count_charts_centre_is_the_same(reference_file: Finder, counts: pl.DataFrame) -> None:
    theirs = pl.read_csv(reference_file("qicharts2", "expected_police_uk_qic_c_summary.csv"), null_values="NA").sort(
        "series"
    )
    ours = summaries(individuals_chart(per_day_rate(counts, by_day=False)))
    assert ours["mean"].to_list() == pytest.approx(theirs["CL"].to_list(), rel=1e-6)

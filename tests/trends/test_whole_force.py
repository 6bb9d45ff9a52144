"""Every small area and type of a whole force (South Yorkshire, 21 months) compared and charted, each in one call."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import polars as pl
import pytest
from published_counts import SHARED, files_of

from sia.calendar import comparison_windows
from sia.trends.comparison import NOTHING_COUNTED, compare_periods
from sia.trends.control_chart import individuals_chart, latest, per_day_rate
from sia.trends.false_discovery import adjust
from sia.trends.methods import METHODS

AS_AT = date(2025, 12, 31)
CURRENT, PREVIOUS = comparison_windows("financial_year_to_date", AS_AT)
MONTHS = 21
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not files_of("south-yorkshire"),
        reason="real data not present: set SIA_SHARED to a folder with police-uk-south-yorkshire",
    ),
]
SCHEMA = {"series": pl.String, "pool": pl.String, "month": pl.Date, "count": pl.Int64}
COUNTED = """
with rows as (
    select "LSOA code" || ' | ' || "Crime type" as series, "Crime type" as pool, strptime(Month, '%Y-%m')::date as month
    from read_csv(?, header = true, all_varchar = true)
    where "LSOA code" is not null
),
every as (
    select series, pool, month from (select distinct series, pool from rows) cross join (select distinct month from rows)
)
select every.series, every.pool, every.month, count(rows.series) as count
from every left join rows using (series, month)
group by all
order by every.series, every.month
"""


@pytest.fixture(scope="module")
def force() -> pl.DataFrame:
    files = (SHARED / "police-uk-south-yorkshire" / "*-south-yorkshire-street.csv.gz").as_posix()
    with duckdb.connect() as connection:
        return pl.DataFrame(connection.execute(COUNTED, [files]).fetchall(), schema=SCHEMA, orient="row")


def test_more_than_ten_thousand_series_are_compared_in_one_call(force: pl.DataFrame) -> None:
    series = force["series"].n_unique()
    assert series > 10_000 and force.height == series * MONTHS
    result = compare_periods(force, CURRENT, PREVIOUS)
    assert result.height == series
    for window, column in ((CURRENT, "current_count"), (PREVIOUS, "previous_count")):
        inside = force.filter(pl.col("month").is_between(window.first, window.last))
        assert result[column].sum() == inside["count"].sum()
    judged = result.filter(pl.col("reason").is_null())
    assert judged["method"].is_in(["two_counts", "two_counts_small"]).all() and set(judged["method"]) <= set(METHODS)
    assert set(result["reason"]) == {None, NOTHING_COUNTED}
    assert judged.select(((pl.col("lower") > 1) | (pl.col("upper") < 1)) == pl.col("clear")).to_series().all()
    # each by itself about as many are called as chance alone would call; with chance over all of them hardly any is
    assert 0.02 < judged["clear"].mean() < 0.08
    together = adjust(judged.with_columns(family=pl.lit("all")), "family")
    assert (together["family_size"] == judged.height).all()
    assert (together["q_value"] <= 0.05).mean() < 0.005


def test_more_than_ten_thousand_series_are_charted_in_one_call(force: pl.DataFrame) -> None:
    """Centre and limits of each, beside the formula on an array of all of them."""
    chart = individuals_chart(per_day_rate(force, by_day=False))
    counts = force["count"].to_numpy().reshape(-1, MONTHS).astype(float)
    ranges = np.abs(np.diff(counts, axis=1))
    kept = ranges < 3.267 * ranges.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        width = 2.66 * np.where(kept, ranges, 0).sum(axis=1) / kept.sum(axis=1)
    first = chart.filter(pl.col("position") == PREVIOUS.first)
    assert chart.height == force.height and first["series"].to_list() == force["series"].unique().sort().to_list()
    np.testing.assert_allclose(first["mean"].to_numpy(), counts.mean(axis=1), rtol=1e-12)
    half = (first["upper"] - first["mean"]).cast(pl.Float64).fill_null(np.nan).to_numpy()
    np.testing.assert_allclose(half, width, rtol=1e-9, atol=1e-12)
    newest = latest(chart)
    assert newest.height == first.height
    assert (newest["method"].is_null() == newest["reason"].is_not_null()).all()

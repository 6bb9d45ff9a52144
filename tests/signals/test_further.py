"""Comparisons on further bases: the same test as on the indicator's own basis, in a frame that no rating reads."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from simulated import monthly_series

from sia.calendar import add_months, comparison_windows
from sia.project.assessment import Assessment
from sia.ratings.facts import facts_of
from sia.signals import assess
from sia.signals.frames import FURTHER
from sia.trends.comparison import compare_periods

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SIA_SHARED", ROOT.parent / "shared")) / "data"
CASUALTIES = SHARED / "road-casualties" / "STATS19_road_casualties_2019-Jun2024.csv.gz"
COMPARED = [name for name in FURTHER if name not in ("basis", "same_as", "q_value", "family_size")]


def as_at(project, day: date):
    return replace(project, assessment=Assessment(id=str(day.year + 1), title="Assessment", as_at=day))


def frames(given, project, rows, *breaks):
    return assess(project, given.measured(project, measures=rows), given.breaks(*breaks))


def assess_burglary(given, rows, *breaks, day=date(2023, 12, 31), **declared):
    return frames(given, as_at(given.project(ROOT, burglary={"role": "headline", **declared}), day), rows, *breaks)


def rows_of(given, counts: list[int | None], last: date, strand: str = ""):
    """One row a month, the last one being `last`; None is no row."""
    about = {"indicator": "burglary", "strand": strand, "area_code": given.district, "level": "district"}
    months = [add_months(last, back) for back in range(1 - len(counts), 1)]
    return [
        {**about, "month": month, "count": count}
        for month, count in zip(months, counts, strict=True)
        if count is not None
    ]


@pytest.mark.parametrize("basis", ["calendar_year", "latest_12_months", "three_year_mean"])
@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2023, 6, 30), date(2024, 3, 31)])
def test_a_further_comparison_is_the_one_that_its_basis_would_give_alone(given, basis, day):
    counts = [100 + (7 * number) % 13 + (40 if number > 50 else 0) for number in range(72)]
    rows = rows_of(given, counts, day.replace(day=1)) + rows_of(
        given, [number // 2 for number in counts], day.replace(day=1), "home"
    )
    moved = {"date": date(2022, 9, 1), "direction": "up"}
    beside = assess_burglary(given, rows, moved, day=day, also=[basis]).further
    alone = assess_burglary(given, rows, moved, day=day, basis=basis).signals
    assert beside["basis"].to_list() == [basis] * 2
    assert beside.select(COMPARED).equals(alone.select(COMPARED))
    assert beside["reason"].null_count() == 2


def test_an_indicator_without_a_further_basis_has_none(given):
    further = assess_burglary(given, given.monthly("burglary", given.stepping(100, 130))).further
    assert dict(further.schema) == FURTHER and further.is_empty()


@drawn(st.lists(st.integers(0, 60), min_size=36, max_size=36), st.sampled_from(["calendar_year", "three_year_mean"]))
@settings(max_examples=10, deadline=None)
def test_neither_the_signals_nor_what_ratings_know_depends_on_further_bases(given, counts, basis):
    rows = given.monthly("burglary", counts) + given.monthly("burglary", counts[::-1], strand="home")
    plain, more = (assess_burglary(given, rows, also=also) for also in ([], [basis]))
    for name in ("signals", "points", "areas", "levels", "severe"):
        assert getattr(plain, name).equals(getattr(more, name)), name
    priority = given.project(ROOT, burglary={"role": "headline"}).priorities["a-priority"]
    assert facts_of(priority, plain) == facts_of(priority, more)


def test_the_parts_of_each_basis_are_a_family_of_their_own(given):
    rows = given.monthly("burglary", given.stepping(100, 130))
    for strand in ("one", "two", "three"):
        rows += given.monthly("burglary", given.stepping(30, 40), strand=strand)
    further = assess_burglary(given, rows, also=["calendar_year", "latest_12_months"]).further
    sizes = further.filter(pl.col("strand") != "").group_by("basis").agg(pl.col("family_size").unique())
    assert dict(sizes.iter_rows()) == {"calendar_year": [3], "latest_12_months": [3]}


@pytest.mark.parametrize(
    ("day", "basis", "also", "same"),
    [
        (date(2023, 12, 31), "latest_12_months", ["calendar_year"], ["latest_12_months"]),
        (date(2023, 12, 31), "financial_year_to_date", ["calendar_year", "latest_12_months"], [None, "calendar_year"]),
        (date(2023, 11, 30), "latest_12_months", ["calendar_year"], [None]),
        (
            date(2024, 3, 31),
            "financial_year_to_date",
            ["calendar_year", "latest_12_months"],
            [None, "financial_year_to_date"],
        ),
        (date(2023, 12, 31), "latest_12_months", ["three_year_mean"], [None]),
    ],
)
def test_a_basis_of_the_same_months_as_another_one_is_marked(given, day, basis, also, same):
    rows = rows_of(given, given.stepping(100, 130), day.replace(day=1))
    further = assess_burglary(given, rows, day=day, basis=basis, also=also).further
    by_basis = dict(further.select("basis", "same_as").iter_rows())
    assert [by_basis[name] for name in also] == same


def test_a_mean_of_three_years_needs_four_years_of_months_and_says_which_are_missing(given):
    further = assess_burglary(
        given, given.monthly("burglary", given.stepping(100, 130)), also=["three_year_mean"]
    ).further
    (row,) = further.to_dicts()
    assert (row["signal"], row["clear"], row["change"]) == ("cannot be calculated", False, None)
    assert row["reason"] == "January to December 2020 are missing"


def test_quarters_are_compared_over_the_calendar_years_that_they_fill(given):
    quarters = [30 + number % 3 for number in range(16)]
    rows = [
        row
        for row, count in zip(rows_of(given, [0] * 48, date(2023, 12, 1))[::3], quarters, strict=True)
        if row.update(count=count) is None
    ]
    (row,) = assess_burglary(
        given, rows, day=date(2023, 8, 31), frequency="quarterly", also=["calendar_year"]
    ).further.to_dicts()
    assert (row["current_label"], row["previous_label"]) == ("the calendar year 2022", "the calendar year 2021")
    assert (row["current_count"], row["previous_count"]) == (sum(quarters[8:12]), sum(quarters[4:8]))


@pytest.mark.skipif(
    not CASUALTIES.exists(), reason="real data not present: set SIA_SHARED to a folder with road-casualties"
)
def test_real_casualties_against_the_mean_of_three_years_and_over_the_calendar_year(given):
    """Casualties in Manchester to June 2024, each window counted again in plain SQL."""
    counted = f"select date_trunc('month', date)::date, count(*) from read_csv('{CASUALTIES.as_posix()}') where area_name = 'Manchester'"
    by_month = dict(duckdb.execute(f"{counted} group by 1").fetchall())
    about = {"indicator": "burglary", "strand": "", "area_code": given.district, "level": "district"}
    rows = [{**about, "month": month, "count": count} for month, count in by_month.items()]
    further = assess_burglary(given, rows, day=date(2024, 6, 30), also=["calendar_year", "three_year_mean"]).further
    year, mean = further.sort("basis").to_dicts()
    assert (year["current_label"], year["previous_label"]) == ("the calendar year 2023", "the calendar year 2022")
    assert mean["previous_label"] == "July 2020 to June 2023"
    for row in (year, mean):
        for which in ("current", "previous"):
            first, last = row[f"{which}_first"], row[f"{which}_last"]
            between = f"{counted} and date >= ? and date < ? group by all"
            again = duckdb.execute(between, [first, add_months(last, 1)]).fetchall()
            assert row[f"{which}_count"] == sum(count for _, count in again) > 500
    assert mean["change"] == pytest.approx(mean["current_count"] - mean["previous_count"] / 3)
    assert mean["ratio"] == pytest.approx(3 * mean["current_count"] / mean["previous_count"], rel=0.005)
    assert all(row["reason"] is None and row["lower"] < row["ratio"] < row["upper"] for row in (year, mean))


@pytest.mark.parametrize(("mean", "correlation"), [(10, None), (50, None), (300, 0.3)])
def test_one_of_two_bases_is_clear_by_chance_as_often_as_the_methods_page_says(mean, correlation):
    """Two thousand series without change to December 2020: April to December, and the calendar year."""
    monthly = monthly_series(2000, mean, months=33, alike=50, correlation=correlation, seed=11)
    bases = ("financial_year_to_date", "calendar_year")
    clear = [compare_periods(monthly, *comparison_windows(basis, date(2020, 12, 31)))["clear"] for basis in bases]
    assert all(0.03 <= one.mean() <= 0.07 for one in clear)
    assert 0.06 <= (clear[0] | clear[1]).mean() <= 0.10

"""Every published count is one cell of one set, and the set is protected as a whole."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from sia.calendar import Window, month_range
from sia.errors import UserError
from sia.project.indicators import Indicator, Selection
from sia.publication.counts import Counts, refuse_exposed, subject_of, through

YEAR = Window(date(2023, 1, 1), date(2023, 12, 1))
AREA = "X07000001"


def indicator(**selection) -> Indicator:
    return Indicator(title="x", polarity="lower", sources={"police": Selection(**selection)}, strands="subcategory")


def test_the_same_events_are_one_cell_whatever_indicator_they_stand_in():
    robbery = subject_of(indicator(subcategory=("robbery",)), "police")
    strand = subject_of(indicator(subcategory=("burglary", "robbery")), "police", "robbery")
    assert robbery == strand
    assert subject_of(indicator(category=("robbery",)), "police") != robbery


def test_a_second_value_under_one_name_is_another_cell():
    counts = Counts()
    first = counts.add("robbery", AREA, YEAR, 40, 5)
    assert counts.add("robbery", AREA, YEAR, 40, 5) == first
    assert counts.add("robbery", AREA, YEAR, 41, 5) != first


def test_a_small_ward_takes_another_with_it():
    counts = Counts()
    total = counts.add("burglary", AREA, YEAR, 63, 5, keep=4)
    wards = [counts.add("burglary", f"W{number}", YEAR, value, 5) for number, value in enumerate((3, 20, 40))]
    counts.add_up(total, wards)
    door = through(counts)
    assert door.shows(total)
    assert door.withholds(wards[0])
    assert sum(door.withholds(ward) for ward in wards) == 2


def test_published_figures_are_exempt():
    counts = Counts()
    total = counts.add("street", AREA, YEAR, 5, 0)
    parts = [counts.add("street", f"W{number}", YEAR, value, 0) for number, value in enumerate((1, 4))]
    counts.add_up(total, parts)
    assert through(counts).shows(total, *parts)


def test_months_on_a_chart_and_a_window_in_a_table_are_linked():
    counts = Counts()
    months = month_range(YEAR.first, YEAR.last)
    charted = [counts.add("noise", AREA, Window(month, month), 10, 5, keep=3) for month in months]
    counts.add("noise", AREA, YEAR, 120, 5, keep=4)
    counts.nest_windows()
    assert [set(one.parts) for one in counts.sums.values()] == [set(charted)]
    assert all(one.complete for one in counts.sums.values())


def test_a_window_inside_another_leaves_a_rest_that_readers_do_not_know():
    counts = Counts()
    counts.add("noise", AREA, YEAR, 120, 5)
    counts.add("noise", AREA, Window(date(2023, 4, 1), date(2023, 12, 1)), 90, 5)
    counts.nest_windows()
    assert [one.complete for one in counts.sums.values()] == [False]


def test_parts_that_overlap_are_each_within_the_total():
    counts = Counts()
    total = counts.add("hate", AREA, YEAR, 50, 5)
    counts.add_up(total, [counts.add("hate/race", AREA, YEAR, 40, 5), counts.add("hate/faith", AREA, YEAR, 30, 5)])
    assert [len(one.parts) for one in counts.sums.values()] == [1, 1]


def test_a_cell_that_was_never_in_the_set_is_not_shown():
    assert not through(Counts()).shows("burglary|W1|2023-01|2023-12")


def test_the_build_stops_when_a_suppressed_count_could_be_worked_out():
    marked = pl.DataFrame(
        {"cell": ["all", "a", "b"], "value": [10, 3, 7], "threshold": [5, 5, 5], "suppressed": ["no", "primary", "no"]}
    )
    sums = pl.DataFrame({"relation": ["r", "r"], "total": ["all", "all"], "part": ["a", "b"], "sign": [1, 1]})
    with pytest.raises(UserError, match="a: this suppressed count could be worked out"):
        refuse_exposed(marked, sums)

"""Points of charts go into the set that is to be published; those longer than a month beside the periods compared."""

from __future__ import annotations

from datetime import date

import partnership_frames as made
import polars as pl
import pytest

from sia.publication.chart_points import KEEP_POINT, KEEP_QUARTER_OF_PART, ChartGroup, chart_points
from sia.publication.gathering import Gathered
from sia.publication.readings import read_warehouse


@pytest.fixture
def project_and_readings(project_root):
    connection = made.warehouse()
    yield made.declared(project_root), read_warehouse(connection)
    connection.close()


def drawn(project_and_readings, indicator: str, grains: dict, **group):
    """The cells by chart and grain, and what has been gathered."""
    gathered = Gathered()
    groups = [ChartGroup("chart", indicator, ("",), **group)]
    series, cells = chart_points(*project_and_readings, gathered, groups, grains)
    assert {grain for _, grain in cells} == {one.grain for one in series.values()}
    return cells, gathered.counts


@pytest.mark.parametrize(
    ("indicator", "grain", "beside"), [("burglary", "month", False), ("hate_incidents", "quarter", True)]
)
def test_quarters_are_protected_beside_the_periods_compared_and_months_need_not_be(
    project_and_readings, indicator, grain, beside
):
    cells, counts = drawn(project_and_readings, indicator, {})
    names = cells["chart", grain]
    assert names
    assert counts.further == (set(names) if beside else set())
    assert {counts.keep[name] for name in names} == {KEEP_POINT}


def test_a_chart_of_parts_by_quarter_goes_before_a_comparison_does(project_and_readings):
    project, readings = project_and_readings
    part = pl.DataFrame({"indicator": "hate_incidents", "strand": "new", "month": months(), "count": 3})
    readings = type(readings)(
        **{**vars(readings), "measures": pl.concat([readings.measures, part], how="diagonal_relaxed")}
    )
    gathered = Gathered()
    groups = [ChartGroup("parts", "hate_incidents", ("new",), coarsest="quarter")]
    _, cells = chart_points(project, readings, gathered, groups, {})
    assert {gathered.counts.keep[name] for name in cells["parts", "quarter"]} == {KEEP_QUARTER_OF_PART}


def months() -> list[date]:
    return [date(year, month, 1) for year in (2021, 2022, 2023) for month in range(1, 13)]


def test_a_chart_that_is_never_drawn_by_year_puts_no_years_into_the_set(project_and_readings):
    cells, counts = drawn(project_and_readings, "burglary", {"chart": "quarter"}, coarsest="quarter")
    assert not cells
    assert not counts.values

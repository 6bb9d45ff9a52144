"""Unusual months are named for the source or, failing that, for its larger categories; newest months that end too soon."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from sia.quality.months import ends_early_in, unusual_in

LOW, HIGH = [200] * 17 + [50] + [200] * 18, [200] * 36


def named(project, rows):
    return [(one.category, one.month, one.direction) for one in unusual_in(project, rows)]


def test_a_short_month_of_the_source_is_found(declare, monthly_rows):
    (one,) = unusual_in(declare(), monthly_rows(all=LOW))
    assert (one.source, one.category, one.month) == ("police", "", date(2022, 6, 1))
    assert (one.count, one.direction) == (50, "fewer")


def test_a_category_is_named_only_where_the_whole_is_as_usual(declare, monthly_rows):
    assert named(declare(), monthly_rows(all=HIGH, drugs=LOW)) == [("drugs", date(2022, 6, 1), "fewer")]
    assert named(declare(), monthly_rows(all=LOW, drugs=LOW)) == [("", date(2022, 6, 1), "fewer")]


def test_a_small_category_is_not_looked_at(declare, monthly_rows):
    assert named(declare(), monthly_rows(all=HIGH, drugs=[25] * 17 + [0] + [25] * 18)) == []


def test_the_contract_says_from_where_on_a_month_is_unusual(declare, monthly_rows):
    rows = monthly_rows(all=[200] * 17 + [90] + [200] * 18)
    assert named(declare(), rows) == []
    assert named(declare(tolerances={"fewer_percent": 50}), rows) == [("", date(2022, 6, 1), "fewer")]


@pytest.mark.parametrize("frequency", ["quarterly", "annual", "as it happens"])
def test_only_sources_that_arrive_monthly_have_unusual_months(declare, monthly_rows, frequency):
    assert named(declare(frequency=frequency), monthly_rows(all=LOW)) == []


def test_values_that_are_no_counts_have_no_unusual_months(declare, monthly_rows):
    columns = {"month": {"type": "month"}, "value": {"type": "number"}}
    assert named(declare(kind="series", columns=columns), monthly_rows(all=LOW)) == []


def newest(day):
    return pl.DataFrame({"source": ["police"], "newest_day": [day]})


def test_a_month_whose_last_half_is_empty_looks_incomplete(declare, monthly_rows):
    (one,) = ends_early_in(declare(), monthly_rows(all=[200] * 35 + [110]), newest(date(2023, 12, 17)))
    assert (one.month, one.last_day) == (date(2023, 12, 1), date(2023, 12, 17))


def test_a_few_days_without_a_rare_event_are_nothing(declare, monthly_rows):
    assert list(ends_early_in(declare(), monthly_rows(all=[12] * 36), newest(date(2023, 12, 20)))) == []


def test_the_month_of_the_as_at_date_need_not_reach_further_than_that(declare, monthly_rows):
    project = declare()
    project.assessment.as_at = date(2023, 12, 17)
    assert list(ends_early_in(project, monthly_rows(all=[200] * 35 + [110]), newest(date(2023, 12, 17)))) == []

"""Fields month by month: unusual gaps, fields that a category never has, values of some months only."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sia.calendar import add_months, month_range
from sia.quality.fields import key_fields_in, odd_values_in

MONTHS = month_range(date(2022, 1, 1), date(2023, 12, 1))


def completeness(filled, rows=500, category=""):
    made = [("police", month, "ward", category, rows, count) for month, count in zip(MONTHS, filled, strict=True)]
    columns = ["source", "month", "column_name", "category", "rows", "filled"]
    return pl.DataFrame(made, schema=columns, orient="row")


def test_a_month_with_far_more_blanks_than_usual_is_found(declare):
    (field,) = key_fields_in(declare(), completeness([490] * 10 + [400] + [490] * 13))
    assert [(one.month, one.rows - one.count) for one in field.unusual] == [(date(2022, 11, 1), 100)]
    assert (field.total.rows, field.total.count) == (500 * 24, 490 * 23 + 400)


def test_a_few_points_more_or_a_few_rows_more_are_not_unusual(declare):
    (field,) = key_fields_in(declare(), completeness([490] * 10 + [450] + [490] * 13))
    assert field.unusual == ()
    (field,) = key_fields_in(declare(), completeness([10] * 10 + [8] + [10] * 13, rows=10))
    assert field.unusual == ()


def test_the_contract_says_how_many_points_are_unusual(declare):
    project = declare(tolerances={"blank_points": 5})
    (field,) = key_fields_in(project, completeness([490] * 10 + [450] + [490] * 13))
    assert [one.month for one in field.unusual] == [date(2022, 11, 1)]


def test_a_field_that_is_mostly_blank_throughout_has_no_unusual_month(declare):
    (field,) = key_fields_in(declare(), completeness([120] * 24))
    assert field.unusual == ()


def test_a_category_that_never_has_a_field_is_named_and_left_out(declare):
    frame = pl.concat([completeness([500] * 24, category="theft"), completeness([0] * 24, category="noise")])
    (field,) = key_fields_in(declare(), frame)
    assert field.never == ("noise",)
    assert field.total.share == 1


def test_a_field_that_nobody_fills_is_no_matter_of_a_category(declare):
    frame = pl.concat([completeness([20] * 24, category="theft"), completeness([0] * 24, category="noise")])
    (field,) = key_fields_in(declare(), frame)
    assert field.never == ()


def test_months_after_the_as_at_date_do_not_count(declare):
    frame = completeness([500] * 24)
    later = frame.with_columns(month=pl.lit(date(2024, 1, 1)), filled=pl.lit(0)).head(1)
    (field,) = key_fields_in(declare(), pl.concat([frame, later], how="vertical_relaxed"))
    assert field.total.share == 1


@given(st.lists(st.integers(0, 300), min_size=24, max_size=24))
def test_unusual_months_are_more_blank_than_the_middle_month(filled):
    from types import SimpleNamespace

    terms = SimpleNamespace(tolerances=SimpleNamespace(blank_points=10.0))
    project = SimpleNamespace(contracts={"police": terms}, assessment=SimpleNamespace(as_at=date(2023, 12, 31)))
    for field in key_fields_in(project, completeness(filled, rows=300)):
        blanks = sorted(month.rows - month.count for month in field.months)
        assert all(one.rows - one.count > blanks[len(blanks) // 2 - 1] for one in field.unusual)


def values(counts, value="Under investigation"):
    made = [("police", month, "outcome", value, count) for month, count in zip(MONTHS, counts, strict=True) if count]
    return pl.DataFrame(made, schema=["source", "month", "column_name", "value", "rows"], orient="row")


def totals(rows=1000):
    return pl.DataFrame({"source": ["police"] * 24, "month": MONTHS, "rows": [rows] * 24})


def test_a_value_of_the_newest_months_only_is_found_and_said_to_be_so(declare):
    (one,) = odd_values_in(declare(), values([0] * 19 + [60, 90, 120, 200, 470]), totals())
    assert (one.kind, one.newest, [month.count for month in one.months]) == ("only", True, [60, 90, 120, 200, 470])


def test_a_value_of_one_month_in_between_is_not_among_the_newest(declare):
    (one,) = odd_values_in(declare(), values([0] * 8 + [60] + [0] * 15), totals())
    assert (one.kind, one.newest, one.months[0].month) == ("only", False, date(2022, 9, 1))


def test_a_value_far_above_its_usual_share_is_found(declare):
    (one,) = odd_values_in(declare(), values([15] * 12 + [480, 300] + [15] * 10), totals())
    assert (one.kind, [month.month for month in one.months]) == ("more", [date(2023, 1, 1), date(2023, 2, 1)])
    assert one.usual == 0.015


def test_what_returns_in_the_same_month_every_year_is_a_season(declare):
    year = [100] * 6 + [600] + [100] * 5
    assert list(odd_values_in(declare(), values(year * 2), totals())) == []


def test_a_mix_that_changes_and_a_value_of_few_rows_are_left_alone(declare):
    assert list(odd_values_in(declare(), values([100] * 14 + [400] * 10), totals())) == []
    assert list(odd_values_in(declare(), values([0] * 23 + [2]), totals(rows=20))) == []


def test_a_source_of_few_months_has_nothing_to_compare(declare):
    few = totals().head(6)
    assert list(odd_values_in(declare(), values([0] * 5 + [200] + [0] * 18), few)) == []
    assert add_months(few["month"][0], 5) == few["month"][-1]

"""Steps are suspected unless a declared break explains them; a changed basis of reporting is told with both names."""

from __future__ import annotations

import csv
import io
from datetime import date

import polars as pl

from sia.quality import lines_for_register
from sia.quality.suspected import suspected_in

KIRKLEES = {
    2012: 661,
    2013: 378,
    2014: 335,
    2015: 354,
    2016: 3318,
    2017: 4145,
    2019: 5891,
    2020: 8599,
    2021: 6436,
    2022: 7182,
}
STEP = [100, 105, 97, 103, 99, 101] * 3 + [310, 300, 295, 305, 299, 301] * 3
BASES = {"source": ["police"], "period_start": [date(2020, 4, 1)]} | {
    "basis_before": ["Customer/public reported only"],
    "basis": ["All incidents"],
}
SERIES = {"source": pl.String, "measure": pl.String, "category": pl.String, "area_code": pl.String} | {
    "period_start": pl.Date,
    "value": pl.Float64,
}


def yearly(values=None, area="D1"):
    rows = [("police", "", "", area, date(year, 4, 1), float(value)) for year, value in (values or {}).items()]
    return pl.DataFrame(rows, schema=SERIES, orient="row")


def bases(rows=None):
    schema = {"source": pl.String, "period_start": pl.Date, "basis_before": pl.String, "basis": pl.String}
    return pl.DataFrame(rows or {}, schema=schema)


def declared(day, source="police", category=""):
    return pl.DataFrame({"date": [day], "source": [source], "category": [category]})


def test_a_step_by_month_is_suspected_once_for_the_source_and_not_again_for_its_parts(declare, monthly_rows, no_breaks):
    (one,) = suspected_in(declare(), monthly_rows(all=STEP, drugs=STEP), yearly(), bases(), no_breaks)
    assert (one.category, one.yearly, one.direction) == ("", False, "up")
    assert one.period in (date(2022, 6, 1), date(2022, 7, 1), date(2022, 8, 1))


def test_a_step_of_one_category_is_named_by_it(declare, monthly_rows, no_breaks):
    rows = monthly_rows(all=[900] * 36, drugs=STEP)
    assert [one.category for one in suspected_in(declare(), rows, yearly(), bases(), no_breaks)] == ["drugs"]


def test_a_declared_break_near_by_explains_a_step(declare, monthly_rows):
    def found(breaks):
        return list(suspected_in(declare(), monthly_rows(all=STEP), yearly(), bases(), breaks))

    assert found(declared(date(2022, 7, 1))) == []
    assert found(declared(date(2022, 6, 15), source="*")) == []
    assert len(found(declared(date(2021, 7, 1)))) == 1
    assert len(found(declared(date(2022, 7, 1), source="elsewhere"))) == 1


def test_the_step_and_the_changed_basis_of_the_national_returns_are_two_suspected_breaks(
    declare, monthly_rows, no_breaks
):
    found = list(suspected_in(declare(), monthly_rows(), yearly(KIRKLEES), bases(BASES), no_breaks))
    assert [(one.period, one.before, one.after, one.direction, one.basis) for one in found] == [
        (date(2016, 4, 1), 354, 3318, "up", ""),
        (date(2020, 4, 1), None, None, "unknown", "All incidents"),
    ]


def test_a_basis_that_changes_with_a_step_is_told_once(declare, monthly_rows, no_breaks):
    changed = BASES | {"period_start": [date(2016, 4, 1)]}
    (one,) = suspected_in(declare(), monthly_rows(), yearly(KIRKLEES), bases(changed), no_breaks)
    assert (one.before, one.basis_before, one.basis) == (354, "Customer/public reported only", "All incidents")


def test_steps_of_other_districts_are_not_told(declare, monthly_rows, no_breaks):
    assert list(suspected_in(declare(), monthly_rows(), yearly(KIRKLEES, area="D2"), bases(), no_breaks)) == []


def test_an_area_with_two_values_for_one_year_is_no_series(declare, monthly_rows, no_breaks):
    twice = pl.concat([yearly(KIRKLEES), yearly(dict.fromkeys(KIRKLEES, 9))])
    assert list(suspected_in(declare(), monthly_rows(), twice, bases(), no_breaks)) == []


def test_declaring_what_was_suspected_settles_it(declare, monthly_rows, no_breaks):
    """The lines handed out, put into the register as they are, explain every step."""
    rows = (declare(), monthly_rows(all=STEP), yearly(KIRKLEES), bases(BASES))
    lines = lines_for_register(suspected_in(*rows, no_breaks), {"police": "Exampleshire Police"})
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    read = list(csv.reader(io.StringIO(text.getvalue())))
    assert {line[7] for line in read} == {"check"}
    assert all("ask Exampleshire Police" in line[5] for line in read)
    breaks = pl.concat([declared(date.fromisoformat(line[0]), line[1], line[2]) for line in read])
    assert list(suspected_in(*rows, breaks)) == []

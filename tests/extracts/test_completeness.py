"""How completely key fields are filled is counted by month; what is blank, suppressed or without meaning stays apart."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADER = "Incident No,Date opened,Ward,Category,Note\n"
COLUMNS = {
    "reference": {"headers": ["Incident No"], "required": True},
    "recorded_on": {"type": "date", "headers": ["Date opened"], "required": True},
    "ward": {},
    "category": {"type": "code", "codes": {"Noise": "noise", "Theft": "theft", "Not known": ""}},
    "note": {},
}
NOVEMBER, DECEMBER = date(2023, 11, 1), date(2023, 12, 1)


def test_each_field_that_may_be_blank_is_counted_by_month_and_category(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,Aston,Noise,\n2,2/11/2023,,Noise,x\n3,3/12/2023,,Theft,x\n")
    found = desk.read(COLUMNS).rows("select month, column_name, category, rows, filled from completeness order by all")
    assert found == [
        (NOVEMBER, "category", "noise", 2, 2),
        (NOVEMBER, "note", "noise", 2, 1),
        (NOVEMBER, "ward", "noise", 2, 1),
        (DECEMBER, "category", "theft", 1, 1),
        (DECEMBER, "note", "theft", 1, 1),
        (DECEMBER, "ward", "theft", 1, 0),
    ]


def test_a_contract_can_name_its_key_fields(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,Aston,Noise,\n")
    found = desk.read(COLUMNS, key_fields=["ward"]).rows("select distinct column_name from completeness")
    assert found == [("ward",)]


def test_a_code_that_means_not_known_is_not_filled(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,Aston,Not known,\n")
    found = desk.read(COLUMNS).rows("select rows, filled from completeness where column_name = 'category'")
    assert found == [(1, 0)]


def test_a_suppressed_number_is_filled_and_one_not_recorded_is_not(desk):
    desk.drop("a.csv", "month,value\n2023-10,12\n2023-11,[c]\n2023-12,-\n")
    columns = {"month": {"type": "month", "required": True}, "value": {"type": "integer"}}
    found = desk.read(columns, kind="series").rows("select month, filled from completeness order by month")
    assert found == [(date(2023, 10, 1), 1), (NOVEMBER, 1), (DECEMBER, 0)]


def test_a_text_that_says_not_recorded_is_not_filled(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,not recorded,Noise,n/a\n2,2/11/2023,-,Noise,Blackpool\n")
    found = desk.read(COLUMNS).rows("select column_name, filled from completeness where category <> '' order by 1")
    assert found == [("category", 2), ("note", 2), ("ward", 0)]


def test_rows_that_were_set_aside_are_not_counted(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,Aston,Noise,\n2,32/11/2023,,Noise,\n")
    assert desk.read(COLUMNS).rows("select sum(rows) from completeness where column_name = 'ward'") == [(1,)]


def test_a_dropped_column_is_counted_nowhere(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,Aston,Noise,Mr Planted\n")
    reading = desk.read(COLUMNS | {"note": {"drop": True}})
    assert ("note",) not in reading.rows("select distinct column_name from completeness")
    assert "Planted" not in str(reading.rows("select * from value_months"))


def test_values_of_codes_are_counted_by_month_and_texts_only_where_the_contract_names_them(desk):
    desk.drop("a.csv", HEADER + "1,1/11/2023,Aston,Noise,x\n2,2/11/2023,Aston,Theft,x\n")
    assert desk.read(COLUMNS).rows("select distinct column_name from value_months") == [("category",)]
    named = desk.read(COLUMNS, key_fields=["note", "category"])
    assert named.rows("select month, value, rows from value_months where column_name = 'note'") == [(NOVEMBER, "x", 2)]


def test_names_that_hardly_repeat_are_no_values_to_compare(desk):
    rows = "".join(f"{n},1/11/2023,Aston,Noise,street {n}\n" for n in range(40))
    desk.drop("a.csv", HEADER + rows)
    found = desk.read(COLUMNS, key_fields=["note"]).rows("select * from value_months where column_name = 'note'")
    assert found == []


def test_the_basis_of_reporting_is_kept_by_area_and_period(desk):
    desk.drop("a.csv", "month,area,basis,value\n2023-10,E1,:,5\n2023-11,E1,Public,5\n2023-12,E1,All,9\n2023-12,E2,,9\n")
    columns = {
        "month": {"type": "month", "required": True},
        "area_code": {"headers": ["area"], "required": True},
        "basis": {},
        "value": {"type": "integer"},
    }
    found = desk.read(columns, kind="series", reporting_basis="basis").rows(
        "select area_code, period_start, basis from reporting_basis order by all"
    )
    assert found == [("E1", NOVEMBER, "Public"), ("E1", DECEMBER, "All")]


def test_a_source_that_was_not_read_has_no_rows(desk):
    desk.drop("a.csv", "nothing,of,this\n1,2,3\n")
    reading = desk.read(COLUMNS)
    assert reading.report.problem
    assert reading.rows("select * from completeness") == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["", "Aston", "Bexley"]), st.integers(1, 12), st.sampled_from(["Noise", "Theft"])),
        min_size=1,
        max_size=40,
    )
)
def test_filled_and_blank_are_all_the_rows_that_were_accepted(desk, rows):
    desk.drop(
        "a.csv",
        HEADER + "".join(f"{n},1/{month}/2023,{ward},{kind},\n" for n, (ward, month, kind) in enumerate(rows)),
    )
    found = desk.read(COLUMNS).rows(
        "select sum(rows), sum(filled) from completeness where column_name = 'ward' and filled <= rows"
    )
    assert found == [(len(rows), sum(1 for ward, _, _ in rows if ward))]

"""What becomes of the text of a cell: a value, one of three kinds of gap, or a fault with a sentence."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

SERIES = {"area": {"required": True}, "value": {"type": "number", "required": True}, "people": {"type": "integer"}}
MARKED = [
    ("5", 5.0, None), ("1,234", 1234.0, None), ("12 345.5", 12345.5, None), ("-3", -3.0, None), ("12.5%", 12.5, None),
    ("1e3", 1000.0, None), (".5", 0.5, None), ("-", None, "not recorded"), ("..", None, "not recorded"),
    ("[x]", None, "not recorded"), (":", None, "not recorded"), ("n/a", None, "not applicable"), ("N/A", None, "not applicable"),
    ("[z]", None, "not applicable"), ("*", None, "suppressed"), ("<5", None, "suppressed"), ("< 10", None, "suppressed"),
    ("[c]", None, "suppressed"), ("[C]", None, "suppressed"), ("c", None, "suppressed"), ("[u]", None, "suppressed"),
    ("[low]", None, "too small to show"), ("£1,234.50", 1234.5, None), ("-£ 3", -3.0, None), ("−7", -7.0, None),
    ("12[p]", 12.0, None), ("1,234 [note 3]", 1234.0, None), ("7.5% [r]", 7.5, None),
]  # fmt: skip
DATES = [
    ("31/12/2023", date(2023, 12, 31)), ("1/2/2023", date(2023, 2, 1)), ("2023-12-31", date(2023, 12, 31)),
    ("2023-12-31T23:59:00", date(2023, 12, 31)), ("31/12/2023 08:15", date(2023, 12, 31)), ("31-Dec-2023", date(2023, 12, 31)),
    ("31 December 2023", date(2023, 12, 31)), ("31.12.2023", date(2023, 12, 31)), ("45291", date(2023, 12, 31)),
    ("45291.75", date(2023, 12, 31)), ("2023-12-31 00:00:00.000", date(2023, 12, 31)), ("29/02/2024", date(2024, 2, 29)),
    ("2021-07-31T23:40+00:00", date(2021, 8, 1)), ("2021-07-31T23:40:00Z", date(2021, 8, 1)),
    ("2021-12-31T23:40:00Z", date(2021, 12, 31)), ("2021-12-31 23:40:00-05:00", date(2022, 1, 1)),
]  # fmt: skip
MONTHS = [
    ("2023-12", date(2023, 12, 1)), ("Dec-23", date(2023, 12, 1)), ("December 2023", date(2023, 12, 1)),
    ("dec 2023", date(2023, 12, 1)), ("12/2023", date(2023, 12, 1)), ("31/12/2023", date(2023, 12, 1)),
]  # fmt: skip


def table(*columns: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(zip(*columns, strict=True))
    return text.getvalue()


def one_column(desk, kind: str, texts: list[str], **more) -> object:
    desk.drop("asb.csv", table(["id", *map(str, range(len(texts)))], ["field", *texts]))
    return desk.read({"id": {"type": "integer", "required": True}, "field": {"type": kind, **more}})


def values(reading) -> list:
    return [value for (value,) in reading.rows("SELECT field FROM asb ORDER BY id")]


def test_missing_not_applicable_and_suppressed_numbers_of_a_series_stay_different(desk) -> None:
    texts = [text for text, _, _ in MARKED]
    desk.drop("asb.csv", table(["area", *texts], ["value", *texts], ["people", *[""] * len(texts)]))
    reading = desk.read(SERIES, kind="series")
    found = reading.rows("SELECT area, value, value_mark, people_mark FROM asb ORDER BY source_row")
    assert found == [(*row, "not recorded") for row in MARKED]


def test_a_required_number_may_be_marked_but_not_blank(desk) -> None:
    desk.drop("asb.csv", table(["area", "a", "b"], ["value", "", "*"]))
    reading = desk.read(SERIES, kind="series")
    assert reading.counts == (2, 1, 1, 0)
    assert reading.rows("SELECT column_name, rule, sentence FROM quarantine") == [
        ("value", "required", "Row 1: value is not given.")
    ]


def test_a_total_among_the_areas_of_a_series_is_no_record(desk) -> None:
    desk.drop("asb.csv", table(["area", "North", "Total", "*Grand total"], ["value", "1", "2", "3"]))
    reading = desk.read(SERIES, kind="series")
    assert reading.rows("SELECT source_row, rule FROM quarantine ORDER BY 1") == [(2, "total"), (3, "total")]


def test_only_a_series_has_marks_beside_its_numbers(desk) -> None:
    reading = one_column(desk, "integer", ["1", "-"])
    assert values(reading) == [1, None]
    assert reading.rows("SELECT count(*) FROM information_schema.columns WHERE column_name LIKE '%_mark'") == [(0,)]


def test_a_single_letter_is_a_gap_among_numbers_only(desk) -> None:
    assert one_column(desk, "integer", ["x"]).counts == (1, 1, 0, 0)
    assert one_column(desk, "code", ["x"], codes={"a": "a"}).counts == (1, 0, 1, 0)


@pytest.mark.parametrize(
    "text", ["12a", "1,23", "1_000", "nan", "inf", "1.5.2", "5 or so", "1,5", "(12)", "$5", "£", "[p]"]
)
def test_what_is_no_number_is_refused_and_never_guessed(desk, text: str) -> None:
    reading = one_column(desk, "number", [text])
    assert values(reading) == []
    assert reading.rows("SELECT sentence FROM quarantine") == [(f"Row 1: field is not a number (it holds '{text}').",)]


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("3.0", 3), ("1,234", 1234), ("-4", -4), ("9007199254740993", 9007199254740993)])  # fmt: skip
def test_whole_numbers(desk, text: str, value: int) -> None:
    assert values(one_column(desk, "integer", [text])) == [value]


def test_a_whole_number_with_a_fraction_is_refused_not_rounded(desk) -> None:
    assert values(one_column(desk, "integer", ["2.5"])) == []


def test_dates_in_the_forms_agencies_use(desk) -> None:
    assert values(one_column(desk, "date", [text for text, _ in DATES])) == [day for _, day in DATES]


def test_months_in_the_forms_agencies_use(desk) -> None:
    assert values(one_column(desk, "month", [text for text, _ in MONTHS])) == [month for _, month in MONTHS]


@pytest.mark.parametrize("text", ["31/13/2023", "30/02/2023", "12/31/2023", "31/12/23", "soon", "01/01/0023", "31/12/3023", "99", "29/02/2023", "01/01/0203", "2023-12-31T25:00:00Z"])  # fmt: skip
def test_a_day_that_is_none_or_can_be_read_in_two_ways_is_refused(desk, text: str) -> None:
    reading = one_column(desk, "date", [text])
    assert values(reading) == []
    expected = f"Row 1: field is not a date such as 31/12/2023 (it holds '{text}')."
    assert reading.rows("SELECT sentence FROM quarantine") == [(expected,)]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            ["05/23/2024", "12/25/2023", "05/06/2023"],
            "asb.csv: 'field' looks as if written with the month first (such as '05/23/2024'), and the contract reads it "
            "with the day first; correct the formats in the contract, or ask for dates such as 2024-05-23",
        ),
        (
            ["05/23/2024 10:15", "12/25/2023 09:00", "23/05/2024", "05/06/2023"],
            "asb.csv: 'field' is written with the month first in 2 rows (such as '05/23/2024 10:15') and with the day "
            "first in 1 (such as '23/05/2024'), so that the others cannot be told apart; correct the formats in the "
            "contract, or ask for dates such as 2024-05-23",
        ),
    ],
)
def test_a_file_with_the_month_first_stops_its_source_rather_than_passing_in_part(desk, texts, said) -> None:
    reading = one_column(desk, "date", texts)
    assert reading.report.problem == f"Police ASB not read: {said}."
    assert values(reading) == []


def test_a_file_with_the_day_first_stops_a_source_whose_contract_reads_the_month_first(desk) -> None:
    reading = one_column(desk, "date", ["23/05/2024", "25/12/2023", "05/06/2023"], formats=["%m/%d/%Y"])
    assert "looks as if written with the day first (such as '23/05/2024')" in reading.report.problem


def test_a_few_mistyped_dates_among_many_are_quarantined_by_themselves(desk) -> None:
    reading = one_column(desk, "date", ["05/23/2024", "12/25/2023", *[f"{day}/01/2023" for day in range(13, 21)]])
    assert reading.counts == (10, 8, 2, 0)


def test_numbers_with_a_decimal_comma_stop_their_source(desk) -> None:
    reading = one_column(desk, "number", ["12,5", "0,25", "1,234"])
    assert reading.report.problem == (
        "Police ASB not read: asb.csv: 'field' looks as if written with a decimal comma (such as '0,25'), and the "
        "contract reads it with a decimal point; ask for the numbers with a decimal point."
    )
    assert one_column(desk, "number", ["12,5", "0,25", *["1.5"] * 8]).counts == (10, 8, 2, 0)


def test_the_formats_of_the_contract_take_the_place_of_the_usual_ones(desk) -> None:
    reading = one_column(desk, "date", ["12/31/2023", "2023-12-31", "31/12/2023"], formats=["%m/%d/%Y"])
    assert values(reading) == [date(2023, 12, 31), date(2023, 12, 31)]


def test_yes_and_no(desk) -> None:
    texts = ["Yes", "N", "TRUE", "0", "", "-", "perhaps"]
    reading = one_column(desk, "boolean", texts)
    assert values(reading) == [True, False, True, False, None, None]
    assert reading.counts == (7, 6, 1, 0)


def test_codes_ignore_case_spaces_and_punctuation_and_accept_our_own(desk) -> None:
    codes = {"Personal": "personal", "Nuisance / noise": "nuisance", "Old name": "personal", "Unknown": ""}
    texts = ["PERSONAL ", "nuisance/noise", "old-name", "nuisance", "unknown", "", "n/a"]
    reading = one_column(desk, "code", texts, codes=codes)
    assert values(reading) == ["personal", "nuisance", "personal", "nuisance", None, None, None]


def test_an_unknown_code_is_quarantined_or_kept_as_the_contract_says(desk) -> None:
    codes = {"Personal": "personal"}
    reading = one_column(desk, "code", ["Personal", "O'Brien"], codes=codes)
    assert reading.rows("SELECT column_name, rule, sentence FROM quarantine") == [
        ("field", "code", "Row 2: field is not one of the agreed codes or names (it holds 'O'Brien').")
    ]
    assert values(one_column(desk, "code", ["Personal", "Other"], codes=codes, unknown_codes="keep")) == [
        "personal",
        "Other",
    ]


def test_ranges_of_numbers_and_dates(desk) -> None:
    reading = one_column(desk, "integer", ["0", "5", "11", "-"], minimum=1, maximum=10)
    assert values(reading) == [5, None]
    assert [reason.sentence for reason in reading.report.quarantine] == ["field is above 10", "field is below 1"]
    late = one_column(desk, "date", ["31/12/2022", "01/01/2023"], minimum=date(2023, 1, 1))
    assert values(late) == [date(2023, 1, 1)]


def test_rules_across_columns_and_every_fault_of_a_row(desk) -> None:
    desk.drop("asb.csv", "id,start,end,kind\n1,02/01/2023,01/01/2023,x\n2,01/01/2023,,a\n3,01/01/2023,02/01/2023,a\n")
    columns = {"id": {"required": True}, "start": {"type": "date"}, "end": {"type": "date"}}
    columns["kind"] = {"type": "code", "codes": {"a": "a"}}
    rule = {"id": "in_order", "condition": '"end" >= start', "sentence": "The case was closed before it was opened."}
    reading = desk.read(columns, rules=[rule])
    assert reading.rows("SELECT id FROM asb ORDER BY 1") == [("2",), ("3",)]
    assert reading.rows("SELECT column_name, rule, sentence FROM quarantine ORDER BY 1") == [
        ("", "in_order", "Row 1: The case was closed before it was opened."),
        ("kind", "code", "Row 1: kind is not one of the agreed codes or names (it holds 'x')."),
    ]
    assert reading.counts == (3, 2, 1, 0)


def test_reasons_are_counted_commonest_first(desk) -> None:
    reading = one_column(desk, "date", ["x", "y", "01/01/2023"])
    (reason,) = reading.report.quarantine
    assert (reason.column, reason.rule, reason.rows) == ("field", "date", 2)
    assert reason.sentence == "field is not a date such as 31/12/2023"


def test_columns_may_have_the_names_that_the_reading_itself_uses(desk) -> None:
    names = ["part", "position", "name", "month", "first", "code", "agency", "source", "file", "row", "rule", "n", "j"]
    codes = {"type": "code", "codes": {"a": "b"}}
    columns = {name: {"required": True} for name in names} | {"month": {"type": "month"}, "code": codes}
    line = ",".join({"month": "2023-01", "code": "a"}.get(name, "v") for name in names) + "\n"
    desk.drop("asb.csv", ",".join(names) + "\n" + line * 2 + "x" + line.replace(",a,", ",?,"))
    reading = desk.read(columns, key=("part", "month", "code", "first", "name"))
    assert reading.counts == (3, 1, 1, 1)
    assert reading.rows('SELECT part, "month", code FROM asb') == [("v", date(2023, 1, 1), "b")]


def test_a_rule_that_fails_on_a_value_stops_the_source_with_a_sentence(desk) -> None:
    desk.drop("asb.csv", "id\nA1\n")
    rule = {"id": "numbered", "condition": "cast(id as integer) > 0", "sentence": "It has no number."}
    reading = desk.read({"id": {"required": True}}, rules=[rule])
    assert reading.report.problem == (
        "Police ASB not read: a rule of its contract ('numbered') fails on a value: "
        "Could not convert string 'A1' to INT32; write try_cast for cast."
    )


def test_punctuation_alone_is_no_code_and_two_codes_that_are_near_are_told_apart_by_their_exact_spelling(desk) -> None:
    codes = {"-1": "none", "1": "one", "#": "hash"}
    reading = one_column(desk, "code", ["-1", "1", "(1)", "#", "?"], codes=codes)
    assert values(reading) == ["none", "one", "hash"]
    assert reading.rows("SELECT source_row FROM quarantine ORDER BY 1") == [(3,), (5,)]

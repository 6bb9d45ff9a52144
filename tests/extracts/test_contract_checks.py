"""Mistakes in contracts are told with file and line before anything is read."""

from __future__ import annotations

import pytest

from sia.errors import UserError
from sia.extracts import check_contracts

CONTRACT = """title: Police ASB
agency: A force
columns:
  recorded_on:
    type: date
    formats: ["%d/%m/%Y", "%m/%d/%Y"]
rules:
  - id: fine
    condition: recorded_on > date '2020-01-01'
    sentence: It is too long ago.
  - id: misspelt
    condition: recorded_no > date '2020-01-01'
    sentence: It is too long ago.
  - id: broken
    condition: recorded_on >
    sentence: It is too long ago.
"""
COLUMNS = {"recorded_on": {"type": "date", "formats": ["%d/%m/%Y", "%m/%d/%Y"]}}
RULES = [
    {"id": "fine", "condition": "recorded_on > date '2020-01-01'", "sentence": "It is too long ago."},
    {"id": "misspelt", "condition": "recorded_no > date '2020-01-01'", "sentence": "It is too long ago."},
    {"id": "broken", "condition": "recorded_on >", "sentence": "It is too long ago."},
]


def write(desk, text: str) -> None:
    (desk.root / "sources").mkdir(exist_ok=True)
    (desk.root / "sources" / f"{desk.source}.yml").write_text(text, encoding="utf-8")


def test_every_mistake_has_its_place_and_a_remedy(desk) -> None:
    write(desk, CONTRACT)
    problems = check_contracts(desk.project(desk.contract(COLUMNS, rules=RULES)))
    assert [problem.place for problem in problems] == [
        "sources/asb.yml:6, columns.recorded_on.formats",
        "sources/asb.yml:12, rules.1.condition",
        "sources/asb.yml:15, rules.2.condition",
    ]
    assert "read in two ways" in problems[0].message
    assert "recorded_no" in problems[1].message
    assert problems[1].remedy == "The columns are recorded_on."


def test_reading_refuses_a_contract_that_is_wrong(desk) -> None:
    write(desk, CONTRACT)
    with pytest.raises(UserError) as raised:
        desk.read(COLUMNS, rules=RULES)
    assert len(raised.value.problems) == 3


def test_a_source_cannot_take_the_name_of_a_table_of_the_warehouse(desk) -> None:
    desk.source = "events"
    write(desk, CONTRACT)
    (problem,) = check_contracts(desk.project(desk.contract()))
    assert problem.message == "the name 'events' is taken by a table of the warehouse."


def test_a_contract_without_mistakes_has_no_problem(desk) -> None:
    write(desk, CONTRACT)
    assert check_contracts(desk.project(desk.contract())) == []


DATE, NAME = {"type": "date"}, {"headers": ["Name"]}
WRONG = [
    ("drop and pseudonymise", {"columns": {"a": {"drop": True, "pseudonymise": True}}}, "columns.a.drop", "both dropped and pseudonymised"),
    ("drop and required", {"columns": {"a": {"drop": True, "required": True}}}, "columns.a.required", "never looked for"),
    ("pseudonym of a date", {"columns": {"a": {"type": "date", "pseudonymise": True}}}, "columns.a.type", "a pseudonym is a text"),
    ("formats of a number", {"columns": {"a": {"type": "number", "formats": ["%Y"]}}}, "columns.a.formats", "of type number"),
    ("a format that is none", {"columns": {"a": {"type": "date", "formats": ["%d/%Q"]}}}, "columns.a.formats.0", "'%d/%Q' is not a date format"),
    ("minimum of a text", {"columns": {"a": {"minimum": 1}}}, "columns.a.minimum", "a column of type text has no minimum"),
    ("number as limit of a date", {"columns": {"a": {"type": "date", "maximum": 5}}}, "columns.a.maximum", "must be a date"),
    ("limits the wrong way round", {"columns": {"a": {"type": "number", "minimum": 5, "maximum": 1}}}, "columns.a.minimum", "the minimum, 5.0, is above the maximum, 1.0"),
    ("names that read alike", {"columns": {"a": {"type": "code", "codes": {"St John's": "x", "St. Johns": "y"}}}}, "columns.a.codes", "'St John's' (x), 'St. Johns' (y)"),
    ("months and years", {"columns": {"a": {"type": "period", "periods": ["month", "financial year"]}}}, "columns.a.periods", "2011-12 would be read as December 2011 or as a financial year"),
    ("one header for two columns", {"columns": {"a": NAME, "b": {"headers": ["NAME:"]}}}, "columns.b", "the header 'name' is accepted for 'a' and for 'b'"),
    ("a header shared with a dropped column", {"columns": {"a": {**NAME, "drop": True}, "b": NAME}}, "columns.b", "the header 'name'"),
    ("a companion's name", {"kind": "series", "columns": {"a": {"type": "number"}, "a_mark": {}}}, "columns.a_mark", "what sia calls the companion of 'a'"),
    ("a period's days", {"columns": {"y": {"type": "period", "periods": ["month"]}, "y_end": DATE}}, "columns.y_end", "the companion of 'y'"),
    ("a dropped key", {"columns": {"a": {"drop": True}, "b": {}}, "key": ["b", "a"]}, "key.1", "'a' is dropped"),
    ("coverage by a text", {"columns": {"a": {}}, "coverage": {"column": "a"}}, "coverage.column", "not a date, a month or a period"),
    ("a sheet of CSV files", {"columns": {"a": {}}, "files": ["*.csv"], "sheet": "Data"}, "sheet", "'sheet' is for a workbook"),
    ("records of CSV files", {"columns": {"a": {}}, "files": ["*.csv"], "records": "a.b"}, "records", "'records' is for a JSON file"),
    ("an expression that is none", {"columns": {"a": {}, "b": {}}, "unpivot": {"headers": "(", "name": "a", "value": "b"}}, "unpivot.headers", "not a regular expression"),
    ("one column for header and cell", {"columns": {"a": {}}, "unpivot": {"headers": "x", "name": "a", "value": "a"}}, "unpivot.value", "one column"),
    ("a rule twice", {"columns": {"a": {}}, "rules": [RULES[0] | {"condition": "a > ''"}] * 2}, "rules.1.id", "two rules 'fine'"),
    ("a rule over all rows", {"columns": {"a": {}}, "rules": [RULES[0] | {"condition": "count(*) > 1"}]}, "rules.0.condition", "aggregates"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "place", "said"), WRONG, ids=[one[0] for one in WRONG])
def test_options_that_contradict_each_other_are_told_with_file_line_and_remedy(desk, name, fields, place, said) -> None:
    from ruamel.yaml import YAML

    (desk.root / "sources").mkdir()
    with (desk.root / "sources" / "asb.yml").open("w", encoding="utf-8") as file:
        YAML().dump({"title": "Police ASB", **fields}, file)
    fields = dict(fields)
    (problem,) = check_contracts(desk.project(desk.contract(fields.pop("columns"), **fields)))
    where, field = problem.place.split(", ")
    assert field == place
    assert where.startswith("sources/asb.yml:")
    assert int(where.rsplit(":", 1)[1]) > 1
    assert said in problem.message
    assert problem.remedy


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("recorded_on <= current_date", "'current_date' is another from day to day"),
        ("recorded_on <= CAST(now() AS DATE)", "'now' is another from day to day"),
        ("age(CAST(recorded_on AS TIMESTAMP)) < INTERVAL 5 YEAR", "'age' is another from day to day"),
        ("random() < 0.5", "'random' is another from day to day"),
        ("recorded_on IN (SELECT DATE '2023-01-01')", "holds a query of its own"),
        ("recorded_on > DATE '2020-01-01') OR (persons = 1", "cannot be evaluated"),
    ],
)
def test_a_rule_sees_one_row_and_neither_the_clock_nor_anything_else(desk, condition: str, said: str) -> None:
    write(desk, CONTRACT)
    rules = [{"id": "one", "condition": condition, "sentence": "It is wrong."}]
    (problem,) = check_contracts(desk.project(desk.contract(rules=rules)))
    assert said in problem.message


def test_a_rule_may_use_whatever_follows_from_the_row(desk) -> None:
    rules = [
        {"id": "years", "condition": "age(recorded_on, DATE '2020-01-01') > INTERVAL 1 YEAR", "sentence": "It is old."},
        {"id": "many", "condition": "persons < 100 -- more is a slip", "sentence": "That is too many."},
    ]
    desk.drop("asb.csv", "Incident No,Date opened,persons\nA1,01/01/2023,1\nA2,02/01/2023,400\nA3,02/01/2020,1\n")
    reading = desk.read(rules=rules)
    assert reading.rows("SELECT source_row, rule FROM quarantine ORDER BY ALL") == [(2, "many"), (3, "years")]

"""A condition can compare and nothing else: what is refused, and how mistakes in rules are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sia.project.indicators import NamedRule, RatingRules, Scale
from sia.ratings import check_rules
from sia.ratings.columns import columns_of, json_structure
from sia.ratings.condition import NotACondition, parse, parts_of
from sia.ratings.locked import TooSlow, evaluate, locked_connection
from sia.ratings.words import in_words

ROW = {"headline": {"signal": "worsening", "worse_by": 12.0}, "threshold": {"material_count": 10.0}}
COLUMNS = columns_of(["material_count"])

ALLOWED = {
    "headline.signal = 'worsening'": True,
    "headline.signal in ('improving', 'worsening')": True,
    "not headline.signal = 'worsening'": False,
    "headline.worse_by >= threshold.material_count and headline.worse_by < 100": True,
    "headline.worse_by / 2 + 1 > abs(-8)": False,
    "coalesce(headline.counted, true)": True,
    "headline.counted is null": True,
    "headline.counted": None,
    "headline.projection is distinct from 'improving'": True,
    "headline.worse_by between 1 and 20": True,
    "case when headline.proxy then false else true end": True,
    "true -- a remark": True,
}
REFUSED = [
    "",
    "true, false",
    "true) from duckdb_settings() where (true",
    "(select true)",
    "exists (select 1 from duckdb_settings())",
    "headline.worse_by in (select 12)",
    "random() > 0.5",
    "now() > date '2020-01-01'",
    "current_setting('threads') = '1'",
    "getvariable('x') = 1",
    "len(range(1000000000000)) > 0",
    "sum(headline.worse_by) over () > 1",
    "max(headline.worse_by) > 1",
    "columns('.*')",
    "*",
    "?",
    "[x for x in [1, 2]] = [1]",
    "struct_extract(headline, 'signal') = 'x'",
    "true; drop table evidence",
    "headline.worse_by = ",
    "cast(headline.signal as date) is null",
    "query('select 1')",
]


@pytest.fixture(scope="module")
def connection():
    with locked_connection() as opened:
        yield opened


@pytest.mark.parametrize("text", ALLOWED)
def test_what_a_condition_may_say(connection, text):
    assert evaluate(connection, COLUMNS, [ROW], [parse(connection, text).text]) == [(ALLOWED[text],)]


@pytest.mark.parametrize("text", REFUSED)
def test_what_a_condition_may_not_say(connection, text):
    with pytest.raises(NotACondition):
        parse(connection, text)


def test_the_connection_reads_no_file_and_changes_no_setting(connection):
    import duckdb

    for statement in ("select * from read_text('pyproject.toml')", "set threads = 4", "install httpfs"):
        with pytest.raises(duckdb.Error):
            connection.execute(statement)


def test_a_time_limit_holds(connection):
    endless = "(select count(*) from range(100000000000) a where a.range % 7 = 3) > 0"
    with pytest.raises(TooSlow, match=r"0\.2 seconds"):
        evaluate(connection, COLUMNS, [ROW], [endless], seconds=0.2)


def test_the_parts_of_a_condition_are_conditions_themselves(connection):
    text = "(headline.worse_by + 1) * 2 > 3 and (headline.counted or headline.proxy) and headline.signal = 'worsening'"
    parts = parts_of(connection, parse(connection, text))
    assert len(parts) == 3
    assert evaluate(connection, COLUMNS, [ROW], [part.text for part in parts]) == [(True, None, True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("headline.signal = 'worsening'", "the headline measure is worsening"),
        ("severe.above_expectation", "severe harm is above what earlier years lead one to expect"),
        ("benchmark.position <> 'worse'", "the measure compared with a benchmark is not worse"),
        ("context.community_concern", "residents name it as a concern"),
        (
            "component.worse_by >= threshold.material_count",
            "number of events by which it is worse (the part of it that is worst) is at least the smallest number of events that counts",
        ),
        ("actions.overdue + 1 > 3", "actions.overdue + 1 > 3"),
    ],
)
def test_conditions_in_words(connection, text, words):
    assert in_words(parse(connection, text), COLUMNS) == words


@pytest.mark.parametrize("text", ["headline.signal > 3", "headline.counted = headline.signal", "2 < headline.signal"])
def test_a_text_is_not_compared_with_something_else(tmp_path, made, text):
    """DuckDB writes the other side as a text and compares letters: true or false, and never what was meant."""
    rule = NamedRule(id="first", proposes="Red", condition=text, sentence="{Title} rose.")
    scale = (Scale(rating="Amber", meaning="On the plan"),)
    rules = RatingRules(scale=scale, thresholds={}, rules=(rule,))
    (problem,) = check_rules(made.project(made.Given(), rules=rules, root=tmp_path))
    assert "'headline.signal' is a text and is compared with something that is not." in problem.message


def test_every_field_has_a_type_and_words():
    for part, fields in json_structure(columns_of(["one"], ["own"])).items():
        assert set(fields.values()) <= {"VARCHAR", "DOUBLE", "BOOLEAN"}, part


RULES = """\
scale:
  - {rating: Amber, meaning: On the plan}
thresholds:
  material_count: 10
  materal_percent: 5
rules:
  - {id: first, proposes: Red, condition: "headlin.signal = 'worsening'", sentence: "{Title} rose."}
  - {id: second, proposes: Red, condition: "headline.sinal = 'worsening'", sentence: "{Title} rose."}
  - {id: third, proposes: Red, condition: "headline.signal = 'worsning'", sentence: "{Title} rose."}
  - {id: fourth, proposes: Red, condition: "headline.worse_by = 'much'", sentence: "{Title} rose."}
  - {id: fifth, proposes: Red, condition: "random() > threshold.material_count", sentence: "{Title} rose."}
  - {id: sixth, proposes: Red, condition: "headline.counted and", sentence: "{Titel} rose."}
  - {id: sixth, proposes: Red, condition: "headline.worse_by > threshold.material_cont", sentence: "{Title rose."}
"""
TOLD = [
    ("rating-rules.yml:7, rules.0.condition", "'headlin'", "Did you mean 'headline'?"),
    ("rating-rules.yml:8, rules.1.condition", "no field 'sinal'", "Did you mean 'signal'?"),
    ("rating-rules.yml:9, rules.2.condition", "never 'worsning'", "Did you mean 'worsening'?"),
    ("rating-rules.yml:10, rules.3.condition", "'much'", "numbers with numbers"),
    ("rating-rules.yml:11, rules.4.condition", "'random' cannot be used", "Found: random()"),
    ("rating-rules.yml:12, rules.5.condition", "not a condition", "Found: headline.counted and"),
    ("rating-rules.yml:12, rules.5.sentence", "no value 'Titel'", "Did you mean 'title'?"),
    ("rating-rules.yml:13, rules.6.id", "twice", "its own id"),
    ("rating-rules.yml:13, rules.6.sentence", "not closed", "{name}"),
    ("rating-rules.yml:13, rules.6.condition", "no field 'material_cont'", "Did you mean 'material_count'?"),
    ("rating-rules.yml:5, thresholds.materal_percent", "no rule uses", ""),
]


def test_every_mistake_in_the_rules_is_told_at_once_with_its_line(made, tmp_path: Path):
    from sia.project.validation import load_model

    (tmp_path / "indicators").mkdir()
    path = tmp_path / "indicators" / "rating-rules.yml"
    path.write_text(RULES, encoding="utf-8")
    rules = load_model(RatingRules, path, tmp_path)
    problems = check_rules(made.project(made.Given(), rules=rules, root=tmp_path))
    for place, message, remedy in TOLD:
        assert any(
            problem.place.endswith(place) and message in problem.message and remedy in problem.remedy
            for problem in problems
        ), (place, problems)
    assert len(problems) == len(TOLD)


def test_a_rule_of_a_priority_sees_its_own_indicators_and_no_others(made):
    def with_rule(condition):
        rule = NamedRule(id="own", proposes="Red", condition=condition, sentence="{Title}.")
        given = made.Given(headline=made.counted(1, 2, "no clear change"), rules=(rule,))
        return check_rules(made.project(given))

    assert with_rule("burglary_and_more_headline.current_count > 3") == []
    assert "no 'hate_incidents'" in with_rule("hate_incidents.current_count > 3")[0].message


def test_a_threshold_that_no_rule_uses_is_told(made):
    problems = check_rules(made.project(made.Given(thresholds={"material_cout": 3})))
    assert problems[0].remedy == "Did you mean 'material_count'?"


def test_the_rules_of_the_reference_partnership_are_sound(made):
    assert check_rules(made.project(made.Given())) == []


def test_no_rule_names_a_priority_or_an_indicator(made):
    rules = made.project(made.Given()).rules
    general = set(columns_of(rules.thresholds))
    with locked_connection() as connection:
        for rule in rules.rules:
            assert {names[0] for names in parse(connection, rule.condition).columns} <= general
    assert {scale.rating for scale in rules.scale} == {"Red", "Amber", "Green", "Not rated"}
    assert isinstance(rules.scale[0], Scale)

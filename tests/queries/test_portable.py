"""Queries stay in the part of SQL that other engines share, so that they can move when one machine is not enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

QUERIES = Path(__file__).parents[2] / "queries"
FILES = sorted(QUERIES.rglob("*.sql"))
DIALECTS = ("spark", "tsql", "postgres")

# Constructs that sqlglot carries over wrongly or not at all, and those that hide what a query does.
UNWANTED = {
    exp.Pivot: "pivot",
    exp.Struct: "a struct",
    exp.Lambda: "a lambda",
    exp.Median: "a median",
    exp.PercentileCont: "a quantile",
    exp.GenerateSeries: "generate_series",
    exp.StrToTime: "strptime",
    exp.StrToDate: "strptime",
    exp.Qualify: "qualify",
    exp.Interval: "interval arithmetic",
    exp.Unnest: "unnest",
}

# file -> constructs that it may use all the same, with the reason here
EXCEPTIONS: dict[str, set[str]] = {}


def shown(path: Path) -> str:
    return path.relative_to(QUERIES).as_posix()


def unwanted(text: str) -> set[str]:
    tree = sqlglot.parse_one(text, dialect="duckdb")
    found = {name for kind, name in UNWANTED.items() if tree.find(kind)}
    stars = [star for star in tree.find_all(exp.Star) if star.args.get("except_") or star.args.get("except")]
    groups = [group for group in tree.find_all(exp.Group) if group.args.get("all")]
    numbers = [one for group in tree.find_all(exp.Group) for one in group.expressions if isinstance(one, exp.Literal)]
    return (
        found | ({"* exclude"} if stars else set()) | ({"group by all or by position"} if groups or numbers else set())
    )


def test_there_are_queries():
    assert len(FILES) > 40


@pytest.mark.parametrize("path", FILES, ids=shown)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_query_can_be_said_in_other_dialects(path, dialect):
    text = path.read_text(encoding="utf-8")
    (said,) = sqlglot.transpile(text, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE)
    assert sqlglot.parse_one(said, dialect=dialect) is not None


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_query_keeps_to_the_shared_subset(path):
    found = unwanted(path.read_text(encoding="utf-8"))
    assert found <= EXCEPTIONS.get(shown(path), set())


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        ("select a, count(*) from t group by all", "group by all or by position"),
        ("select a, count(*) from t group by 1", "group by all or by position"),
        ("select median(a) from t", "a median"),
        ("select quantile_cont(a, 0.5) from t", "a quantile"),
        ("select strptime(a, '%Y') from t", "strptime"),
        ("select * exclude (a) from t", "* exclude"),
        ("select unnest(generate_series(1, 3))", "generate_series"),
        ("select a from t qualify row_number() over (order by a) = 1", "qualify"),
        ("select d + interval 1 day from t", "interval arithmetic"),
        ("select {'a': 1} as s", "a struct"),
    ],
)
def test_the_check_notices_what_does_not_travel(text, construct):
    assert construct in unwanted(text)


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_query_says_what_one_row_is(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- one row per ")
    assert len(first) <= 120


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_each_query_is_lower_case_and_narrow(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    code = re.sub("'[^']*'", "", "\n".join(line.split("--")[0] for line in lines))
    assert code == code.lower()
    assert [line for line in lines if len(line) > 120] == []

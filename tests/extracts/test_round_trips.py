"""However an agency writes a table down, the same rows come out (hypothesis)."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sia.extracts import read_sources

COLUMNS = {"reference": {"required": True}, "kind": {}, "remark": {}}
HEADER = ["Reference", "Kind", "Remark"]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
LETTERS = st.text(st.sampled_from("abcABC 0123456789,;|\t'\"-–’é£€%()\n"), max_size=12).map(
    lambda text: text.strip(" \t\n")
)
TITLES = [[], [["Anti-social behaviour, 2023"]], [["Made by the force"], [], ["Kind: all", "", ""]]]


class Habit(NamedTuple):
    """How one agency writes a table."""

    delimiter: str
    encoding: str
    line_end: str
    packing: str
    titles: list[list[str]]
    quoting: int
    last_line_end: bool


HABITS = st.builds(
    Habit,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["plain", "gzip", "zip", "gzip in zip"]),
    st.sampled_from(TITLES),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
TABLES = st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=8)


def written(rows: list[list[str]], habit: Habit) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=habit.delimiter, lineterminator=habit.line_end, quoting=habit.quoting)
    writer.writerows([*habit.titles, HEADER, *rows])
    whole = text.getvalue() if habit.last_line_end else text.getvalue().removesuffix(habit.line_end)
    content = whole.encode(habit.encoding)
    if "gzip" in habit.packing:
        content = gzip.compress(content)
    if "zip" not in habit.packing.split():
        return content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("extract.csv", content)
    return packed.getvalue()


def reads_back(desk, table: list[tuple[str, str]], habit: Habit) -> None:
    rows = [[f"A{number}", *cells] for number, cells in enumerate(table, 1)]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        desk.root = Path(folder)
        desk.drop("asb.csv", written(rows, habit))
        (report,) = read_sources(connection, desk.project(desk.contract(COLUMNS)))
        assert report.problem == ""
        found = connection.execute("SELECT reference, kind, remark, source_row FROM asb ORDER BY source_row").fetchall()
    assert found == [(row[0], row[1] or None, row[2] or None, number) for number, row in enumerate(rows, 1)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, habit=HABITS)
def test_every_habit_of_writing_gives_the_same_rows(desk, table: list[tuple[str, str]], habit: Habit) -> None:
    reads_back(desk, table, habit)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, habit=HABITS)
def test_every_habit_gives_the_same_rows_tried_longer(desk, table: list[tuple[str, str]], habit: Habit) -> None:
    reads_back(desk, table, habit)

"""Until when an extract may be kept, and from when that counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.project.contract import Contract
from sia.sharing.retention import held_extracts, keep_until, of_no_source, past_retention


def contract(months: int | None) -> Contract:
    terms = {"title": "T", "agency": "A", "owner": "O", "kind": "events", "frequency": "monthly"}
    return Contract.model_validate(
        {**terms, "id": "t", "classification": "official", "columns": {"a": {}}, "retention_months": months}
    )


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 1, 31), 13, date(2024, 2, 29)),
        (date(2018, 6, 15), 60, date(2023, 6, 15)),
        (None, 60, None),
        (date(2018, 6, 15), None, None),
    ],
)
def test_the_last_day_is_the_same_day_so_many_months_later(since: date | None, months: int | None, until: date) -> None:
    assert keep_until(contract(months), since) == until


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 240))
def test_a_longer_retention_never_ends_earlier(since: date, months: int) -> None:
    assert since < keep_until(contract(months), since) < keep_until(contract(months + 1), since)


def test_the_day_of_receipt_counts_before_the_newest_month(desk: Any) -> None:
    desk.source("incidents", retention_months=12)
    for name in ("a.csv", "b.csv", "c.csv"):
        desk.drop("incidents", name, name)
    desk.drop("incidents", "received.csv", "file,received\na.csv,2022-03-05\nb.csv,\n")
    hashes = {one.path: one.sha256 for one in held_extracts(desk.project, {})}
    newest = {("incidents", hashes[f"extracts/incidents/{name}"]): date(2021, 12, 31) for name in ("a.csv", "b.csv")}
    held = held_extracts(desk.project, newest)
    assert [(one.path[-5:], one.until) for one in held] == [
        ("a.csv", date(2023, 3, 5)),
        ("b.csv", date(2022, 12, 31)),
        ("c.csv", None),
    ]
    assert held[0].rule == "kept until 5 March 2023, counted from 5 March 2022, the day it was received"
    assert held[1].past(date(2023, 1, 1)) and not held[1].past(date(2022, 12, 31)), "its last day is still a day"


def test_files_of_no_declared_source_are_named(desk: Any) -> None:
    desk.drop("incidents", "a.csv", "a")
    desk.drop("left_behind", "b.csv", "b")
    (desk.root / "extracts" / "README.md").write_text("about", encoding="utf-8")
    assert of_no_source(desk.project) == ["extracts/left_behind/"]


def test_a_build_warns_of_extracts_past_their_retention(desk: Any, incidents: Callable) -> None:
    desk.source("incidents", retention_months=12)
    old = "Log,Recorded,Kind,Person,Caller\nM1,05/11/2022,Noise,P,A\n"
    desk.drop("incidents", "old.csv", old)
    desk.drop("incidents", "dec.csv", incidents())
    assert past_retention(desk.project, desk.read()[0]) == [
        "Police incidents: old.csv is past its retention of 12 months; 'sia purge' removes what is."
    ]

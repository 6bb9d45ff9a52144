"""The fingerprint stands for what was shown: it changes with the evidence and with nothing else."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from sia.ratings.actions import actions_of
from sia.ratings.fingerprint import canonical, fingerprint


def given_(made, now=1010, signal="no clear change", **context):
    return made.Given(headline=made.counted(1000, now, signal), context=(made.context_row("capacity", **context),))


def test_the_same_evidence_has_the_same_fingerprint(made):
    one, other = (made.rate(given_(made)) for _ in range(2))
    assert one.fingerprint == other.fingerprint == fingerprint(one.fingerprint_of)
    assert len(one.fingerprint) == 64


def test_other_words_for_the_same_thing_change_nothing(made):
    reworded = given_(made, statement="Put differently.", said_by="Another role", evidence="a letter")
    assert made.rate(reworded).fingerprint == made.rate(given_(made)).fingerprint


def test_a_statistic_that_is_not_shown_changes_nothing(made):
    plain = made.Given(headline=made.counted(1000, 1010, "no clear change"))
    other = made.Given(headline=made.counted(1000, 1010, "no clear change", q_value=0.61, worsening_from=1100.0))
    assert made.rate(plain).fingerprint == made.rate(other).fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        {"now": 1011},
        {"signal": "worsening"},
        {"strength": "none"},
        {"expires_on": date(2024, 6, 30)},
        {"expires_on": date(2023, 6, 30)},
    ],
)
def test_other_evidence_has_another_fingerprint(made, changed):
    assert made.rate(given_(made, **changed)).fingerprint != made.rate(given_(made)).fingerprint


def test_thresholds_and_rule_are_part_of_it(made):
    plain = made.Given(headline=made.counted(1000, 1010, "no clear change"))
    stricter = made.Given(headline=made.counted(1000, 1010, "no clear change"), thresholds={"material_percent": 3})
    assert made.rate(plain).fingerprint != made.rate(stricter).fingerprint


def test_the_canonical_form_has_one_spelling():
    assert canonical({"b": 1, "a": "ŵ"}) == '{"a":"ŵ","b":1}'


def test_how_the_plans_own_actions_stand():
    rows = [
        ("Completed", "Spring 2023"),
        ("In progress", "Autumn 2023"),
        ("In progress", "Winter 2023"),
        ("Not started", "31 December 2023"),
        ("Not started", "30 December 2023"),
        ("Paused", "Ongoing"),
        ("Business as usual", "Spring 2020"),
    ]
    frame = pl.DataFrame(
        [{"priority": "one", "status": status, "due": due} for status, due in rows]
        + [{"priority": "two", "status": "Not started", "due": ""}]
    )
    found = actions_of(frame, date(2023, 12, 31))
    assert found["one"] == {"total": 7, "open": 5, "overdue": 2, "completed": 1, "none_started": False}
    assert found["two"] == {"total": 1, "open": 1, "overdue": 0, "completed": 0, "none_started": True}


def test_a_rule_can_look_at_the_actions(made):
    from sia.project.indicators import NamedRule

    overdue = NamedRule(
        id="overdue", proposes="Red", condition="actions.overdue > actions.total / 2", sentence="Most actions are late."
    )
    late = {
        "number": 1,
        "action": "An action",
        "lead": "A lead",
        "status": "In progress",
        "due": "Spring 2023",
        "explanation": "",
    }
    given = {"headline": made.counted(1000, 1010, "no clear change"), "rules": (overdue,)}
    assert made.rate(made.Given(**given, actions=(late,))).proposed == "Red"
    assert made.rate(made.Given(**given)).proposed == "Amber"

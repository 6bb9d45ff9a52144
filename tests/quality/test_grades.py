"""Grades follow the printed rule, the worst that applies deciding, with the reason in words."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sia.calendar import month_range
from sia.quality import Findings, grades
from sia.quality.findings import EndsEarly, KeyField, MonthShare, SuspectedBreak, UnusualMonth

NEWEST, OLD = date(2023, 12, 1), date(2021, 6, 1)
MONTHS = tuple(month_range(date(2021, 1, 1), NEWEST))


def report(*, supplied=True, problem="", accepted=1000, quarantined=0, missing=()):
    files = [{"rows_accepted": accepted, "rows_quarantined": quarantined}]
    return SimpleNamespace(
        source="police", supplied=supplied, problem=problem, files=files, months_missing=missing, months_covered=MONTHS
    )


def unusual(month, direction="fewer", category=""):
    return Findings(unusual=(UnusualMonth("police", category, month, 5, 90, 94, direction),))


def blank(month):
    share = MonthShare(month, 500, 300)
    return Findings(fields=(KeyField("police", "ward", (share,), unusual=(share,)),))


def suspected(period):
    return Findings(suspected=(SuspectedBreak("police", "", period, yearly=False, before=1, after=9),))


@pytest.mark.parametrize(
    ("given", "found", "grade", "why"),
    [
        ({}, Findings(), "A", ""),
        ({"quarantined": 10}, Findings(), "A", ""),
        ({"quarantined": 30}, Findings(), "B", "3 % of rows were set aside"),
        ({"accepted": 30, "quarantined": 1}, Findings(), "B", "some rows were set aside"),
        ({"quarantined": 100}, Findings(), "C", "9 % of rows were set aside"),
        ({"accepted": 30, "quarantined": 9}, Findings(), "C", "many rows were set aside"),
        ({"missing": (NEWEST,)}, Findings(), "C", "December 2023 is missing"),
        ({"missing": (OLD, NEWEST)}, Findings(), "C", "2 months are missing"),
        ({}, unusual(date(2023, 5, 1)), "B", "a month is far from its usual level"),
        ({}, unusual(NEWEST), "C", "the newest month looks incomplete"),
        ({}, unusual(NEWEST, "more"), "B", "a month is far from its usual level"),
        ({}, unusual(OLD), "A", ""),
        ({}, unusual(NEWEST, category="drugs"), "A", ""),
        ({}, Findings(ends_early=(EndsEarly("police", NEWEST, date(2023, 12, 15)),)), "C", "the newest month looks incomplete"),
        ({}, blank(NEWEST), "B", "a key field is unusually incomplete in a month"),
        ({}, blank(OLD), "A", ""),
        ({}, suspected(date(2023, 2, 1)), "C", "a change in recording is suspected"),
        ({}, suspected(OLD), "A", ""),
        ({"problem": "no column for the date"}, Findings(), "D", "no column for the date"),
        ({"supplied": False}, Findings(), "D", "no extract was supplied"),
    ],
)  # fmt: skip
def test_the_worst_that_applies_decides(declare, given, found, grade, why):
    graded = grades(declare(), [report(**given)], found)["police"]
    assert (graded.grade, graded.why) == (grade, why)


def test_several_reasons_are_all_told_the_serious_ones_first(declare):
    found = grades(declare(), [report(missing=(OLD,), quarantined=30)], unusual(date(2023, 5, 1)))["police"]
    assert found.grade == "C"
    assert found.why == "June 2021 is missing; 3 % of rows were set aside; a month is far from its usual level"


@pytest.mark.parametrize(("share", "percent", "grade"), [(0.12, 10, "B"), (0.09, 10, "A"), (0.12, 15, "A")])
def test_the_contract_says_how_much_may_be_recorded_late(declare, share, percent, grade):
    project = declare(tolerances={"late_percent": percent})
    assert grades(project, [report()], Findings(), {"police": share})["police"].grade == grade


def test_what_is_found_in_one_source_says_nothing_of_another(declare):
    elsewhere = Findings(unusual=(UnusualMonth("council", "", NEWEST, 5, 90, 94, "fewer"),))
    assert grades(declare(), [report()], elsewhere)["police"].grade == "A"

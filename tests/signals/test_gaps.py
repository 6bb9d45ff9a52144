"""A number that is withheld, not applicable, too small or not available is told as such in the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sia.signals import assess

ROOT = Path(__file__).parents[2]
MARKED = [
    ("suppressed", "withheld by its publisher"),
    ("not applicable", "given as not applicable"),
    ("too small to show", "too small for its publisher to show"),
    ("not recorded", "not available"),
]


def quarterly(given, *quarters):
    starts = [date(year, month, 1) for year in (2022, 2023) for month in (1, 4, 7, 10)]
    about = {"indicator": "measure", "area_code": given.district, "level": "district", "strand": ""}
    return [{**about, "month": start, "count": 50} for start in starts if start not in quarters]


def gap(given, start, end, mark):
    return {"indicator": "measure", "area_code": given.district, "period_start": start, "period_end": end, "mark": mark}


def reason_of(given, rows, gaps):
    project = given.project(ROOT, measure={"frequency": "quarterly"})
    signals = assess(project, given.measured(project, measures=rows, series_gaps=gaps), given.breaks())
    return signals.signals.row(0, named=True)["reason"]


@pytest.mark.parametrize(("mark", "words"), MARKED)
def test_a_count_that_is_marked_says_which_and_why(given, mark, words):
    start, end = date(2023, 7, 1), date(2023, 9, 30)
    assert (
        reason_of(given, quarterly(given, start), [gap(given, start, end, mark)])
        == f"the number for July to September 2023 is {words}"
    )


def test_several_marked_counts_are_told_together_and_by_kind(given):
    starts = [date(2022, 4, 1), date(2022, 7, 1), date(2023, 4, 1), date(2023, 7, 1)]
    ends = [date(2022, 6, 30), date(2022, 9, 30), date(2023, 6, 30), date(2023, 9, 30)]
    marks = ["suppressed", "suppressed", "suppressed", "not applicable"]
    gaps = [gap(given, *one) for one in zip(starts, ends, marks, strict=True)]
    assert reason_of(given, quarterly(given, *starts), gaps) == (
        "the numbers for April to June 2022 and for 2 more periods are withheld by their publisher; "
        "the number for July to September 2023 is given as not applicable"
    )


def test_a_gap_outside_both_periods_is_no_reason(given):
    old = gap(given, date(2020, 1, 1), date(2020, 3, 31), "suppressed")
    assert reason_of(given, quarterly(given), [old]) == reason_of(given, quarterly(given), [])
    absent = date(2023, 7, 1)
    assert reason_of(given, quarterly(given, absent), [old]) == "the quarter from July 2023 is missing"


@pytest.mark.parametrize(("mark", "words"), [*MARKED, (None, "missing")])
def test_a_level_that_is_marked_says_which_and_why(given, mark, words):
    project = given.project(ROOT, measure={"value": "rate", "frequency": "annual"})
    level = {"indicator": "measure", "area_code": given.district, "strand": "", "period_label": "2022-23"}
    level |= {"period_start": date(2022, 4, 1), "period_end": date(2023, 3, 31), "mark": mark}
    found = assess(project, given.measured(project, levels=[level]), given.breaks()).levels.row(0, named=True)
    assert found["reason"] == f"the value for 2022-23 is {words}"
    assert (found["mark"], found["value"]) == (mark, None)

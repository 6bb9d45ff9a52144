"""Series with a mean below five a month: which treatment each gets, and when the time between its events is told."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from sia.signals import assess
from sia.signals.frames import GAPS, RARE
from sia.signals.rare import NO_DAYS, SOME_WITHOUT, TWO_KINDS
from sia.trends.rare_events import TOO_FEW

FIRST, LAST = date(2021, 1, 1), date(2023, 12, 31)


def every(days: int, until: date = LAST, since: date = FIRST) -> list[date]:
    """Days of events so many days apart on average, some nearer and some further."""
    found, wave = [since], (-2, 3, 0, -1, 2, -3, 1)
    while found[-1] <= until:
        found.append(found[-1] + timedelta(days=days + wave[len(found) % len(wave)]))
    return found[:-1]


def day_rows(
    days: list[date | None], indicator: str = "rare", day_is: str = "recorded", strand: str = ""
) -> list[dict]:
    about = {"indicator": indicator, "strand": strand, "day_is": day_is, "events": 1}
    return [{**about, "counted_on": day} for day in days]


def monthly_counts(days: list[date], months: int = 36) -> list[int]:
    counts = {}
    for day in days:
        counts[day.year, day.month] = counts.get((day.year, day.month), 0) + 1
    return [counts.get((2021 + at // 12, at % 12 + 1), 0) for at in range(36)][-months:]


def told(given, tmp_path, days, day_is="recorded", *, months=None, breaks=(), public=False, role="component"):
    """The row of `rare` and the gaps of an indicator whose events lie on these days."""
    project = given.project(tmp_path, rare={"role": role})
    if public:
        contract = project.contracts["police_recorded_crime"]
        project.contracts["police_recorded_crime"] = contract.model_copy(update={"public": True})
    counts = months or monthly_counts([day for day in days if day])
    rows = {"measures": given.monthly("rare", counts), "rare_event_days": day_rows(days, day_is=day_is)}
    found = assess(project, given.measured(project, **rows), given.breaks(*breaks))
    assert dict(found.rare.schema) == RARE
    assert dict(found.gaps.schema) == GAPS
    return (found.rare.row(0, named=True) if found.rare.height else None), found.gaps


def test_steady_events_are_as_usual(given, tmp_path):
    row, gaps = told(given, tmp_path, every(10))
    assert (row["treatment"], row["standing"], row["reason"]) == ("days between", "as usual", None)
    assert (row["events"], row["first_month"], row["day_is"]) == (len(every(10)), FIRST, "recorded")
    assert row["usual_days"] == pytest.approx(10, abs=0.5)
    assert gaps.is_empty(), "days between events of a source that is not public stay where they are"


def test_gaps_leave_the_room_only_of_sources_that_are_public(given, tmp_path):
    row, gaps = told(given, tmp_path, every(10), public=True)
    assert gaps.height == row["events"] - 1
    assert gaps["days"].mean() == pytest.approx(10, abs=0.1)
    assert gaps["occurred_on"].is_sorted()


def test_quiet_since_the_summer_is_longer_than_usual(given, tmp_path):
    row, _ = told(given, tmp_path, every(10, until=date(2023, 6, 1)))
    assert row["standing"] == "longer than usual"


def test_nothing_is_said_of_what_can_be_charted(given, tmp_path):
    row, gaps = told(given, tmp_path, every(5))
    assert row is None
    assert gaps.is_empty()


def test_fewer_than_twelve_a_year_are_listed_whatever_their_days(given, tmp_path):
    row, _ = told(given, tmp_path, every(40))
    assert row["treatment"] == "list"
    assert (row["standing"], row["usual_days"], row["events"]) == (None, None, None)


def test_severe_harm_is_treated_by_how_rare_it_is(given, tmp_path):
    assert told(given, tmp_path, every(40), role="severe")[0]["treatment"] == "list"
    assert told(given, tmp_path, every(10), role="severe")[0]["standing"] == "as usual"


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([None] * 110, NO_DAYS),
        ([*every(10)[:-1], None], SOME_WITHOUT),
    ],
)
def test_without_days_there_is_a_reason_and_nothing_else(given, tmp_path, days, reason):
    row, gaps = told(given, tmp_path, days, months=monthly_counts(every(10)), public=True)
    assert row["reason"] == reason
    assert (row["standing"], row["usual_days"]) == (None, None)
    assert gaps.is_empty()


def test_days_of_two_kinds_are_not_set_beside_one_another(given, tmp_path):
    project = given.project(tmp_path, rare={})
    days = every(10)
    rows = [*day_rows(days[:50]), *day_rows(days[50:], day_is="happened")]
    measured = given.measured(project, measures=given.monthly("rare", monthly_counts(days)), rare_event_days=rows)
    assert assess(project, measured, given.breaks()).rare["reason"].to_list() == [TWO_KINDS]


def test_a_source_that_gives_months_and_no_row_of_days_says_so(given, tmp_path):
    project = given.project(tmp_path, rare={})
    measured = given.measured(project, measures=given.monthly("rare", monthly_counts(every(10))))
    assert assess(project, measured, given.breaks()).rare["reason"].to_list() == [NO_DAYS]


def test_nothing_before_a_missing_month_is_looked_at(given, tmp_path):
    days = [day for day in every(10) if (day.year, day.month) != (2022, 3)]
    counts = monthly_counts(days)
    counts[14] = None
    row, gaps = told(given, tmp_path, days, months=counts, public=True)
    assert row["first_month"] == date(2022, 4, 1)
    assert row["standing"] == "as usual"
    assert gaps["days"].max() == 13


def test_nothing_before_a_recording_break_is_looked_at(given, tmp_path):
    days = [*every(25, until=date(2022, 6, 30)), *every(8, since=date(2022, 7, 1))]
    row, _ = told(given, tmp_path, days, breaks=({"date": date(2022, 7, 1)},))
    assert row["first_month"] == date(2022, 7, 1)
    assert row["usual_days"] == pytest.approx(8, abs=0.5)


def test_a_break_of_last_month_leaves_too_few_days(given, tmp_path):
    row, _ = told(given, tmp_path, every(10), breaks=({"date": date(2023, 12, 1)},))
    assert row["reason"] == TOO_FEW
    assert row["standing"] is None


def test_when_the_newest_month_is_missing_the_time_since_the_last_cannot_be_told(given, tmp_path):
    counts = monthly_counts(every(10))
    counts[-1] = None
    row, _ = told(given, tmp_path, every(10), months=counts)
    assert row["reason"] == "December 2023 is missing, or comes from before a change in recording"


def test_rare_series_move_no_rating(given, tmp_path):
    """The comparison, and with it the signal, is the same whether days are known or not."""
    project = given.project(tmp_path, rare={})
    days = every(10, until=date(2023, 6, 1))
    rows = given.monthly("rare", monthly_counts(days))
    with_days = assess(project, given.measured(project, measures=rows, rare_event_days=day_rows(days)), given.breaks())
    without = assess(project, given.measured(project, measures=rows), given.breaks())
    assert with_days.rare["standing"].to_list() == ["longer than usual"]
    assert with_days.signals.equals(without.signals)


def test_many_series_at_once_are_as_each_by_itself(given, tmp_path):
    project = given.project(tmp_path, one={}, two={})
    days = {"one": every(10), "two": every(9, until=date(2023, 5, 1))}
    measures = [row for name, its in days.items() for row in given.monthly(name, monthly_counts(its))]
    rows = [row for name, its in days.items() for row in day_rows(its, name)]
    both = assess(project, given.measured(project, measures=measures, rare_event_days=rows), given.breaks()).rare
    for name, its in days.items():
        alone = given.measured(
            project, measures=given.monthly(name, monthly_counts(its)), rare_event_days=day_rows(its, name)
        )
        found = assess(project, alone, given.breaks()).rare
        assert found.filter(pl.col("indicator") == name).equals(both.filter(pl.col("indicator") == name))

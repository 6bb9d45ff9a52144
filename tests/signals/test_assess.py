"""What the signals say of counts that are given: changes, families, breaks, missing months and absent extracts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sia.project.indicators import SizeWords
from sia.signals import assess
from sia.signals.frames import AREAS, LEVELS, POINTS, SEVERE, SIGNALS

ROOT = Path(__file__).parents[2]


def row(frame: pl.DataFrame, **key: str) -> dict:
    found = frame.filter(*(pl.col(name) == value for name, value in key.items()))
    assert found.height == 1, found
    return found.row(0, named=True)


def assess_one(given, counts, *breaks, strands=None, declared=None, **more):
    project = given.project(ROOT, burglary={"role": "headline", **(declared or {}), **more})
    rows = given.monthly("burglary", counts)
    for name, values in (strands or {}).items():
        rows += given.monthly("burglary", values, strand=name)
    return assess(project, given.measured(project, measures=rows), given.breaks(*breaks))


@pytest.mark.parametrize(
    ("polarity", "before", "now", "signal"),
    [
        ("lower", 100, 130, "worsening"),
        ("lower", 130, 100, "improving"),
        ("higher", 100, 130, "improving"),
        ("higher", 130, 100, "worsening"),
        ("ambiguous", 100, 130, "rising"),
        ("ambiguous", 130, 100, "falling"),
        ("lower", 100, 100, "no clear change"),
    ],
)
def test_the_signal_is_the_direction_by_polarity(given, polarity, before, now, signal):
    found = row(assess_one(given, given.stepping(before, now), polarity=polarity).signals, strand="")
    assert found["signal"] == signal
    assert (found["current_label"], found["previous_label"]) == ("April to December 2023", "April to December 2022")
    assert found["current_count"] == pytest.approx(9 * now, abs=9)
    assert found["material"] == (before != now)


def test_words_for_the_size_are_those_of_the_rules(given):
    project = given.project(ROOT, burglary={"role": "headline"})
    wider = replace(
        project, rules=project.rules.model_copy(update={"size_words": SizeWords(moderate_from=40, large_from=90)})
    )
    rows = given.monthly("burglary", given.stepping(100, 130))
    sizes = [
        row(assess(one, given.measured(one, measures=rows), given.breaks()).signals, strand="")["size"]
        for one in (project, wider)
    ]
    assert sizes == ["large", "slight"]


def test_a_missing_month_makes_the_comparison_impossible_and_is_named(given):
    counts = given.stepping(100, 130)
    counts[-5] = None
    found = row(assess_one(given, counts).signals, strand="")
    assert (found["signal"], found["reason"]) == ("cannot be calculated", "August 2023 is missing")
    assert found["worsening_from"] is None and not found["counts_towards_rating"]


def test_an_extract_that_was_not_supplied_is_named(given):
    project = given.project(
        ROOT,
        burglary={"sources": {"police_recorded_crime": {}, "referrals": {}}},
        deaths={"role": "severe"},
        rate={"value": "rate"},
    )
    signals = assess(project, given.measured(project, chosen_sources=[]), given.breaks())
    reason = row(signals.signals, indicator="burglary")["reason"]
    assert reason == "no extract supplied for police recorded crime or National Referral Mechanism referrals"
    for frame in (signals.severe, signals.levels):
        assert frame["reason"].to_list() == ["no extract supplied for police recorded crime"]


@pytest.mark.parametrize("begins", ["", "Police recorded crime not read: "])
def test_an_extract_that_could_not_be_read_says_why_once(given, begins):
    project = given.project(ROOT, burglary={})
    said = f"{begins}line 1: no column for the date."
    problem = {"source": "police_recorded_crime", "supplied": False, "problem": said}
    measured = given.measured(project, chosen_sources=[], sources=[problem])
    reason = assess(project, measured, given.breaks()).signals["reason"][0]
    assert reason == "the extract for police recorded crime was not read: line 1: no column for the date"


def test_one_lucky_strand_among_many_is_not_called(given):
    # one strand alone would be clear at this size; among twenty it is not
    level = {f"strand {number:02d}": given.stepping(40, 40) for number in range(19)}
    rise = given.stepping(40, 42)
    alone = row(assess_one(given, given.stepping(800, 802), strands={"lucky": rise}).signals, strand="lucky")
    among = row(assess_one(given, given.stepping(800, 802), strands={**level, "lucky": rise}).signals, strand="lucky")
    assert (alone["family_size"], among["family_size"]) == (1, 20)
    assert among["q_value"] > alone["q_value"] == pytest.approx(alone["p_value"])
    assert (alone["signal"], among["signal"]) == ("worsening", "no clear change")


def test_a_rise_across_a_break_that_raises_counts_does_not_count(given):
    counts = given.stepping(100, 130)
    april = {"date": date(2023, 4, 1), "direction": "up"}
    found = row(assess_one(given, counts, april).signals, strand="")
    assert (found["signal"], found["break_inside"], found["break_what"]) == ("worsening", True, "a new form")
    assert not found["counts_towards_rating"]
    lowering = row(assess_one(given, counts, {**april, "direction": "down"}).signals, strand="")
    assert lowering["counts_towards_rating"]


def test_a_break_long_ago_is_not_inside(given):
    found = row(assess_one(given, given.stepping(100, 130), {"date": date(2022, 1, 1)}).signals, strand="")
    assert not found["break_inside"] and found["counts_towards_rating"]


def test_a_break_that_is_still_to_come_changes_nothing(given):
    """An announced change of recording, or a later one when an earlier assessment is built anew."""
    without, announced = (
        assess_one(given, given.stepping(100, 130), *breaks) for breaks in ((), ({"date": date(2024, 4, 1)},))
    )
    assert announced.signals.equals(without.signals) and announced.points.equals(without.points)
    assert row(announced.signals, strand="")["projected"] is not None


@pytest.mark.parametrize(
    ("break_row", "touched"),
    [
        ({"source": "police_recorded_crime"}, {"", "one", "two"}),
        ({"source": "*"}, {"", "one", "two"}),
        ({"source": "another"}, set()),
        ({"category": "one"}, {"", "one"}),
        ({"category": "elsewhere"}, set()),
        ({"indicator": "burglary"}, {"", "one", "two"}),
        ({"indicator": "robbery"}, set()),
    ],
)
def test_which_series_a_break_touches(given, break_row, touched):
    signals = assess_one(
        given,
        given.stepping(100, 100),
        {"date": date(2023, 4, 1), **break_row},
        strands={"one": given.stepping(50, 50), "two": given.stepping(50, 50)},
        declared={"strands": "category", "sources": {"police_recorded_crime": {"category": ["one", "two"]}}},
    )
    assert set(signals.signals.filter("break_inside")["strand"]) == touched


def test_a_projection_never_uses_months_before_a_break(given):
    counts = given.stepping(100, 130)
    across = row(assess_one(given, counts, {"date": date(2023, 6, 1)}).signals, strand="")
    assert (across["projected"], across["projection_reason"]) == (None, "recording changed in June 2023")
    without = row(assess_one(given, counts).signals, strand="")
    assert without["projection_direction"] == "higher"
    assert without["projected_lower_80"] < without["projected"] < without["projected_upper_80"]
    assert without["previous_year_total"] == sum(counts[15:27])


def test_limits_of_the_chart_restart_at_a_break(given):
    signals = assess_one(given, given.stepping(100, 130), {"date": date(2023, 4, 1)})
    points = signals.points.sort("month")
    assert points["phase"].n_unique() == 2
    assert points.filter(pl.col("month") >= date(2023, 4, 1))["phase"].n_unique() == 1
    assert row(signals.signals, strand="")["chart_trial"]
    assert points["value"].to_list() == given.stepping(100, 130)


def test_few_events_have_no_chart_and_a_reason(given):
    signals = assess_one(given, [2] * 36)
    assert signals.points.is_empty()
    assert "5 a month" in row(signals.signals, strand="")["chart_reason"]


def test_a_target_is_missed_or_met_month_after_month(given):
    def assurance(target):
        return row(assess_one(given, given.stepping(100, 100), target=target).signals, strand="")["assurance"]

    assert assurance(20) == "consistently failing"
    assert assurance(200) == "consistently passing"
    assert assurance(100) == "inconsistent"


def test_a_season_is_found_and_taken_out_of_the_chart(given):
    summer = [200 if number % 12 in (6, 7) else 100 for number in range(36)]
    signals = assess_one(given, summer)
    assert row(signals.signals, strand="")["season_peaks"] == [7, 8]
    july = signals.points.filter(pl.col("month") == date(2023, 7, 1)).row(0, named=True)
    assert july["value"] == 200 and july["adjusted"] == pytest.approx(117, abs=5)


def test_quarters_are_compared_as_quarters(given):
    project = given.project(ROOT, referrals={"frequency": "quarterly"})
    counts = [60 if number >= 27 else 40 for number in range(36)]
    quarters = [one for one in given.monthly("referrals", counts) if one["month"].month % 3 == 1]
    found = row(assess(project, given.measured(project, measures=quarters), given.breaks()).signals, strand="")
    assert (found["current_count"], found["previous_count"], found["signal"]) == (180, 120, "worsening")
    assert found["projected"] is None and found["chart_points"] is None


def test_quarters_out_of_rhythm_say_so(given):
    project = given.project(ROOT, referrals={"frequency": "quarterly"})
    odd = [one for one in given.monthly("referrals", [9] * 36) if one["month"].month % 3 == 0]
    found = row(assess(project, given.measured(project, measures=odd), given.breaks()).signals, strand="")
    assert found["reason"] == "its quarters do not begin in January, April, July and October"


def test_small_areas_are_called_only_within_their_family(given):
    project = given.project(ROOT, burglary={"role": "headline"})
    rows = given.monthly("burglary", given.stepping(300, 330))
    for number in range(20):
        counts = given.stepping(30, 60) if number == 7 else given.stepping(30, 30)
        rows += given.monthly("burglary", counts, area=f"W{number:02d}", level="ward")
    areas = [{"area_code": f"W{number:02d}", "level": "ward", "name": f"Ward {number}"} for number in range(20)]
    found = assess(project, given.measured(project, measures=rows, areas=areas), given.breaks()).areas
    assert found.filter(pl.col("signal") == "worsening")["name"].to_list() == ["Ward 7"]
    assert set(found["family_size"]) == {20}


def test_severe_harm_is_set_against_earlier_years(given):
    project = given.project(ROOT, deaths={"role": "severe"})
    years = dict(zip(range(2018, 2024), (2, 1, 2, 1, 2, 7), strict=True))
    rows = [
        {"indicator": "deaths", "area_code": given.district, "year_start": date(year, 1, 1), "count": count}
        for year, count in years.items()
    ]
    signals = assess(project, given.measured(project, register_counts=rows), given.breaks())
    found = row(signals.severe, indicator="deaths")
    assert (found["current"], found["expected"], found["above_expectation"]) == (7, 1.6, True)
    assert found["current_label"] == "the calendar year 2023"
    assert signals.signals.is_empty()
    short = assess(project, given.measured(project, register_counts=rows[:-1]), given.breaks())
    assert short.severe["reason"][0] == "not every month of the calendar year 2023 is covered"


def test_the_smallest_severe_count_above_expectation_is_just_that(given):
    def judged(latest):
        project = given.project(ROOT, deaths={"role": "severe"})
        counts = dict(zip(range(2018, 2024), (9, 7, 8, 6, 9, latest), strict=True))
        rows = [
            {"indicator": "deaths", "area_code": given.district, "year_start": date(year, 1, 1), "count": count}
            for year, count in counts.items()
        ]
        return row(
            assess(project, given.measured(project, register_counts=rows), given.breaks()).severe, indicator="deaths"
        )

    tipping = judged(8)["worsening_from"]
    assert judged(tipping)["above_expectation"] and not judged(tipping - 1)["above_expectation"]


def test_frames_have_their_columns_even_when_nothing_is_measured(given):
    project = given.project(ROOT)
    signals = assess(project, given.measured(project), given.breaks())
    for frame, schema in (
        (signals.signals, SIGNALS),
        (signals.points, POINTS),
        (signals.severe, SEVERE),
        (signals.levels, LEVELS),
        (signals.areas, AREAS),
    ):
        assert dict(frame.schema) == schema and frame.is_empty()


def test_the_order_of_rows_changes_nothing(given):
    project = given.project(ROOT, burglary={"role": "headline"}, robbery={"target": 90})
    rows = [*given.monthly("burglary", given.stepping(100, 130)), *given.monthly("robbery", given.stepping(80, 70))]
    rows += given.monthly("burglary", given.stepping(30, 50), strand="one")
    rows += given.monthly("burglary", given.stepping(10, 20), area="W1", level="ward")
    forwards = assess(project, given.measured(project, measures=rows), given.breaks())
    backwards = assess(project, given.measured(project, measures=rows[::-1]), given.breaks())
    for name in ("signals", "points", "areas"):
        assert getattr(forwards, name).equals(getattr(backwards, name))

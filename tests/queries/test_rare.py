"""Series of fewer than 5 events a month: which they are, on which days they count, and how many there were each year."""

from __future__ import annotations

from datetime import date

import pytest

from sia.calendar import month_range
from sia.trends.control_chart import FEWEST_A_MONTH, FEWEST_A_YEAR

MONTHS = month_range(date(2022, 1, 1), date(2023, 12, 1))


def complaints(*days: date | str, kind: str = "domestic-noise") -> list[dict]:
    return [
        {"complaint_number": f"{kind} {place} {day}", "reported_on": str(day), "type": kind, "ward_code": "W1"}
        for place, day in enumerate(days)
    ]


def some_a_month(number: int, months: list[date] = MONTHS) -> list[date]:
    return [month.replace(day=1 + place) for month in months for place in range(number)]


@pytest.mark.parametrize(("a_month", "rare"), [(FEWEST_A_MONTH - 1, True), (FEWEST_A_MONTH, False)])
def test_five_a_month_is_where_rare_ends_as_in_the_trends(world, a_month, rare):
    world.source("noise_complaints", complaints(*some_a_month(a_month)))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    assert bool(world.rows("select * from rare_series")) == rare
    assert bool(world.rows("select * from rare_event_days")) == rare


@pytest.mark.parametrize("events", [2 * FEWEST_A_YEAR - 1, 2 * FEWEST_A_YEAR])
def test_twelve_a_year_is_where_the_list_ends_as_in_the_trends(world, events):
    world.source("noise_complaints", complaints(*some_a_month(1)[:events]))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    listed = events < 2 * FEWEST_A_YEAR
    assert world.rows("select months, events from rare_series") == [(24, events)]
    assert bool(world.rows("select * from listed_years")) == listed
    assert bool(world.rows("select * from rare_event_days")) != listed


def test_each_day_counts_its_events_and_days_outside_the_district_or_after_the_date_do_not(world):
    days = [*some_a_month(2), date(2023, 12, 2), date(2024, 1, 3)]
    elsewhere = [{**complaints(date(2023, 5, 5))[0], "complaint_number": "far", "ward_code": "PEER-L9"}]
    world.source("noise_complaints", [*complaints(*days), *elsewhere], months=(MONTHS[0], date(2024, 1, 1)))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    found = world.rows("select counted_on, day_is, events from rare_event_days order by counted_on desc")
    assert found[:2] == [(date(2023, 12, 2), "recorded", 2), (date(2023, 12, 1), "recorded", 1)]
    assert sum(events for _, _, events in found) == 49
    assert date(2023, 5, 5) not in {day for day, _, _ in found}


def casualties(*days: date, severity: str = "serious") -> list[dict]:
    return [
        {
            "accident_index": str(place),
            "casualty_reference": "1",
            "occurred_on": day,
            "severity": severity,
            "lsoa_code": "L1",
        }
        for place, day in enumerate(days)
    ]


def test_what_is_counted_when_it_happened_has_that_day(world):
    world.source("road_casualties", casualties(*some_a_month(2)))
    world.indicator("hurt", sources={"road_casualties": {}}, counted_by="occurred")
    world.run()
    found = world.rows("select distinct day_is from rare_event_days")
    assert found == [("happened",)]
    assert world.rows("select count(*) from rare_event_days") == [(48,)]


CRIMES = [
    {
        "crime_reference": str(place),
        "recorded_on": month.replace(day=20),
        "occurred_on": month.replace(day=4),
        "ward_code": "W1",
    }
    for place, month in enumerate(MONTHS)
]


@pytest.mark.parametrize(("counted_by", "day"), [("recorded", 20), ("occurred", 4)])
def test_the_day_is_that_of_the_month_in_which_it_counts(world, counted_by, day):
    world.source("police_recorded_crime", [{"offence_code": "1", **crime} for crime in CRIMES])
    world.indicator("crime", sources={"police_recorded_crime": {}}, counted_by=counted_by)
    world.run()
    assert world.rows("select distinct extract(day from counted_on) from rare_event_days") == [(day,)]


def test_an_event_without_the_day_it_counts_by_is_kept_without_one(world):
    undated = [{**crime, "offence_code": "1", "occurred_on": None} for crime in CRIMES[:3]]
    world.source("police_recorded_crime", [*undated, *({"offence_code": "1", **crime} for crime in CRIMES[3:])])
    world.indicator("crime", sources={"police_recorded_crime": {}}, counted_by="occurred")
    world.run()
    assert world.rows("select sum(events) from rare_event_days where counted_on is null") == [(3,)]


def test_street_files_give_months_and_no_days(world):
    rows = [
        {"crime_id": f"{month}", "month": month, "category": "burglary", "lsoa_code": "L1", "source_file": "a.csv"}
        for month in MONTHS
    ]
    world.source("police_street_crime", rows)
    world.indicator("burglary", sources={"police_street_crime": {}})
    world.run()
    assert world.rows("select counted_on, sum(events) from rare_event_days group by counted_on") == [(None, 24)]


def test_strands_have_days_and_years_of_their_own(world):
    often, seldom = complaints(*some_a_month(4)), complaints(*some_a_month(1)[::3], kind="alarm")
    world.source("noise_complaints", [*often, *seldom])
    world.indicator("noise", sources={"noise_complaints": {}}, strands="category")
    world.run()
    days = world.rows("select strand, sum(events) from rare_event_days group by strand order by strand")
    assert days == [("", 104), ("domestic-noise", 96)]
    years = world.rows("select strand, year_start, count from listed_years")
    assert years == [("alarm", date(2022, 1, 1), 4), ("alarm", date(2023, 1, 1), 4)]


def test_years_end_with_the_newest_month_and_a_year_with_a_month_missing_is_none(new_world):
    days = some_a_month(1, month_range(date(2021, 7, 1), date(2023, 6, 1)))[::2]
    missing = (date(2021, 9, 1),)
    world = new_world(date(2023, 6, 30))
    world.source("noise_complaints", complaints(*days), months=(date(2020, 7, 1), date(2023, 6, 1)), missing=missing)
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    found = world.rows("select year_start, count from listed_years")
    assert found == [(date(2020, 7, 1), 0), (date(2022, 7, 1), 6)]

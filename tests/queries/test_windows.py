"""Two periods side by side, and what each part adds to the change."""

from __future__ import annotations

from datetime import date

import pytest

from sia.calendar import month_range

ALL_MONTHS = month_range(date(2022, 1, 1), date(2023, 12, 1))


def noise(*counts: tuple[date, int], ward: str | None = "W1", kind: str = "domestic-noise") -> list[dict]:
    """So many complaints on the first day of each month."""
    rows = [(month, number) for month, count in counts for number in range(count)]
    return [
        {"complaint_number": f"{month}-{ward}-{kind}-{n}", "reported_on": month, "type": kind, "ward_code": ward}
        for month, n in rows
    ]


def every_month(before: int, after: int) -> list[tuple[date, int]]:
    """So many a month until March 2023, and so many from April."""
    return [(month, after if month >= date(2023, 4, 1) else before) for month in ALL_MONTHS]


BASIS = ["financial_year_to_date", "latest_12_months", "calendar_year", "three_year_mean"]


def test_like_months_are_compared_on_each_basis(world):
    world.source("noise_complaints", noise(*every_month(10, 8)))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    found = world.rows(
        "select basis, current_count, previous_count, change, change_percent, months_missing_current,"
        " months_missing_previous from period_comparisons where area_code = 'D1' order by basis"
    )
    assert found == [
        ("calendar_year", 102, 120, -18.0, -15.0, 0, 0),
        ("financial_year_to_date", 72, 90, -18.0, -20.0, 0, 0),
        ("latest_12_months", 102, 120, -18.0, -15.0, 0, 0),
        ("three_year_mean", 102, 120, None, None, 0, 24),
    ]


def test_three_years_are_scaled_to_the_length_of_one(world):
    months = month_range(date(2020, 1, 1), date(2023, 12, 1))
    rows = noise(*((month, 12 if month >= date(2023, 1, 1) else 10) for month in months))
    world.source("noise_complaints", rows, months=(months[0], months[-1]))
    world.indicator("noise", sources={"noise_complaints": {}}, basis="three_year_mean")
    world.run()
    found = world.rows(
        "select current_count, previous_count, change, change_percent from period_comparisons"
        " where area_code = 'D1' and basis = 'three_year_mean'"
    )
    assert found == [(144, 360, 24.0, 20.0)]


def test_no_percentage_on_a_base_below_fifty(world):
    world.source("noise_complaints", noise(*every_month(4, 8)))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    found = world.rows(
        "select previous_count, change, change_percent from period_comparisons"
        " where area_code = 'D1' and basis = 'financial_year_to_date'"
    )
    assert found == [(36, 36.0, None)]


def test_a_missing_month_leaves_no_change_to_tell(world):
    world.source("noise_complaints", noise(*every_month(10, 8)), missing=(date(2023, 12, 1),))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    found = world.rows(
        "select current_count, change, change_percent, months_missing_current from period_comparisons"
        " where area_code = 'D1' and basis = 'financial_year_to_date'"
    )
    assert found == [(64, None, None, 1)]
    assert world.rows("select * from contributions") == []
    assert world.rows("select * from area_rates") == []


def test_a_quarter_counts_in_a_window_that_holds_the_whole_of_it(world):
    world.project.assessment.as_at = date(2023, 11, 30)
    rows = [
        f"{start} | {end} | D1 | {value}"
        for start, end, value in (
            ("2022-04-01", "2022-06-30", 4),
            ("2022-07-01", "2022-09-30", 6),
            ("2022-10-01", "2022-12-31", 5),
            ("2023-04-01", "2023-06-30", 3),
            ("2023-07-01", "2023-09-30", 2),
        )
    ]
    world.source("youth_justice", "\n".join(["period_start | period_end | area_code | value", *rows]))
    world.indicator("entrants", sources={"youth_justice": {}}, frequency="quarterly")
    world.run()
    found = world.rows(
        "select current_count, previous_count, change, months_missing_current, months_missing_previous"
        " from period_comparisons where basis = 'financial_year_to_date'"
    )
    assert found == [(5, 10, None, 2, 2)]


def test_parts_of_a_change_add_up_to_it(world):
    world.source(
        "noise_complaints",
        noise(*every_month(5, 8), ward="W1")
        + noise(*every_month(5, 4), ward="W3", kind="vehicle-noise")
        + noise(*every_month(1, 3), ward=None),
    )
    world.indicator("noise", sources={"noise_complaints": {}}, strands="category")
    world.run()
    found = world.rows("select dimension, member, change, share_of_change from contributions order by 1, 2")
    assert found == [
        ("place", "", 18.0, pytest.approx(18 / 36)),
        ("place", "P1", 27.0, pytest.approx(27 / 36)),
        ("place", "P2", -9.0, pytest.approx(-9 / 36)),
        ("strand", "domestic-noise", 45.0, pytest.approx(45 / 36)),
        ("strand", "vehicle-noise", -9.0, pytest.approx(-9 / 36)),
        ("ward", "", 18.0, pytest.approx(18 / 36)),
        ("ward", "W1", 27.0, pytest.approx(27 / 36)),
        ("ward", "W2", 0.0, 0.0),
        ("ward", "W3", -9.0, pytest.approx(-9 / 36)),
    ]


def test_shares_of_the_total_in_both_periods(world):
    world.source(
        "noise_complaints", noise(*every_month(6, 9)) + noise(*every_month(2, 1), kind="vehicle-noise", ward="W2")
    )
    world.indicator("noise", sources={"noise_complaints": {}}, strands="category")
    world.run()
    found = world.rows("select strand, period, count, share from shares order by strand, period")
    assert found == [
        ("domestic-noise", "current", 81, 0.9),
        ("domestic-noise", "previous", 54, 0.75),
        ("vehicle-noise", "current", 9, 0.1),
        ("vehicle-noise", "previous", 18, 0.25),
    ]


def test_wards_are_ranked_by_rate_and_without_residents_by_count(world):
    world.source(
        "noise_complaints",
        noise(*every_month(2, 2), ward="W1")
        + noise(*every_month(3, 3), ward="W2")
        + noise(*every_month(1, 1), ward="W3"),
    )
    world.indicator("noise", sources={"noise_complaints": {}})
    world.indicator("visitors", sources={"noise_complaints": {}}, resident_rate=False)
    world.run()
    query = "select area_code, count, rate, rank, ranked_by from area_rates where level = 'ward'"
    assert world.rows(f"{query} and indicator = 'noise' and area_code <> '' order by rank") == [
        ("W1", 18, 18.0, 1, "rate"),
        ("W2", 27, 13.5, 2, "rate"),
        ("W3", 9, 9.0, 3, "rate"),
    ]
    assert world.rows(f"{query} and indicator = 'visitors' and area_code <> '' order by rank") == [
        ("W2", 27, None, 1, "count"),
        ("W1", 18, None, 2, "count"),
        ("W3", 9, None, 3, "count"),
    ]


def test_severe_events_by_complete_years_that_end_with_the_newest_month(world):
    world.source(
        "road_casualties",
        """
        accident_index | casualty_reference | occurred_on | severity
        A1             | 1                  | 2021-05-01  | fatal
        A2             | 1                  | 2022-12-31  | fatal
        A2             | 2                  | 2022-12-31  | fatal
        A3             | 1                  | 2023-01-01  | fatal
        A4             | 1                  | 2023-01-01  | slight
        """,
        months=(date(2021, 3, 1), date(2023, 12, 1)),
    )
    world.indicator(
        "deaths", sources={"road_casualties": {"category": ["fatal"]}}, role="severe", counted_by="occurred"
    )
    world.run()
    found = world.rows("select year_start, count from register_counts")
    assert found == [(date(2022, 1, 1), 2), (date(2023, 1, 1), 1)]


def test_running_years_need_twelve_months_and_running_sums_begin_in_april(world):
    world.source("noise_complaints", noise(*every_month(1, 2)), missing=(date(2022, 2, 1),))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    running = world.rows("select month, count from rolling_years")
    assert running[0] == (date(2023, 2, 1), 12)
    assert running[-1] == (date(2023, 12, 1), 21)
    since_april = world.rows(
        "select month_of_year, count from cumulative_years where financial_year = '2023/24' order by 1"
    )
    assert since_april == [(n, 2 * n) for n in range(1, 10)]
    assert world.rows("select * from cumulative_years where financial_year = '2021/22'") == []


def test_peers_share_a_rank_and_say_so(world):
    rows = [
        {"crime_id": f"{code}{n}", "month": "2023-05-01", "category": "drugs", "lsoa_code": code}
        for code, times in (("L1", 4), ("PEER-L9", 8))
        for n in range(times)
    ]
    world.source("police_street_crime", rows, districts=("D1", "D2"))
    world.indicator("drugs", sources={"police_street_crime": {}})
    world.run()
    found = world.rows("select area_code, count, persons, rate, rank, ties, areas, value_kind from peer_ranks")
    assert found == [("D1", 4.0, 4000, 1.0, 1, 1, 2, "rate"), ("D2", 8.0, 8000, 1.0, 1, 1, 2, "rate")]


def test_without_residents_peers_are_ranked_by_count(world):
    world.connection.execute("delete from population")
    rows = [{"crime_id": code, "month": "2023-05-01", "category": "drugs", "lsoa_code": code} for code in ("L1",)]
    world.source("police_street_crime", rows, districts=("D1", "D2"))
    world.indicator("drugs", sources={"police_street_crime": {}})
    world.run()
    found = world.rows("select area_code, count, rate, rank, value_kind from peer_ranks")
    assert found == [("D1", 1.0, None, 1, "count"), ("D2", 0.0, None, 2, "count")]


def test_concentration_is_the_share_of_the_top_fifth(world):
    world.given(
        "areas", [{"area_code": f"X{n}", "level": "ward", "name": f"Ward {n}", "parent_code": "P2"} for n in range(7)]
    )
    world.source("noise_complaints", noise(*every_month(3, 3), ward="W1") + noise(*every_month(1, 1), ward="X1"))
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    assert world.rows("select areas, top_areas, top_count, placed_count, share from concentration") == [
        (10, 2, 36, 36, 1.0)
    ]

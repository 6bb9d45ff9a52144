"""From rows of a source to counts by indicator, area, strand and month."""

from __future__ import annotations

from datetime import date

APRIL = date(2023, 4, 1)


def test_events_are_counted_in_their_ward_place_and_district(world):
    world.source(
        "police_asb",
        """
        incident_number | recorded_on | category      | ward_code
        1               | 2023-04-03  | personal      | W1
        2               | 2023-04-09  | personal      | W2
        3               | 2023-04-30  | environmental | W3
        4               | 2023-05-01  | personal      | W3
        """,
    )
    world.indicator("asb", sources={"police_asb": {}})
    world.run()
    found = world.rows("select area_code, count from measures where month = '2023-04-01' order by area_code")
    assert found == [("D1", 3), ("P1", 2), ("P2", 1), ("W1", 1), ("W2", 1), ("W3", 1)]


def test_an_event_that_cannot_be_placed_counts_for_the_district_alone(world):
    world.source(
        "police_asb",
        """
        incident_number | recorded_on | category | ward_code
        1               | 2023-04-03  | personal | W1
        2               | 2023-04-03  | personal |
        3               | 2023-04-03  | personal | UNKNOWN
        """,
    )
    world.indicator("asb", sources={"police_asb": {}})
    world.run()
    found = world.rows("select area_code, count from measures where month = '2023-04-01' and count > 0 order by 1")
    assert found == [("D1", 3), ("P1", 1), ("W1", 1)]
    not_placed = world.rows("select level, name, count, rank from area_rates where area_code = '' order by level")
    assert not_placed == [("place", "not placed", 2, None), ("ward", "not placed", 2, None)]


def test_an_older_code_counts_in_the_area_that_fits_it_best(world):
    world.source("water_incidents", "incident_number | occurred_on | ward_code\n1 | 2023-04-03 | OLD-12")
    world.indicator("water", sources={"water_incidents": {}})
    world.run()
    found = world.rows("select area_code from measures where count > 0 and level = 'ward'")
    assert found == [("W1",)]


def test_force_wide_rows_outside_the_districts_are_counted_nowhere_but_listed(world):
    world.source(
        "police_street_crime",
        """
        crime_id | month      | category | lsoa_code
        a        | 2023-04-01 | burglary | L1
        b        | 2023-04-01 | burglary | PEER-L9
        c        | 2023-04-01 | burglary | FAR-L5
        d        | 2023-04-01 | burglary |
        """,
        districts=("D1", "D2"),
    )
    world.indicator("burglary", sources={"police_street_crime": {"category": ["burglary"]}})
    world.run()
    counted = world.rows("select area_code, level, count from measures where count > 0 order by level, area_code")
    assert counted == [("D1", "district", 1), ("D2", "district", 1), ("P1", "place", 1), ("W1", "ward", 1)]
    assert world.rows("select * from outside_area") == [("police_street_crime", APRIL, 2, 1)]


def test_rows_without_an_id_are_separate_events(world):
    world.source(
        "police_street_crime",
        """
        crime_id | month      | category              | lsoa_code | source_file | source_row
                 | 2023-04-01 | anti-social-behaviour | L1        | april.csv   | 1
                 | 2023-04-01 | anti-social-behaviour | L1        | april.csv   | 2
        """,
    )
    world.indicator("asb", sources={"police_street_crime": {"category": ["anti-social-behaviour"]}})
    world.run()
    assert world.rows("select count(distinct event_id) from events") == [(2,)]
    assert world.rows("select count from measures where area_code = 'D1' and month = '2023-04-01'") == [(2,)]


def test_nothing_in_a_covered_month_is_nought_and_a_month_not_covered_is_absent(world):
    world.source(
        "noise_complaints",
        "complaint_number | reported_on | ward_code\n1 | 2023-10-05 | W1",
        months=(date(2023, 10, 1), date(2023, 12, 1)),
        missing=(date(2023, 11, 1),),
    )
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    found = world.rows("select month, count from measures where area_code = 'D1' order by month")
    assert found == [(date(2023, 10, 1), 1), (date(2023, 12, 1), 0)]


def test_months_after_the_as_at_date_do_not_count(world):
    world.source(
        "noise_complaints",
        "complaint_number | reported_on\n1 | 2023-12-31\n2 | 2024-01-01",
        months=(date(2023, 12, 1), date(2024, 1, 1)),
    )
    world.indicator("noise", sources={"noise_complaints": {}})
    world.run()
    assert world.rows("select month, count from measures") == [(date(2023, 12, 1), 1)]


def test_an_indicator_counts_the_rows_that_meet_every_field_it_selects(world):
    world.given(
        "offences",
        """
        offence_code | category                    | subcategory
        8N           | violence-against-the-person | violence-with-injury
        19C          | sexual-offences             | rape
        49           | theft                       | other-theft
        """,
    )
    world.source(
        "police_recorded_crime",
        """
        crime_reference | recorded_on | offence_code | victim_sex | knife
        a               | 2023-04-01  | 8N           | female     | true
        b               | 2023-04-01  | 8N           | male       | true
        c               | 2023-04-01  | 19C          | female     | false
        d               | 2023-04-01  | 49           | female     | true
        e               | 2023-04-01  | 999          | female     | true
        """,
    )
    violent = ["violence-against-the-person", "sexual-offences"]
    world.indicator("all_crime", sources={"police_recorded_crime": {}})
    world.indicator("violent", sources={"police_recorded_crime": {"category": violent}})
    world.indicator("rape", sources={"police_recorded_crime": {"category": violent, "subcategory": ["rape"]}})
    world.indicator("knife", sources={"police_recorded_crime": {"category": violent, "flag": ["knife"]}})
    world.indicator("women", sources={"police_recorded_crime": {"category": violent, "flag": ["female-victim"]}})
    world.run()
    found = dict(world.rows("select indicator, count from measures where month = '2023-04-01' and area_code = 'D1'"))
    assert found == {"all_crime": 5, "violent": 3, "rape": 1, "knife": 2, "women": 2}


def test_an_event_with_two_of_the_wanted_flags_is_counted_once(world):
    world.source("hate_incidents", "incident_number | recorded_on | strands\n1 | 2023-04-01 | race; religion")
    world.indicator("hate", sources={"hate_incidents": {"flag": ["race", "religion"]}})
    world.run()
    assert world.rows("select sum(count) from measures where area_code = 'D1'") == [(1,)]


def test_strands_by_flag_overlap_and_untitled_flags_are_no_strands(world):
    world.source(
        "hate_incidents",
        """
        incident_number | recorded_on | strands           | violence
        1               | 2023-04-01  | race; religion    | true
        2               | 2023-04-01  | Sexual Orientation| false
        3               | 2023-04-01  | race              | false
        4               | 2023-04-01  |                   | false
        """,
    )
    titles = {"race": "race", "religion": "religion", "sexual-orientation": "sexual orientation"}
    world.indicator("hate", sources={"hate_incidents": {}}, strands="flag", strand_titles=titles, strands_overlap=True)
    world.run()
    found = world.rows("select strand, count from measures where month = '2023-04-01' and area_code = 'D1' order by 1")
    assert found == [("", 4), ("race", 2), ("religion", 1), ("sexual-orientation", 1)]
    assert world.rows("select * from contributions where dimension = 'strand'") == []


def test_a_blank_strand_is_said_to_be_not_recorded_so_that_strands_add_up(world):
    world.source(
        "housing_asb",
        """
        case_reference | reported_on | category
        1              | 2023-04-01  | personal
        2              | 2023-04-01  | nuisance
        3              | 2023-04-01  |
        """,
    )
    world.indicator("housing", sources={"housing_asb": {}}, strands="category")
    world.run()
    found = world.rows("select strand, count from measures where month = '2023-04-01' and area_code = 'D1' order by 1")
    assert found == [("", 3), ("not-recorded", 1), ("nuisance", 1), ("personal", 1)]


def test_a_single_strand_would_repeat_the_total_and_is_left_out(world):
    world.source("housing_asb", "case_reference | reported_on | category\n1 | 2023-04-01 | personal")
    world.indicator("housing", sources={"housing_asb": {}}, strands="category")
    world.run()
    assert world.rows("select distinct strand from measures") == [("",)]


def test_the_first_source_supplied_is_used_and_a_proxy_is_named(world):
    world.source("police_street_crime", "crime_id | month | category | lsoa_code\na | 2023-04-01 | drugs | L1")
    world.given("sources", [{"source": "police_recorded_crime", "supplied": False}])
    choice = {"police_recorded_crime": {"category": ["drug-offences"]}, "police_street_crime": {"proxy": "all crime"}}
    world.indicator("drugs", sources=choice)
    world.indicator("nothing", sources={"police_recorded_crime": {}})
    world.run()
    assert world.rows("select * from chosen_sources") == [("drugs", "police_street_crime", "events", "all crime")]
    assert world.rows("select distinct indicator from measures") == [("drugs",)]


def test_occurred_and_recorded_months_differ(world):
    world.source(
        "police_recorded_crime",
        "crime_reference | occurred_on | recorded_on\na | 2023-01-10 | 2023-04-02\nb | | 2023-04-03",
    )
    world.indicator("recorded", sources={"police_recorded_crime": {}})
    world.indicator("occurred", sources={"police_recorded_crime": {}}, counted_by="occurred")
    world.run()
    found = world.rows("select indicator, month, count from measures where count > 0 order by 1, 2")
    assert found == [("occurred", date(2023, 1, 1), 1), ("occurred", APRIL, 1), ("recorded", APRIL, 2)]
    late = world.rows("select month, events, recorded_after_30_days, share from late_recording")
    assert late == [(APRIL, 1, 1, 1.0)]


def test_an_indicator_without_small_areas_has_none(world):
    world.source("domestic_abuse_incidents", "incident_number | recorded_on | ward_code\n1 | 2023-04-01 | W1")
    world.indicator("abuse", sources={"domestic_abuse_incidents": {}}, small_areas=False)
    world.run()
    assert world.rows("select distinct level from measures order by 1") == [("district",), ("place",)]


def test_without_wards_the_small_areas_are_msoas_and_lsoas(world):
    world.connection.execute("delete from areas where level in ('ward', 'place', 'lsoa')")
    world.connection.execute("delete from area_lookup")
    world.given(
        "areas",
        "area_code | level | name | parent_code\nM1 | msoa | Subject 001 | D1\nL1 | lsoa | Subject 001A | M1",
    )
    world.source("police_street_crime", "crime_id | month | category | lsoa_code\na | 2023-04-01 | drugs | L1")
    world.indicator("drugs", sources={"police_street_crime": {}})
    world.run()
    found = world.rows("select level, area_code, count from measures where month = '2023-04-01' order by level")
    assert found == [("district", "D1", 1), ("lsoa", "L1", 1), ("msoa", "M1", 1)]


def test_the_denominator_is_the_residents_of_the_newest_year(world):
    world.source("noise_complaints", "complaint_number | reported_on | ward_code\n1 | 2023-04-01 | W1")
    world.indicator("noise", sources={"noise_complaints": {}})
    world.indicator("visitors", sources={"noise_complaints": {}}, resident_rate=False)
    world.run()
    found = world.rows("select distinct area_code, denominator from measures where indicator = 'noise' order by 1")
    assert found == [("D1", 4000), ("P1", 3000), ("P2", 1000), ("W1", 1000), ("W2", 2000), ("W3", 1000)]
    visitors = "select distinct area_code from measures where indicator = 'visitors' and denominator is not null"
    assert world.rows(visitors) == [("D1",)]

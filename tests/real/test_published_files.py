"""Each published file loads through its contract: every row accounted for, and figures as anyone can look them up."""

from __future__ import annotations

from datetime import date

import pytest

CODED = "road-casualties/STATS19CasDataJan2010Dec2021forGMServers.csv.gz"
DECODED = "road-casualties/STATS19_road_casualties_2019-Jun2024.csv.gz"
RATES = ("alcohol_related_mortality", "alcohol_related_admissions", "admissions_self_harm")


def test_casualties_of_greater_manchester(manchester, shared):
    found = manchester.drop("road_casualties_open", shared(DECODED)).read("road_casualties_open")
    assert found.account == (20_435, 20_435, 0, 0)
    by_severity = dict(found.rows("select severity, count(*) from road_casualties_open group by 1"))
    assert by_severity == {"fatal": 342, "serious": 3_823, "slight": 16_270}
    newest = "select min(occurred_on), max(occurred_on) from road_casualties_open where year(occurred_on) = 2024"
    assert found.rows(newest) == [(date(2024, 1, 1), date(2024, 6, 30))]
    assert found.rows("select count(*) from road_casualties_open where area_code = 'E08000003'") == [(4_936,)]
    assert found.report.months_covered[-1] == date(2024, 6, 1)
    assert found.report.months_missing == ()


def test_identical_casualties_are_separate_people(manchester, shared):
    """Five people hurt in one collision of 10 January 2024, two of them with the same columns."""
    found = manchester.drop("road_casualties_open", shared(DECODED)).read("road_casualties_open")
    assert found.rows("select count(*) from road_casualties_open where collision_reference = '2024061397031'") == [(5,)]


def test_coded_casualties_by_year(manchester, shared):
    """Two casualties of a collision in 2013 have the same numbers and are different people."""
    found = manchester.drop("road_casualties_coded", shared(CODED)).read("road_casualties_coded")
    assert found.account == (62_615, 62_615, 0, 0)
    by_severity = dict(found.rows("select severity, count(*) from road_casualties_coded group by 1"))
    assert by_severity == {"fatal": 673, "serious": 7_785, "slight": 54_157}
    of_2021 = "select count(*) from road_casualties_coded where year_start = date '2021-01-01' and severity = 'fatal'"
    assert found.rows(of_2021) == [(72,)]


@pytest.mark.slow
def test_fly_tipping_returns(kirklees, shared):
    found = kirklees.drop("fly_tipping_national", shared("fly-tipping/flytipping_la.ods")).read("fly_tipping_national")
    assert found.account == (3_642, 3_641, 1, 0)
    (fault,) = found.rows("select sentence from quarantine where source = 'fly_tipping_national'")
    assert "941895.766955149" in fault[0]  # England's total of 2015-16 is no whole number
    own = "from fly_tipping_national where area_code = 'E08000034'"
    years = dict(found.rows(f"select period, value {own}"))
    assert (years["2015-16"], years["2016-17"], years["2020-21"]) == (354, 3_318, 8_599)
    basis = dict(found.rows(f"select period, reporting_basis {own} and period >= '2018-19'"))
    assert basis["2019-20"] == "Customer/public reported only"
    assert basis["2020-21"] == basis["2022-23"] == "All incidents"
    assert "2018-19" not in basis or basis["2018-19"] is None
    not_available = "select count(*) from fly_tipping_national where value is null and value_mark is not null"
    assert found.rows(not_available) == [(20,)]
    england = "select value from fly_tipping_national where region = '*Total England' and period = '2012-13'"
    assert found.rows(england) == [(714_637,)]


def test_public_health_rates_come_with_the_publishers_comparison_and_without_limits(kirklees, shared):
    files = [shared(f"drug-alcohol-harm/{name}.csv") for name in RATES]
    found = kirklees.drop("public_health_rates", *files).read("public_health_rates")
    assert found.account == (9_184, 9_184, 0, 0)
    own = "from public_health_rates where area_code = 'E08000034' and period = '2011'"
    assert found.rows(f"select value, significance {own}") == [(53.7, "worse")]
    spans = "select distinct period_start, period_end from public_health_rates where period in ('2017', '2017/18')"
    assert sorted(found.rows(spans)) == [
        (date(2017, 1, 1), date(2017, 12, 31)),
        (date(2017, 4, 1), date(2018, 3, 31)),
    ]
    unknown = "select count(*), count(value) from public_health_rates where value_mark is not null"
    assert found.rows(unknown) == [(70, 0)]


def test_deaths_from_drug_poisoning_stand_in_a_column_for_each_year(kirklees, shared):
    file = shared("drug-alcohol-harm/drug_poisoning_registrations_by_LA.csv")
    found = kirklees.drop("drug_poisoning_deaths", file).read("drug_poisoning_deaths")
    assert found.account == (375 * 28, 375 * 28, 0, 0)
    own = "from drug_poisoning_deaths where area_code = 'E08000034' and period >= '2018'"
    assert found.rows(f"select period, value {own} order by period") == [("2018", 33), ("2019", 30), ("2020", 41)]
    whole = "select value from drug_poisoning_deaths where area_code = 'K04000001' and period = '2020'"
    assert found.rows(whole) == [(4_561,)]
    assert found.rows("select distinct area_name from drug_poisoning_deaths where area_code = 'E07000146'") == [
        ("King’s Lynn and West Norfolk",)
    ]


@pytest.mark.slow
def test_the_long_table_of_local_authority_indicators(kirklees, shared):
    source = "local_authority_indicators"
    found = kirklees.drop(source, shared("dfe-lait/bds_long_0.parquet")).read(source)
    assert found.account == (641_070, 641_070, 0, 0)
    entrants = f"from {source} where measure = 'first-time-entrants'"
    own = dict(found.rows(f"select years, value {entrants} and area_code = 'E08000034'"))
    assert (own["2016"], own["2024"]) == (341, 100)
    assert found.rows(f"select count(*), count(value) {entrants} and value_mark = 'not recorded'") == [(109, 0)]
    assert found.rows(f"select count(*) from {source} where value is null") == [(93_883,)]


def test_englands_rate_of_first_time_entrants_is_the_sum_of_its_regions_and_no_benchmark(kirklees, shared):
    source = "local_authority_indicators"
    kirklees.drop(source, shared("dfe-lait/bds_long_0.parquet"))
    found = kirklees.read(source)
    regions = "'North East', 'North West', 'Yorkshire and the Humber', 'East Midlands', 'West Midlands', 'South East'"
    regions += ", 'East of England', 'London', 'South West'"
    of_2024 = f"from {source} where measure = 'first-time-entrants' and years = '2024'"
    (regions_sum,) = found.rows(f"select sum(value) {of_2024} and area_code in ({regions})")[0]
    (england,) = found.rows(f"select value {of_2024} and area_code = 'England'")[0]
    assert abs(england - regions_sum) <= 9 / 2


def test_hate_crime_by_strand_in_england_and_wales(kirklees, shared):
    found = kirklees.drop("hate_crime_national", shared("hate-crime/hate-crime.json")).read("hate_crime_national")
    assert found.account == (14 * 6, 14 * 6, 0, 0)
    of_2025 = dict(found.rows("select strand, value from hate_crime_national where period = '2024/25'"))
    assert (of_2025["race"], of_2025["transgender"], of_2025["all-offences"]) == (82_490, 3_809, 115_990)
    first = "select period, period_start from hate_crime_national order by period_start limit 1"
    assert found.rows(first) == [("2011/12", date(2011, 4, 1))]

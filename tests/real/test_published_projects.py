"""Whole assessments from published files alone: what the documents say is true of the files."""

from __future__ import annotations

import csv
import itertools

import pytest

WEST_YORKSHIRE = {
    "E08000032": "Bradford",
    "E08000033": "Calderdale",
    "E08000034": "Kirklees",
    "E08000035": "Leeds",
    "E08000036": "Wakefield",
}
CASUALTIES = "road-casualties/STATS19_road_casualties_2019-Jun2024.csv.gz"


@pytest.mark.slow
def test_road_safety_of_manchester_from_published_casualties(manchester, shared):
    """Killed or seriously injured, January to June: counted again in plain SQL."""
    built = manchester.drop("road_casualties_open", shared(CASUALTIES)).build()
    counted = {
        year: count
        for year, count in built.rows(
            "select year(occurred_on), count(*) from road_casualties_open where severity in ('fatal', 'serious') "
            "and area_code = 'E08000003' and month(occurred_on) between 4 and 6 group by 1"
        )
    }
    said = manchester.explain("road-safety")
    assert "April to June 2024" in said
    whole = "People killed or seriously injured on the roads went from"
    assert f"{whole} {counted[2023]} to {counted[2024]} casualties" in said
    measured = built.rows(
        "select sum(count) from measures where indicator = 'road_deaths' and area_code = 'E08000003' and strand = ''"
    )
    deaths = "select count(*) from road_casualties_open where severity = 'fatal' and area_code = 'E08000003'"
    assert measured == built.rows(deaths)
    assert built.rows("select placed_by, events from placed_by") == [("not placed", 4_936)]
    ranked = built.rows("select count(*) from peer_ranks where indicator = 'killed_or_seriously_injured'")
    assert ranked == [(10,)]


COUNTED = """
select count(*) from road_casualties_open
where severity in ('fatal', 'serious') and area_code = 'E08000003' and occurred_on between ? and ?
"""


@pytest.mark.slow
def test_casualties_of_manchester_over_the_calendar_year_and_against_three_years(manchester, shared):
    """As at June 2024, each window counted again in plain SQL."""
    declared = manchester.root / "indicators" / "road-safety.yml"
    text = declared.read_text(encoding="utf-8")
    name = "  killed_or_seriously_injured:\n"
    assert name in text
    also = text.replace(name, f"{name}    also: [calendar_year, three_year_mean]\n")
    declared.write_text(also, encoding="utf-8", newline="\n")
    built = manchester.drop("road_casualties_open", shared(CASUALTIES)).build()

    def counted(first: str, last: str) -> int:
        return built.connection.execute(COUNTED, [first, last]).fetchone()[0]

    said = " ".join(manchester.fragment("themes/reducing-risk.md").split())
    year, before = counted("2023-01-01", "2023-12-31"), counted("2022-01-01", "2022-12-31")
    assert (
        f"Over the calendar year 2023 there were {year} casualties, against {before} in the calendar year 2022: no"
        in said
    )
    latest, mean = counted("2023-07-01", "2024-06-30"), counted("2020-07-01", "2023-06-30") / 3
    beside = said[said.index(f"Over the 12 months to June 2024 there were {latest} casualties") :]
    assert "the yearly mean of the three years before (July 2020 to June 2023)" in beside[:200]
    assert f"{mean:,.1f}".removesuffix(".0") in beside[:260]
    assert "April to June 2024 against the same months of 2023" in said


@pytest.mark.slow
def test_deaths_on_the_roads_of_manchester_by_the_days_between_them(manchester_as_at, shared):
    """As at March 2023, 54 deaths in 51 months: too few for months, and their days are published."""
    manchester = manchester_as_at("2023-03-31")
    built = manchester.drop("road_casualties_open", shared(CASUALTIES)).build()
    days = built.rows(
        "select distinct occurred_on from road_casualties_open where severity = 'fatal' and area_code = 'E08000003' "
        "and occurred_on <= '2023-03-31' order by occurred_on"
    )
    expected = [(after - before).days for (before,), (after,) in itertools.pairwise(days)]
    (path,) = manchester.root.glob("build/*/publication/tables/road-safety-road-deaths-between.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["Days"]) for row in rows] == expected
    assert (max(expected), len(expected)) == (102, len(days) - 1)
    theme = manchester.fragment("themes/reducing-risk.md")
    assert "(54 deaths since January 2019; several of one day count as one)" in theme
    assert "| People killed or seriously injured on the roads: other road users | 2 | 3 | 7 | 11 | 23 |" in theme


@pytest.fixture
def kirklees_among_peers(kirklees, shared):
    """Kirklees as at March 2021, with every published file that has something to say of it."""
    rows = [(code, "district", name, "") for code, name in WEST_YORKSHIRE.items()]
    kirklees.areas(*rows, peers=[code for code in WEST_YORKSHIRE if code != "E08000034"])
    rates = ("alcohol_related_mortality", "alcohol_related_admissions", "admissions_self_harm")
    kirklees.drop("public_health_rates", *(shared(f"drug-alcohol-harm/{name}.csv") for name in rates))
    kirklees.drop("drug_poisoning_deaths", shared("drug-alcohol-harm/drug_poisoning_registrations_by_LA.csv"))
    kirklees.drop("fly_tipping_national", shared("fly-tipping/flytipping_la.ods"))
    kirklees.drop("local_authority_indicators", shared("dfe-lait/bds_long_0.parquet"))
    return kirklees.drop("hate_crime_national", shared("hate-crime/hate-crime.json"))


@pytest.mark.slow
def test_kirklees_from_published_files(kirklees_among_peers):
    """One build, looked at from several sides: building it takes seconds."""
    kirklees = kirklees_among_peers
    built = kirklees.build()

    asb = kirklees.explain("anti-social-behaviour")
    assert "Fly-tipping incidents in the national returns: 7,182 incidents in 2022/23, after 6,436 incidents" in asb

    drugs = kirklees.explain("drugs-and-alcohol")
    assert "Deaths from drug poisoning: 41 deaths in 2020, after 30 deaths in 2019." in drugs
    assert (
        "Hospital admissions related to alcohol: 636.0 per 100,000 people (2017/18), similar to England (632.0" in drugs
    )
    assert "95% interval" not in drugs
    theme = kirklees.fragment("themes/reducing-risk.md")
    assert "similar to England (46.2), as its publisher judges" in theme
    assert "Kirklees had the lowest rate (636.0 per 100,000 people) of the five districts compared, 2017/18" in theme

    young = kirklees.explain("reoffending")
    assert "169.0 per 100,000 young people aged 10 to 17 in 2022, after 167.0 " in young

    roads = kirklees.explain("road-safety")
    assert "22.2 per 100,000 children aged 0 to 15 in 2020 to 2022, after 17.1 " in roads
    for said in (asb, drugs, young, roads):
        assert "nan" not in said.split()
        assert "E08000034" not in said

    ranked = built.rows("select name from peer_ranks where indicator = 'fly_tipping_returns' order by name")
    assert [name for (name,) in ranked] == sorted(WEST_YORKSHIRE.values())
    no_benchmark = built.rows("select count(benchmark) from levels where indicator = 'first_time_entrants_rate'")
    assert no_benchmark == [(0,)]

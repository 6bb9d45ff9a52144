"""The queries with what the repository declares: with nothing supplied, and with published street-level files."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from sia.project.indicators import Priority
from sia.project.validation import load_model
from sia.warehouse import inputs_of, sources_of

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SIA_SHARED", ROOT.parent / "shared"))
STREET = SHARED / "data" / "police-uk-south-yorkshire"
needs_street = pytest.mark.skipif(not STREET.is_dir(), reason="the shared street-level files are not here")

LOAD_STREET = """
insert into police_street_crime (crime_id, month, lsoa_code, lsoa_name, category, source_file, source_row)
select "Crime ID", cast("Month" || '-01' as date), "LSOA code", "LSOA name", lower(replace("Crime type", ' ', '-')),
       filename, row_number() over ()
from read_csv(?, all_varchar = true, filename = true)
"""

STREET_AREAS = """
insert into areas
select 'Barnsley', 'district', 'Barnsley', null, null, null
union all select 'Rotherham', 'district', 'Rotherham', null, null, null
union all
select distinct left(lsoa_name, -1), 'msoa', left(lsoa_name, -1), 'Barnsley', null::date, null::date
from police_street_crime where lsoa_name like 'Barnsley %'
union all
select distinct lsoa_code, 'lsoa', lsoa_name, left(lsoa_name, -1), null::date, null::date
from police_street_crime where lsoa_name like 'Barnsley %'
"""


def declare_everything(world) -> None:
    paths = [path for path in (ROOT / "indicators").glob("*.yml") if path.stem != "rating-rules"]
    for path in paths:
        for name, one in load_model(Priority, path, ROOT, id=path.stem).indicators.items():
            world.indicators[name] = one


def test_every_indicator_counts_from_sources_that_are_declared(world):
    declare_everything(world)
    assert len(world.indicators) > 30
    for name, indicator in world.indicators.items():
        assert set(indicator.sources) <= set(world.contracts), name


def test_every_category_that_an_indicator_selects_is_one_that_its_source_can_hold(world):
    """A misspelt category would count nothing and look like good news."""
    declare_everything(world)
    offences = (ROOT / "sources" / "reference" / "offences.csv").read_text(encoding="utf-8")
    for name, indicator in world.indicators.items():
        for source, selection in indicator.sources.items():
            codes = {code for column in world.contracts[source].columns.values() for code in column.codes.values()}
            for value in (*selection.category, *selection.subcategory, *selection.measure):
                known = f",{value}," in offences if source == "police_recorded_crime" else value in codes
                assert known, f"{name}: {value}"


def test_with_every_source_empty_every_query_runs_and_counts_nothing(world):
    declare_everything(world)
    world.run()
    with_rows = {run.name for run in world.runs if run.rows}
    areas = {"area_ancestors", "code_areas", "assessed_districts", "measured_areas", "residents"}
    assert with_rows == areas | {"denominators", "unfitting_bands"}


def test_columns_are_of_plain_types(world):
    """Sums of integers are wider than Polars and JSON care for unless they are cast."""
    world.run()
    names = ", ".join(f"'{run.name}'" for run in world.runs)
    found = world.rows(f"select distinct data_type from information_schema.columns where table_name in ({names})")
    assert {kind for (kind,) in found} <= {"VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "DATE", "BOOLEAN"}


def test_supplied_but_empty_sources_are_not_nought(world):
    declare_everything(world)
    for contract in world.contracts:
        world.given("sources", [{"source": contract, "supplied": True}])
    world.run()
    assert world.rows("select count(*) from measures") == [(0,)]


def test_what_a_query_rests_on_is_known(world):
    world.run()
    assert sources_of(world.runs, "event_flags", world.contracts) == {
        "police_recorded_crime",
        "hate_incidents",
        "domestic_abuse_incidents",
    }
    assert sources_of(world.runs, "measures", world.contracts) == set(world.contracts)
    assert inputs_of(world.runs, "residents") == {"areas", "population"}


def load_street(world, *months: str) -> list[str]:
    """Street files of some months, and the areas of Barnsley and one peer as their rows name them."""
    files = [str(STREET / f"{month}-south-yorkshire-street.csv.gz") for month in months]
    world.connection.execute(LOAD_STREET, [files])
    for table in ("areas", "area_lookup", "population"):
        world.connection.execute(f"delete from {table}")
    world.connection.execute(STREET_AREAS)
    world.connection.execute(
        "insert into area_lookup select distinct lsoa_code, 'Rotherham', 1 from police_street_crime"
        " where lsoa_name like 'Rotherham %'"
    )
    world.project.partnership.district.code = "Barnsley"
    world.project.partnership.peers = ("Rotherham",)
    first, last = (date.fromisoformat(f"{month}-01") for month in (months[0], months[-1]))
    world.source("police_street_crime", months=(first, last), districts=("Barnsley", "Rotherham"))
    return files


@needs_street
def test_real_street_files_give_the_counts_of_a_plain_group_by(new_world):
    world = new_world(date(2025, 6, 30))
    files = load_street(world, "2025-05", "2025-06")
    declare_everything(world)
    world.run()
    plain = """
    select regexp_extract("LSOA name", '^(Barnsley|Rotherham) ', 1) as district, "Month", "Crime type", count(*)
    from read_csv(?, all_varchar = true) where district <> '' group by all
    """
    expected = {row[:3]: row[3] for row in world.connection.execute(plain, [files]).fetchall()}
    kinds = {
        "anti_social_behaviour": "Anti-social behaviour",
        "drug_offences": "Drugs",
        "violence_and_sexual_offences": "Violence and sexual offences",
        "robbery": "Robbery",
        "bicycle_theft": "Bicycle theft",
    }
    found = world.rows(
        "select indicator, area_code, strftime(month, '%Y-%m'), count from measures"
        " where level = 'district' and strand = ''"
    )
    compared = {(area, month, kinds[name]): count for name, area, month, count in found if name in kinds and count > 0}
    assert compared == {key: count for key, count in expected.items() if key[2] in kinds.values()}
    strands = dict(
        world.rows(
            "select strand, sum(count) from measures where indicator = 'neighbourhood_crime'"
            " and level = 'district' and strand <> '' group by strand"
        )
    )
    by_hand = {
        kind: sum(count for (area, _, name), count in expected.items() if area == "Barnsley" and name == kind)
        for kind in ("Burglary", "Vehicle crime", "Robbery", "Theft from the person")
    }
    assert strands == {kind.lower().replace(" ", "-"): count for kind, count in by_hand.items()}


@needs_street
def test_real_rows_are_counted_or_listed_as_outside(new_world):
    world = new_world(date(2025, 6, 30))
    load_street(world, "2025-06")
    world.indicator("all", sources={"police_street_crime": {}})
    world.run()
    counted, outside, read = (
        world.rows(query)[0][0]
        for query in (
            "select sum(count) from measures where level = 'district'",
            "select sum(events) from outside_area",
            "select count(*) from police_street_crime",
        )
    )
    assert counted + outside == read


@needs_street
@pytest.mark.slow
def test_twenty_one_months_of_a_force_take_seconds(new_world):
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)][3:]
    world = new_world(date(2025, 12, 31))
    load_street(world, *months)
    declare_everything(world)
    world.run()
    assert world.rows("select count(*) from events") == [(307_260,)]
    assert sum(run.seconds for run in world.runs) < 6

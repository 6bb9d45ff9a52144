"""Barnsley's published figures, counted again in plain SQL from the files as they were downloaded."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from sia.build import build
from sia.cli import commands

SHARED = Path(os.environ.get("SIA_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"
SOUTH, WEST, REFERENCE = (
    SHARED / name for name in ("police-uk-south-yorkshire", "police-uk-west-yorkshire", "reference-geography")
)
pytestmark = pytest.mark.skipif(
    not SOUTH.is_dir(), reason="real data not present: set SIA_SHARED to a folder with data/police-uk-south-yorkshire"
)
NEIGHBOURHOOD = ("Burglary", "Vehicle crime", "Robbery", "Theft from the person")
TYPES = {
    "anti_social_behaviour": ("Anti-social behaviour",),
    "bicycle_theft": ("Bicycle theft",),
    "drug_offences": ("Drugs",),
    "neighbourhood_crime": NEIGHBOURHOOD,
    "possession_of_weapons": ("Possession of weapons",),
    "robbery": ("Robbery",),
    "shoplifting": ("Shoplifting",),
    "violence_and_sexual_offences": ("Violence and sexual offences",),
}
WINDOWS = {"previous": ("2024-04", "2024-12"), "current": ("2025-04", "2025-12")}
PEERS = ("Barnsley", "Doncaster", "Rotherham", "Sheffield")


@pytest.fixture(scope="module")
def files() -> duckdb.DuckDBPyConnection:
    """Every row as it came, with the district's name, which is the LSOA's less its last word."""
    connection = duckdb.connect()
    connection.execute(
        f"""
        create table street as
        select *, regexp_replace("LSOA name", ' [0-9]{{3}}[A-Z]+$', '') as district
        from read_csv('{SOUTH.as_posix()}/*-street.csv.gz', header = true, all_varchar = true)
        """
    )
    return connection


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Start a project from street files, build it, and give the folder of its publication."""

    def started(district: str, street: Path, *more: str) -> Path:
        folder = tmp_path_factory.mktemp("started") / district.lower()
        arguments = ["init", str(folder), "--district", district, "--street", str(street), *more]
        result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        build(folder)
        return next(folder.glob("build/*/publication"))

    return started


@pytest.fixture(scope="module")
def barnsley(start: Callable[..., Path]) -> Path:
    return start("Barnsley", SOUTH)


@pytest.fixture(scope="module")
def with_wards(start: Callable[..., Path]) -> Path:
    if not REFERENCE.is_dir():
        pytest.skip("real data not present: set SIA_SHARED to a folder with data/reference-geography")
    return start("Barnsley", SOUTH, "--reference", str(REFERENCE))


def values(publication: Path) -> dict[str, Any]:
    entries = json.loads((publication / "values.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry["value"] for entry in entries}


def table(publication: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((publication / "tables" / name).read_text(encoding="utf-8").splitlines()))


def count(files: duckdb.DuckDBPyConnection, types: tuple[str, ...], window: str, district: str = "Barnsley") -> int:
    ((found,),) = files.execute(
        'select count(*) from street where district = ? and list_contains(?, "Crime type") and Month between ? and ?',
        [district, list(types), *WINDOWS[window]],
    ).fetchall()
    return found


def test_counts_by_type_in_both_periods(files, barnsley) -> None:
    published = values(barnsley)
    for name, types in TYPES.items():
        for window in WINDOWS:
            assert published[f"{name}.{window}_count"] == count(files, types, window), (name, window)
    for one in NEIGHBOURHOOD:
        strand = f"neighbourhood_crime.{one.lower().replace(' ', '-')}"
        assert published[f"{strand}.current_count"] == count(files, (one,), "current")
        assert published[f"{strand}.previous_count"] == count(files, (one,), "previous")


def test_a_few_figures_as_counted_by_hand(barnsley) -> None:
    published = values(barnsley)
    assert (published["anti_social_behaviour.previous_count"], published["anti_social_behaviour.current_count"]) == (
        3169,
        3409,
    )
    assert (published["shoplifting.previous_count"], published["shoplifting.current_count"]) == (1765, 1269)
    assert published["neighbourhood_crime.change"] == 2482 - 2914
    assert published["neighbourhood_crime.change_percent"] == pytest.approx(-14.82, abs=0.01)


def test_last_financial_years_totals(files, barnsley) -> None:
    published = values(barnsley)
    for name, types in TYPES.items():
        ((year,),) = files.execute(
            "select count(*) from street where district = 'Barnsley' and list_contains(?, \"Crime type\") "
            "and Month between '2024-04' and '2025-03'",
            [list(types)],
        ).fetchall()
        assert published[f"{name}.previous_year_total"] == year
        assert published[f"{name}.projected"] > published[f"{name}.current_count"]


def test_peers_and_ranks(files, barnsley) -> None:
    published = values(barnsley)
    for name, types in TYPES.items():
        counted = {peer: count(files, types, "current", peer) for peer in PEERS}
        assert {peer: published[f"{name}.peers.{peer}"] for peer in PEERS} == counted
        assert published[f"{name}.rank"] == 1 + sum(other > counted["Barnsley"] for other in counted.values())


def test_neighbourhoods(files, barnsley) -> None:
    """Middle layer areas: the name of the LSOA less its last letter."""
    for name in ("neighbourhood_crime", "anti_social_behaviour", "violence_and_sexual_offences", "drug_offences"):
        rows = files.execute(
            """
            select
                regexp_replace("LSOA name", '[A-Z]+$', ''),
                count(*) filter (where Month between '2024-04' and '2024-12'),
                count(*) filter (where Month between '2025-04' and '2025-12')
            from street
            where district = 'Barnsley' and list_contains(?, "Crime type")
            group by 1
            """,
            [list(TYPES[name])],
        ).fetchall()
        published = table(barnsley, f"areas-{name.replace('_', '-')}.csv")
        assert {
            (row["Area"], int(row["Earlier"]), int(row["Latest"])) for row in published if row["Area"] != "Not placed"
        } == set(rows)
        assert [row["Latest"] for row in published if row["Area"] == "Not placed"] == ["0"]


def test_the_trend_is_charted_per_30_4_days(files, barnsley) -> None:
    months = files.execute(
        "select Month, count(*), date_diff('day', (Month || '-01')::date, (Month || '-01')::date + interval 1 month) "
        "from street where district = 'Barnsley' and \"Crime type\" = 'Anti-social behaviour' group by 1 order by 1"
    ).fetchall()
    rows = table(barnsley, "anti-social-behaviour-trend.csv")
    assert [int(row["Incidents"]) for row in rows] == [found for _, found, _ in months]
    assert [float(row["As charted"]) for row in rows] == [round(30.4 * found / days, 1) for _, found, days in months]
    charted = [30.4 * found / days for _, found, days in months]
    assert float(rows[0]["Mean"]) == pytest.approx(sum(charted) / len(charted), abs=0.05)


def test_what_lies_in_no_district_is_said(files, barnsley) -> None:
    ((nowhere, elsewhere),) = files.execute(
        'select count(*) filter (where "LSOA code" is null), '
        'count(*) filter (where "LSOA code" is not null and not list_contains(?, district)) from street',
        [list(PEERS)],
    ).fetchall()
    text = (barnsley / "fragments" / "data-quality.md").read_text(encoding="utf-8")
    assert f"{nowhere:,} without a location and {elsewhere:,} outside the districts compared" in text


def test_wards_and_rates_per_resident(files, with_wards) -> None:
    """Wards by the published lookup; residents of mid-2020 by 2011 area, each in the ward of the area it became."""
    places = (
        ("lookup", "lookup_lsoa21_ward24_ltla24"),
        ("became", "lookup_lsoa11_lsoa21_ltla22"),
        ("residents", "population20_lsoa11_total"),
    )
    for name, file in places:
        path = (REFERENCE / f"{file}.csv.gz").as_posix()
        files.execute(f"create or replace table {name} as select * from read_csv('{path}', all_varchar = true)")
    counted = files.execute(
        """
        select lookup.ward24_name, count(*)
        from street inner join lookup on street."LSOA code" = lookup.lsoa21_code
        where lookup.ltla24_name = 'Barnsley' and list_contains(?, "Crime type") and Month between '2025-04' and '2025-12'
        group by 1
        """,
        [list(NEIGHBOURHOOD)],
    ).fetchall()
    people = files.execute(
        """
        with parts as (select lsoa11_code, count(*) as number from (select distinct lsoa11_code, lsoa21_code from became) group by 1)
        select lookup.ward24_name, sum(residents.total_population::double / parts.number)
        from (select distinct lsoa11_code, lsoa21_code from became) as became
        inner join parts on became.lsoa11_code = parts.lsoa11_code
        inner join residents on became.lsoa11_code = residents.lsoa11_code
        inner join lookup on became.lsoa21_code = lookup.lsoa21_code
        where lookup.ltla24_name = 'Barnsley'
        group by 1
        """
    ).fetchall()
    persons = dict(people)
    rows = {row["Area"]: row for row in table(with_wards, "areas-neighbourhood-crime.csv")}
    for ward, found in counted:
        assert int(rows[ward]["Latest"]) == found
        assert float(rows[ward]["Per 1,000 people"]) == pytest.approx(1000 * found / persons[ward], abs=0.06), ward
    district = values(with_wards)
    own = district["neighbourhood_crime.peers.E08000016"]
    assert own == count(files, NEIGHBOURHOOD, "current")
    assert sum(persons.values()) == 248071
    text = (with_wards / "fragments/themes/neighbourhood-crime-and-anti-social-behaviour.md").read_text(
        encoding="utf-8"
    )
    assert f"{1000 * own / 248071:.1f} per 1,000 people" in text
    ranked = next(line for line in text.splitlines() if "anti-social-behaviour-peers.svg" in line)
    assert "Population: Office for National Statistics, mid-2020" in ranked, "a rate says of which residents"


def test_kirklees_says_what_cannot_be_calculated_and_why(start) -> None:
    if not WEST.is_dir():
        pytest.skip("real data not present: set SIA_SHARED to a folder with data/police-uk-west-yorkshire")
    kirklees = start("Kirklees", WEST)
    text = (kirklees / "fragments/themes/neighbourhood-crime-and-anti-social-behaviour.md").read_text(encoding="utf-8")
    why = "April to June 2017 and April to June 2018 are missing"
    assert why[0].upper() + why[1:] in text
    assert why in (kirklees / "fragments/places.md").read_text(encoding="utf-8")
    ratings = json.loads((kirklees / "ratings.json").read_text(encoding="utf-8"))
    assert {one["proposed"] for one in ratings if one["note"] != "judgement only"} == {"Not rated"}
    first = {one["priority"]: one["reasons"][0] for one in ratings}
    assert first["neighbourhood-crime"].startswith(f"Not rated: {why}; no extract supplied for")
    assert not list(kirklees.glob("figures/*.svg"))


def test_the_licence_is_printed_and_stands_in_what_every_page_reads(barnsley: Path) -> None:
    for name in ("metadata.yml", "fragments/data-quality.md"):
        assert "Open Government Licence v3.0" in (barnsley / name).read_text(encoding="utf-8"), name

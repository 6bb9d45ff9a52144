"""The published lookups as they are: districts and partnerships that are not one to one, and areas that were merged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sia.errors import UserError
from sia.opendata.older_codes import lives_elsewhere
from sia.opendata.reference import Reference
from sia.opendata.referenced_areas import _district, _partnership_notes

REFERENCE = (
    Path(os.environ.get("SIA_SHARED", Path(__file__).parents[2].parent / "shared")) / "data" / "reference-geography"
)
pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="real data not present: set SIA_SHARED to a folder with data/reference-geography"
)
SEVERAL = {
    "Bournemouth, Christchurch and Poole": 3,
    "Buckinghamshire": 4,
    "Cumberland": 3,
    "East Suffolk": 2,
    "North Northamptonshire": 4,
    "West Northamptonshire": 2,
    "Westmorland and Furness": 3,
}


@pytest.fixture(scope="module")
def reference() -> Iterator[Reference]:
    with closing(Reference(REFERENCE)) as opened:
        yield opened


def test_seven_districts_have_several_partnerships(reference):
    codes = set(reference.districts().values())
    several = {reference.name_of(code): len(reference.partnerships(code)) for code in codes}
    assert {name: count for name, count in several.items() if count > 1} == SEVERAL


def test_every_district_has_one_force_and_is_a_peer_of_the_others_once(reference):
    codes = sorted(set(reference.districts().values()))
    assert len(codes) == 318
    for code in codes:
        peers = [place.code for place in reference.districts_of(reference.force(code).code)]
        assert peers.count(code) == 1
        assert len(peers) == len(set(peers))


def test_a_merged_district_says_which_partnerships_it_has(reference):
    assert _partnership_notes(reference, reference.districts()["Cumberland"]) == [
        "Cumberland has 3 community safety partnerships (Allerdale, Carlisle, Copeland); it is assessed as one district."
    ]


def test_a_partnership_of_three_districts_says_so(reference):
    (note,) = _partnership_notes(reference, reference.districts()["Broxtowe"])
    assert note.startswith(
        "The community safety partnership of South Nottinghamshire also serves Gedling and Rushcliffe;"
    )


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("Scarborough", "North Yorkshire"),
        ("harrogate", "North Yorkshire"),
        ("Allerdale", "Cumberland"),
        ("Aylesbury Vale", "Buckinghamshire"),
        ("Wellingborough", "North Northamptonshire"),
        ("Waveney", "East Suffolk"),
    ],
)
def test_a_former_district_is_told_with_the_one_it_is_part_of(reference, former, now):
    with pytest.raises(UserError, match=rf'is part of the district {now}\. Use --district "{now}"\.'):
        _district(reference, former)


@pytest.mark.parametrize("name", ["Bristol", "Bristol, City of", "Dorset", "St Albans", "Kirklees"])
def test_a_district_is_found_by_its_own_name_and_by_that_of_its_small_areas(reference, name):
    assert _district(reference, name) in set(reference.districts().values())


def test_small_areas_of_former_districts_are_in_the_district_of_today(reference):
    """Street files of before 2023 name Scarborough and Harrogate; their codes lead to North Yorkshire all the same."""
    code = reference.districts()["North Yorkshire"]
    names = {area.name.rsplit(" ", 1)[0] for area in reference.small_areas(code)}
    assert {"Craven", "Hambleton", "Harrogate", "Richmondshire", "Ryedale", "Scarborough", "Selby"} == names


def test_one_older_area_of_leicester_was_divided_between_wards(reference):
    code = reference.districts()["Leicester"]
    wards = {area.code: area.parent for area in reference.small_areas(code)}
    assert lives_elsewhere(reference.older_areas(code), wards) == {"E01013646": 0.5}


def test_wales_has_wards_small_areas_and_deciles_too(reference):
    code = reference.districts()["Carmarthenshire"]
    profile = reference.profile(code)
    assert len(profile) == len(reference.small_areas(code))
    assert sum(decile != "" for decile, _ in profile.values()) > 100

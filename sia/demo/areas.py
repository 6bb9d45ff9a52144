"""Writes the area files of the reference partnership; they are committed, and a test holds them equal to this.

Run `python -m sia.demo.areas` after changing `geography.yml`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from sia.demo.boundaries import ward_polygons
from sia.demo.geography import Geography, geography

#: Shares of the residents by broad age, and how many of them are female.
AGE_BANDS = {"0-15": 0.196, "16-24": 0.109, "25-44": 0.264, "45-64": 0.252, "65-84": 0.156, "85+": 0.023}
SHARE_FEMALE = {"0-15": 0.487, "16-24": 0.485, "25-44": 0.504, "45-64": 0.507, "65-84": 0.525, "85+": 0.634}
#: Bands by which smaller areas are given; districts are given by single years.
FINE_BANDS = (*range(0, 15, 5), 15, 18, *range(20, 95, 5))
OLDEST = 90
#: From this age on there are fewer people with each year; those of the oldest age are all who are older.
FEWER_FROM, FEWER_A_YEAR, FEWEST, OLDEST_AS_MANY = 65, 0.033, 0.1, 3
SMALL_AREA_YEAR = 2022
GROWTH_A_YEAR = 0.004
FIRST_YEAR = 2018
DISTRICT_SINCE = "1974-04-01"
WARDS_SINCE = "2004-05-04"
SMALL_AREAS_SINCE = "2021-03-21"
#: Small areas that were one before the last census, by position: each old one is shared between two of today's.
SPLIT_SMALL_AREAS = (4, 71, 138, 205)

Row = tuple[object, ...]


def write_areas(folder: Path) -> list[Path]:
    """Write areas.csv, lookup.csv, population.csv, area_profile.csv and wards.geojson; returns their paths."""
    known = geography()
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _write(folder / "areas.csv", "area_code,level,name,parent_code,valid_from,valid_to", _areas(known)),
        _write(folder / "lookup.csv", "code,area_code,share", _lookup(known)),
        _write(folder / "population.csv", "area_code,year,sex,age_band,persons", _population(known)),
        _write(folder / "area_profile.csv", "area_code,imd_decile,rural_urban", _profile(known)),
    ]
    path = folder / "wards.geojson"
    path.write_text(_geojson(known), encoding="utf-8", newline="\n")
    return [*written, path]


def _write(path: Path, header: str, rows: Iterable[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def _areas(known: Geography) -> Iterator[Row]:
    force = known.force["code"]
    yield force, "force", known.force["name"], "", DISTRICT_SINCE, ""
    for district in known.districts:
        yield district["code"], "district", district["name"], force, DISTRICT_SINCE, ""
    for place in known.places:
        yield place["code"], "place", place["name"], known.subject, "", ""
    for ward in known.wards:
        yield ward.code, "ward", ward.name, ward.place, WARDS_SINCE, ""
    for area in known.small_areas:
        yield area.code, "lsoa", area.name, known.wards[area.ward].code, SMALL_AREAS_SINCE, ""


def _lookup(known: Geography) -> Iterator[Row]:
    """Former names of wards, and codes of before the last census, shared between the areas that took their place."""
    for ward in known.wards:
        for former in ward.formerly:
            yield former, ward.code, 1
    for number, first in enumerate(SPLIT_SMALL_AREAS, start=1):
        pair = known.small_areas[first : first + 2]
        share = round(pair[0].people / sum(area.people for area in pair), 4)
        for area, part in zip(pair, (share, round(1 - share, 4)), strict=True):
            yield f"X01900{number:03d}", area.code, part


def _population(known: Geography) -> Iterator[Row]:
    """Small areas by sex and band of age for one year; wards, places and the district are their sums.

    Other years, and other districts, are given for districts only, and districts by single years of age.
    """
    cells = [_by_year_of_age(_persons(area.people, area.decile)) for area in known.small_areas]
    wards = [
        sum(cell for cell, area in zip(cells, known.small_areas, strict=True) if area.ward == index)
        for index in range(len(known.wards))
    ]
    places = [
        sum(cell for cell, ward in zip(wards, known.wards, strict=True) if ward.place == place["code"])
        for place in known.places
    ]
    whole = sum(wards)
    for district in known.districts:
        peer = district["code"] != known.subject
        newest = _by_year_of_age(_persons(int(str(district["people"])), 5)) if peer else whole
        for year in range(FIRST_YEAR, SMALL_AREA_YEAR + 1):
            factor = (1 + GROWTH_A_YEAR) ** (year - SMALL_AREA_YEAR)
            yield from _rows(str(district["code"]), year, np.round(newest * factor).astype(int), range(OLDEST + 1))
    codes = [place["code"] for place in known.places] + [ward.code for ward in known.wards]
    codes += [area.code for area in known.small_areas]
    for code, persons in zip(codes, [*places, *wards, *cells], strict=True):
        fine = np.add.reduceat(persons, FINE_BANDS, axis=0)
        yield from _rows(code, SMALL_AREA_YEAR, fine, FINE_BANDS)


def _persons(people: int, decile: int) -> np.ndarray:
    """People by age band and sex (6 x 2), younger where an area is more deprived; adds up to `people`."""
    older = np.linspace(-1, 1, len(AGE_BANDS)) * 0.05 * (decile - 5.5)
    bands = np.array(list(AGE_BANDS.values())) * np.exp(older)
    female = np.array(list(SHARE_FEMALE.values()))
    shares = np.column_stack([bands * female, bands * (1 - female)]) / bands.sum()
    edges = np.round(np.concatenate([[0], np.cumsum(shares.ravel())]) * people).astype(int)
    return np.diff(edges).reshape(shares.shape)


def _by_year_of_age(broad: np.ndarray) -> np.ndarray:
    """People by year of age and sex (91 x 2) from those by broad band (6 x 2), which they add up to."""
    firsts = [int(band.split("-")[0].rstrip("+")) for band in AGE_BANDS]
    years = np.arange(OLDEST + 1)
    weights = np.maximum(1 - FEWER_A_YEAR * np.maximum(years - FEWER_FROM, 0), FEWEST)
    weights[OLDEST] *= OLDEST_AS_MANY
    cells = np.zeros((OLDEST + 1, 2), dtype=int)
    for first, last, people in zip(firsts, [*firsts[1:], OLDEST + 1], broad, strict=True):
        shares = np.cumsum(weights[first:last]) / weights[first:last].sum()
        edges = np.round(np.concatenate([[0], shares])[:, None] * people).astype(int)
        cells[first:last] = np.diff(edges, axis=0)
    return cells


def _rows(code: str, year: int, persons: np.ndarray, firsts: Sequence[int]) -> Iterator[Row]:
    """People by band of age and sex; a band goes on until the next one begins, the last one has no end."""
    for first, following, counts in zip(firsts, [*firsts[1:], None], persons, strict=True):
        ended = f"{first}+" if following is None else f"{first}-{following - 1}"
        band = str(first) if following == first + 1 else ended
        for sex, count in zip(("female", "male"), counts, strict=True):
            yield code, year, sex, band, int(count)


def _profile(known: Geography) -> Iterator[Row]:
    for area in known.small_areas:
        yield area.code, area.decile, known.wards[area.ward].rural


def _geojson(known: Geography) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"area_code": ward.code, "name": ward.name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for ward, ring in zip(known.wards, ward_polygons(known), strict=True)
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    for path in write_areas(Path(__file__).parents[2] / "areas"):
        print(path.name)

"""What a new project knows of its areas, however it came to know it, and what both ways of knowing share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sia.errors import UserError, did_you_mean
from sia.opendata.street_files import SmallArea, Street, StreetFile

Row = tuple[object, ...]
FileCounts = Counter[StreetFile]


@dataclass(frozen=True)
class Place:
    """An area of some level: its code, its name and the code of the area that holds it."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Areas:
    """Who the partnership is among its areas, and the rows of each file under `areas/`.

    `area`: (area_code, level, name, parent_code, valid_from, valid_to); `lookup`: (code, area_code, share);
    `population`: (area_code, year, sex, age_band, persons); `profile`: (area_code, imd_decile, rural_urban).
    `police` is the force as an organisation, `force` the area it polices; `series` is how its file names spell it.
    """

    district: Place
    force: Place
    police: str
    series: str
    peers: tuple[Place, ...]
    area: tuple[Row, ...]
    lookup: tuple[Row, ...]
    population: tuple[Row, ...] = ()
    profile: tuple[Row, ...] = ()
    wards_geojson: str | None = None
    notes: tuple[str, ...] = ()


def find_name(wanted: str, names: dict[str, str]) -> str:
    """What a name stands for, ignoring case. Raises UserError with the nearest name."""
    by_lower = {name.casefold(): found for name, found in names.items()}
    if wanted.strip().casefold() not in by_lower:
        raise UserError.at("--district", f"there is no district '{wanted}' in the data.", did_you_mean(wanted, names))
    return by_lower[wanted.strip().casefold()]


def rows_by_district(street: Street, district_of: Callable[[SmallArea], str | None]) -> dict[str, FileCounts]:
    """Rows of each district in each file."""
    rows: dict[str, FileCounts] = {}
    for area, counts in street.counts.items():
        if district := district_of(area):
            rows.setdefault(district, Counter()).update(counts)
    return rows


def home_series(rows: FileCounts) -> str:
    """The force, as file names spell it, whose files hold most of a district's rows."""
    by_series: Counter[str] = Counter()
    for file, count in rows.items():
        by_series[file.series] += count
    return max(sorted(by_series), key=by_series.__getitem__)


def police_of(street: Street, series: str) -> str:
    """The force that most rows of a series name: "South Yorkshire Police"."""
    names = street.forces[series]
    return max(sorted(names), key=names.__getitem__)


def policed_area(police: str) -> str:
    """The area a force is named for: "South Yorkshire" for "South Yorkshire Police"."""
    return re.sub(r" (Police( Service)?|Constabulary)$", "", police)


def upper_rows(force: Place, districts: list[Place]) -> list[Row]:
    """Rows of the area register for the force and the districts."""
    return [
        (force.code, "force", force.name, "", "", ""),
        *((one.code, "district", one.name, force.code, "", "") for one in districts),
    ]

"""The tables of areas of a new project, from street files alone or from published reference files as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sia.errors import UserError, did_you_mean
from sia.opendata.boundaries import ward_boundaries
from sia.opendata.reference import Place, Reference
from sia.opendata.residents import carried_residents, changed_areas
from sia.opendata.street_files import SmallArea, Street, StreetFile

Row = tuple[object, ...]
LEAST_SHARE = 0.01
POPULATION_YEAR = 2020


@dataclass(frozen=True)
class Areas:
    """Who the partnership is among its areas, and the rows of each file under `areas/`.

    `area`: (area_code, level, name, parent_code, valid_from, valid_to); `lookup`: (code, area_code, share);
    `population`: (area_code, year, sex, age_band, persons); `profile`: (area_code, imd_decile, rural_urban).
    """

    district: Place
    force: Place
    series: str
    peers: tuple[Place, ...]
    peers_name: str
    area: tuple[Row, ...]
    lookup: tuple[Row, ...]
    population: tuple[Row, ...] = ()
    profile: tuple[Row, ...] = ()
    wards_geojson: str | None = None
    notes: tuple[str, ...] = ()


def areas_from_names(street: Street, wanted: str) -> Areas:
    """Areas as the LSOA names of the files tell them; a district's code is its name.

    Peers are the districts with at least 1 % of the force's located rows and rows in every month, since each force's
    files have a few rows from beyond its border. Raises UserError with the nearest names for an unknown district.
    """
    rows = _rows_by(street, lambda area: area.district)
    name = _match(wanted, {district: district for district in rows})
    series = _home_series(rows[name])
    force = _force(street, series)
    peers = [Place(other, other, force.code) for other in _policed(street, series, rows) if other != name]
    mine = {area.code: area for area in sorted(street.counts, key=lambda area: area.code) if area.district == name}
    theirs = sorted(
        (area.code, area.district) for area in street.counts if area.district in {peer.code for peer in peers}
    )
    msoas = sorted({area.msoa for area in mine.values()})
    return Areas(
        Place(name, name, force.code), force, series, tuple(peers), f"the other districts of {force.name}",
        area=(
            *_upper_rows(force, [Place(name, name, force.code), *peers]),
            *((msoa, "msoa", msoa, name, "", "") for msoa in msoas),
            *((area.code, "lsoa", area.name, area.msoa, "", "") for area in mine.values()),
        ),
        lookup=tuple((code, district, 1) for code, district in dict(theirs).items()),
        notes=(f"{len(msoas)} MSOAs and {len(mine)} LSOAs are the small areas; rates per resident need --reference.",),
    )  # fmt: skip


def areas_from_reference(street: Street, wanted: str, reference: Reference) -> Areas:
    """Areas with their codes, wards, residents and profile from published files.

    Peers are the other districts of the police force area. Raises UserError with the nearest names for an unknown
    district, and for a district without a row in the files.
    """
    code = _match(wanted, reference.districts())
    district_of = _districts_of_codes(reference, code)
    rows = _rows_by(street, lambda area: district_of.get(area.code))
    if code not in rows:
        found = sorted({area.district for area in street.counts})
        message = f"the street-level crime files hold no row in {reference.name_of(code)}."
        raise UserError.at("--street", message, f"They hold rows in: {', '.join(found[:12])}.")
    series = _home_series(rows[code])
    force = reference.force(code)
    district = Place(code, reference.name_of(code), force.code)
    peers = [place for place in reference.districts_of(force.code) if place.code != code and place.code in rows]
    wards, lsoas = reference.wards(code), reference.small_areas(code)
    geojson = ward_boundaries(reference.folder, {ward.code: ward.name for ward in wards})
    return Areas(
        district, force, series, tuple(peers), f"the other districts of {force.name}",
        area=(
            *_upper_rows(force, [district, *peers]),
            *((ward.code, "ward", ward.name, ward.parent, "", "") for ward in wards),
            *((area.code, "lsoa", area.name, area.parent, "", "") for area in lsoas),
        ),
        lookup=tuple(_lookup(reference, code, peers)),
        population=tuple(_population(reference, code, peers)),
        profile=tuple((area, *known) for area, known in reference.profile(code).items()),
        wards_geojson=geojson,
        notes=tuple(_notes(reference, code, len(wards), len(lsoas), geojson)),
    )  # fmt: skip


def _match(wanted: str, names: dict[str, str]) -> str:
    by_lower = {name.casefold(): code for name, code in names.items()}
    if wanted.strip().casefold() not in by_lower:
        raise UserError.at("--district", f"there is no district '{wanted}' in the data.", did_you_mean(wanted, names))
    return by_lower[wanted.strip().casefold()]


def _rows_by(street: Street, district_of: Callable[[SmallArea], str | None]) -> dict[str, Counter[StreetFile]]:
    """Rows by district and file."""
    rows: dict[str, Counter[StreetFile]] = {}
    for area, counts in street.counts.items():
        if district := district_of(area):
            rows.setdefault(district, Counter()).update(counts)
    return rows


def _home_series(rows: Counter[StreetFile]) -> str:
    """The force that most of a district's rows come from."""
    by_series: Counter[str] = Counter()
    for file, count in rows.items():
        by_series[file.series] += count
    return max(sorted(by_series), key=by_series.__getitem__)


def _force(street: Street, series: str) -> Place:
    names = street.forces[series]
    name = max(sorted(names), key=names.__getitem__)
    return Place(name, name, "")


def _policed(street: Street, series: str, rows: dict[str, Counter[StreetFile]]) -> list[str]:
    files = street.of_series(series)
    located = {district: sum(counts[file] for file in files) for district, counts in rows.items()}
    least = LEAST_SHARE * sum(located.values())
    months: dict[date, list[StreetFile]] = {}
    for file in files:
        months.setdefault(file.month, []).append(file)
    return sorted(
        district
        for district, counts in rows.items()
        if located[district] >= least and all(any(counts[file] for file in month) for month in months.values())
    )


def _upper_rows(force: Place, districts: list[Place]) -> list[Row]:
    return [
        (force.code, "force", force.name, "", "", ""),
        *((one.code, "district", one.name, force.code, "", "") for one in districts),
    ]


def _districts_of_codes(reference: Reference, subject: str) -> dict[str, str]:
    """The district of every LSOA code of either vintage, for the subject and its force's other districts."""
    districts = [place.code for place in reference.districts_of(reference.force(subject).code)]
    found: dict[str, str] = {}
    for district in districts:
        found |= dict.fromkeys(reference.older_areas(district), district)
    for district in districts:
        found |= {area.code: district for area in reference.small_areas(district)}
    return found


def _lookup(reference: Reference, subject: str, peers: list[Place]) -> list[Row]:
    """Older codes of the subject with the share of each part, and every code of the peers."""
    own = {area.code for area in reference.small_areas(subject)}
    rows: list[Row] = []
    for old, parts in reference.older_areas(subject).items():
        if old not in own:
            rows += [(old, part, round(1 / len(parts), 4)) for part in parts if part in own]
    taken = own | {str(row[0]) for row in rows}
    for peer in peers:
        codes = {area.code for area in reference.small_areas(peer.code)} | set(reference.older_areas(peer.code))
        rows += [(code, peer.code, 1) for code in sorted(codes - taken)]
        taken |= codes
    return rows


def _population(reference: Reference, subject: str, peers: list[Place]) -> list[Row]:
    """Residents of each small area of the subject, and of each peer as a whole."""
    rows: list[Row] = []
    for area, persons in _residents(reference, subject).items():
        rows.append((area, POPULATION_YEAR, "", "", persons))
    for peer in peers:
        if residents := _residents(reference, peer.code):
            rows.append((peer.code, POPULATION_YEAR, "", "", sum(residents.values())))
    return rows


def _residents(reference: Reference, district: str) -> dict[str, int]:
    carried = carried_residents(reference.population(district), reference.older_areas(district))
    return {area.code: carried[area.code] for area in reference.small_areas(district) if area.code in carried}


def _notes(reference: Reference, code: str, wards: int, lsoas: int, geojson: str | None) -> list[str]:
    notes = [
        f"{wards} wards and {lsoas} LSOAs are the small areas{'' if geojson else '; no ward boundaries were found'}."
    ]
    if "population20_lsoa11_total" in reference.present:
        own = {area.code for area in reference.small_areas(code)}
        changed = len(changed_areas(reference.older_areas(code)) & own)
        notes.append(
            f"Residents are those of mid-2020, by 2011 LSOA; {changed} of {lsoas} LSOAs were split or merged since, and "
            "the residents of a split one are shared equally among its parts."
        )
    return notes


def find_areas(street: Street, wanted: str, reference: Path | None) -> Areas:
    """Areas from the reference folder where there is one, and else from the names in the files."""
    if reference is None:
        return areas_from_names(street, wanted)
    with closing(Reference(reference)) as opened:
        return areas_from_reference(street, wanted, opened)

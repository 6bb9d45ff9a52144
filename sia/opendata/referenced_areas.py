"""Areas with their codes, wards, residents and profile, from published reference files."""

from __future__ import annotations

from sia.errors import UserError
from sia.opendata.areas import Areas, Place, Row, find_name, home_series, police_of, rows_by_district, upper_rows
from sia.opendata.boundaries import ward_boundaries
from sia.opendata.older_codes import lives_elsewhere, residents_elsewhere
from sia.opendata.reference import YEARS_OF_AGE, Reference
from sia.opendata.residents import carried_ages, carried_residents, changed_areas
from sia.opendata.street_files import Street

POPULATION_YEAR = 2020


def areas_from_reference(street: Street, wanted: str, reference: Reference) -> Areas:
    """The district, its wards and LSOAs, and the other districts of its police force area that the files have rows of.

    Raises UserError with the nearest names for an unknown district, and for one without a row in the files.
    """
    code = _district(reference, wanted)
    force = reference.force(code)
    district_of = _districts_of_codes(reference, [place.code for place in reference.districts_of(force.code)])
    rows = rows_by_district(street, lambda area: district_of.get(area.code))
    if code not in rows:
        raise _no_rows(street, reference.name_of(code))
    series = home_series(rows[code])
    district = Place(code, reference.name_of(code), force.code)
    peers = [place for place in reference.districts_of(force.code) if place.code != code and place.code in rows]
    wards = reference.wards(code)
    geojson = ward_boundaries(reference.folder, {ward.code: ward.name for ward in wards})
    return Areas(
        district=district,
        force=force,
        police=police_of(street, series),
        series=series,
        peers=tuple(peers),
        area=(*upper_rows(force, [district, *peers]), *_small_areas(wards, reference.small_areas(code))),
        lookup=tuple(_lookup(reference, code, peers)),
        population=tuple(_population(reference, code, peers)),
        profile=tuple((area, *known) for area, known in reference.profile(code).items()),
        wards_geojson=geojson,
        notes=tuple(_notes(reference, code, len(wards), geojson)),
    )


def _district(reference: Reference, wanted: str) -> str:
    """The code of the district asked for; one that was merged is told with the district that it is part of."""
    merged = {former.casefold(): (former, now) for former, now in reference.merged().items()}
    names = reference.districts()
    asked = wanted.strip().casefold()
    if asked in merged and asked not in {name.casefold() for name in names}:
        former, now = merged[asked]
        raise UserError.at("--district", f"{former} is part of the district {now}.", f'Use --district "{now}".')
    return find_name(wanted, names)


def _no_rows(street: Street, name: str) -> UserError:
    found = sorted({area.district for area in street.counts})
    shown = ", ".join(found[:12]) + (" and others" if len(found) > 12 else "")
    return UserError.at(
        "--street", f"the street-level crime files hold no row in {name}.", f"They hold rows in {shown}."
    )


def _districts_of_codes(reference: Reference, districts: list[str]) -> dict[str, str]:
    """The district of every LSOA code of either vintage; where they differ, the code of 2021 decides."""
    found: dict[str, str] = {}
    for district in districts:
        found |= dict.fromkeys(reference.older_areas(district), district)
    for district in districts:
        found |= {area.code: district for area in reference.small_areas(district)}
    return found


def _small_areas(wards: list[Place], lsoas: list[Place]) -> list[Row]:
    return [
        *((ward.code, "ward", ward.name, ward.parent, "", "") for ward in wards),
        *((area.code, "lsoa", area.name, area.parent, "", "") for area in lsoas),
    ]


def _lookup(reference: Reference, subject: str, peers: list[Place]) -> list[Row]:
    """Older codes of the subject with the share of each part (equal ones), and every code of the peers."""
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
    """Residents of each small area of the subject, and of each peer as a whole; by year of age where that is known."""
    rows: list[Row] = []
    ages = carried_ages(reference.ages(subject), reference.older_areas(subject))
    for area, persons in _residents(reference, subject).items():
        rows += _rows_of_area(area, persons, ages.get(area))
    for peer in peers:
        if residents := _residents(reference, peer.code):
            ages = carried_ages(reference.ages(peer.code), reference.older_areas(peer.code))
            known = [ages[area] for area in residents if area in ages]
            together = tuple(map(sum, zip(*known, strict=True))) if len(known) == len(residents) else None
            rows += _rows_of_area(peer.code, sum(residents.values()), together)
    return rows


def _rows_of_area(area: str, persons: int, ages: tuple[int, ...] | None) -> list[Row]:
    """One row a year of age, when these add up to everybody, and else one row for all."""
    if ages is None or sum(ages) != persons:
        return [(area, POPULATION_YEAR, "", "", persons)]
    return [(area, POPULATION_YEAR, "", age, count) for age, count in zip(YEARS_OF_AGE, ages, strict=True)]


def _residents(reference: Reference, district: str) -> dict[str, int]:
    carried = carried_residents(reference.population(district), reference.older_areas(district))
    return {area.code: carried[area.code] for area in reference.small_areas(district) if area.code in carried}


def _notes(reference: Reference, code: str, wards: int, geojson: str | None) -> list[str]:
    own = {area.code for area in reference.small_areas(code)}
    without_map = "" if geojson else "; ward boundaries were not found"
    notes = [f"{wards} wards and {len(own)} LSOAs are the small areas{without_map}."]
    notes += _partnership_notes(reference, code)
    notes += _divided_note(reference, code)
    if "population20_lsoa11_total" in reference.present:
        notes.append(_residents_note(len(changed_areas(reference.older_areas(code)) & own), len(own)))
    return notes


def _partnership_notes(reference: Reference, code: str) -> list[str]:
    """What is not one district, one partnership: the lookup has districts with several, and partnerships of several."""
    name, partnerships = reference.name_of(code), reference.partnerships(code)
    notes = []
    if len(partnerships) > 1:
        notes.append(
            f"{name} has {len(partnerships)} community safety partnerships ({', '.join(partnerships)}); it is assessed "
            "as one district."
        )
    for partnership, districts in partnerships.items():
        if len(districts) > 1:
            others = " and ".join(district for district in districts if district != name)
            notes.append(
                f"The community safety partnership of {partnership} also serves {others}; only {name} is assessed, and "
                "each of its districts counts once among the peers."
            )
    return notes


def _divided_note(reference: Reference, code: str) -> list[str]:
    """How far the best fit of older codes to wards may mislead."""
    older = reference.older_areas(code)
    elsewhere = lives_elsewhere(older, {area.code: area.parent for area in reference.small_areas(code)})
    if not elsewhere:
        return []
    count = f"{len(elsewhere)} LSOAs of 2011 were" if len(elsewhere) > 1 else "One LSOA of 2011 was"
    moved, everyone = residents_elsewhere(reference.population(code), elsewhere)
    share = f", about {100 * moved / everyone:.1f} % of all," if everyone else ""
    return [
        f"{count} divided between wards; rows with such a code count in the ward that fits best, though some residents"
        f"{share} live in another."
    ]


def _residents_note(changed: int, lsoas: int) -> str:
    if not changed:
        return "Residents are those of mid-2020; no LSOA has changed since they were counted."
    return (
        f"Residents are those of mid-2020, by 2011 LSOA; {changed} of {lsoas} LSOAs were split or merged since, and the "
        "residents of a split one are shared equally among its parts."
    )

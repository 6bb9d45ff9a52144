"""Areas as the LSOA names of street files tell them, when nothing else is given; a district's code is its name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sia.opendata.areas import (
    Areas,
    FileCounts,
    Place,
    Row,
    find_name,
    home_series,
    police_of,
    policed_area,
    rows_by_district,
    upper_rows,
)
from sia.opendata.street_files import Street, StreetFile

LEAST_SHARE = 0.01


def areas_from_names(street: Street, wanted: str) -> Areas:
    """The district, its MSOAs and LSOAs, and its peers.

    Peers are the districts with at least 1 % of the force's located rows and rows in every month, since each force's
    files have a few rows from beyond its border. Raises UserError with the nearest names for an unknown district.
    """
    rows = rows_by_district(street, lambda area: area.district)
    name = find_name(wanted, {district: district for district in rows})
    series = home_series(rows[name])
    police = police_of(street, series)
    force = Place(police, policed_area(police))
    district = Place(name, name, force.code)
    peers = [Place(other, other, force.code) for other in _policed(street, series, rows) if other != name]
    small = _small_areas(street, name)
    levels = [str(row[1]) for row in small]
    return Areas(
        district=district,
        force=force,
        police=police,
        series=series,
        peers=tuple(peers),
        area=(*upper_rows(force, [district, *peers]), *small),
        lookup=tuple(_lookup(street, {peer.code for peer in peers})),
        notes=(
            f"{levels.count('msoa')} MSOAs and {levels.count('lsoa')} LSOAs are the small areas; wards and rates per "
            "resident need --reference.",
        ),
    )


def _policed(street: Street, series: str, rows: dict[str, FileCounts]) -> list[str]:
    """The districts that a force polices, as far as its rows tell."""
    months: dict[date, list[StreetFile]] = defaultdict(list)
    for file in street.of_series(series):
        months[file.month].append(file)
    located = {district: sum(counts[file] for file in street.of_series(series)) for district, counts in rows.items()}
    least = LEAST_SHARE * sum(located.values())
    return sorted(
        district
        for district, counts in rows.items()
        if located[district] >= least and all(any(counts[file] for file in files) for files in months.values())
    )


def _small_areas(street: Street, district: str) -> list[Row]:
    """MSOAs, then LSOAs; an LSOA that the files call by two names goes by the last of them."""
    named = {area.code: area for area in sorted(street.counts, key=lambda area: area.name) if area.district == district}
    msoas = sorted({area.msoa for area in named.values()})
    return [
        *((msoa, "msoa", msoa, district, "", "") for msoa in msoas),
        *((code, "lsoa", area.name, area.msoa, "", "") for code, area in sorted(named.items())),
    ]


def _lookup(street: Street, peers: set[str]) -> list[Row]:
    """The LSOA codes of the peers, which are counted as a whole."""
    found = {area.code: area.district for area in sorted(street.counts, key=lambda area: area.name)}
    return [(code, district, 1) for code, district in sorted(found.items()) if district in peers]

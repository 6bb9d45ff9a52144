"""Starts a project from published street-level crime files: declarations, areas, extracts and an empty assessment."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sia.calendar import last_day, long_date, month_name, month_range
from sia.opendata.areas import Areas
from sia.opendata.harm_weights import ATTRIBUTION, unpack_harm_weights
from sia.opendata.named_areas import areas_from_names
from sia.opendata.reference import Reference
from sia.opendata.referenced_areas import areas_from_reference
from sia.opendata.street_files import Street, StreetFile, read_street
from sia.project.start import AREA_COLUMNS, write_assessment, write_csv, write_partnership

SOURCE = "police_street_crime"
NATIONAL_STATISTICS = (
    "Areas, lookups and population: Office for National Statistics. Deprivation: Ministry of Housing, Communities and "
    "Local Government; Welsh Government. Contains public sector information licensed under the Open Government Licence "
    "v3.0. Contains OS data © Crown copyright and database right."
)
AREA_NAMES = (
    "Names of small areas: Office for National Statistics, as published by data.police.uk under the Open Government "
    "Licence v3.0."
)
POPULATION_SOURCE = "Office for National Statistics, mid-2020 population estimates for small areas"


@dataclass(frozen=True)
class InitReport:
    """What was started, and in `lines` what to tell the person who asked for it."""

    assessment: str
    as_at: date
    district: str
    peers: tuple[str, ...]
    lines: tuple[str, ...]


def init_street(destination: Path, *, district: str, street: Path, reference: Path | None = None) -> InitReport:
    """Write partnership.yml, areas/, extracts/ and an assessment with empty registers into a project.

    The assessment is as at the last day of the newest month in which the district has a row. The files of the
    district's force are copied unchanged. Raises UserError when the folder, the district or a file is not what it
    should be.
    """
    found = read_street(street)
    areas = _find_areas(found, district, reference)
    files = found.of_series(areas.series)
    as_at = last_day(_newest_month(found, areas, files))
    weighed = unpack_harm_weights(reference, destination) if reference else []
    write_partnership(destination, _partnership(areas, bool(weighed)))
    _write_areas(destination / "areas", areas)
    _copy_files(destination / "extracts" / SOURCE, files)
    assessment = write_assessment(destination, as_at)
    names = tuple(peer.name for peer in areas.peers)
    lines = (*_lines(found, areas, files, as_at), *weighed)
    return InitReport(assessment, as_at, areas.district.name, names, lines)


def _find_areas(street: Street, district: str, reference: Path | None) -> Areas:
    """From the reference folder where there is one, and else from the names in the files."""
    if reference is None:
        return areas_from_names(street, district)
    with closing(Reference(reference)) as opened:
        return areas_from_reference(street, district, opened)


def _newest_month(street: Street, areas: Areas, files: list[StreetFile]) -> date:
    """The newest month in which the district has a row in its force's files."""
    return max(file.month for file in files if _rows_of(street, areas, file))


def _rows_of(street: Street, areas: Areas, file: StreetFile) -> int:
    codes = _own_codes(areas)
    return sum(counts[file] for area, counts in street.counts.items() if area.code in codes)


def _own_codes(areas: Areas) -> set[object]:
    """Every LSOA code, of either vintage, that lies in the subject."""
    small = {row[0] for row in areas.area if row[1] == "lsoa"}
    return small | {code for code, area, _ in areas.lookup if area in small}


def _partnership(areas: Areas, weighed: bool) -> dict[str, object]:
    referenced = bool(areas.population or areas.profile)
    terms = [NATIONAL_STATISTICS if referenced else AREA_NAMES, *([ATTRIBUTION] if weighed else [])]
    files = {
        "register_of_areas": "areas/areas.csv",
        **({"lookup": "areas/lookup.csv"} if areas.lookup else {}),
        **({"population": "areas/population.csv"} if areas.population else {}),
        **({"profile": "areas/area_profile.csv"} if areas.profile else {}),
        **({"boundaries": "areas/wards.geojson"} if areas.wards_geojson else {}),
        **({"population_source": POPULATION_SOURCE} if areas.population else {}),
        "attribution": " ".join(terms),
    }
    return {
        "name": f"{areas.district.name} Community Safety Partnership",
        "district": {"code": areas.district.code, "name": areas.district.name},
        "force": areas.police,
        "areas": files,
        "peers": [peer.code for peer in areas.peers],
        "peers_name": f"districts of {areas.force.name}",
    }


def _write_areas(folder: Path, areas: Areas) -> None:
    write_csv(folder / "areas.csv", AREA_COLUMNS, areas.area)
    if areas.lookup:
        write_csv(folder / "lookup.csv", ("code", "area_code", "share"), areas.lookup)
    if areas.population:
        write_csv(folder / "population.csv", ("area_code", "year", "sex", "age_band", "persons"), areas.population)
    if areas.profile:
        write_csv(folder / "area_profile.csv", ("area_code", "imd_decile", "rural_urban"), areas.profile)
    if areas.wards_geojson:
        (folder / "wards.geojson").write_text(areas.wards_geojson, encoding="utf-8", newline="\n")


def _copy_files(folder: Path, files: list[StreetFile]) -> None:
    """The files as they are, and a register in which the analyst can say when each was downloaded."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file.path, folder / file.path.name)
    write_csv(folder / "received.csv", ("file", "received"), [(file.path.name, "") for file in files])


def _lines(street: Street, areas: Areas, files: list[StreetFile], as_at: date) -> list[str]:
    months = sorted({file.month for file in files})
    rows = sum(_rows_of(street, areas, file) for file in files)
    lines = [
        f"{len(files)} files of street-level crime, {month_name(months[0])} to {month_name(months[-1])}; {rows:,} rows are "
        f"in {areas.district.name}. The assessment is as at {long_date(as_at)}.",
        *areas.notes,
    ]
    if areas.peers:
        lines.append(f"Compared with {', '.join(peer.name for peer in areas.peers)}.")
    if missing := len(month_range(months[0], months[-1])) - len(months):
        lines.append(f"{missing} months in between have no file; what needs them cannot be calculated.")
    others = [file.path.name for file in street.files if file not in files]
    if left := [*others, *street.left]:
        lines.append(f"Not read: {', '.join(left[:6])}{' and others' if len(left) > 6 else ''}.")
    return lines

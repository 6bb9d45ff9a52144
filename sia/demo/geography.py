"""The declared geography of the fictional district (`geography.yml`), and its small areas, which are computed from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from sia.project.yaml_files import read_yaml

PEOPLE_IN_A_SMALL_AREA = 1680
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Ward:
    """A ward; coordinates in kilometres, `centre` above 1 where a ward draws people from elsewhere."""

    code: str
    name: str
    place: str
    east: float
    north: float
    people: int
    centre: float
    deprivation: float
    rural: str
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class SmallArea:
    """A lower-layer super output area: its ward, its people and its decile of deprivation (1 most deprived)."""

    code: str
    name: str
    ward: int
    people: int
    decile: int


@dataclass(frozen=True)
class Geography:
    """The whole district with its neighbours; the subject is the first of `districts`."""

    origin: dict[str, float]
    force: dict[str, str]
    districts: tuple[dict[str, object], ...]
    places: tuple[dict[str, str], ...]
    wards: tuple[Ward, ...]
    small_areas: tuple[SmallArea, ...]

    @property
    def subject(self) -> str:
        """The code of the district whose assessment this is."""
        return str(self.districts[0]["code"])


@cache
def geography() -> Geography:
    """The fictional district as declared, with about 260 small areas that share out the people of its wards."""
    declared = read_yaml(FOLDER / "geography.yml", "sia/demo/geography.yml")
    wards = tuple(Ward(**{**entry, "formerly": tuple(entry.get("formerly", ()))}) for entry in declared["wards"])
    return Geography(
        origin=declared["origin"],
        force=declared["force"],
        districts=tuple(declared["districts"]),
        places=tuple(declared["places"]),
        wards=wards,
        small_areas=tuple(_small_areas(wards, declared["districts"][0]["name"])),
    )


def _small_areas(wards: tuple[Ward, ...], district: str) -> list[SmallArea]:
    """Small areas numbered through the wards; sizes and deciles spread around those of the ward."""
    areas: list[SmallArea] = []
    for position, ward in enumerate(wards):
        count = round(ward.people / PEOPLE_IN_A_SMALL_AREA)
        weights = 1 + 0.16 * np.sin(np.arange(count) * 2.4 + position)
        edges = np.round(np.concatenate([[0], np.cumsum(weights / weights.sum())]) * ward.people).astype(int)
        deciles = np.clip(np.round(ward.deprivation + 2.0 * np.cos(np.arange(count) * 1.7 + position)), 1, 10)
        for index, people in enumerate(np.diff(edges)):
            code = f"X01{len(areas) + 1:06d}"
            name = f"{district} {position + 1:03d}{chr(ord('A') + index)}"
            areas.append(SmallArea(code, name, position, int(people), int(deciles[index])))
    return areas

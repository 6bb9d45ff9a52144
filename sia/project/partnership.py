"""Who the partnership is: names, areas, places and peers (`partnership.yml`)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sia.project.validation import Declared


class District(Declared):
    """The district that the partnership serves: its code in the area register and its name."""

    code: str
    name: str


class AreaFiles(Declared):
    """CSV files, relative to the project, that say what areas there are; all but the register may be absent."""

    register_of_areas: str = Field(
        default="areas/areas.csv", description="area_code, level, name, parent_code, valid_from, valid_to"
    )
    lookup: str = Field(
        default="", description="code, area_code, share: older or smaller area codes to areas of the register"
    )
    population: str = Field(default="", description="area_code, year, sex, age_band, persons")
    profile: str = Field(default="", description="area_code, imd_decile, rural_urban")
    boundaries: str = Field(default="", description="GeoJSON; each feature has the property area_code")
    population_source: str = Field(default="", description="Who published the population, printed with every rate")
    attribution: str = ""


class Theme(Declared):
    """A theme of the plan; priorities name it by id."""

    title: str
    summary: str = ""


class Partnership(Declared):
    """The content of `partnership.yml`."""

    name: str
    district: District
    force: str
    language: Literal["en"] = Field(
        default="en", description="English is the one language that sentences are written in."
    )
    synthetic: bool = False
    notice: str = Field(
        default="", description="A line for the head of every page, such as that the data are invented."
    )
    areas: AreaFiles = AreaFiles()
    themes: dict[str, Theme] = Field(description="In the order of the plan; the key is the id.")
    peers: tuple[str, ...] = Field(default=(), description="Codes of the districts to compare with.")
    peers_name: str = Field(
        default="", description="How the peers are called in sentences: 'districts of Exampleshire'."
    )
    contact: str = ""

"""Writes the declarations that a new project begins with: who it is, one assessment, and empty registers to fill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sia.calendar import assessment_id
from sia.project.find import MARKER
from sia.project.registers_schema import REGISTERS
from sia.project.scaffold import scaffold_folder
from sia.project.yaml_files import read_yaml

AREA_COLUMNS = ("area_code", "level", "name", "parent_code", "valid_from", "valid_to")


def write_yaml(path: Path, content: Mapping[str, Any], heading: str) -> None:
    """Write declared YAML that people will go on editing: in the order given, under a comment that says what it is."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(dict(content), text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {heading}\n{text.getvalue()}", encoding="utf-8", newline="\n")


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]] = ()) -> None:
    """Write a declared CSV file: UTF-8, one header, one line end everywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_partnership(destination: Path, content: Mapping[str, Any]) -> None:
    """Write `partnership.yml`; the themes are those that the scaffold's priorities name."""
    themes = read_yaml(scaffold_folder() / MARKER, MARKER)["themes"]
    write_yaml(
        destination / MARKER, {**content, "themes": themes}, "Who the partnership is: correct what is not yours."
    )


def write_assessment(destination: Path, as_at: date, prepared_by: str = "") -> str:
    """Write an assessment's own file and its empty registers; gives the assessment's id."""
    name = assessment_id(as_at)
    folder = destination / "assessments" / name
    content = {
        "title": f"Strategic Intelligence Assessment {name}",
        "as_at": as_at,
        **({"prepared_by": prepared_by} if prepared_by else {}),
    }
    write_yaml(folder / "assessment.yml", content, "One assessment: what it is called and up to which day it sees.")
    for register, model in REGISTERS.items():
        write_csv(folder / f"{register}.csv", model.model_fields)
    return name


def start_blank(destination: Path, *, district: str, code: str, as_at: date) -> str:
    """The declarations of a partnership that will drop its own extracts in; gives the assessment's id."""
    write_partnership(
        destination,
        {
            "name": f"{district} Community Safety Partnership",
            "district": {"code": code or district, "name": district},
            "force": "",
            "areas": {"register_of_areas": "areas/areas.csv"},
        },
    )
    write_csv(destination / "areas" / "areas.csv", AREA_COLUMNS, [(code or district, "district", district, "", "", "")])
    return write_assessment(destination, as_at)

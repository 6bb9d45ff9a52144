"""Places the points of events that carry coordinates and no code of an area, by the boundaries of the project.

A source has points when its contract keeps the numbers `longitude` and `latitude` (degrees, WGS 84). Without a file of
boundaries nothing is placed by coordinates.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sia.errors import UserError
from sia.project.contract import Contract
from sia.project.load import Project
from sia.warehouse.polygons import areas_of_points

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection

POINT = ("longitude", "latitude")
CODES = ("ward_code", "lsoa_code")


def point_areas(connection: DuckDBPyConnection, project: Project) -> pl.DataFrame:
    """One row a distinct point that lies in an area with a boundary: longitude, latitude, area_code.

    Raises UserError when the file of boundaries is absent or is not GeoJSON with the property area_code.
    """
    import polars as pl

    schema = {"longitude": pl.Float64, "latitude": pl.Float64, "area_code": pl.String}
    points = sorted({point for contract in project.contracts.values() for point in _points(connection, contract)})
    geometries = _geometries(project) if points else {}
    if not geometries:
        return pl.DataFrame(schema=schema)
    found = areas_of_points([x for x, _ in points], [y for _, y in points], geometries)
    placed = [(*point, code) for point, code in zip(points, found, strict=True) if code]
    return pl.DataFrame(placed, schema=schema, orient="row")


def _points(connection: DuckDBPyConnection, contract: Contract) -> list[tuple[float, float]]:
    """The distinct points of a source on rows without a code of a small area."""
    if contract.kind != "events" or any(_kind(contract, name) != "number" for name in POINT):
        return []
    uncoded = "".join(f' and "{name}" is null' for name in CODES if name in contract.kept)
    return connection.execute(
        f'select distinct longitude, latitude from "{contract.id}" '
        f"where longitude is not null and latitude is not null{uncoded}"
    ).fetchall()


def _kind(contract: Contract, name: str) -> str:
    return contract.kept[name].type if name in contract.kept else ""


def _geometries(project: Project) -> dict[str, dict[str, Any]]:
    name = project.partnership.areas.boundaries
    if not name:
        return {}
    path = project.root / name
    if not path.is_file():
        message, remedy = f"there is no file '{name}'.", "Correct the name or remove it."
        raise UserError.at("partnership.yml, areas.boundaries", message, remedy)
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return {feature["properties"]["area_code"]: feature["geometry"] for feature in features}
    except (ValueError, KeyError, TypeError) as error:
        raise UserError.at(name, f"this is not GeoJSON whose features have the property area_code ({error}).") from None

"""Outlines of areas for maps, from the GeoJSON that the project names."""

from __future__ import annotations

import itertools
import json
from typing import Any

from sia.errors import UserError
from sia.project.load import Project


def read_boundaries(project: Project) -> dict[str, Any]:
    """GeoJSON features by area code; empty when the project names no file. Raises UserError when it cannot be used."""
    name = project.partnership.areas.boundaries
    if not name:
        return {}
    path = project.root / name
    if not path.is_file():
        raise UserError.at(
            "partnership.yml, areas.boundaries", f"there is no file '{name}'.", "Correct the name or remove it."
        )
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        return {feature["properties"]["area_code"]: _clockwise(feature) for feature in features}
    except (ValueError, KeyError, TypeError) as error:
        raise UserError.at(name, f"this is not GeoJSON whose features have the property area_code ({error}).") from None


def _clockwise(feature: dict[str, Any]) -> dict[str, Any]:
    """The feature with outer rings clockwise on the sphere, as d3 draws them, whichever way the file winds them."""
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    wound = [[_wind(ring, outer=not place) for place, ring in enumerate(rings)] for rings in polygons]
    coordinates = wound if geometry["type"] == "MultiPolygon" else wound[0]
    return {"type": "Feature", "geometry": {"type": geometry["type"], "coordinates": coordinates}}


def _wind(ring: list[list[float]], *, outer: bool) -> list[list[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    return ring if (area < 0) == outer else ring[::-1]

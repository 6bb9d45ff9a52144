"""Ward boundaries of one district, cut out of a published GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATTERN = "*ward*.geojson"


def ward_boundaries(reference: Path, wards: Mapping[str, str]) -> str | None:
    """GeoJSON of the given wards (code to name), each with the properties area_code and name.

    Looks in the reference folder, its `boundaries` folder and the `boundaries` folder beside it. None when no file has
    every one of the wards: a map with holes would be read as wards without events.
    """
    folders = (reference, reference / "boundaries", reference.parent / "boundaries")
    for path in [path for folder in folders if folder.is_dir() for path in sorted(folder.glob(PATTERN))]:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        found = {code: feature for feature in content.get("features", []) if (code := _ward_of(feature, wards))}
        if found.keys() == wards.keys():
            return _collection([_feature(code, wards[code], found[code]["geometry"]) for code in sorted(wards)])
    return None


def _ward_of(feature: Mapping[str, Any], wards: Mapping[str, str]) -> str | None:
    return next((value for value in feature["properties"].values() if value in wards), None)


def _feature(code: str, name: str, geometry: Mapping[str, Any]) -> str:
    properties = {"area_code": code, "name": name}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False)


def _collection(features: list[str]) -> str:
    """One feature a line, so that two versions can be compared."""
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"

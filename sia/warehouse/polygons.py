"""Which area a point lies in, by the outlines of areas.

A point is inside an outline when a ray from it crosses the outline's rings an odd number of times (the even-odd rule), so
that holes and separate parts need no special care. The ray runs along a parallel and an edge owns its lower end only:
a point on an edge that two areas share is in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

AT_ONCE = 2_000_000  # edges times points: what is held in memory is a few times that


def areas_of_points(
    longitude: Sequence[float], latitude: Sequence[float], geometries: Mapping[str, Mapping[str, Any]]
) -> list[str | None]:
    """The area of each point, None for a point in no area; of areas that overlap, the first by code.

    `geometries` are GeoJSON polygons or multipolygons by area code, in degrees as the points are. Edges are straight
    in degrees, which over a ward's width differs from a line on the ground by less than a metre.
    """
    import numpy as np

    x, y = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    found: list[str | None] = [None] * len(x)
    free = np.ones(len(x), dtype=bool)
    for code in sorted(geometries):
        edges = _edges(geometries[code])
        if not len(edges):
            continue
        (west, south), (east, north) = edges[:, :2].min(axis=0), edges[:, :2].max(axis=0)
        near = np.flatnonzero(free & (x >= west) & (x <= east) & (y >= south) & (y <= north))
        for position in near[_inside(x[near], y[near], edges)]:
            found[position], free[position] = code, False
    return found


def _edges(geometry: Mapping[str, Any]) -> np.ndarray:
    """One row an edge of any ring: from longitude, from latitude, to longitude, to latitude."""
    import numpy as np

    rings = [np.asarray(ring, dtype=float)[:, :2] for ring in _rings(geometry)]
    edges = [np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings]
    return np.vstack(edges) if edges else np.empty((0, 4))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    for polygon in coordinates if kind == "MultiPolygon" else [coordinates]:
        yield from polygon


def _inside(x: np.ndarray, y: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Whether each point is inside, a few points at a time."""
    import numpy as np

    step = max(1, AT_ONCE // len(edges))
    parts = [_crossings(x[at : at + step], y[at : at + step], edges) % 2 == 1 for at in range(0, len(x), step)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)


def _crossings(x: np.ndarray, y: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How many edges a ray to the east crosses, for each point.

    An edge is always taken from its lower end, so that both areas beside it come to the same number.
    """
    import numpy as np

    upward = edges[:, 1] <= edges[:, 3]
    x1, y1, x2, y2 = np.where(upward[:, None], edges, edges[:, [2, 3, 0, 1]]).T
    level = y1 != y2
    x1, y1, x2, y2 = x1[level], y1[level], x2[level], y2[level]
    spans = (y1 <= y[:, None]) & (y[:, None] < y2)
    meets = x1 + (y[:, None] - y1) * (x2 - x1) / (y2 - y1)
    return (spans & (x[:, None] < meets)).sum(axis=1)

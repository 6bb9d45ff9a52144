"""Ward boundaries of the fictional district: irregular, without gaps or overlaps, and far out at sea.

The district is a blob of small hexagons; each belongs to the nearest ward, seen through a wavering lens so that no line
is straight. The edges between wards are kept, joined into rings, and smoothed without moving the corners where three
areas meet, so that neighbours share every point of their boundary.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from sia.demo.geography import Geography

SPACING = 0.62
MARGIN = 3.2
SMOOTHINGS = 3
KILOMETRES_A_DEGREE = 111.2
DECIMALS = 4

Point = tuple[int, int]
Ring = list[list[float]]


def ward_polygons(known: Geography) -> list[Ring]:
    """One closed ring of longitude and latitude per ward, in the order of the wards, counter-clockwise."""
    owner = _owners(known)
    edges = _edges(owner)
    moved = _smoothed(edges)
    return [_ring(edges[ward], moved, known.origin) for ward in range(len(known.wards))]


def _owners(known: Geography) -> dict[Point, int]:
    """The ward of each hexagon that lies in the district, by column and row; each ward in one piece."""
    seeds = np.array([[ward.east, ward.north] for ward in known.wards])
    height = SPACING * np.sqrt(3) / 2
    columns, rows = np.meshgrid(np.arange(-6, 60), np.arange(-6, 50), indexing="ij")
    east = (columns + 0.5 * (rows % 2)) * SPACING
    north = rows * height
    lens_east = east + 0.7 * np.sin(north * 0.9) + 0.35 * np.sin(east * 1.7 + north * 0.6)
    lens_north = north + 0.7 * np.sin(east * 0.8 + 1) + 0.35 * np.cos(north * 1.9 - east * 0.5)
    distance = np.hypot(lens_east[..., None] - seeds[:, 0], lens_north[..., None] - seeds[:, 1])
    nearest = distance.argmin(axis=-1)
    inside = distance.min(axis=-1) < MARGIN
    owner = {
        (int(column), int(row)): int(ward)
        for column, row, ward in zip(columns[inside], rows[inside], nearest[inside], strict=True)
    }
    return _in_one_piece(_without_holes(owner), len(seeds))


def _neighbours(cell: Point) -> list[Point]:
    """The six neighbours, counter-clockwise from the east; odd rows are set half a step to the east."""
    column, row = cell
    shift = row % 2
    return [
        (column + 1, row),
        (column + shift, row + 1),
        (column + shift - 1, row + 1),
        (column - 1, row),
        (column + shift - 1, row - 1),
        (column + shift, row - 1),
    ]


def _without_holes(owner: dict[Point, int]) -> dict[Point, int]:
    """Fill what lies inside the district but is too far from every seed, from the neighbours inwards."""
    box = {(column, row) for column in range(-8, 62) for row in range(-8, 52)}
    sea, edge = set(), [(-8, -8)]
    while edge:
        cell = edge.pop()
        if cell in box and cell not in sea and cell not in owner:
            sea.add(cell)
            edge.extend(_neighbours(cell))
    filled = dict(owner)
    for cell in sorted(box - sea - set(owner)):
        filled[cell] = next(filled[other] for other in _neighbours(cell) if other in filled)
    return filled


def _in_one_piece(owner: dict[Point, int], wards: int) -> dict[Point, int]:
    """Give each fragment apart from the largest piece of its ward to the neighbour it touches most."""
    settled = dict(owner)
    for ward in range(wards):
        pieces = sorted(_pieces({cell for cell, mine in settled.items() if mine == ward}), key=len)
        for piece in pieces[:-1]:
            around = [settled[o] for cell in piece for o in _neighbours(cell) if settled.get(o, ward) != ward]
            for cell in piece:
                if around:
                    settled[cell] = max(sorted(set(around)), key=around.count)
                else:
                    del settled[cell]
    return settled


def _pieces(cells: set[Point]) -> list[list[Point]]:
    left, pieces = set(cells), []
    while left:
        piece, edge = [], [min(left)]
        while edge:
            cell = edge.pop()
            if cell in left:
                left.remove(cell)
                piece.append(cell)
                edge.extend(_neighbours(cell))
        pieces.append(piece)
    return pieces


def _edges(owner: dict[Point, int]) -> dict[int, dict[Point, Point]]:
    """Per ward, the boundary as corner -> next corner, counter-clockwise; corners are shared by the hexagons around."""
    edges: dict[int, dict[Point, Point]] = defaultdict(dict)
    for cell, ward in owner.items():
        corners = _corners(cell)
        for side, other in enumerate(_neighbours(cell)):
            if owner.get(other) != ward:
                edges[ward][corners[side]] = corners[(side + 1) % 6]
    return edges


def _corners(cell: Point) -> list[Point]:
    """The corners of a hexagon on a grid of half steps east and sixths of a row pair north, counter-clockwise.

    Corner k is where side k, towards neighbour k, begins.
    """
    column, row = cell
    east, north = 2 * column + row % 2, 3 * row
    return [
        (east + 1, north - 1),
        (east + 1, north + 1),
        (east, north + 2),
        (east - 1, north + 1),
        (east - 1, north - 1),
        (east, north - 2),
    ]


def _smoothed(edges: dict[int, dict[Point, Point]]) -> dict[Point, np.ndarray]:
    """Kilometres east and north of each corner, drawn between its two neighbours unless three lines meet there."""
    linked: dict[Point, set[Point]] = defaultdict(set)
    for ring in edges.values():
        for start, end in ring.items():
            linked[start].add(end)
            linked[end].add(start)
    step = np.array([SPACING / 2, SPACING / (2 * np.sqrt(3))])
    places = {corner: np.array(corner, dtype=float) * step for corner in linked}
    for _ in range(SMOOTHINGS):
        places = {
            corner: place if len(linked[corner]) != 2 else 0.5 * place + 0.25 * sum(places[o] for o in linked[corner])
            for corner, place in places.items()
        }
    return places


def _ring(edges: dict[Point, Point], places: dict[Point, np.ndarray], origin: dict[str, float]) -> Ring:
    """Follow the boundary once around and turn kilometres into degrees."""
    start = min(edges)
    corners, corner = [start], edges[start]
    while corner != start:
        corners.append(corner)
        corner = edges[corner]
    east_degree = KILOMETRES_A_DEGREE * np.cos(np.radians(origin["latitude"]))
    ring = [
        [
            round(float(origin["longitude"] + places[corner][0] / east_degree), DECIMALS),
            round(float(origin["latitude"] + places[corner][1] / KILOMETRES_A_DEGREE), DECIMALS),
        ]
        for corner in corners
    ]
    return [*ring, ring[0]]

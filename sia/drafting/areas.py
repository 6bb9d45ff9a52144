"""Which columns of an example name areas: by the partnership's own register, by the form of official codes, by headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sia.drafting.kinds import Kind
from sia.drafting.personal import words_of
from sia.extracts.headers import plain

LEVELS = ("ward", "place", "lsoa", "msoa", "district")
OFFICIAL = re.compile(r"[EWSNKJTL]\d{8}")
LEVEL_OF_CODE = {
    "E01": "lsoa", "W01": "lsoa", "E02": "msoa", "W02": "msoa", "E05": "ward", "W05": "ward",
    "E06": "district", "E07": "district", "E08": "district", "E09": "district", "W06": "district", "S12": "district",
    "E10": "district", "E11": "district", "E12": "district", "E13": "district", "E47": "district", "E92": "district",
    "W92": "district", "K04": "district", "K02": "district",
}  # fmt: skip
WORDS_FOR = {
    "ward": {"ward", "wards"},
    "place": {"place", "neighbourhood", "locality"},
    "lsoa": {"lsoa"},
    "msoa": {"msoa"},
    "district": {"district", "authority", "la", "lad", "ltla", "utla", "borough", "council", "area", "areas", "csp"},
}
MOSTLY = 0.5


@dataclass(frozen=True)
class Areas:
    """That a column names areas of a level. `known` is the share of its rows that the register knows; `official` says that
    values are nine-character codes; `unknown` counts the different values that the register does not know."""

    level: str
    known: float
    official: bool
    unknown: int

    @property
    def mostly_known(self) -> bool:
        return self.known >= MOSTLY


def areas_of(header: str, kind: Kind, register: Mapping[str, Mapping[str, str]]) -> Areas | None:
    """The level of the areas that a column names, or None when it names none; `register` is from level to names."""
    if not kind.filled or kind.type not in ("text", "integer"):
        return None
    found = {level: _known(kind, register.get(level, {})) for level in LEVELS}
    best = max(LEVELS, key=lambda level: found[level][0])
    words = set(words_of(header))
    if _all_official(kind):
        level = _level_of_codes(kind)
        return Areas(level, *_with(found[level], official=True)) if level else None
    if found[best][0] >= MOSTLY and (kind.type == "text" or words & WORDS_FOR[best]):
        return Areas(best, *_with(found[best], official=False))
    said = next((level for level in WORDS_FOR if words & WORDS_FOR[level] and found[level][0] > 0), "")
    if said and kind.type == "text":
        return Areas(said, *_with(found[said], official=False))
    return None


def _all_official(kind: Kind) -> bool:
    """Whether nine in ten values are official codes; a footnote or a total may stand among them."""
    codes = sum(count for value, count in kind.counts.items() if OFFICIAL.fullmatch(value))
    return codes >= 0.9 * kind.filled


def names_beside_codes(names: Kind, codes: Kind, header: str) -> bool:
    """Whether a column of names stands beside official codes, a name for each: then they are areas' names."""
    words = set(words_of(header))
    similar = 0.8 <= (len(names.counts) + 1) / (len(codes.counts) + 1) <= 1.25
    return names.type == "text" and bool(words & {"name", "names"}) and similar


def _known(kind: Kind, names: Mapping[str, str]) -> tuple[float, int]:
    """The share of rows that the register knows, and how many different values it does not know."""
    known = {plain(name) for name in names}
    if not known:
        return 0.0, len(kind.counts)
    there = [count for value, count in kind.counts.items() if plain(value) in known]
    return sum(there) / kind.filled, len(kind.counts) - len(there)


def _with(found: tuple[float, int], official: bool) -> tuple[float, bool, int]:
    return found[0], official, found[1]


def _level_of_codes(kind: Kind) -> str:
    """The level that most official codes of a column are of."""
    rows: dict[str, int] = {}
    for value, count in kind.counts.items():
        level = LEVEL_OF_CODE.get(value[:3], "")
        rows[level] = rows.get(level, 0) + count
    return max(rows, key=lambda level: rows[level])

"""Which published counts share events, and what sums follow: robbery is its two kinds, whichever table each stands in.

Every count of events is made of kinds (category and subcategory) that exclude one another, so that what several counts
have in common can be told apart. A common part that is itself published is that cell; any other is unknown to readers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sia.project.indicators import Indicator

NOT_RECORDED = "not-recorded"
Kind = tuple[str, str]


@dataclass(frozen=True)
class Pieces:
    """What a count is made of: the source, by which month events count, the flags they carry, and their kinds."""

    source: str
    counted_by: str
    flags: tuple[str, ...]
    kinds: frozenset[Kind]


def pieces_of(indicator: Indicator, source: str, strand: str, kinds: frozenset[Kind]) -> Pieces | None:
    """The pieces of an indicator, or of one of its strands; None where nothing is known of its kinds, as for series."""
    flags = tuple(sorted(indicator.sources[source].flag))
    if strand and indicator.strands == "flag":
        flags = (strand,)
    elif strand:
        place = 0 if indicator.strands == "category" else 1
        kinds = frozenset(kind for kind in kinds if (kind[place] or NOT_RECORDED) == strand)
    return Pieces(source, indicator.counted_by, flags, kinds) if kinds else None


def kinds_by_indicator(rows: pl.DataFrame) -> dict[str, frozenset[Kind]]:
    """The kinds that each indicator counts, from the query `indicator_categories`."""
    found: dict[str, set[Kind]] = defaultdict(set)
    for name, category, subcategory in rows.select("indicator", "category", "subcategory").iter_rows():
        found[name].add((category or "", subcategory or ""))
    return {name: frozenset(kinds) for name, kinds in found.items()}


def shared_sums(cells: Mapping[str, Pieces]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The sums among counts of one area and one span of months: a total, its published parts, its unpublished ones.

    Counts with the same flags are cut into the parts that they share. A count with a flag lies within one without, if
    that counts the same kinds.
    """
    alike: dict[tuple[str, str, tuple[str, ...]], dict[str, frozenset[Kind]]] = defaultdict(dict)
    for cell, pieces in sorted(cells.items()):
        alike[pieces.source, pieces.counted_by, pieces.flags][cell] = pieces.kinds
    for key, group in alike.items():
        yield from _regions(group)
        source, counted_by, flags = key
        for total, kinds in alike.get((source, counted_by, ()), {}).items() if flags else ():
            yield from ((total, (cell,), (f"{total} less {cell}",)) for cell, own in group.items() if own <= kinds)


def _regions(group: Mapping[str, frozenset[Kind]]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each count as the parts that no other count divides further."""
    holders: dict[Kind, set[str]] = defaultdict(set)
    for cell, kinds in group.items():
        for kind in kinds:
            holders[kind].add(cell)
    regions: dict[frozenset[str], set[Kind]] = defaultdict(set)
    for kind, cells in holders.items():
        regions[frozenset(cells)].add(kind)
    published = {kinds: cell for cell, kinds in sorted(group.items(), reverse=True)}
    for cell, kinds in group.items():
        own = {names: region for names, region in regions.items() if cell in names}
        if all(len(names) == 1 for names in own):
            continue
        if (twin := published[kinds]) != cell:
            yield cell, (twin,), ()
        elif len(own) > 1:
            known = {names: published.get(frozenset(region)) for names, region in own.items()}
            parts = tuple(sorted(name for name in known.values() if name))
            yield cell, parts, tuple(sorted(f"in {' and '.join(sorted(names))}" for names in own if not known[names]))

"""Carries residents of the 2011 small areas to those of 2021.

An unchanged area keeps its residents, merged areas add theirs up, and the residents of a split area are shared equally
among its parts, since no published figure divides them; whole persons, with no one lost or counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence


def carried_residents(residents: Mapping[str, int], became: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Residents by 2021 area, from residents by 2011 area and the 2021 areas that each of these became.

    A remainder goes to the first parts in the order of their codes. Every person of `residents` is in the result once.
    """
    carried: dict[str, int] = defaultdict(int)
    for old, persons in sorted(residents.items()):
        parts = sorted(set(became[old]))
        each, remainder = divmod(persons, len(parts))
        for position, part in enumerate(parts):
            carried[part] += each + (position < remainder)
    return dict(carried)


def changed_areas(became: Mapping[str, Sequence[str]]) -> set[str]:
    """The 2021 areas that are not simply an area of 2011 under the same code."""
    sources: dict[str, set[str]] = defaultdict(set)
    for old, parts in became.items():
        for part in parts:
            sources[part].add(old)
    return {part for part, old in sources.items() if old != {part}}

"""Carries residents of the 2011 small areas to those of 2021.

An unchanged area keeps its residents, merged areas add theirs up, and the residents of a split area are shared equally
among its parts, since no published figure divides them; whole persons, with no one lost or counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise


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


def carried_ages(
    residents: Mapping[str, Sequence[int]], became: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """Residents by year of age by 2021 area, from those by 2011 area; of a 2021 area only where all its sources are known.

    The people of a split area are dealt out in the order of their ages, so that each part has the same ages and, in all,
    as many as `carried_residents` gives it.
    """
    carried: dict[str, list[int]] = {}
    unknown = {part for old, parts in became.items() if old not in residents for part in parts}
    for old, ages in sorted(residents.items()):
        parts = sorted(set(became[old]))
        for position, part in enumerate(parts):
            dealt = _dealt(ages, position, len(parts))
            carried[part] = [one + more for one, more in zip(carried.get(part, [0] * len(dealt)), dealt, strict=True)]
    return {part: tuple(ages) for part, ages in carried.items() if part not in unknown}


def _dealt(ages: Sequence[int], position: int, parts: int) -> list[int]:
    """How many of each age come to one of so many players, when everybody is dealt out from the youngest to the oldest."""
    so_far = [(before + parts - 1 - position) // parts for before in (0, *accumulate(ages))]
    return [after - before for before, after in pairwise(so_far)]


def changed_areas(became: Mapping[str, Sequence[str]]) -> set[str]:
    """The 2021 areas that are not simply an area of 2011 under the same code."""
    sources: dict[str, set[str]] = defaultdict(set)
    for old, parts in became.items():
        for part in parts:
            sources[part].add(old)
    return {part for part, old in sources.items() if old != {part}}

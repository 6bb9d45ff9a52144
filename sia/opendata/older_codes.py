"""Where the rows of a divided older area go, and how much of it lies elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def lives_elsewhere(became: Mapping[str, Sequence[str]], within: Mapping[str, str]) -> dict[str, float]:
    """The share of each divided older area outside the wider area that its rows are given to, where there is any.

    `became` has the parts of each older area, `within` the wider area of each part (its ward); a part that is not in it
    lies outside the district. Parts are taken to hold equal shares of the residents, since no published figure divides
    them. Rows go to the wider area with most parts, as the lookup's shares say.
    """
    found = {}
    for old, parts in became.items():
        inside = Counter(within[part] for part in set(parts) if part in within)
        if inside and (share := 1 - max(inside.values()) / len(set(parts))) > 0:
            found[old] = share
    return found


def residents_elsewhere(residents: Mapping[str, int], elsewhere: Mapping[str, float]) -> tuple[float, int]:
    """How many residents of the divided areas live elsewhere by these shares, and how many all of `residents` are."""
    return sum(residents.get(old, 0) * share for old, share in elsewhere.items()), sum(residents.values())

"""What a change is made up of: parts with their own changes, which add up to the whole to the last event, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sia.publication.evidence import AreaFigure, Comparison
from sia.publication.wording import in_words, listed, number

MOST_NAMED, FEWEST_PARTS, MOST_EXCEPTIONS = 5, 3, 2
NOT_PLACED = "not placed"


@dataclass(frozen=True)
class Part:
    """A part of a total, by name, and by how many events it changed."""

    name: str
    change: int


def strand_parts(total: Comparison, strands: Iterable[Comparison]) -> list[Part]:
    """The strands of a total as parts of its change; empty unless all of them are shown and add up to it."""
    strands = list(strands)
    if not all(_shown(one) for one in (total, *strands)) or len(total.current.months) != len(total.previous.months):
        return []
    parts = [Part(one.name, one.current_count - one.previous_count) for one in strands]
    return _adding_up(total, parts)


def area_parts(total: Comparison, areas: Iterable[AreaFigure]) -> list[Part]:
    """Areas and what is not placed as parts of a total's change; empty unless all of them are shown and add up to it."""
    areas = list(areas)
    if not _shown(total) or any(one.withheld or one.previous_count is None for one in areas):
        return []
    if len(total.current.months) != len(total.previous.months):
        return []
    names = [one.name if one.area_code else NOT_PLACED for one in areas]
    changes = [one.current_count - one.previous_count for one in areas]
    return _adding_up(total, [Part(name, change) for name, change in zip(names, changes, strict=True)])


def _shown(one: Comparison) -> bool:
    return one.calculable and not one.withheld and None not in (one.current_count, one.previous_count, one.current)


def _adding_up(total: Comparison, parts: list[Part]) -> list[Part]:
    whole = total.current_count - total.previous_count
    return parts if len(parts) >= FEWEST_PARTS and sum(part.change for part in parts) == whole else []


def contribution_sentence(total: Comparison, parts: Sequence[Part], kind: str = "part") -> str:
    """What each part adds to a clear change, the largest first: "By part, the fall of 290 is made up of …".

    Nothing where the change is not clear: then parts only differ by chance.
    """
    if not parts or not total.clear:
        return ""
    whole = sum(part.change for part in parts)
    ordered = sorted(parts, key=lambda part: (-abs(part.change), part.name))
    named = ordered if len(ordered) <= MOST_NAMED else ordered[: MOST_NAMED - 1]
    rest = sum(part.change for part in ordered[len(named) :])
    told = [f"{part.name} ({_words(part.change)})" for part in named]
    if len(named) < len(ordered):
        told.append(f"the other {in_words(len(ordered) - len(named))} together ({_words(rest)})")
    direction = "rise" if whole > 0 else "fall"
    made_up = f"By {kind}, the {direction} of {number(abs(whole))} is made up of {listed(told)}."
    return f"{made_up} {exceptions_sentence(whole, parts, kind)}".strip()


def exceptions_sentence(whole: int, parts: Sequence[Part], kind: str) -> str:
    """Said where nearly all parts went one way: "All parts went down with the exception of robbery."."""
    named = [part for part in parts if part.name != NOT_PLACED]
    against = sorted(part.name for part in named if part.change * whole <= 0)
    if not 1 <= len(against) <= MOST_EXCEPTIONS or len(named) - len(against) < FEWEST_PARTS:
        return ""
    return f"All {kind}s went {'up' if whole > 0 else 'down'} with the exception of {listed(against)}."


def _words(change: int) -> str:
    if not change:
        return "unchanged"
    return f"{number(abs(change))} {'more' if change > 0 else 'fewer'}"

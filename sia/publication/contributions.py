"""What a change is made up of, to the last event or not at all; and which parts went another way than all the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sia.publication.evidence import AreaFigure, Comparison
from sia.publication.wording import in_words, listed, number

MOST_NAMED, FEWEST_PARTS, MOST_EXCEPTIONS = 5, 3, 2
NOT_PLACED = "not placed"


@dataclass(frozen=True)
class Part:
    """A part of a total, by name, by how many events it changed, and whether more than chance over all parts."""

    name: str
    change: int
    clear: bool = False


def strand_parts(total: Comparison, strands: Iterable[Comparison]) -> list[Part]:
    """The strands of a total as parts of its change; empty unless all of them are shown and add up to it."""
    strands = list(strands)
    if not all(_shown(one) for one in (total, *strands)) or len(total.current.months) != len(total.previous.months):
        return []
    return _adding_up(total, shown_parts(strands))


def shown_parts(strands: Iterable[Comparison]) -> list[Part]:
    """The strands as parts, whether or not they add up to anything; empty unless all of them are shown."""
    strands = list(strands)
    if not all(_shown(one) for one in strands):
        return []
    return [Part(one.name, one.current_count - one.previous_count, one.clear) for one in strands]


def area_parts(total: Comparison, areas: Iterable[AreaFigure]) -> list[Part]:
    """Areas and what is not placed as parts of a total's change; empty unless all of them are shown and add up to it."""
    areas = list(areas)
    if not _shown(total) or any(one.withheld or one.previous_count is None for one in areas):
        return []
    if len(total.current.months) != len(total.previous.months):
        return []
    names = [one.name if one.area_code else NOT_PLACED for one in areas]
    changes = [one.current_count - one.previous_count for one in areas]
    clear = [one.clear for one in areas]
    return _adding_up(total, [Part(*part) for part in zip(names, changes, clear, strict=True)])


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
    return f"By {kind}, the {direction} of {number(abs(whole))} is made up of {listed(told)}."


def exceptions_sentence(parts: Sequence[Part], kind: str = "part", told: bool = False) -> str:
    """Said where all parts but one or two went one way: "All parts clearly went down except robbery, which …".

    What is clear once chance over all parts is allowed for is told from what is not; nothing is said where none of the
    parts that went one way did so clearly. Where the clear ones are `told` beside it, they are not named again.
    """
    named = [part for part in parts if part.name != NOT_PLACED]
    for sign, way in ((1, "up"), (-1, "down")):
        along = [part for part in named if part.change * sign > 0]
        against = [part for part in named if part.change * sign <= 0]
        sure = [part.name for part in along if part.clear]
        if 1 <= len(against) <= MOST_EXCEPTIONS and len(along) >= FEWEST_PARTS and sure:
            every = len(sure) == len(along)
            along_with = "clearly went" if every else "went"
            hedge = ", not all of them clearly," if told and not every else ""
            head = f"All {kind}s {along_with} {way}{hedge} except {_exceptions(against, sign)}"
            only = "" if every or told else f"; of those that went {way}, {_only(sure)} did so clearly"
            return f"{head}{only}."
    return ""


def _exceptions(against: Sequence[Part], sign: int) -> str:
    """Those that went the other way, with what is clear of them: "robbery, which clearly went up"."""
    other = "clearly went down" if sign > 0 else "clearly went up"
    clear = sorted(part.name for part in against if part.clear)
    unclear = sorted(part.name for part in against if not part.clear)
    shows = "shows no clear change" if len(unclear) == 1 else "show no clear change"
    told = [(clear, other), (unclear, shows)]
    return ", and ".join(f"{listed(names)}, which {what}" for names, what in told if names)


def _only(sure: Sequence[str]) -> str:
    return f"only {sure[0]}" if len(sure) == 1 else listed(sure)


def _words(change: int) -> str:
    if not change:
        return "unchanged"
    return f"{number(abs(change))} {'more' if change > 0 else 'fewer'}"

"""Which shown cell to suppress next, so that a hidden one stays hidden.

Information lost is what is kept small: figures published elsewhere are the very last choice, then cells that the
publisher would rather keep, totals, cells that would need a companion themselves, and the greater counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sia.disclosure.contract import PublishedSet, Relation

UNLIMITED = float("inf")


class Neighbourhood:
    """The sums that each cell takes part in, and the cells hidden so far."""

    def __init__(self, published: PublishedSet, hidden: set[int]):
        self.published = published
        self.hidden = hidden
        self._floor = 1 if published.zeros == "show" else 0
        self.sums_of: dict[int, list[Relation]] = defaultdict(list)
        for relation in published.relations:
            for cell, _ in relation.terms:
                self.sums_of[cell].append(relation)

    def lone(self, relation: Relation) -> int | None:
        """The cell that is the only unknown of a sum, if it is a hidden one."""
        unknown = [cell for cell, _ in relation.terms if self._is_unknown(cell)]
        return unknown[0] if len(unknown) == 1 and unknown[0] in self.hidden else None

    def is_cramped(self, relation: Relation) -> bool:
        """Whether the hidden cells of a sum leave one another too little room, whatever other sums tell."""
        needed = [
            self.published.sensitive(cell).stop - 1 - self._floor for cell, _ in relation.terms if self._is_small(cell)
        ]
        return bool(needed) and self._room(relation) < max(needed)

    def companion(self, relation: Relation, exempt: bool = False) -> int | None:
        """The cell of this sum that costs least to suppress; None when there is none left."""
        choices = [cell for cell, _ in relation.terms if self._is_choice(cell, exempt)]
        return min(choices, key=lambda cell: self._cost(cell, relation), default=None)

    def remedy(self, cell: int, exempt: bool = False) -> int | None:
        """The cell to suppress so that an exposed one has more room; None when nothing connected is left.

        The sum that leaves least room comes first, among those nearest to the exposed cell. A sum in which two hidden
        cells balance each other leaves any room, so it is looked at only when no other offers a cell.
        """
        later = None
        for sums in self._rings(cell):
            for room, _, relation in sorted((self._room(one), one.name, one) for one in sums):
                choice = self.companion(relation, exempt)
                if choice is not None and room < UNLIMITED:
                    return choice
                later = choice if later is None else later
        return later

    def _is_choice(self, cell: int, exempt: bool) -> bool:
        allowed = self.published.can_be_hidden(cell) and self.published.is_exempt(cell) == exempt
        return allowed and cell not in self.hidden

    def _cost(self, cell: int, relation: Relation) -> tuple:
        published = self.published
        totals = [other for other in self.sums_of[cell] if other.total == cell and len(other.terms) > 2]
        rank = (relation in totals) + bool(totals)
        return published.priorities[cell], rank, self._new_companions(cell), published.values[cell], cell

    def _new_companions(self, cell: int) -> int:
        """In how many sums the cell would be the only hidden one."""
        sums = self.sums_of[cell]
        return sum(not any(other in self.hidden for other, _ in relation.terms) for relation in sums)

    def _room(self, relation: Relation) -> float:
        """How far the hidden cells of a sum can move at each other's cost, as a count."""
        hidden = [(cell, sign) for cell, sign in relation.terms if cell in self.hidden]
        missing = any(cell in self.published.missing for cell, _ in relation.terms)
        if missing or len({sign for _, sign in hidden}) > 1:
            return UNLIMITED
        return sum(self.published.values[cell] - self._floor for cell, _ in hidden)

    def _is_small(self, cell: int) -> bool:
        return cell in self.hidden and self.published.is_primary(cell)

    def _rings(self, cell: int) -> Iterator[list[Relation]]:
        """The sums of a cell, then those of the hidden cells in these, and so on outwards."""
        reached, seen, front = {cell}, set(), [cell]
        while front:
            ring = {relation.name: relation for near in front for relation in self.sums_of[near]}
            ring = {name: relation for name, relation in ring.items() if name not in seen}
            seen.update(ring)
            yield list(ring.values())
            unknown = {other for relation in ring.values() for other, _ in relation.terms if self._is_unknown(other)}
            front = sorted(unknown - reached)
            reached |= unknown

    def _is_unknown(self, cell: int) -> bool:
        return cell in self.hidden or cell in self.published.missing

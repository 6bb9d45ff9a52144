"""Suppression: which cells of a published set of tables must not be shown.

Primary cells are counts in 1..threshold-1 (0..threshold-1 where zeros are suppressed). Secondary cells protect them:
first no sum may have a single unknown, or hidden counts too small to hide one another; then the intruder's problem (`sia.disclosure.attack` states what counts as
exposed) is solved for each suppressed cell, and exposed ones get a further cell, until none is left. Suppressing more
never narrows what a reader can make of a cell, so a cell once safe is not looked at again. Complementary suppression
of least total information is NP-hard (Kelly, Golden and Assad 1992, "Cell suppression: disclosure protection for
sensitive tabular data", Networks 22); this is a greedy answer, safe but not always the smallest.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import polars as pl

from sia.disclosure.attack import Exposure, Views
from sia.disclosure.choice import Neighbourhood
from sia.disclosure.contract import PublishedSet, Relation, Zeros, read_published_set
from sia.disclosure.intruder import Intruder
from sia.errors import Problem, UserError

MARKS = {"cell": pl.String, "suppressed": pl.String, "note": pl.String}


def suppress(
    cells: pl.DataFrame, sums: pl.DataFrame, *, zeros: Zeros = "show", hide_exempt: bool = True
) -> pl.DataFrame:
    """The cells, in the order received, with `suppressed` ('no', 'primary', 'secondary') and `note`.

    `cells` has `cell` (unique), `value` (count, or null where not available), `threshold` (counts 1..threshold-1 are
    primary; 0: the figure is already published, so it is exempt) and, if need be, `priority` (the higher, the rather
    kept; 0 where absent). `sums` has `total`, `part` and, if need be, `relation` (which sum it is, where a cell is the
    total of several; else the total's name) and `sign` (1, or -1 for a part taken away). Values stay as they are: who
    publishes writes one and the same mark, "[c]", for both kinds of suppressed cell.

    `zeros="show"`: a zero is never suppressed, as readers take the mark to mean "not zero". `zeros="suppress"`: zeros
    are primary too, except exempt ones. An exempt figure is suppressed only where nothing else protects a cell, and
    `note` (null otherwise) then says which; that is no help against who looks it up where it was first published, so
    with `hide_exempt=False` it is a UserError that names the cells. Raises a UserError too where cells and sums are
    incomplete or contradict each other.
    """
    published = read_published_set(cells, sums, zeros)
    plan = _Plan(published, hide_exempt)
    plan.protect()
    marks = [(name, plan.mark(cell), plan.notes.get(cell)) for cell, name in enumerate(published.names)]
    marks = pl.DataFrame(marks, schema=MARKS, orient="row")
    kept = [name for name in cells.columns if name not in ("suppressed", "note")]
    return cells.select(kept).join(marks, on="cell", how="left", maintain_order="left")


class _Plan:
    """The cells hidden so far, and why exempt ones are among them."""

    def __init__(self, published: PublishedSet, hide_exempt: bool):
        self.published = published
        self.hide_exempt = hide_exempt
        self.hidden = {cell for cell in range(len(published.names)) if published.is_primary(cell)}
        self.notes: dict[int, str] = {}
        self._safe: set[int] = set()
        self._unprotected: set[int] = set()
        self._around = Neighbourhood(published, self.hidden)
        self._widest: Intruder | None = None

    def mark(self, cell: int) -> str:
        """What `suppressed` says of a cell."""
        if cell not in self.hidden:
            return "no"
        return "primary" if self.published.is_primary(cell) else "secondary"

    def protect(self) -> None:
        """Hides cells until no hidden one is exposed; raises where exempt figures would have to go and may not."""
        while True:
            self._accompany()
            exposed = self._exposed()
            if not exposed:
                break
            self._safe |= self.hidden - exposed.keys()
            self._make_room(exposed)
        if self._unprotected:
            raise UserError(*self._problems())

    def _accompany(self) -> None:
        """Hides further cells in every sum with one unknown or too little room, until there is no such sum."""
        waiting = list(self.published.relations)
        while waiting:
            added = [self._companion(relation) for relation in waiting]
            again = {
                relation.name: relation for cell in added if cell is not None for relation in self._around.sums_of[cell]
            }
            waiting = list(again.values())

    def _companion(self, relation: Relation) -> int | None:
        """The cell newly hidden in a sum that needed one."""
        lone = self._around.lone(relation)
        if lone is not None and lone not in self._unprotected:
            choice = self._shield(lone, partial(self._around.companion, relation), (False, True))
            if choice is None:
                self._unprotected.add(lone)
            return choice
        choice = self._around.companion(relation) if self._around.is_cramped(relation) else None
        if choice is not None:
            self.hidden.add(choice)
        return choice

    def _exposed(self) -> dict[int, Exposure]:
        views = Views(self.published, self.hidden, self._widest)
        self._widest = views.widest
        exposed = {}
        doubtful = sorted(self.hidden - self._safe - self._unprotected)
        views.reader.survey({cell: views.far_enough(cell) for cell in doubtful})
        for cell in doubtful:
            exposure = self._judged(views, cell)
            if exposure is not None:
                exposed[cell] = exposure
        return exposed

    def _judged(self, views: Views, cell: int) -> Exposure | None:
        upper = views.reader.highest(cell, views.far_enough(cell))
        if upper > self.published.values[cell] and not self.published.is_primary(cell):
            return None
        return views.exposure(cell, views.reader.lowest(cell), upper)

    def _make_room(self, exposed: dict[int, Exposure]) -> None:
        """Hides one more cell for each exposed one, unless one beside it has just been hidden; gives up on the rest.

        What exempt figures alone give away is for them to mend; else they go only when no other cell is left.
        """
        given_away = [cell for cell, exposure in exposed.items() if exposure.given_away]
        others = [cell for cell in exposed if cell not in given_away]
        touched = self._shield_each(others, (False,)) | self._shield_each(given_away, (True, False))
        if not touched and not self._shield_each(others, (True,)):
            self._unprotected |= exposed.keys()

    def _shield_each(self, cells: list[int], order: tuple[bool, ...]) -> set[int]:
        """Hides a cell for each of these; returns the cells that share a sum with one newly hidden."""
        touched: set[int] = set()
        for cell in cells:
            added = None if cell in touched else self._shield(cell, partial(self._around.remedy, cell), order)
            sums = [] if added is None else self._around.sums_of[added]
            touched |= {other for relation in sums for other, _ in relation.terms}
        return touched

    def _shield(self, cell: int, find: Callable[[bool], int | None], order: tuple[bool, ...]) -> int | None:
        """Hides the first cell that `find` offers for the given one, exempt or not in the order told."""
        for exempt in order:
            choice = find(exempt) if self.hide_exempt or not exempt else None
            if choice is not None:
                self._hide(choice, cell)
                return choice
        return None

    def _hide(self, choice: int, protected: int) -> None:
        self.hidden.add(choice)
        if self.published.is_exempt(choice):
            name = self.published.names[protected]
            self.notes[choice] = f"already published elsewhere; suppressed because nothing else protects '{name}'"
            # What exempt figures tell is now less, so what was excused because of them must be judged anew.
            self._widest = None
            self._safe.clear()

    def _problems(self) -> list[Problem]:
        return [
            Problem(
                f"cells, '{self.published.names[cell]}'",
                "cannot be protected: figures that are already published give it away.",
                "Leave out the tables it is in, or merge it with another category.",
            )
            for cell in sorted(self._unprotected)
        ]

"""One connected part of what a reader does not know, as integer programmes over its cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

MAXIMISE, MINIMISE = 1, -1
OPTIONS = {"node_limit": 2_000, "mip_rel_gap": 0.0}
PROPAGATIONS = 20


@dataclass
class Block:
    """Unknown cells that sums connect: `matrix @ counts == totals`, with each count at least its floor."""

    cells: list[int]
    matrix: csr_array
    totals: np.ndarray
    floors: np.ndarray
    column: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        from scipy.optimize import LinearConstraint

        self.column = {cell: column for column, cell in enumerate(self.cells)}
        self._columns = self.matrix.astype(float).tocsc()
        self.equations = LinearConstraint(self._columns, self.totals, self.totals)

    @cached_property
    def outer(self) -> tuple[np.ndarray, np.ndarray]:
        """Bounds that hold for certain, if perhaps too wide: each sum by itself, over and over until nothing changes."""
        low, high = self.floors.astype(float), np.full(len(self.cells), np.inf)
        entries = self.matrix.tocoo()
        for _ in range(PROPAGATIONS):
            before = low.copy(), high.copy()
            for sign in (1, -1):
                _tighten(sign * entries.data, entries.row, entries.col, sign * self.totals, low, high)
            if np.array_equal(before[0], low) and np.array_equal(before[1], high):
                break
        return low, high

    def apart(self, cells: Iterable[int]) -> list[int]:
        """As many of these cells as come along without two of them in one sum."""
        taken: set[int] = set()
        chosen = []
        for cell in cells:
            rows = set(self._columns.indices[slice(*self._columns.indptr[self.column[cell] :][:2])].tolist())
            if not rows & taken:
                taken |= rows
                chosen.append(cell)
        return chosen

    def holds(self, counts: np.ndarray) -> bool:
        """Whether these whole numbers, exactly, could be the hidden counts."""
        return bool((self.matrix @ counts == self.totals).all() and (counts >= self.floors).all())

    def optimise(self, cell: int, sense: int, cap: int | None, whole: int) -> OptimizeResult:
        """The greatest or least count of one cell, as `scipy.optimize.milp` finds it; `sense` 0: any solution."""
        from scipy.optimize import Bounds, milp

        objective, upper = np.zeros(len(self.cells)), np.full(len(self.cells), np.inf)
        objective[self.column[cell]] = -sense
        if cap is not None:
            upper[self.column[cell]] = cap
        kinds = np.full(len(self.cells), whole)
        return milp(
            objective, integrality=kinds, bounds=Bounds(self.floors, upper), constraints=self.equations, options=OPTIONS
        )

    def move_together(self, goals: dict[int, int], sense: int) -> np.ndarray | None:
        """Counts that bring many cells down, or up towards their goals, at once; None when none are found.

        Rising beyond a goal earns nothing, so each rising cell has a second variable: the part of it below the goal.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array, hstack

        size, rising = len(self.cells), goals if sense == MAXIMISE else {}
        columns, counting = [self.column[cell] for cell in goals], np.arange(len(rising))
        objective = np.concatenate([np.zeros(size), -np.ones(len(rising))])
        if sense == MINIMISE:
            objective[columns] = 1
        sums = hstack([self.matrix, coo_array((len(self.totals), len(rising)))], format="csc")
        constraints = [LinearConstraint(sums, self.totals, self.totals)]
        if rising:
            links = coo_array((np.ones(len(rising)), (counting, columns)), shape=(len(rising), size))
            below = coo_array((-np.ones(len(rising)), (counting, counting)), shape=(len(rising), len(rising)))
            constraints.append(LinearConstraint(hstack([links, below], format="csc"), 0, np.inf))
        lower = np.concatenate([self.floors, np.zeros(len(rising))])
        upper = np.concatenate([np.full(size, np.inf), list(rising.values())])
        result = milp(objective, bounds=Bounds(lower, upper), constraints=constraints)
        if result.x is None:
            return None
        counts = np.rint(result.x[:size]).astype(np.int64)
        return counts if self.holds(counts) else None


def _tighten(
    signs: np.ndarray, rows: np.ndarray, columns: np.ndarray, totals: np.ndarray, low: np.ndarray, high: np.ndarray
) -> None:
    """Narrows `low` and `high` by what each sum leaves for a cell when its other cells are as small as they can be."""
    least = signs * np.where(signs > 0, low[columns], high[columns])
    endless = np.isinf(least)
    finite = np.where(endless, 0, least)
    others = np.bincount(rows, finite, len(totals))[rows] - finite
    others_endless = np.bincount(rows, endless, len(totals))[rows] - endless > 0
    left = np.where(others_endless, np.inf, totals[rows] - others) / np.abs(signs)
    rising = signs > 0
    np.minimum.at(high, columns[rising], np.floor(left[rising]))
    np.maximum.at(low, columns[~rising], np.ceil(-left[~rising]))

"""What a careful reader can work out: the least and greatest value that each hidden cell can have.

The reader knows every shown count and every published sum, that counts are whole numbers, and the least count that the
mark can stand for. The bounds are integer programmes solved with HiGHS (Fischetti and Salazar-González 2000, "Models
and algorithms for optimizing cell suppression in tabular data", JASA 95, the intruder's problem).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sia.disclosure.contract import PublishedSet
from sia.errors import UserError

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

MAXIMISE, MINIMISE = 1, -1
OPTIONS = {"node_limit": 2_000, "mip_rel_gap": 0.0}
SWEEP_AT_LEAST = 8


@dataclass
class Block:
    """Hidden cells that sums connect: `matrix @ counts == totals`, with each count at least its floor."""

    cells: list[int]
    matrix: csr_array
    totals: np.ndarray
    floors: np.ndarray
    column: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        from scipy.optimize import LinearConstraint

        self.column = {cell: column for column, cell in enumerate(self.cells)}
        self.equations = LinearConstraint(self.matrix.astype(float).tocsc(), self.totals, self.totals)

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


class Intruder:
    """The bounds of every hidden cell of a published set, each worked out when first asked for.

    `hidden` are the numbers of the suppressed cells. Cells without a value are unknown too, from zero upwards; hidden
    ones are at least 1 where the policy is to show zeros. Cells that a sum shows to be equal are one cell here.
    """

    def __init__(self, published: PublishedSet, hidden: Collection[int]):
        self._published = published
        self._hidden = frozenset(hidden)
        unknown = self._hidden | published.missing
        equations = [_equation(published, relation.terms, unknown) for relation in published.relations]
        self._leader = _equal_cells(equations)
        self._never_zero = {self._leader.get(cell, cell) for cell in self._hidden if published.zeros == "show"}
        self._blocks = {cell: block for block in self._connected(equations) for cell in block.cells}
        self._answers: dict[tuple[int, int, int | None], int | None] = {}
        self._truths = {self._leader.get(cell, cell): published.values[cell] for cell in self._hidden}
        self.seen_low = self._first_solution()
        self.seen_high = dict(self.seen_low)

    def lowest(self, cell: int) -> int:
        """The least count that the cell can have."""
        leader = self._leader.get(cell, cell)
        if leader not in self._blocks:
            return self._floor(leader)
        floor = self._floor(leader)
        if self.seen_low.get(leader) == floor:
            return floor
        return self._bound(leader, MINIMISE, None)

    def highest(self, cell: int, cap: int | None = None) -> int | None:
        """The greatest count that the cell can have, looking no further than `cap`; None when nothing limits it.

        The cap must not lie below the true count.
        """
        leader = self._leader.get(cell, cell)
        if leader not in self._blocks:
            return cap
        if cap is not None and self.seen_high.get(leader, -1) >= cap:
            return cap
        return self._bound(leader, MAXIMISE, cap)

    def survey(self, targets: dict[int, int]) -> None:
        """Shows for many cells at once that they can be as low as can be, and as high as their target.

        One solution serves all the cells that it takes there, so that `lowest` and `highest` need not look for one
        each. What a survey does not reach is left to them.
        """
        pending: dict[int, dict[int, int]] = defaultdict(dict)
        for cell, target in targets.items():
            leader = self._leader.get(cell, cell)
            if leader in self._blocks:
                goals = pending[self._blocks[leader].cells[0]]
                goals[leader] = max(target, goals.get(leader, 0))
        for first, goals in pending.items():
            self._sweep(self._blocks[first], goals, MINIMISE)
            self._sweep(self._blocks[first], goals, MAXIMISE)

    def _sweep(self, block: Block, goals: dict[int, int], sense: int) -> None:
        """Moves all cells of a block that are not at their goal yet, as long as each step gets a tenth of them there."""
        left = self._unmet(goals, sense)
        while len(left) >= SWEEP_AT_LEAST:
            counts = block.move_together(left, sense)
            if counts is None:
                return
            self._remember(block, counts)
            before, left = len(left), self._unmet(left, sense)
            if len(left) > 0.9 * before:
                return

    def _unmet(self, goals: dict[int, int], sense: int) -> dict[int, int]:
        if sense == MINIMISE:
            return {cell: goal for cell, goal in goals.items() if self.seen_low.get(cell) != self._floor(cell)}
        return {cell: goal for cell, goal in goals.items() if self.seen_high.get(cell, -1) < goal}

    def _floor(self, leader: int) -> int:
        return int(leader in self._never_zero)

    def _connected(self, equations: list[tuple[dict[int, int], int]]) -> Iterator[Block]:
        """The blocks of the equations between leaders that hold a hidden cell."""
        merged = [(_merge(terms, self._leader), total) for terms, total in equations]
        merged = [(terms, total) for terms, total in merged if terms]
        leaders = _components([list(terms) for terms, _ in merged])
        with_hidden = {leaders.get(self._leader.get(cell, cell)) for cell in self._hidden} - {None}
        rows, members = defaultdict(dict), defaultdict(list)
        for terms, total in merged:
            rows[leaders[next(iter(terms))]][tuple(sorted(terms.items()))] = total
        for cell, head in leaders.items():
            members[head].append(cell)
        for head in sorted(with_hidden):
            yield self._block(sorted(members[head]), rows[head])

    def _block(self, cells: list[int], rows: dict[tuple[tuple[int, int], ...], int]) -> Block:
        from scipy.sparse import csr_array

        column = {cell: index for index, cell in enumerate(cells)}
        entries = [(sign, row, column[cell]) for row, terms in enumerate(rows) for cell, sign in terms]
        signs, row_numbers, columns = np.array(entries, dtype=np.int64).T
        matrix = csr_array((signs, (row_numbers, columns)), shape=(len(rows), len(cells)))
        floors = np.array([self._floor(cell) for cell in cells], dtype=np.int64)
        return Block(cells, matrix, np.array(list(rows.values()), dtype=np.int64), floors)

    def _bound(self, leader: int, sense: int, cap: int | None) -> int | None:
        question = (leader, sense, cap)
        if question not in self._answers:
            self._answers[question] = self._solve(self._blocks[leader], leader, sense, cap)
        return self._answers[question]

    def _solve(self, block: Block, leader: int, sense: int, cap: int | None) -> int | None:
        """The optimum, from the linear programme where its solution is whole and else from the integer programme."""
        for whole in (0, 1):
            result = block.optimise(leader, sense, cap, whole)
            if result.x is None and whole == 0:
                self._refuse_contradiction(block, unlimited=sense == MAXIMISE and cap is None)
                return None
            if result.x is None:
                break
            counts = np.rint(result.x).astype(np.int64)
            if block.holds(counts):
                self._remember(block, counts)
                return int(counts[block.column[leader]])
        # Only what is proven possible counts as possible: a search that ran out of nodes adds nothing.
        return (self.seen_high if sense == MAXIMISE else self.seen_low).get(leader, self._truths[leader])

    def _refuse_contradiction(self, block: Block, unlimited: bool) -> None:
        """Raises unless the lack of an optimum can mean that the question has no limit."""
        if unlimited and block.optimise(block.cells[0], 0, None, 0).x is not None:
            return
        names = ", ".join(f"'{self._published.names[cell]}'" for cell in block.cells[:10])
        raise UserError.at("sums", f"no counts of zero or more fit the sums of {names}.", "Correct the sums.")

    def _first_solution(self) -> dict[int, int]:
        """The true counts, where nothing that is not available is connected with them."""
        blocks = {block.cells[0]: block for block in self._blocks.values()}
        complete = (block for block in blocks.values() if self._truths.keys() >= set(block.cells))
        return {cell: self._truths[cell] for block in complete for cell in block.cells}

    def _remember(self, block: Block, counts: np.ndarray) -> None:
        for cell, count in zip(block.cells, counts.tolist(), strict=True):
            self.seen_low[cell] = min(count, self.seen_low.get(cell, count))
            self.seen_high[cell] = max(count, self.seen_high.get(cell, count))


def _equation(
    published: PublishedSet, terms: tuple[tuple[int, int], ...], unknown: frozenset[int]
) -> tuple[dict[int, int], int]:
    """The unknown terms of a published sum, and what they must add up to."""
    shown = sum(sign * published.values[cell] for cell, sign in terms if cell not in unknown)
    return {cell: sign for cell, sign in terms if cell in unknown}, -shown


def _equal_cells(equations: list[tuple[dict[int, int], int]]) -> dict[int, int]:
    """For each cell that a sum shows to equal another, the one that stands for all of them."""
    pairs = [list(terms) for terms, total in equations if len(terms) == 2 and total == 0 and sum(terms.values()) == 0]
    return _components(pairs)


def _merge(terms: dict[int, int], leader: dict[int, int]) -> dict[int, int]:
    merged: dict[int, int] = defaultdict(int)
    for cell, sign in terms.items():
        merged[leader.get(cell, cell)] += sign
    return {cell: sign for cell, sign in merged.items() if sign}


def _components(groups: list[list[int]]) -> dict[int, int]:
    """For each cell of the groups, the smallest cell that it is connected with."""
    parent: dict[int, int] = {}

    def root(cell: int) -> int:
        while parent.setdefault(cell, cell) != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for group in groups:
        for cell in group:
            first, second = sorted((root(group[0]), root(cell)))
            parent[second] = first
    return {cell: root(cell) for cell in sorted(parent)}

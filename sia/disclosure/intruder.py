"""What a careful reader can work out: the least and greatest value that each hidden cell can have.

The reader knows every shown count and every published sum, that counts are whole numbers, and the least count that the
mark can stand for. The bounds are integer programmes solved with HiGHS (Fischetti and Salazar-González 2000, "Models
and algorithms for optimizing cell suppression in tabular data", JASA 95, the intruder's problem).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from sia.disclosure.block import MAXIMISE, MINIMISE, Block
from sia.disclosure.contract import PublishedSet
from sia.errors import UserError

WORTH_A_SWEEP = 4


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
        if self._outer(leader, MINIMISE) == self.seen_low.get(leader):
            return self.seen_low[leader]
        return self._bound(leader, MINIMISE, None)

    def highest(self, cell: int, cap: int | None = None) -> int | None:
        """The greatest count that the cell can have, looking no further than `cap`; None when nothing limits it.

        The cap must not lie below the true count.
        """
        leader = self._leader.get(cell, cell)
        if leader not in self._blocks:
            return cap
        goal = min(self._outer(leader, MAXIMISE), np.inf if cap is None else cap)
        if self.seen_high.get(leader, -1) >= goal:
            return int(goal)
        return self._bound(leader, MAXIMISE, cap)

    def survey(self, caps: Mapping[int, int | None]) -> None:
        """Finds solutions that answer `lowest`, and `highest` up to the cap, for many of these cells at once.

        What a survey does not settle is left to these.
        """
        pending: dict[int, dict[int, float]] = defaultdict(dict)
        for cell, cap in caps.items():
            leader = self._leader.get(cell, cell)
            if leader in self._blocks:
                goals = pending[self._blocks[leader].cells[0]]
                goals[leader] = max(np.inf if cap is None else cap, goals.get(leader, 0))
        for first, wanted in pending.items():
            for sense in (MINIMISE, MAXIMISE):
                self._sweep(self._blocks[first], self._goals(wanted, sense), sense)

    def _goals(self, wanted: dict[int, float], sense: int) -> dict[int, int]:
        """How far each cell can perhaps go, where that has a limit and is of interest."""
        goals = {cell: self._outer(cell, sense) for cell in wanted}
        if sense == MAXIMISE:
            goals = {cell: min(goal, wanted[cell]) for cell, goal in goals.items()}
        return {cell: int(goal) for cell, goal in goals.items() if np.isfinite(goal)}

    def _sweep(self, block: Block, goals: dict[int, int], sense: int) -> None:
        """Moves cells towards their goals, all together and then those apart, while that settles some at each step."""
        left = self._unmet(goals, sense)
        for choose in (list, block.apart):
            settled = WORTH_A_SWEEP
            while settled >= WORTH_A_SWEEP and len(left) >= WORTH_A_SWEEP:
                counts = block.move_together({cell: left[cell] for cell in choose(left)}, sense)
                if counts is not None:
                    self._remember(block, counts)
                before, left = len(left), self._unmet(left, sense)
                settled = before - len(left)

    def _unmet(self, goals: dict[int, int], sense: int) -> dict[int, int]:
        if sense == MINIMISE:
            return {cell: goal for cell, goal in goals.items() if self.seen_low.get(cell, goal + 1) > goal}
        return {cell: goal for cell, goal in goals.items() if self.seen_high.get(cell, -1) < goal}

    def _outer(self, leader: int, sense: int) -> float:
        block = self._blocks[leader]
        return float(block.outer[sense == MAXIMISE][block.column[leader]])

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

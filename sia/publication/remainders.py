"""What is left of one window when another is taken out of it, and the pieces that overlapping windows have in common.

Two comparisons of one series on different bases share months: the calendar year 2023 less April to December is January
to March, and so is 2022/23 less April to December 2022. Whoever holds all of them can set one difference against the
other; these functions name the pieces, so that the same months are the same unknown wherever they are left over. Several
windows can be taken out of one: April to November less two quarters is October and November.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from sia.calendar import Window, add_months


def atoms(windows: Iterable[Window]) -> dict[Window, list[Window]]:
    """Each window as the row of pieces into which the ends of all the windows cut it."""
    windows = list(windows)
    cuts = sorted({end for window in windows for end in (window.first, add_months(window.last, 1))})
    pieces = [Window(first, add_months(after, -1)) for first, after in itertools.pairwise(cuts)]
    return {window: [piece for piece in pieces if _lies_in(piece, window)] for window in windows}


def nested(windows: Iterable[Window], chosen: Iterable[Window]) -> Iterator[tuple[Window, Window, tuple[Window, ...]]]:
    """Pairs of windows, one of the chosen among the two, of which the first holds the second: both, and what is left of the first."""
    windows, chosen = sorted(windows), set(chosen)
    for outer, inner in itertools.permutations(windows, 2):
        if _lies_in(inner, outer) and chosen & {outer, inner}:
            yield outer, inner, left_over(outer, inner)


def worked_out(counts: Mapping[Window, int]) -> dict[Window, int]:
    """Each run of months, no window itself, whose count sums and differences of the windows' counts tell, with its count."""
    if not counts:
        return {}
    pieces, made_of, sums = _equations(counts)
    inverse, found = np.linalg.pinv(made_of), {}
    for first, last in _runs(pieces):
        run, wanted = Window(pieces[first].first, pieces[last].last), np.zeros(len(pieces))
        wanted[first : last + 1] = 1
        weights = wanted @ inverse
        if run not in counts and np.allclose(weights @ made_of, wanted):
            found[run] = round(float(weights @ sums))
    return found


def _equations(counts: Mapping[Window, int]) -> tuple[list[Window], np.ndarray, np.ndarray]:
    """The pieces of all windows, the sums of them that are known, one a row, and their counts; every piece of nought is nought."""
    cut = atoms(counts)
    known = [(inside, counts[window]) for window, inside in cut.items()]
    known = [one for inside, count in known for one in ([(inside, count)] if count else [([it], 0) for it in inside])]
    pieces = sorted({piece for inside in cut.values() for piece in inside})
    made_of = np.array([[piece in inside for piece in pieces] for inside, _ in known], dtype=float)
    return pieces, made_of, np.array([count for _, count in known], dtype=float)


def _runs(pieces: list[Window]) -> Iterator[tuple[int, int]]:
    """The first and last place of every row of pieces that follow one another without a gap."""
    for first in range(len(pieces)):
        for last in range(first, len(pieces)):
            if last > first and pieces[last].first != add_months(pieces[last - 1].last, 1):
                break
            yield first, last


def left_over(outer: Window, inner: Window) -> tuple[Window, ...]:
    """The months of a window before and after another one inside it, each run as a window."""
    before = (Window(outer.first, add_months(inner.first, -1)),) if outer.first < inner.first else ()
    return (*before, Window(add_months(inner.last, 1), outer.last)) if inner.last < outer.last else before


def _lies_in(inner: Window, outer: Window) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last

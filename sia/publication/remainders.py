"""What is left of one window when another is taken out of it, and the pieces that overlapping windows have in common.

Two comparisons of one series on different bases share months: the calendar year 2023 less April to December is January
to March, and so is 2022/23 less April to December 2022. Whoever holds all of them can set one difference against the
other; these functions name the pieces, so that the same months are the same unknown wherever they are left over. Several
windows can be taken out of one: April to November less two quarters is October and November.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

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
    windows = tuple(sorted(counts))
    rows, told = _tellable(windows, tuple(window for window in windows if not counts[window]))
    sums = np.array([counts[window] if window else 0 for window in rows], dtype=float)
    return {run: round(float(weights @ sums)) for run, weights in told}


@lru_cache(maxsize=1024)
def _tellable(
    windows: tuple[Window, ...], empty: tuple[Window, ...]
) -> tuple[list[Window | None], list[tuple[Window, np.ndarray]]]:
    """The windows whose counts are known, a row each, and for each run that they tell the weights by which they do.

    Kept, because series of one source have the same windows. A window that holds nought tells that each of its pieces does:
    these are rows without a window.
    """
    cut = atoms(windows)
    rows: list[tuple[Window | None, list[Window]]] = []
    for window, inside in cut.items():
        rows += [(None, [piece]) for piece in inside] if window in empty else [(window, inside)]
    pieces = sorted({piece for inside in cut.values() for piece in inside})
    made_of = np.array([[piece in inside for piece in pieces] for _, inside in rows], dtype=float)
    spans = [(first, last) for first, last in _runs(pieces) if _span(pieces, first, last) not in cut]
    wanted = np.array([[first <= at <= last for at in range(len(pieces))] for first, last in spans], dtype=float)
    if not spans:
        return [window for window, _ in rows], []
    weights = wanted @ np.linalg.pinv(made_of)
    told = np.isclose(weights @ made_of, wanted).all(axis=1)
    found = [(_span(pieces, *span), row) for span, row, known in zip(spans, weights, told, strict=True) if known]
    return [window for window, _ in rows], found


def _span(pieces: list[Window], first: int, last: int) -> Window:
    return Window(pieces[first].first, pieces[last].last)


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

"""The attack: what can be worked out about every suppressed cell from all that is published at once.

The attack knows nothing of how cells were chosen for suppression; it takes the marks as they are, and fails what a
reader could undo. A suppressed cell is **exposed** when

- it can have one value only; or
- it is primary (its count lies in 1..threshold-1, or 0..threshold-1 where zeros are suppressed) and what is published
  excludes some count of that range: readers may learn that a small count is small, and no more, so that knowing the
  rule "a primary count is below the threshold" adds nothing either.

One thing is not held against a publication: what would still be known about a cell if every count that may be
suppressed were. That is what figures published elsewhere (threshold 0) and, by policy, shown zeros tell by
themselves: a total over four hidden parts that are not zero is at least four.

Readers are assumed to know every shown count and every sum, that counts are whole and not negative, and under
`zeros="show"` that a suppressed count is not zero. They are assumed not to know which suppressed cells are primary:
publish one mark for both. A figure of threshold 0 that is suppressed all the same counts as unknown to readers.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sia.disclosure.contract import PublishedSet, Zeros, read_published_set, typed
from sia.disclosure.intruder import Intruder
from sia.errors import Problem, UserError, did_you_mean

MARKS = ("no", "primary", "secondary")

FINDINGS = {
    "cell": pl.String,
    "lower": pl.Int64,
    "upper": pl.Int64,
    "width": pl.Int64,
    "exposed": pl.Boolean,
    "reason": pl.String,
}


def attack(cells: pl.DataFrame, sums: pl.DataFrame, *, zeros: Zeros = "show") -> pl.DataFrame:
    """The bounds that the publication leaves for each suppressed cell, and whether they expose it.

    `cells` has the columns `cell`, `value`, `threshold` and `suppressed` ('no', 'primary', 'secondary'); the values
    of suppressed cells are there, so that what is exposed can be told. `sums` has `total`, `part` and, if need be,
    `relation` and `sign`. Returns one row a suppressed cell, by name, then one a cell that is shown although
    it must not be: `lower` and `upper` as counts (`upper` null: no limit), `width` = upper - lower, `exposed`
    and a `reason` for analysts (it holds confidential counts: never publish it). Raises a UserError when cells and
    sums contradict each other or a zero is suppressed although zeros are shown.
    """
    published = read_published_set(cells, sums, zeros)
    hidden = _hidden(published, cells)
    views = Views(published, hidden)
    shown = [cell for cell in range(len(published.names)) if cell not in hidden and published.is_primary(cell)]
    views.reader.survey(dict.fromkeys(sorted(hidden)))
    rows = [_row(published, views, cell) for cell in sorted(hidden)]
    rows += [_shown_row(published, cell) for cell in shown]
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


@dataclass(frozen=True)
class Exposure:
    """Why a cell is exposed: the counts it can have, and whether figures published elsewhere alone do it."""

    lower: int
    upper: int | None
    given_away: bool


class Views:
    """Two readers of a published set: of what is published, and of no more than had to be."""

    def __init__(self, published: PublishedSet, hidden: set[int], widest: Intruder | None = None):
        self.published = published
        self.reader = Intruder(published, hidden)
        self.widest = widest or Intruder(published, hidden | _hideable(published))

    def exposure(self, cell: int, lower: int, upper: int | None) -> Exposure | None:
        """Whether these bounds expose the cell (an `upper` that was cut off stands for itself or any more)."""
        if lower == upper:
            return Exposure(lower, upper, self._has_one_value(cell))
        if self.published.is_primary(cell) and self._narrows(cell, lower, upper):
            return Exposure(lower, upper, given_away=False)
        return None

    def far_enough(self, cell: int) -> int:
        """The count up to which the upper bound matters."""
        return max(self.published.values[cell] + 1, self.published.sensitive(cell).stop - 1)

    def _has_one_value(self, cell: int) -> bool:
        return self.widest.lowest(cell) == self.widest.highest(cell, self.far_enough(cell))

    def _narrows(self, cell: int, lower: int, upper: int | None) -> bool:
        least, greatest = self.published.sensitive(cell)[0], self.published.sensitive(cell)[-1]
        if lower > least and max(self.widest.lowest(cell), least) < lower:
            return True
        return upper is not None and upper < greatest and upper < self.widest.highest(cell, self.far_enough(cell))


def _hideable(published: PublishedSet) -> set[int]:
    numbers = range(len(published.names))
    return {cell for cell in numbers if published.can_be_hidden(cell) and not published.is_exempt(cell)}


def _hidden(published: PublishedSet, cells: pl.DataFrame) -> set[int]:
    marks = typed(cells, "cells", {"cell": pl.String, "suppressed": pl.String}, {})
    number_of = {name: number for number, name in enumerate(published.names)}
    problems, hidden = [], set()
    for name, mark in marks.iter_rows():
        if mark not in MARKS:
            problems.append(Problem(f"cells, '{name}'", f"mark '{mark}' is unknown.", did_you_mean(str(mark), MARKS)))
        elif mark != "no" and not published.can_be_hidden(number_of[name]):
            problems.append(Problem(f"cells, '{name}'", "has no value, or is zero while zeros are shown.", "Show it."))
        elif mark != "no":
            hidden.add(number_of[name])
    if problems:
        raise UserError(*problems)
    return hidden


def _row(published: PublishedSet, views: Views, cell: int) -> tuple:
    lower, upper = views.reader.lowest(cell), views.reader.highest(cell)
    exposure = views.exposure(cell, lower, upper)
    width = None if upper is None else upper - lower
    return published.names[cell], lower, upper, width, exposure is not None, _reason(published, cell, exposure)


def _reason(published: PublishedSet, cell: int, exposure: Exposure | None) -> str:
    if exposure is None:
        return ""
    if exposure.lower == exposure.upper:
        return f"can only be {exposure.lower}"
    bounds = f"at least {exposure.lower}" if exposure.upper is None else f"{exposure.lower} to {exposure.upper}"
    sensitive = published.sensitive(cell)
    return f"can only be {bounds}, which excludes some of {sensitive[0]} to {sensitive[-1]}"


def _shown_row(published: PublishedSet, cell: int) -> tuple:
    value = published.values[cell]
    return (
        published.names[cell],
        value,
        value,
        0,
        True,
        f"is shown, and below its threshold {published.thresholds[cell]}",
    )

"""Which derived figures must be withheld, because a suppressed count went into them."""

from __future__ import annotations

import polars as pl

from sia.disclosure.contract import typed
from sia.errors import Problem, UserError


def withheld(derived: pl.DataFrame, cells: pl.DataFrame) -> set[str]:
    """The names of the figures that use a suppressed cell.

    A derived figure is a percentage, rate, share, contribution, point of a chart or sentence: whatever together with
    the other published figures could give back its counts. `derived` has one row for each count that goes into one
    (`figure`, `cell`); `cells` has `cell` and `suppressed`, as `suppress` returns them. Raises a UserError when a
    figure uses a cell that is not there.
    """
    inputs = typed(derived, "derived", {"figure": pl.String, "cell": pl.String}, {})
    marks = typed(cells, "cells", {"cell": pl.String, "suppressed": pl.String}, {})
    inputs = inputs.join(marks.unique(), on="cell", how="left")
    unknown = inputs.filter(pl.col("suppressed").is_null()).select("figure", "cell").unique().sort("figure", "cell")
    if unknown.height:
        problems = (
            Problem(f"derived, '{figure}'", f"uses the unknown cell '{cell}'.") for figure, cell in unknown.rows()
        )
        raise UserError(*problems)
    return set(inputs.filter(pl.col("suppressed") != "no")["figure"])

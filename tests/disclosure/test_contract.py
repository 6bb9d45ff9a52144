"""Cells and sums that contradict each other are refused, all at once."""

from __future__ import annotations

import polars as pl
import pytest

from sia.disclosure import attack, suppress
from sia.errors import UserError

CELLS = pl.DataFrame({"cell": ["t", "a", "b"], "value": [30, 10, 20], "threshold": [5, 5, 5]})
SUMS = pl.DataFrame({"total": ["t", "t"], "part": ["a", "b"]})


def problems(cells: pl.DataFrame, sums: pl.DataFrame) -> list[str]:
    with pytest.raises(UserError) as raised:
        suppress(cells, sums)
    return [str(problem) for problem in raised.value.problems]


def test_every_bad_cell_is_named():
    cells = pl.DataFrame({"cell": ["a", "a", "b"], "value": [1, 2, -3], "threshold": [5, 5, None]})
    assert problems(cells, pl.DataFrame()) == [
        "cells, 'a': is there 2 times. Give each published count its own name.",
        "cells, 'b': threshold None is not a count. Give 0 for figures already published.",
        "cells, 'b': value -3 is below zero. Only counts can be suppressed.",
    ]


def test_a_sum_of_unknown_cells_names_the_nearest():
    sums = pl.DataFrame({"total": ["t", "t"], "part": ["a", "B"]})
    assert problems(CELLS, sums) == ["sums, 't': cell 'B' is not among the cells. Did you mean 'b'?"]


def test_a_sum_that_does_not_add_up_is_refused_by_both():
    cells = CELLS.with_columns(value=pl.Series([31, 10, 20]), suppressed=pl.lit("no"))
    message = "sums, 't': total 't' is 31 but its parts make 30. Declare only sums that hold for what is published."
    assert problems(cells, SUMS) == [message]
    with pytest.raises(UserError, match="its parts make 30"):
        attack(cells, SUMS)


def test_a_total_of_two_sums_needs_their_names():
    cells = pl.concat([CELLS, pl.DataFrame({"cell": ["c", "d"], "value": [15, 15], "threshold": [5, 5]})])
    sums = pl.DataFrame({"total": ["t"] * 4, "part": ["a", "b", "c", "d"]})
    assert problems(cells, sums) == [
        "sums, 't': total 't' is 30 but its parts make 60. Declare only sums that hold for what is published."
    ]
    assert (
        suppress(cells, sums.with_columns(relation=pl.Series(["x", "x", "y", "y"])))["suppressed"].unique().item()
        == "no"
    )


def test_a_relation_is_one_sum():
    sums = pl.DataFrame({"relation": ["x", "x"], "total": ["t", "a"], "part": ["a", "b"], "sign": [2, 1]})
    found = problems(CELLS, sums)
    assert any("has the totals a, t" in line for line in found) and any("sign 2" in line for line in found)


def test_rates_are_not_counts():
    with pytest.raises(UserError, match="whole numbers"):
        suppress(CELLS.with_columns(pl.col("value").cast(pl.Float64)), SUMS)


def test_missing_columns_are_named_together():
    expected = ["cells: column 'value' is missing.", "cells: column 'threshold' is missing."]
    assert problems(CELLS.drop("value", "threshold"), SUMS) == expected

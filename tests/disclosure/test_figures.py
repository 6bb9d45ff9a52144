"""Derived figures go with the counts that they are made of."""

from __future__ import annotations

import polars as pl
import pytest

from sia.disclosure import withheld
from sia.errors import UserError

CELLS = pl.DataFrame({"cell": ["now", "before", "all"], "suppressed": ["primary", "no", "secondary"]})


def figures(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema={"figure": pl.String, "cell": pl.String}, orient="row")


def test_a_figure_is_withheld_if_any_count_in_it_is_suppressed():
    derived = figures(
        ("change", "now"), ("change", "before"), ("share", "before"), ("share", "all"), ("rate", "before")
    )
    assert withheld(derived, CELLS) == {"change", "share"}


def test_no_figures_nothing_withheld():
    assert withheld(figures(), CELLS) == set()


def test_a_figure_made_of_an_unknown_cell_is_refused():
    with pytest.raises(UserError, match="'rate': uses the unknown cell 'then'"):
        withheld(figures(("rate", "then"), ("rate", "now")), CELLS)


def test_a_missing_column_is_named():
    with pytest.raises(UserError, match="column 'suppressed' is missing"):
        withheld(figures(("rate", "now")), CELLS.drop("suppressed"))

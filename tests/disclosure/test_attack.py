"""What the attack finds, beside a list of every possibility and beside patterns known to be bad."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sia.disclosure import attack
from sia.errors import UserError

LARGEST = 19


def marked(cells: dict[str, tuple[int | None, int, str]]) -> pl.DataFrame:
    rows = [(name, *cell) for name, cell in cells.items()]
    columns = {"cell": pl.String, "value": pl.Int64, "threshold": pl.Int64, "suppressed": pl.String}
    return pl.DataFrame(rows, schema=columns, orient="row")


def one_sum(total: str, *parts: str) -> pl.DataFrame:
    return pl.DataFrame({"total": [total] * len(parts), "part": list(parts)})


def by_cell(found: pl.DataFrame) -> dict[str, tuple[int, int | None, bool]]:
    return {cell: (lower, upper, exposed) for cell, lower, upper, _, exposed, _ in found.iter_rows()}


def test_nothing_suppressed_nothing_found():
    found = attack(marked({"t": (9, 5, "no"), "a": (9, 5, "no")}), one_sum("t", "a"))
    assert found.height == 0 and found.columns == ["cell", "lower", "upper", "width", "exposed", "reason"]


def test_a_cell_in_no_sum_has_no_limit():
    assert by_cell(attack(marked({"a": (3, 5, "primary")}), pl.DataFrame())) == {"a": (1, None, False)}


def test_a_single_suppressed_part_is_the_difference():
    found = attack(marked({"t": (30, 5, "no"), "a": (3, 5, "primary"), "b": (27, 5, "no")}), one_sum("t", "a", "b"))
    assert by_cell(found) == {"a": (3, 3, True)}
    assert found["reason"].item() == "can only be 3" and found["width"].item() == 0


def test_a_small_count_shown_is_reported():
    found = attack(marked({"a": (3, 5, "no"), "b": (3, 0, "no"), "c": (0, 5, "no")}), pl.DataFrame())
    assert by_cell(found) == {"a": (3, 3, True)} and "threshold 5" in found["reason"].item()


def test_bounds_that_exclude_a_small_count_expose_a_primary_cell_and_not_a_secondary_one():
    cells = marked({"t": (11, 5, "no"), "a": (1, 5, "primary"), "b": (2, 5, "primary"), "c": (8, 5, "no")})
    found = attack(cells, one_sum("t", "a", "b", "c"))
    assert by_cell(found) == {"a": (1, 2, True), "b": (1, 2, True)}
    assert found["reason"].to_list() == ["can only be 1 to 2, which excludes some of 1 to 4"] * 2
    secondary = attack(
        cells.with_columns(threshold=pl.when(pl.col("cell") == "b").then(2).otherwise(5)), one_sum("t", "a", "b", "c")
    )
    assert by_cell(secondary) == {"a": (1, 2, True), "b": (1, 2, False)}


def test_shown_zeros_make_two_ones_certain_and_suppressed_zeros_do_not():
    cells = marked({"t": (2, 0, "no"), "a": (1, 5, "primary"), "b": (1, 5, "primary")})
    assert by_cell(attack(cells, one_sum("t", "a", "b"))) == {"a": (1, 1, True), "b": (1, 1, True)}
    assert by_cell(attack(cells, one_sum("t", "a", "b"), zeros="suppress")) == {"a": (0, 2, False), "b": (0, 2, False)}


def test_a_margin_of_margins_undoes_a_suppressed_total():
    cells = marked({
        "all": (50, 5, "no"), "x": (3, 5, "primary"), "y": (47, 5, "no"),
        "x1": (1, 5, "primary"), "x2": (2, 5, "primary"),
    })  # fmt: skip
    sums = pl.concat([one_sum("all", "x", "y"), one_sum("x", "x1", "x2")])
    assert by_cell(attack(cells, sums)) == {"x": (3, 3, True), "x1": (1, 2, True), "x2": (1, 2, True)}


def test_a_repeated_figure_shown_once_exposes_it():
    cells = marked({"a": (3, 5, "primary"), "again": (3, 0, "no"), "t": (9, 5, "no"), "b": (6, 5, "secondary")})
    found = by_cell(attack(cells, pl.concat([one_sum("again", "a"), one_sum("t", "a", "b")])))
    assert found == {"a": (3, 3, True), "b": (6, 6, True)}


def test_integers_narrow_more_than_fractions_would():
    """Three cells, each two of which add up to a shown odd or even sum: halves would do, whole numbers would not."""
    cells = marked({name: (value, 5, "primary") for name, value in {"a": 2, "b": 3, "c": 4}.items()})
    shown = marked({"ab": (5, 5, "no"), "bc": (7, 5, "no"), "ca": (6, 5, "no")})
    sums = pl.concat([one_sum("ab", "a", "b"), one_sum("bc", "b", "c"), one_sum("ca", "c", "a")])
    assert by_cell(attack(pl.concat([cells, shown]), sums)) == {"a": (2, 2, True), "b": (3, 3, True), "c": (4, 4, True)}


def test_a_fractional_optimum_is_not_taken_for_a_count():
    """t = a + b, u = b + c, v = a + c all suppressed, t + u + v shown: twice a + b + c, so each has even company."""
    cells = marked({
        "sum": (14, 5, "no"), "t": (4, 5, "primary"), "u": (5, 5, "secondary"), "v": (5, 5, "secondary"),
        "a": (2, 5, "primary"), "b": (2, 5, "primary"), "c": (3, 5, "primary"),
    })  # fmt: skip
    sums = pl.concat(
        [one_sum("sum", "t", "u", "v"), one_sum("t", "a", "b"), one_sum("u", "b", "c"), one_sum("v", "a", "c")]
    )
    found = by_cell(attack(cells, sums))
    assert {found[name][:2] for name in "abc"} == {(1, 5)} and {found[name][:2] for name in "tuv"} == {(2, 6)}


def test_missing_cells_are_unknown_from_zero_upwards():
    cells = marked({"t": (9, 5, "no"), "a": (3, 5, "primary"), "b": (None, 5, "no")})
    assert by_cell(attack(cells, one_sum("t", "a", "b"))) == {"a": (1, 9, False)}


def test_cells_that_cannot_be_are_a_user_error():
    cells = marked({"t": (2, 5, "no"), "a": (3, 5, "primary"), "b": (4, 5, "no"), "c": (None, 5, "no")})
    with pytest.raises(UserError, match="fit the sums"):
        attack(cells, one_sum("t", "a", "b", "c"))


def test_marks_are_checked():
    with pytest.raises(UserError) as raised:
        attack(marked({"a": (0, 5, "primary"), "b": (3, 5, "Primary"), "c": (None, 5, "secondary")}), pl.DataFrame())
    assert [problem.place for problem in raised.value.problems] == ["cells, 'a'", "cells, 'b'", "cells, 'c'"]


@st.composite
def small_tables(draw) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A table of 2 by 3 with margins, at most four cells and any margins suppressed, at random and often badly."""
    grid = {(i, j): draw(st.integers(0, 3)) for i in range(2) for j in range(3)}
    filled = [place for place, value in grid.items() if value]
    gone = set(draw(st.lists(st.sampled_from(filled), max_size=4, unique=True))) if filled else set()
    cells = {f"r{i}c{j}": (value, 4, "primary" if (i, j) in gone else "no") for (i, j), value in grid.items()}
    totals = {f"r{i}": [f"r{i}c{j}" for j in range(3)] for i in range(2)}
    totals |= {f"c{j}": [f"r{i}c{j}" for i in range(2)] for j in range(3)}
    for name, parts in totals.items():
        value = sum(cells[part][0] for part in parts)
        cells[name] = (value, 4, "secondary" if value and draw(st.booleans()) else "no")
    cells["all"] = (sum(grid.values()), 4, "no")
    totals |= {"all": ["r0", "r1"]}
    sums = [("all again", "all", f"c{j}") for j in range(3)]
    sums += [(total, total, part) for total, parts in totals.items() for part in parts]
    return marked(cells), pl.DataFrame(sums, schema=["relation", "total", "part"], orient="row")


def every_possibility(cells: pl.DataFrame, floor: int) -> list[dict[str, int]]:
    """All ways to fill the suppressed inner cells from 0 or 1 to LARGEST so that every shown margin holds."""
    rows = {cell: (value, mark) for cell, value, _, mark in cells.iter_rows()}
    inner = [f"r{i}c{j}" for i in range(2) for j in range(3)]
    ways = []
    upper = min(LARGEST, rows["all"][0])
    for guess in product(*(range(floor, upper + 1) if rows[cell][1] != "no" else [rows[cell][0]] for cell in inner)):
        way = dict(zip(inner, guess, strict=True))
        way |= {f"r{i}": sum(way[f"r{i}c{j}"] for j in range(3)) for i in range(2)}
        way |= {f"c{j}": way[f"r0c{j}"] + way[f"r1c{j}"] for j in range(3)}
        way["all"] = way["r0"] + way["r1"]
        if all(way[cell] == value if mark == "no" else way[cell] >= floor for cell, (value, mark) in rows.items()):
            ways.append(way)
    return ways


@settings(max_examples=60, deadline=None)
@given(small_tables(), st.sampled_from(["show", "suppress"]))
def test_the_bounds_are_those_of_every_possibility_listed(table, zeros):
    cells, sums = table
    ways = every_possibility(cells, 1 if zeros == "show" else 0)
    for cell, lower, upper, _, exposed, reason in attack(cells, sums, zeros=zeros).iter_rows():
        if reason.startswith("is shown"):
            continue
        possible = {way[cell] for way in ways}
        assert (lower, upper) == (min(possible), max(possible))
        assert exposed or len(possible) > 1

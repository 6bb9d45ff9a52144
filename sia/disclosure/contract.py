"""What a published set of counts must look like before it can be suppressed or attacked.

Only the reading of the two frames is shared by the suppressor and the attack; no reasoning about disclosure is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import polars as pl

from sia.errors import Problem, UserError, did_you_mean

Zeros = Literal["show", "suppress"]

EMPTY_SUMS = {"relation": pl.String, "total": pl.String, "part": pl.String, "sign": pl.Int64}


@dataclass(frozen=True)
class Relation:
    """A published sum, as an equation: the signed terms (cell number, +1 or -1) add up to nought."""

    name: str
    total: int
    terms: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PublishedSet:
    """Every published count and sum, in an order that does not depend on the order of the rows received."""

    names: tuple[str, ...]
    values: tuple[int | None, ...]
    thresholds: tuple[int, ...]
    priorities: tuple[int, ...]
    relations: tuple[Relation, ...]
    zeros: Zeros

    @cached_property
    def missing(self) -> frozenset[int]:
        """The cells whose value is not available: unknown to readers, and nothing to protect."""
        return frozenset(number for number, value in enumerate(self.values) if value is None)

    def sensitive(self, cell: int) -> range:
        """The counts that must not be shown in this cell; empty where the figure is already published."""
        threshold = self.thresholds[cell]
        return range(0 if self.zeros == "suppress" and threshold else 1, threshold)

    def is_primary(self, cell: int) -> bool:
        """Whether the count is itself too small to be shown."""
        return self.values[cell] is not None and self.values[cell] in self.sensitive(cell)

    def is_exempt(self, cell: int) -> bool:
        """Whether the figure is already published elsewhere."""
        return self.thresholds[cell] == 0

    def can_be_hidden(self, cell: int) -> bool:
        """Whether the mark may stand for this cell: it has a value, and zeros are shown where the policy says so."""
        return bool(self.values[cell]) if self.zeros == "show" else self.values[cell] is not None


def read_published_set(cells: pl.DataFrame, sums: pl.DataFrame, zeros: Zeros) -> PublishedSet:
    """The cells and sums as one checked, ordered whole; raises a UserError with every contradiction found."""
    if zeros not in get_args(Zeros):
        raise UserError.at("zeros", f"'{zeros}' is not a policy.", did_you_mean(zeros, get_args(Zeros)))
    cells, sums = _typed_cells(cells), _typed_sums(sums)
    _refuse(_cell_problems(cells))
    cells = cells.sort("cell")
    number_of = {name: number for number, name in enumerate(cells["cell"])}
    _refuse(_sum_problems(sums, number_of))
    published = PublishedSet(
        names=tuple(cells["cell"]),
        values=tuple(cells["value"]),
        thresholds=tuple(cells["threshold"]),
        priorities=tuple(cells["priority"]),
        relations=tuple(_relations(sums, number_of)),
        zeros=zeros,
    )
    _refuse(_arithmetic_problems(published))
    return published


def typed(
    frame: pl.DataFrame, place: str, columns: dict[str, pl.DataType], defaults: dict[str, pl.Expr]
) -> pl.DataFrame:
    """The frame with exactly these columns and types; what is absent takes its default, or is a UserError."""
    absent = [name for name in columns if name not in frame.columns and name not in defaults]
    if absent:
        raise UserError(*(Problem(place, f"column '{name}' is missing.") for name in absent))
    frame = frame.with_columns(default.alias(name) for name, default in defaults.items() if name not in frame.columns)
    try:
        return frame.select(pl.col(name).cast(dtype) for name, dtype in columns.items())
    except pl.exceptions.InvalidOperationError as error:
        raise UserError.at(place, f"a column has the wrong type: {error}") from None


def _typed_cells(cells: pl.DataFrame) -> pl.DataFrame:
    columns = {"cell": pl.String, "value": pl.Int64, "threshold": pl.Int64, "priority": pl.Int64}
    if "value" in cells.columns and cells.schema["value"].is_float():
        raise UserError.at("cells, value", "counts are whole numbers.", "Give rates and shares as derived figures.")
    return typed(cells, "cells", columns, {"priority": pl.lit(0)})


def _typed_sums(sums: pl.DataFrame) -> pl.DataFrame:
    if not sums.width:
        return pl.DataFrame(schema=EMPTY_SUMS)
    return typed(sums, "sums", EMPTY_SUMS, {"relation": pl.col("total"), "sign": pl.lit(1)})


def _refuse(problems: Iterable[Problem]) -> None:
    problems = sorted(problems)
    if problems:
        raise UserError(*problems)


def _cell_problems(cells: pl.DataFrame) -> Iterator[Problem]:
    for name, value, threshold, priority in cells.iter_rows():
        place = f"cells, '{name}'"
        if name is None:
            yield Problem("cells", "a cell has no name.")
        if value is not None and value < 0:
            yield Problem(place, f"value {value} is below zero.", "Only counts can be suppressed.")
        if threshold is None or threshold < 0:
            yield Problem(place, f"threshold {threshold} is not a count.", "Give 0 for figures already published.")
        if priority is None:
            yield Problem(place, "priority is empty.", "Give 0 for no preference.")
    for name, count in Counter(cells["cell"]).items():
        if count > 1 and name is not None:
            yield Problem(f"cells, '{name}'", f"is there {count} times.", "Give each published count its own name.")


def _sum_problems(sums: pl.DataFrame, number_of: dict[str, int]) -> Iterator[Problem]:
    for relation, total, part, sign in sums.iter_rows():
        place = f"sums, '{relation}'"
        if relation is None:
            yield Problem("sums", f"the relation of total '{total}' has no name.")
        for name in (total, part):
            if name not in number_of:
                yield Problem(place, f"cell '{name}' is not among the cells.", did_you_mean(str(name), number_of))
        if sign not in (-1, 1):
            yield Problem(place, f"sign {sign} of part '{part}' is neither 1 nor -1.")
    for (relation,), group in sums.group_by("relation", maintain_order=True):
        place = f"sums, '{relation}'"
        if group["total"].n_unique() > 1:
            yield Problem(place, f"has the totals {', '.join(sorted(map(str, group['total'].unique())))}.", "Give one.")
        for name, count in Counter([*group["part"], group["total"][0]]).items():
            if count > 1:
                yield Problem(place, f"uses cell '{name}' {count} times.")


def _relations(sums: pl.DataFrame, number_of: dict[str, int]) -> Iterator[Relation]:
    for (name,), group in sums.sort("relation", "total", "part").group_by("relation", maintain_order=True):
        total = number_of[group["total"][0]]
        parts = zip((number_of[part] for part in group["part"]), group["sign"], strict=True)
        yield Relation(name, total, ((total, -1), *parts))


def _arithmetic_problems(published: PublishedSet) -> Iterator[Problem]:
    for relation in published.relations:
        values = [published.values[cell] for cell, _ in relation.terms]
        if None in values:
            continue
        difference = sum(sign * value for value, (_, sign) in zip(values, relation.terms, strict=True))
        if difference:
            total = published.values[relation.total]
            yield Problem(
                f"sums, '{relation.name}'",
                f"total '{published.names[relation.total]}' is {total} but its parts make {total + difference}.",
                "Declare only sums that hold for what is published.",
            )

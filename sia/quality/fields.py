"""Key fields month by month: how completely they are filled, and values that stand in some months as in no others."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from statistics import median

import polars as pl

from sia.calendar import month_of
from sia.project.load import Project
from sia.quality.findings import KeyField, MonthShare, OddValue

#: A category is said never to have a field when at least this many rows all lack it.
ENOUGH_ROWS = 20
#: How many standard errors a share must be off, with a dispersion of 2, before a month is called unusual.
STANDARD_ERRORS, DISPERSION = 4.0, 2.0
#: Of a source with at least so many months, a value of at most so many is one of some months only.
MONTHS_TO_COMPARE, A_FEW_MONTHS = 9, 6
#: A value off its usual share in more than this part of the months has no usual share.
A_QUARTER = 0.25


def key_fields_in(project: Project, rows: pl.DataFrame) -> Iterator[KeyField]:
    """Every key field of every source, from the table `completeness`; months after the as-at date do not count."""
    for (source, column), own in rows.sort("source", "column_name", "month", "category").group_by(
        ["source", "column_name"], maintain_order=True
    ):
        contract = project.contracts.get(source)
        if contract is None:
            continue
        never = _never(own)
        months = _months(project, own.filter(~pl.col("category").is_in(never)))
        if months:
            unusual = _unusually_blank(months, contract.tolerances.blank_points / 100)
            yield KeyField(source, column, months, tuple(never), unusual)


def _never(rows: pl.DataFrame) -> list[str]:
    """Categories of which no row has the field, though others mostly have it."""
    by = rows.group_by("category").agg(pl.col("rows", "filled").sum()).sort("category")
    none = by.filter((pl.col("filled") == 0) & (pl.col("rows") >= ENOUGH_ROWS) & (pl.col("category") != ""))
    others = by.filter(~pl.col("category").is_in(none["category"].to_list()))
    mostly = others["rows"].sum() > 0 and others["filled"].sum() / others["rows"].sum() >= 0.5
    return none["category"].to_list() if mostly else []


def _months(project: Project, rows: pl.DataFrame) -> tuple[MonthShare, ...]:
    newest = month_of(project.assessment.as_at)
    totals = rows.filter(pl.col("month") <= newest).group_by("month").agg(pl.col("rows", "filled").sum()).sort("month")
    return tuple(MonthShare(month, total, filled) for month, total, filled in totals.iter_rows())


def _unusually_blank(months: tuple[MonthShare, ...], points: float) -> tuple[MonthShare, ...]:
    if len(months) < MONTHS_TO_COMPARE:
        return ()
    usual = median(1 - one.share for one in months)
    return tuple(one for one in months if _is_more(1 - one.share, usual, one.rows, points))


def _is_more(share: float, usual: float, rows: int, points: float) -> bool:
    """Whether a share is so many points above the usual one, and by more than chance makes of so many rows."""
    middle = (share + usual) / 2
    return share - usual >= points and share - usual >= STANDARD_ERRORS * sqrt(
        DISPERSION * middle * (1 - middle) / rows
    )


def odd_values_in(project: Project, values: pl.DataFrame, totals: pl.DataFrame) -> Iterator[OddValue]:
    """Values that stand in a few months only, or in a far larger share of some months than usual.

    `values` is the table `value_months`, `totals` has source, month and rows. What the same month of other years shows as
    well is a season; a value whose share is off in more than a quarter of the months is a changing mix. Both are left
    alone.
    """
    newest = month_of(project.assessment.as_at)
    rows_of = {(source, month): rows for source, month, rows in totals.iter_rows() if month <= newest}
    months_of: dict[str, list] = {}
    for source, month in sorted(rows_of):
        months_of.setdefault(source, []).append(month)
    for (source, column, value), own in values.sort(pl.all()).group_by(
        ["source", "column_name", "value"], maintain_order=True
    ):
        contract, months = project.contracts.get(source), months_of.get(source, [])
        if contract is None or len(months) < MONTHS_TO_COMPARE:
            continue
        counts = dict(own.select("month", "rows").iter_rows())
        shares = [MonthShare(month, rows_of[source, month], counts.get(month, 0)) for month in months]
        found = _only_in_a_few(shares) or _more_than_usual(shares, contract.tolerances.blank_points / 100)
        if found:
            kind, odd, usual = found
            yield OddValue(source, column, value, kind, odd, usual, newest=odd == tuple(shares[-len(odd) :]))


def _only_in_a_few(shares: list[MonthShare]) -> tuple[str, tuple[MonthShare, ...], float] | None:
    held = tuple(one for one in shares if one.count)
    lacking = [one for one in shares if not one.count]
    if not held or len(held) > min(A_FEW_MONTHS, len(shares) // 2):
        return None
    share = sum(one.count for one in held) / sum(one.rows for one in held)
    to_be_expected = share * min(one.rows for one in lacking)
    return ("only", held, 0.0) if to_be_expected >= STANDARD_ERRORS**2 else None


def _more_than_usual(shares: list[MonthShare], points: float) -> tuple[str, tuple[MonthShare, ...], float] | None:
    usual = median(one.share for one in shares)
    odd = tuple(one for one in shares if _is_more(one.share, max(usual, _same_months(shares, one)), one.rows, points))
    return ("more", odd, usual) if odd and len(odd) <= A_QUARTER * len(shares) else None


def _same_months(shares: list[MonthShare], one: MonthShare) -> float:
    """The median share in the same month of other years; 0 where there is none."""
    others = [other.share for other in shares if other.month.month == one.month.month and other.month != one.month]
    return median(others) if others else 0.0

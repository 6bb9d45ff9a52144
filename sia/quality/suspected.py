"""Steps that no declared break explains, and changes of the basis on which values are reported.

They are questions to the agency: nothing here changes a rating. What is confirmed belongs into `breaks.csv`, and from
then on statistics obey it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from sia.calendar import add_months
from sia.project.load import Project
from sia.quality.findings import SuspectedBreak
from sia.quality.months import LARGE, MONTHLY
from sia.trends.level_shifts import monthly_shifts, yearly_shifts

EVERY_SOURCE = "*"
#: The month of a step is known to about this many months either way.
MONTHS_EITHER_WAY = 3


def suspected_in(
    project: Project, monthly: pl.DataFrame, yearly: pl.DataFrame, bases: pl.DataFrame, declared: pl.DataFrame
) -> Iterator[SuspectedBreak]:
    """Suspected breaks of the district: by month, by year, and where the reporting basis changes.

    `monthly`, `yearly` and `bases` are the queries `monthly_rows`, `yearly_values` and `basis_changes`; `declared` is the
    register of breaks. A step within three months of a declared break of its source and category (by year: since the
    beginning of the year before) is explained by it. A basis that changes where a step of the same period is found is
    told together with it.
    """
    changes = {(row["source"], row["period_start"]): row for row in bases.sort("source", "period_start").to_dicts()}
    found = [*_by_month(project, monthly, declared), *_by_year(project, yearly, declared)]
    steps = {(one.source, one.period) for one in found}
    for one in found:
        row = changes.get((one.source, one.period))
        yield _with_basis(one, row["basis_before"], row["basis"]) if row else one
    for (source, period), row in changes.items():
        if (source, period) not in steps and not _explained(declared, source, "", add_months(period, -12), period):
            yield SuspectedBreak(source, "", period, yearly=True, basis_before=row["basis_before"], basis=row["basis"])


def _with_basis(one: SuspectedBreak, before: str, basis: str) -> SuspectedBreak:
    return replace(one, basis_before=before, basis=basis)


def _by_month(project: Project, rows: pl.DataFrame, declared: pl.DataFrame) -> Iterator[SuspectedBreak]:
    """A step of a category is not told again where the whole source has one."""
    monthly = {name for name, contract in project.contracts.items() if contract.frequency in MONTHLY}
    large = pl.col("counted_rows").median().over("source", "category") >= LARGE / 3
    events = rows.filter(pl.col("source").is_in(sorted(monthly)) & large)
    frame = events.select(series=pl.col("source") + "\t" + pl.col("category"), month="month", count="counted_rows")
    whole: set[str] = set()
    for series, period, before, after, _ in monthly_shifts(frame).sort("series").iter_rows():
        source, _, category = series.partition("\t")
        first, last = add_months(period, -MONTHS_EITHER_WAY), add_months(period, MONTHS_EITHER_WAY)
        if source in whole or _explained(declared, source, category, first, last):
            continue
        whole |= set() if category else {source}
        yield SuspectedBreak(source, category, period, yearly=False, before=before, after=after)


def _by_year(project: Project, rows: pl.DataFrame, declared: pl.DataFrame) -> Iterator[SuspectedBreak]:
    """All areas of a file lend their noise; the steps told are those of the district.

    Where an area has two values for one year (totals of several regions under one code) they are no series.
    """
    district = project.partnership.district.code
    kind = pl.concat_str("source", "measure", "category", separator="\t", ignore_nulls=True)
    frame = rows.select(
        series=kind + "\t" + pl.col("area_code"), pool=kind, period="period_start", value="value"
    ).drop_nulls("series")
    frame = frame.filter(pl.len().over("series", "period") == 1)
    told: set[tuple[str, date]] = set()
    for series, period, before, after, _ in yearly_shifts(frame).sort("series", "period").iter_rows():
        source, measure, category, area = series.split("\t")
        named = category or measure
        known = _explained(declared, source, named, add_months(period, -12), add_months(period, 12))
        if area != district or known or ((source, period) in told and named):
            continue
        told |= set() if named else {(source, period)}
        yield SuspectedBreak(source, named, period, yearly=True, before=before, after=after)


def _explained(declared: pl.DataFrame, source: str, category: str, first: date, last: date) -> bool:
    """Whether a declared break of the source (and of the category, if both name one) lies within the span."""
    return any(
        row["source"] in (EVERY_SOURCE, source)
        and first <= row["date"] <= last
        and (not category or not row["category"] or row["category"] == category)
        for row in declared.iter_rows(named=True)
    )


def lines_for_register(found: Iterable[SuspectedBreak], agencies: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Suspected breaks as rows of `breaks.csv`, to be kept, mended or deleted once the agency has answered.

    The columns are those of the register: date, source, category, indicator, direction, what, reference, certain, force.
    """
    return [
        (
            one.period.isoformat(),
            one.source,
            one.category,
            "",
            one.direction,
            f"{_what(one)} Not confirmed: ask {agencies.get(one.source, one.source)}.",
            "",
            "check",
            "",
        )
        for one in found
    ]


def _what(one: SuspectedBreak) -> str:
    """What was seen, without figures, since the register is shared more widely than the data."""
    basis = f"The reporting basis changed from '{one.basis_before}' to '{one.basis}'." if one.basis else ""
    step = "The level changed at least twofold." if one.before is not None else ""
    return " ".join(part for part in (step, basis) if part)

"""The further bases on which an indicator is compared beside its own: shown with it, and never evidence for a rating."""

from __future__ import annotations

import polars as pl

from sia.calendar import Basis
from sia.project.load import Project
from sia.signals.comparisons import Bands, compare_series
from sia.signals.windows import windows_of

SCHEMA = {"indicator": pl.String, "basis": pl.String, "same_as": pl.String}


def further_comparisons(
    project: Project, keys: pl.DataFrame, monthly: pl.DataFrame, breaks: pl.DataFrame, bands: Bands
) -> pl.DataFrame:
    """Every series of `keys` on each further basis that its indicator declares: the columns of `compare_series`, and `same_as`.

    `keys`, `monthly` and `breaks` are those of the first comparison. The families of false-discovery control are its
    families, a basis each. `same_as` names the basis that covers the same months at this as-at date (the indicator's
    own, or one declared before this one), so that they are told once; null where none does.
    """
    declared = pl.DataFrame(_declared(project), schema=SCHEMA, orient="row")
    wanted = keys.drop("basis").join(declared, on="indicator", how="inner", maintain_order="left")
    family = pl.concat_str("family", pl.lit(" on "), "basis")
    return compare_series(wanted.with_columns(family=family), monthly, breaks, project.assessment.as_at, bands)


def _declared(project: Project) -> list[tuple[str, str, str | None]]:
    """One row an indicator and further basis, in the order declared."""
    found = []
    for name, (_, one) in project.indicators.items():
        first_with = {}
        for basis in (one.basis, *one.also):
            windows = windows_of(basis, one.frequency, project.assessment.as_at)
            first = first_with.setdefault(windows, basis)
            found.append((name, str(basis), None if first is basis else str(first)))
    return [row for row in found if Basis(row[1]) in project.indicators[row[0]][1].also]

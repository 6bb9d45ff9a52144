"""Months, comparison windows and the one-row table of parameters, as SQL needs them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sia.calendar import (
    Basis,
    Window,
    add_months,
    comparison_windows,
    days_in_month,
    financial_year_label,
    financial_year_start,
    month_name,
    month_of,
    month_range,
)

if TYPE_CHECKING:
    import polars as pl

    from sia.project.load import Project

YEARS_BACK = 12


def parameters(project: Project) -> pl.DataFrame:
    """One row: the assessment, its dates and its district."""
    import polars as pl

    as_at = project.assessment.as_at
    start = financial_year_start(as_at)
    return pl.DataFrame(
        {
            "assessment": [project.assessment.id],
            "as_at": [as_at],
            "newest_month": [month_of(as_at)],
            "district_code": [project.partnership.district.code],
            "district_name": [project.partnership.district.name],
            "financial_year_start": [start],
            "financial_year_end": [add_months(start, 12) - timedelta(days=1)],
        }
    )


def windows(project: Project) -> pl.DataFrame:
    """Two rows a basis: the current window and the one it is compared with."""
    import polars as pl

    rows: list[dict[str, Any]] = []
    for basis in Basis:
        pair = comparison_windows(basis, project.assessment.as_at)
        rows.extend(_window(basis, name, window) for name, window in zip(("current", "previous"), pair, strict=True))
    return pl.DataFrame(rows, schema_overrides={"months": pl.Int32, "days": pl.Int32})


def months(project: Project) -> pl.DataFrame:
    """One row a month, from twelve years before the as-at date to the end of its financial year."""
    import polars as pl

    as_at = project.assessment.as_at
    span = month_range(add_months(month_of(as_at), -12 * YEARS_BACK), add_months(financial_year_start(as_at), 11))
    return pl.DataFrame(
        {
            "month": span,
            "days": pl.Series([days_in_month(month) for month in span], dtype=pl.Int32),
            "financial_year": [financial_year_label(month) for month in span],
            "calendar_month": pl.Series([month.month for month in span], dtype=pl.Int32),
            "name": [month_name(month) for month in span],
            "month_name": [month_name(month).split()[0] for month in span],
        }
    )


def _window(basis: Basis, period: str, window: Window) -> dict[str, Any]:
    return {
        "basis": str(basis),
        "period": period,
        "first_month": window.first,
        "last_month": window.last,
        "months": len(window.months),
        "days": window.days,
        "label": window.label,
    }

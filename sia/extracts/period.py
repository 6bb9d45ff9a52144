"""Which columns of a contract say when a row happened."""

from __future__ import annotations

from sia.project.contract import Contract


def period_columns(contract: Contract) -> tuple[str, str] | None:
    """The columns in which a row's period begins and ends: one date or month column, or period_start and period_end."""
    dates = [name for name, column in contract.kept.items() if column.type in ("date", "month")]
    if contract.coverage.column:
        return contract.coverage.column, contract.coverage.column
    if {"period_start", "period_end"} <= set(dates):
        return "period_start", "period_end"
    return (dates[0], dates[0]) if dates else None

"""Which columns of a contract say when a row happened."""

from __future__ import annotations

from sia.project.contract import Column, Contract

DATED = ("date", "month", "period")


def span_columns(name: str, column: Column) -> tuple[str, str]:
    """The columns of the table that hold the first and the last day of a column's values; for most types, itself."""
    return (f"{name}_start", f"{name}_end") if column.type == "period" else (name, name)


def key_columns(contract: Contract) -> list[str]:
    """The columns of the table that the contract's key compares: of a period its days, not the way it is written."""
    return list(dict.fromkeys(column for name in contract.key for column in span_columns(name, contract.columns[name])))


def period_column(contract: Contract) -> str:
    """The column of the contract that says when a row happened, '' without one: the declared one, or else the first."""
    dated = (name for name, column in contract.kept.items() if column.type in DATED)
    return contract.coverage.column or next(dated, "")


def period_columns(contract: Contract) -> tuple[str, str] | None:
    """The columns of the table in which a row's period begins and ends.

    They are those of the declared column, or period_start and period_end where these are dates, or else those of the
    first column of dates, months or periods; None without one.
    """
    dates = {name for name, column in contract.kept.items() if column.type in ("date", "month")}
    if not contract.coverage.column and {"period_start", "period_end"} <= dates:
        return "period_start", "period_end"
    name = period_column(contract)
    return span_columns(name, contract.columns[name]) if name else None

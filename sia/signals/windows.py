"""The two windows of each comparison, in the rhythm in which an indicator arrives."""

from __future__ import annotations

from datetime import date

from sia.calendar import Basis, Window, add_months, comparison_windows, last_day, month_of

MONTHS_PER_ROW = {"monthly": 1, "quarterly": 3, "annual": 12}


def windows_of(basis: str, frequency: str, as_at: date) -> tuple[Window, Window]:
    """The current window and the one it is compared with; quarters count once they are complete at the as-at date.

    In a financial year that has no complete quarter yet, the whole year before is compared with the one before that.
    """
    if frequency == "quarterly":
        as_at = _end_of_quarter(as_at)
    return comparison_windows(Basis(basis), as_at)


def _end_of_quarter(as_at: date) -> date:
    """The last day of the newest calendar quarter that is over at the as-at date."""
    newest = month_of(as_at) if as_at == last_day(as_at) else add_months(month_of(as_at), -1)
    return last_day(add_months(newest, -(newest.month % 3)))

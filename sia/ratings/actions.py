"""How the plan's own actions stand at the as-at date: how many are open, overdue, completed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from sia.calendar import season_dates

CLOSED = ("Completed", "Business as usual")
DATE_FORMATS = ("%d %B %Y", "%d/%m/%Y", "%Y-%m-%d", "%d %b %Y")


def due_date(text: str) -> date | None:
    """The last day by which an action is due: of a date, a month or a season; None for an open-ended one."""
    text = (text or "").strip()
    for written in DATE_FORMATS:
        try:
            return datetime.strptime(text, written).date()
        except ValueError:
            continue
    try:
        return season_dates(text)[1]
    except ValueError:
        return _end_of_month(text)


def _end_of_month(text: str) -> date | None:
    from sia.calendar import last_day

    for written in ("%B %Y", "%b %Y"):
        try:
            return last_day(datetime.strptime(text, written).date())
        except ValueError:
            continue
    return None


def actions_of(register: pl.DataFrame, as_at: date) -> dict[str, dict[str, Any]]:
    """The part `actions` of the evidence row, by priority (columns of `Action`); a priority without actions is absent."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in register.iter_rows(named=True):
        found.setdefault(row["priority"], []).append(row)
    return {priority: _row(actions, as_at) for priority, actions in found.items()}


def _row(actions: list[dict[str, Any]], as_at: date) -> dict[str, Any]:
    still_open = [action for action in actions if action["status"] not in CLOSED]
    overdue = [action for action in still_open if (due := due_date(action["due"])) is not None and due < as_at]
    return {
        "total": len(actions),
        "open": len(still_open),
        "overdue": len(overdue),
        "completed": sum(action["status"] == "Completed" for action in actions),
        "none_started": all(action["status"] == "Not started" for action in actions),
    }

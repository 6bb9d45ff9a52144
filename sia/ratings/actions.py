"""How the plan's own actions stand at the as-at date: how many are open, overdue, completed."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from sia.registers.dates import due_date

CLOSED = ("Completed", "Business as usual")


def actions_of(register: pl.DataFrame, as_at: date) -> dict[str, dict[str, Any]]:
    """The part `actions` of the evidence row, by priority (columns of `Action`); a priority without actions is absent."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in register.iter_rows(named=True):
        found.setdefault(row["priority"], []).append(row)
    return {priority: _row(actions, as_at) for priority, actions in found.items()}


def _row(actions: list[dict[str, Any]], as_at: date) -> dict[str, Any]:
    still_open = [action for action in actions if action["status"] not in CLOSED]
    overdue = [action for action in still_open if (due := due_date(action["due"] or "")) is not None and due < as_at]
    return {
        "total": len(actions),
        "open": len(still_open),
        "overdue": len(overdue),
        "completed": sum(action["status"] == "Completed" for action in actions),
        "none_started": all(action["status"] == "Not started" for action in actions),
    }

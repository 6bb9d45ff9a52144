"""What matters and cannot be measured: said under its priority, and listed for whoever can close the gap."""

from __future__ import annotations

from typing import Any

import polars as pl

from sia.project.indicators import Priority
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.tables import Table, plain_text
from sia.publication.wording import full_stop


def gaps_of_priority(edition: Edition, priority: Priority) -> str:
    """What cannot be measured of a priority, why, and what is being done; empty when no gap is recorded."""
    rows = list(edition.registers.data_gaps.filter(pl.col("priority") == priority.id).iter_rows(named=True))
    if not rows:
        return ""
    told = [
        f"**{full_stop(plain_text(row['gap']))}** {full_stop(plain_text(row['why']))} {_remedy(row)}" for row in rows
    ]
    return document(heading(3, "What cannot be measured", f"{priority.id}-gaps"), bullets(told))


def _remedy(row: dict[str, Any]) -> str:
    if not row["remedy"]:
        return "Nothing is being done about it yet."
    by = ", ".join(plain_text(row[name]) for name in ("lead", "due") if row[name])
    remedy = plain_text(row["remedy"]).rstrip(".")
    return full_stop(f"{remedy} ({by})" if by else remedy)


def gaps_table(edition: Edition) -> str:
    """Every gap in the order of the plan, as a section with a table; empty when none is recorded."""
    rows = [
        (
            plain_text(priority.title),
            *(plain_text(row[name]) or "none yet" for name in ("gap", "why", "remedy")),
            _who(row),
        )
        for priority in edition.project.priorities.values()
        for row in edition.registers.data_gaps.filter(pl.col("priority") == priority.id).iter_rows(named=True)
    ]
    headings = ("Priority", "What cannot be measured", "Why", "What is being done", "By whom, until when")
    caption = f"Data gaps recorded by the partners, as at {edition.as_at}."
    table = Table("data-gaps", caption, headings, tuple(rows), numbers=False, widths=(16, 24, 24, 22, 14))
    return document(heading(2, "What cannot be measured", "sec-gaps"), table.markdown()) if rows else ""


def _who(row: dict[str, Any]) -> str:
    return ", ".join(plain_text(row[name]) for name in ("lead", "due") if row[name]) or "not settled"

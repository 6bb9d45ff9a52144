"""Why a number that a series should have is not there: withheld, not applicable, too small to show, or not available.

The marks are those that extracts tell apart in number columns; each keeps its own words up to the documents.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from sia.calendar import Window, month_of

WORDS = {
    "suppressed": "withheld by its publisher",
    "not applicable": "given as not applicable",
    "too small to show": "too small for its publisher to show",
    "not recorded": "not available",
}
SEVERAL = {
    "suppressed": "withheld by their publisher",
    "not applicable": "given as not applicable",
    "too small to show": "too small for their publisher to show",
    "not recorded": "not available",
}


def no_value() -> pl.Expr:
    """The reason of a level without a value, from the columns `mark` and `period_label`."""
    words = pl.col("mark").replace_strict(WORDS, default="missing", return_dtype=pl.String)
    return pl.format("the value for {} is {}", pl.col("period_label").fill_null("the latest period"), words)


def with_gaps(compared: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """The comparisons, each that lacks a number of its periods with the reason that stands in the number's place.

    `compared` has the columns indicator, unserved, reason and the bounds of both periods; `gaps` those of the query
    `series_gaps`, for one area. The parts of an indicator share the gaps of its total.
    """
    by_indicator: dict[str, list[tuple[Window, str]]] = {}
    for indicator, first, last, mark in gaps.select("indicator", "period_start", "period_end", "mark").sort(
        "indicator", "period_start", "period_end"
    ).iter_rows():  # fmt: skip
        by_indicator.setdefault(indicator, []).append((Window(month_of(first), month_of(last)), mark))
    reasons = [_reason(row, by_indicator.get(row["indicator"], [])) for row in compared.iter_rows(named=True)]
    return compared.with_columns(reason=pl.Series("reason", reasons, dtype=pl.String))


def _reason(row: dict[str, Any], gaps: list[tuple[Window, str]]) -> str | None:
    """The reason of a row as it is, unless it cannot be calculated because of numbers that are marked."""
    if row["reason"] is None or row["unserved"] is not None:
        return row["reason"]
    bounds = [(row[f"{which}_first"], row[f"{which}_last"]) for which in ("previous", "current")]
    inside = [(window, mark) for window, mark in gaps if any(_overlaps(window, *bound) for bound in bounds)]
    marks = dict.fromkeys(mark for _, mark in inside)
    return "; ".join(_said([window for window, own in inside if own == mark], mark) for mark in marks) or row["reason"]


def _overlaps(window: Window, first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and window.first <= last and first <= window.last


def _said(windows: list[Window], mark: str) -> str:
    """ "the number for July to September 2023 is withheld by its publisher"; of more than two the rest are counted."""
    if len(windows) == 1:
        return f"the number for {windows[0].label} is {WORDS[mark]}"
    named = f"{windows[0].label} and for {windows[1].label}"
    more = f"{windows[0].label} and for {len(windows) - 1} more periods"
    return f"the numbers for {named if len(windows) == 2 else more} are {SEVERAL[mark]}"

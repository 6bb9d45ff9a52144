"""The total weighted by harm, beside the count and never mixed into it; made of counts that are shown themselves.

With the weights published, a weighted total tells the counts behind it, so that there is one only where the count of every
kind of offence in it is shown in both periods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from sia.publication.evidence import Comparison
from sia.publication.readings import Readings
from sia.publication.wording import listed, number, percent, signed_percent


def harm_sentence(readings: Readings, total: Comparison, strands: Sequence[Comparison]) -> str:
    """Both periods' weighted totals with source and version, and the kinds without a weight with their share of events."""
    rows = readings.harm_parts.filter(pl.col("indicator") == total.indicator).to_dicts()
    shown = {one.strand: one for one in strands if one.calculable and not one.withheld}
    weighted = [row for row in rows if row["weight"] is not None]
    if not weighted or total.withheld or not total.calculable or not all(row["strand"] in shown for row in rows):
        return ""
    if len(total.current.months) != len(total.previous.months):
        return ""
    now, before = (sum(row["weight"] * row[f"{which}_count"] for row in weighted) for which in ("current", "previous"))
    if not before:
        return ""
    source = f"{weighted[0]['weight_source']}, version {weighted[0]['version']}"
    change = signed_percent(100 * (now - before) / before)
    return (
        f"Harm-weighted ({source}), the total went from {number(before)} to {number(now)} points ({change}); how far chance alone "
        f"moves it is not tested.{_without_weight(rows, shown)}"
    )


def _without_weight(rows: Sequence[Mapping[str, Any]], shown: Mapping[str, Comparison]) -> str:
    without = [row for row in rows if row["weight"] is None]
    events = sum(row["current_count"] for row in rows)
    if not without or not events:
        return ""
    share = percent(100 * sum(row["current_count"] for row in without) / events)
    names = listed(shown[row["strand"]].name for row in without)
    return f" Without a weight, and not in it: {names} ({share} of the latest count)."

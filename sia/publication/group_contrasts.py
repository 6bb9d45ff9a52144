"""Groups of small areas set against one another: the ends of each dimension, and the gradient over the fifths.

All indicators that have groups are compared at once, so that a difference is called clear only where the false-discovery rate
over all of them lets it be; what is shown is chosen afterwards.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from sia.publication.evidence import GroupContrast
from sia.publication.readings import Readings
from sia.signals.direction import FALSE_DISCOVERY_RATE
from sia.trends.area_groups import group_gradient, group_rates, group_ratios
from sia.trends.false_discovery import adjust

ENDS = {"deprivation": ("1", "5"), "rural_urban": ("rural", "urban")}
FIFTHS = 5
NOT_KNOWN = ""
KEY = ["indicator", "dimension"]


def group_contrasts(readings: Readings, shown: Collection[str]) -> list[GroupContrast]:
    """The contrasts of the indicators whose groups are shown, by indicator and dimension, ends before gradient."""
    rates = group_rates(readings.group_counts.filter(pl.col("area_group") != NOT_KNOWN))
    ends = [
        group_ratios(rates.filter(pl.col("dimension") == dimension), KEY, "area_group", *pair)
        for dimension, pair in ENDS.items()
    ]
    fifths = rates.filter(pl.col("dimension") == "deprivation").with_columns(place=pl.col("area_group").cast(pl.Int64))
    steps = group_gradient(fifths, KEY, "place", FIFTHS)
    both = pl.concat(
        [*(frame.with_columns(kind=pl.lit("ends")) for frame in ends), steps.with_columns(kind=pl.lit("step"))]
    )
    called = adjust(both, ["dimension", "kind"]).filter(pl.col("indicator").is_in(list(shown)))
    return [_contrast(row) for row in called.sort("indicator", "dimension", "kind").iter_rows(named=True)]


def _contrast(row: dict) -> GroupContrast:
    return GroupContrast(
        **{name: row[name] for name in (*KEY, "kind", "ratio", "lower", "upper", "family_size")},
        clear=row["clear"] and row["q_value"] <= FALSE_DISCOVERY_RATE,
        reason=row["reason"] or "",
    )

"""From a clear change and a polarity to a signal."""

from __future__ import annotations

import polars as pl

CANNOT, NO_CHANGE = "cannot be calculated", "no clear change"
FALSE_DISCOVERY_RATE = 0.05


def signal(known: pl.Expr, clear: pl.Expr, up: pl.Expr, polarity: pl.Expr) -> pl.Expr:
    """improving or worsening by polarity, rising or falling without one, no clear change, or cannot be calculated."""
    better = up == (polarity == "higher")
    return (
        pl.when(~known)
        .then(pl.lit(CANNOT))
        .when(~clear)
        .then(pl.lit(NO_CHANGE))
        .when((polarity == "ambiguous") & up)
        .then(pl.lit("rising"))
        .when(polarity == "ambiguous")
        .then(pl.lit("falling"))
        .when(better)
        .then(pl.lit("improving"))
        .otherwise(pl.lit("worsening"))
    )

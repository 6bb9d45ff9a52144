"""How much of all events the fullest fifth of areas would hold by chance alone: some area is always on top.

Each area counts Poisson events around an expected number. The largest k counts add up, on average, to the sum over t of the
mean of min(k, how many areas count more than t), and how many do follows from one area after the other (the
Poisson-binomial distribution), so that no simulation is needed.
"""

from __future__ import annotations

import numpy as np
import polars as pl

FEWEST_AREAS = 10
TOP = 5
TOO_FEW_AREAS = "fewer than 10 areas are too few to speak of a fifth of them"
NO_EVENTS = "there are no events"


def top_fifth(frame: pl.DataFrame, family: str, *, count: str = "count", expected: str = "expected") -> pl.DataFrame:
    """One row a family of areas, in the order of their first rows: the share of its events in the fullest fifth of areas.

    `expected` is what each area would count by chance alone (any scale; null where unknown, and then all areas of the
    family are taken to be alike). Returns the family, `areas`, `top_areas` (a fifth of them, rounded down), `top_count`,
    `share` and `chance_share` (between 0 and 1), and `reason`: null, or why there is no share (fewer than 10 areas, no
    events).
    """
    rows = [
        {family: name, **_told(part[count].to_numpy(), part[expected])}
        for (name,), part in frame.group_by(family, maintain_order=True)
    ]
    kinds = {"areas": pl.Int64, "top_areas": pl.Int64, "top_count": pl.Int64, "share": pl.Float64}
    schema = {family: frame.schema[family], **kinds, "chance_share": pl.Float64, "reason": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _told(counts: np.ndarray, expected: pl.Series) -> dict[str, object]:
    areas, total = len(counts), counts.sum()
    top = areas // TOP
    reason = TOO_FEW_AREAS if areas < FEWEST_AREAS else NO_EVENTS if not total else None
    if reason:
        return {"areas": areas, "top_areas": top, "reason": reason}
    most = np.sort(counts)[-top:].sum()
    weights = np.ones(areas) if expected.null_count() else expected.to_numpy().astype(float)
    means = total * weights / weights.sum()
    shares = {"share": most / total, "chance_share": mean_of_largest(means, top) / total}
    return {"areas": areas, "top_areas": top, "top_count": int(most), **shares, "reason": None}


def mean_of_largest(means: np.ndarray, largest: int) -> float:
    """The mean of the sum of the `largest` greatest of independent Poisson counts with these means."""
    from scipy.special import pdtrc

    ceiling = int(np.ceil(means.max() + 10 * np.sqrt(means.max()) + 20))
    more = pdtrc(np.arange(ceiling)[:, None], means[None, :])
    fewer = np.zeros((ceiling, largest))
    fewer[:, 0] = 1.0
    for one in more.T:
        fewer[:, 1:] = fewer[:, 1:] * (1 - one)[:, None] + fewer[:, :-1] * one[:, None]
        fewer[:, 0] *= 1 - one
    return float((largest - fewer @ np.arange(largest, 0, -1.0)).sum())

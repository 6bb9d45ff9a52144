"""How much of all events the fullest fifth of areas would hold by chance alone: some area is always on top.

Each area counts Poisson events around an expected number. The largest k counts add up, on average, to the sum over t of the
mean of min(k, how many areas count more than t). How many do has the Poisson-binomial distribution, whose generating
function is the product of those of the single areas (multiplied pair by pair), so that no simulation is needed.
"""

from __future__ import annotations

import numpy as np
import polars as pl

FEWEST_AREAS = 10
TOP = 5
TOO_FEW_AREAS = "fewer than 10 areas are too few to speak of a fifth of them"
NO_EVENTS = "there are no events"
MISSING, NEGATIVE = "the count of an area is missing", "the count of an area is negative"


def top_fifth(frame: pl.DataFrame, family: str, *, count: str = "count", expected: str = "expected") -> pl.DataFrame:
    """One row a family of areas, in the order of their first rows: the share of its events in the fullest fifth of areas.

    `expected` is what each area would count by chance alone (any scale; where one of a family is null or negative, or all
    are nought, all areas of the family are taken to be alike). Returns the family, `areas`, `top_areas` (a fifth of them,
    rounded down), `top_count`, `share` and `chance_share` (between 0 and 1), `method` ('concentration') and `reason`: null, or
    why there is no share (fewer than 10 areas, a count missing or negative, no events).
    """
    rows = [
        {family: name, **_told(part[count], part[expected])}
        for (name,), part in frame.group_by(family, maintain_order=True)
    ]
    kinds = {"areas": pl.Int64, "top_areas": pl.Int64, "top_count": pl.Int64, "share": pl.Float64}
    more = {"chance_share": pl.Float64, "method": pl.String, "reason": pl.String}
    return pl.DataFrame(rows, schema={family: frame.schema[family], **kinds, **more}, orient="row")


def _told(given: pl.Series, expected: pl.Series) -> dict[str, object]:
    counts = given.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    areas, total, top = len(counts), counts.sum(), len(counts) // TOP
    reason = _reason(counts)
    if reason:
        return {"areas": areas, "top_areas": top, "reason": reason}
    most = np.sort(counts)[-top:].sum()
    means = total * _weights(expected)
    shares = {"share": most / total, "chance_share": mean_of_largest(means, top) / total}
    return {"areas": areas, "top_areas": top, "top_count": int(most), **shares, "method": "concentration"}


def _reason(counts: np.ndarray) -> str | None:
    if len(counts) < FEWEST_AREAS:
        return TOO_FEW_AREAS
    if not np.isfinite(counts).all():
        return MISSING
    if (counts < 0).any():
        return NEGATIVE
    return None if counts.sum() else NO_EVENTS


def _weights(expected: pl.Series) -> np.ndarray:
    """Each area's part of what is expected, adding up to 1."""
    given = expected.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    known = np.isfinite(given).all() and (given >= 0).all() and given.sum() > 0
    return given / given.sum() if known else np.full(len(given), 1 / len(given))


def mean_of_largest(means: np.ndarray, largest: int) -> float:
    """The mean of the sum of the `largest` greatest of independent Poisson counts with these means."""
    from scipy.special import pdtrc

    ceiling = int(np.ceil(means.max() + 10 * np.sqrt(means.max()) + 20))
    more = pdtrc(np.arange(ceiling)[:, None], means[None, :])
    fewer = _chances_of_fewer(more, largest)
    return float((largest - fewer @ np.arange(largest, largest - fewer.shape[1], -1.0)).sum())


def _chances_of_fewer(chances: np.ndarray, limit: int) -> np.ndarray:
    """For each row of chances of independent events, the chance that 0, 1, ... (`limit` - 1 at most) of them come true.

    Each event is a polynomial of degree 1; neighbours are multiplied until one polynomial is left, higher terms dropped.
    """
    products = np.stack([1 - chances, chances], axis=2)[..., :limit]
    while products.shape[1] > 1:
        if products.shape[1] % 2:
            certain = np.zeros_like(products[:, :1])
            certain[..., 0] = 1.0
            products = np.concatenate([products, certain], axis=1)
        products = _multiplied(products[:, ::2], products[:, 1::2])[..., :limit]
    return np.clip(products[:, 0], 0, 1)


def _multiplied(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Polynomials along the last axis multiplied, by way of their Fourier transforms."""
    length = first.shape[-1] + second.shape[-1] - 1
    return np.fft.irfft(np.fft.rfft(first, length) * np.fft.rfft(second, length), length)

"""The parts of a total in order of their counts, and which neighbours differ by no more than chance."""

from __future__ import annotations

import numpy as np
import polars as pl

from sia.trends.two_counts import mid_p_ratio, score_ratio

FEWEST_FOR_SCORE_ALONE = 50
MOST_DEGREES = 1e6
LAST, NEXT_IS_NOUGHT = "no part comes after it", "the next part counts nothing"


def ordered_parts(parts: pl.DataFrame, family: str | list[str], confidence: float = 0.95) -> pl.DataFrame:
    """Put the parts of each family in order, the greatest count first, and set each against the next.

    `parts` has the columns of `family`, `part` and `count`, one row a part; it may have `dispersion` (variance as a
    multiple of Poisson's, 1 where null or smaller) and `degrees_of_freedom` that it is known with. Returns its rows in order
    of family, count and name, with `position` (1 for the greatest; parts of one count share it), `share` (0 to 1 of the
    family's total; null where that is 0), `ratio` of the count to the next part's with `lower` and `upper`, and
    `like_next`: whether that interval includes 1, so that chance alone may have put the two in this order. These are
    null for the last part, and for the ratio to a count of 0; `reason` says so, and `method` is 'ordered_parts' elsewhere.
    """
    families = [family] if isinstance(family, str) else list(family)
    order = [*families, "count", "part"]
    frame = _with_variation(parts).sort(order, descending=[name == "count" for name in order])
    total = pl.col("count").sum().over(families)
    following = {
        f"_next_{name}": pl.col(name).shift(-1).over(families) for name in ("count", "_dispersion", "_degrees")
    }
    frame = frame.with_columns(
        position=pl.col("count").rank("min", descending=True).over(families).cast(pl.Int64),
        share=pl.when(total > 0).then(pl.col("count") / total),
        **following,
    )
    found = ("position", "share", "ratio", "lower", "upper", "like_next", "method", "reason")
    return _against_next(frame, confidence).select(*parts.columns, *found)


def _with_variation(parts: pl.DataFrame) -> pl.DataFrame:
    """Dispersion and its degrees of freedom in columns of our own; without them counts are Poisson."""
    given = {
        name: pl.col(name).fill_nan(None) if name in parts.columns else pl.lit(None, pl.Float64)
        for name in ("dispersion", "degrees_of_freedom")
    }
    return parts.with_columns(
        _dispersion=given["dispersion"].fill_null(1.0).clip(1.0),
        _degrees=given["degrees_of_freedom"].fill_null(MOST_DEGREES).clip(1.0),
    )


def _against_next(frame: pl.DataFrame, confidence: float) -> pl.DataFrame:
    """Each part against the next of its family, as two counts of one length of time."""
    names = ("count", "_next_count", "_dispersion", "_next__dispersion", "_degrees", "_next__degrees")
    first, second, own, other, degrees, next_degrees = (frame[name].cast(pl.Float64).to_numpy() for name in names)
    alike = np.ones(len(first))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (own * first + other * second) / (first + second)
        freedom = np.minimum(degrees, next_degrees)
        lower, upper, _ = score_ratio(first, second, alike, alike, variance, freedom, confidence)
        ratio = np.where(second > 0, first / second, np.nan)
    few = np.flatnonzero(first + second < FEWEST_FOR_SCORE_ALONE)
    exact = mid_p_ratio(first[few], second[few], alike[few], alike[few], confidence)
    lower, upper = lower.copy(), upper.copy()
    lower[few], upper[few] = np.fmin(lower[few], exact[0]), np.fmax(upper[few], exact[1])
    limits = {"ratio": ratio, "lower": lower, "upper": upper}
    return frame.with_columns(
        **{name: pl.Series(values).fill_nan(None) for name, values in limits.items()}
    ).with_columns(
        method=pl.when(pl.col("ratio").is_not_null()).then(pl.lit("ordered_parts")),
        reason=pl.when(pl.col("_next_count").is_null())
        .then(pl.lit(LAST))
        .when(pl.col("ratio").is_null())
        .then(pl.lit(NEXT_IS_NOUGHT)),
        like_next=pl.when(pl.col("_next_count").is_not_null()).then((pl.col("lower") > 1).fill_null(False).not_()),
    )

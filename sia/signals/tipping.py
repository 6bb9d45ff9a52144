"""From how many events on a change would be a clear and material worsening, all else the same.

The variance that the comparison allowed for is read back from its interval, so that the same test is asked another
question: not whether this count is clear, but which count would be.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from sia.calendar import Window
from sia.trends.comparison import FEWEST_DEGREES, SMALLEST_BASE_FOR_PERCENT
from sia.trends.variation import MOST_DEGREES

CONFIDENCE = 0.95


def worsening_from(
    compared: pl.DataFrame, current: Window, previous: Window, material_count: float, material_percent: float
) -> pl.Series:
    """For each row the smallest current count that would be a clear and material worsening; the greatest one where more
    is better; null where none would be, there is no polarity, or the comparison cannot be calculated.

    `compared` has the columns of `compare_periods` and polarity, and `alpha`, the p-value below which a row would be
    called (0.05; less for one among many).
    """
    rows = _Rows(compared, current, previous)
    more = rows.smallest_more(material_count, material_percent)
    fewer = rows.greatest_fewer(material_count, material_percent)
    polarity = compared["polarity"].to_numpy()
    answer = np.where(polarity == "lower", more, np.where(polarity == "higher", fewer, np.nan))
    return pl.Series("worsening_from", answer, dtype=pl.Float64).fill_nan(None)


class _Rows:
    """The figures of all comparisons side by side; NaN where a comparison cannot be calculated."""

    def __init__(self, compared: pl.DataFrame, current: Window, previous: Window):
        from scipy.special import stdtrit

        def column(name: str) -> np.ndarray:
            return compared[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()

        self.before, self.alpha = column("previous_count"), column("alpha")
        self.days, self.months = current.days / previous.days, len(current.months) / len(previous.months)
        self.null = current.days / (current.days + previous.days)
        told = (column("degrees_of_freedom") >= FEWEST_DEGREES) & (column("dispersion") > 0)
        degrees = np.where(told, column("degrees_of_freedom"), MOST_DEGREES)
        usual, wanted = stdtrit(degrees, (1 + CONFIDENCE) / 2), stdtrit(degrees, 1 - self.alpha / 2)
        now = column("current_count")
        with np.errstate(divide="ignore", invalid="ignore"):
            share = now / (now + self.before)
        limits = [self._width(share, column(name)) for name in ("lower", "upper")]
        self.wide = np.fmin(*limits) * (now + self.before) * (wanted / usual) ** 2

    def _width(self, share: np.ndarray, limit: np.ndarray) -> np.ndarray:
        """The variance over the total of the score interval that has this limit: (share - x)^2 = width * x * (1 - x)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            at = np.where(np.isinf(limit), 1.0, limit * self.days / (1 + limit * self.days))
            width = (share - at) ** 2 / (at * (1 - at))
        return np.where(np.isfinite(width), width, np.nan)

    def smallest_more(self, count: float, percent: float) -> np.ndarray:
        """The smallest integer that passes the test upwards and both bands."""
        clear = np.floor(self._root(1)) + 1
        clear = self._small_bases(clear, 1)
        events = np.ceil(self.before * self.months + count)
        rate = np.ceil(self.before * self.days * (1 + percent / 100) - 1e-9)
        return np.maximum(np.maximum(clear, events), rate)

    def greatest_fewer(self, count: float, percent: float) -> np.ndarray:
        """The greatest integer that passes the test downwards and both bands; NaN if it would be below nought."""
        clear = np.ceil(self._root(-1)) - 1
        clear = self._small_bases(clear, -1)
        events = np.floor(self.before * self.months - count)
        rate = np.floor(self.before * self.days * (1 - percent / 100) + 1e-9)
        least = np.minimum(np.minimum(clear, events), rate)
        return np.where(least >= 0, least, np.nan)

    def _root(self, side: int) -> np.ndarray:
        """The count at which (count - null * n)^2 = wide * null * (1 - null) * n, with n = count + before."""
        spread = self.wide * self.null * (1 - self.null)
        alone = 1 - self.null
        half = (2 * self.null * alone * self.before + spread) / (2 * alone**2)
        last = ((self.null * self.before) ** 2 - spread * self.before) / alone**2
        return half + side * np.sqrt(np.maximum(half**2 - last, 0.0))

    def _small_bases(self, start: np.ndarray, side: int) -> np.ndarray:
        """Where the base is small the mid-P test must pass too: step on from the other test's answer until it does."""
        answer = start.copy()
        small = np.flatnonzero((self.before < SMALLEST_BASE_FOR_PERCENT) & np.isfinite(start))
        for _ in range(SMALLEST_BASE_FOR_PERCENT):
            counts = answer[small]
            small = small[(_mid_p(counts, self.before[small], self.null) >= self.alpha[small]) & (counts >= 0)]
            if not small.size:
                break
            answer[small] += side
        return answer


def _mid_p(counts: np.ndarray, before: np.ndarray, null: float) -> np.ndarray:
    """The two-sided mid-P value of two Poisson counts, as the comparison computes it for small bases."""
    from scipy.special import betainc

    at_least = np.where(counts > 0, betainc(np.maximum(counts, 1e-300), before + 1, null), 1.0)
    more_than = np.where(before > 0, betainc(np.maximum(counts, 0) + 1, np.maximum(before, 1e-300), null), 0.0)
    above = (at_least + more_than) / 2
    return np.minimum(1.0, 2 * np.minimum(above, 1 - above))

"""Many series side by side: the frame of months turned into arrays of shape series x rows.

Only this module knows how a frame becomes an array; the methods work on arrays and give frames back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from sia.calendar import Window, add_months, last_day, month_name

QUARTER = 3


@dataclass(frozen=True)
class SeriesGrid:
    """Counts and exposures of all series over one common run of rows (months, or quarters if `step` is 3).

    `counts` and `exposure` have the shape (series, rows) and hold NaN where a value is missing; exposure is days times
    the frame's own exposure where it has one. `pool` holds a number for each series: the same number, series alike; `lends`
    is false for a series that takes from its pool and lends nothing to it, as a total does beside its parts.
    """

    series: list[str]
    first: date
    step: int
    counts: np.ndarray
    exposure: np.ndarray
    pool: np.ndarray
    whole_numbers: bool
    lends: np.ndarray

    @classmethod
    def from_frame(cls, monthly: pl.DataFrame, months_per_row: int = 1) -> SeriesGrid:
        """Lay the frame out; series in order of their names.

        Raises ValueError when a column is missing or of the wrong kind, a month is not a first day, a series has two rows
        for one month, a count is negative or infinite, or rows of several months do not follow one rhythm. NaN is a missing
        count.
        """
        frame = checked(monthly, months_per_row).with_columns(
            _index=pl.col("month").dt.year() * 12 + pl.col("month").dt.month() - 1
        )
        names = frame["series"].unique().sort()
        indexes = frame["_index"]
        first = int(indexes.min()) if frame.height else 0
        if frame.height and ((indexes - first) % months_per_row != 0).any():
            raise ValueError("rows of several months each must all begin in the same rhythm")
        rows = (int(indexes.max()) - first) // months_per_row + 1 if frame.height else 0
        place = frame.select("series").join(
            pl.DataFrame({"series": names}).with_row_index("_row"), on="series", how="left", maintain_order="left"
        )["_row"]
        at = (place.to_numpy(), (indexes.to_numpy() - first) // months_per_row)
        shape = (names.len(), rows)
        start = date(first // 12, first % 12 + 1, 1) if frame.height else date(2000, 1, 1)
        days = np.array([_days(start, row, months_per_row) for row in range(rows)], dtype=float)
        exposure = np.broadcast_to(days, shape)
        if "exposure" in frame.columns:
            exposure = exposure * _scatter(frame["exposure"], at, shape)
        return cls(
            series=names.to_list(),
            first=start,
            step=months_per_row,
            counts=_scatter(frame["count"], at, shape),
            exposure=exposure,
            pool=_pool_numbers(frame, names),
            whole_numbers=frame["count"].dtype.is_integer(),
            lends=_lends(frame, names),
        )

    @cached_property
    def months(self) -> list[date]:
        """The first month of each row."""
        return [add_months(self.first, row * self.step) for row in range(self.counts.shape[1])]

    def columns(self, window: Window) -> np.ndarray:
        """The row numbers of a window; numbers below 0 or past the end stand for rows that no series has.

        Raises ValueError when the window does not consist of whole rows.
        """
        offset = (window.first.year - self.first.year) * 12 + window.first.month - self.first.month
        length = len(window.months)
        if offset % self.step or length % self.step:
            name = "quarters" if self.step == QUARTER else f"periods of {self.step} months"
            raise ValueError(f"{window.label} does not consist of whole {name}")
        return np.arange(offset // self.step, (offset + length) // self.step)

    def take(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Counts and exposures of the rows asked for, NaN where the grid does not reach."""
        inside = (columns >= 0) & (columns < self.counts.shape[1])
        counts = np.full((len(self.series), len(columns)), np.nan)
        exposure = np.full_like(counts, np.nan)
        counts[:, inside] = self.counts[:, columns[inside]]
        exposure[:, inside] = self.exposure[:, columns[inside]]
        return counts, exposure

    def row_name(self, column: int) -> str:
        """A row in words: "August 2023", or for quarters "the quarter from July 2023"."""
        name = month_name(add_months(self.first, int(column) * self.step))
        return name if self.step == 1 else f"the {'quarter' if self.step == QUARTER else 'period'} from {name}"

    def missing_words(self, columns: np.ndarray, missing: np.ndarray) -> str:
        """Say which of the rows are missing: "August 2023 is missing", "June to August 2022 and May 2023 are missing".

        Of more than two runs the first is named and the rest counted.
        """
        absent = columns[missing]
        runs = np.split(absent, np.flatnonzero(np.diff(absent) > 1) + 1)
        if len(absent) == 1:
            return f"{self.row_name(absent[0])} is missing"
        if len(runs) <= 2:
            return f"{' and '.join(self._run_name(run) for run in runs)} are missing"
        more = len(absent) - len(runs[0])
        unit = "month" if self.step == 1 else "quarter" if self.step == QUARTER else "period"
        return f"{self._run_name(runs[0])} and {more} more {unit}s are missing"

    def _run_name(self, run: np.ndarray) -> str:
        """Rows that follow one another: "June to August 2022", "November 2022 to January 2023"."""
        first, last = self.row_name(run[0]), self.row_name(run[-1])
        if len(run) == 1:
            return first
        year = first[-5:]
        return f"{first.removesuffix(year) if last.endswith(year) else first} to {last}"


def checked(monthly: pl.DataFrame, months_per_row: int = 1) -> pl.DataFrame:
    """The monthly frame with series as String, month as Date and count as a number; ValueError where it is malformed."""
    absent = {"series", "month", "count"} - set(monthly.columns)
    if absent:
        raise ValueError(f"the monthly frame lacks {', '.join(sorted(absent))}")
    if months_per_row < 1 or 12 % months_per_row:
        raise ValueError(f"{months_per_row} months a row do not divide a year")
    frame = _typed(monthly)
    if frame["series"].null_count() or frame["month"].null_count():
        raise ValueError("a row without a series or a month")
    if (frame["month"].dt.day() != 1).any():
        raise ValueError("a month is written as its first day")
    if frame.group_by("series").agg(twice=pl.col("month").n_unique() < pl.len())["twice"].any():
        raise ValueError("a series has two rows for the same month")
    if (frame["count"] < 0).any():
        raise ValueError("a count is negative")
    for name in ("count", "exposure"):
        if name in frame.columns and frame[name].dtype.is_float() and frame[name].is_infinite().any():
            raise ValueError(f"{'an' if name == 'exposure' else 'a'} {name} is infinite")
    return frame


def _typed(monthly: pl.DataFrame) -> pl.DataFrame:
    """Names as String, days as Date; a column that holds nothing is one of missing numbers."""
    kinds = monthly.schema
    if not monthly.height:
        return monthly.cast({"series": pl.String, "month": pl.Date})
    for name in ("count", "exposure"):
        if name in kinds and not (kinds[name].is_numeric() or kinds[name] == pl.Null):
            raise ValueError(f"the column {name} of the monthly frame does not hold numbers")
    if not isinstance(kinds["series"], pl.String | pl.Categorical | pl.Enum | pl.Null):
        raise ValueError("the column series of the monthly frame does not hold names")
    if not isinstance(kinds["month"], pl.Date | pl.Datetime | pl.Null):
        raise ValueError("the column month of the monthly frame does not hold days")
    kind = {"series": pl.String, "month": pl.Date}
    kind |= {name: pl.Float64 for name in ("count", "exposure") if kinds.get(name) in (pl.Null, pl.Float32)}
    return monthly.cast(kind | ({"pool": pl.String} if "pool" in kinds else {}))


def _days(first: date, row: int, step: int) -> int:
    start = add_months(first, row * step)
    return (last_day(add_months(start, step - 1)) - start).days + 1


def _scatter(values: pl.Series, at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    grid = np.full(shape, np.nan)
    grid[at] = values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return grid


def _pool_numbers(frame: pl.DataFrame, names: pl.Series) -> np.ndarray:
    """A number for each pool; a series without a pool is a pool of its own."""
    if "pool" not in frame.columns:
        return np.arange(names.len())
    pools = frame.group_by("series").agg(pl.col("pool").drop_nulls().unique().sort().first()).sort("series")
    label = pl.when(pl.col("pool").is_null()).then("own:" + pl.col("series")).otherwise("pool:" + pl.col("pool"))
    return (pools.select(label.rank("dense").cast(pl.Int64) - 1).to_series()).to_numpy()


def _lends(frame: pl.DataFrame, names: pl.Series) -> np.ndarray:
    """Whether each series lends to its pool: what the column `lends` says, and yes without one."""
    if "lends" not in frame.columns:
        return np.ones(names.len(), dtype=bool)
    said = frame.group_by("series").agg(pl.col("lends").fill_null(True).all()).sort("series")
    return said["lends"].to_numpy()

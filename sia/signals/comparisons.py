"""Two periods of every counted indicator and strand, compared in one call a rhythm and basis, and called by polarity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from sia.calendar import Window
from sia.signals.breaks import what_between
from sia.signals.direction import CANNOT, FALSE_DISCOVERY_RATE, signal
from sia.signals.tipping import worsening_from
from sia.signals.windows import MONTHS_PER_ROW, windows_of
from sia.trends.comparison import compare_periods
from sia.trends.false_discovery import adjust

NOT_COVERED = "no month is covered by what was supplied"
RHYTHM = {
    "quarterly": "its quarters do not begin in January, April, July and October",
    "annual": "counts of whole years cannot be set against each other by month",
    "snapshot": "a snapshot is a level, not a count of events",
}


@dataclass(frozen=True)
class Bands:
    """From how large a clear change on it is material, and from how many per cent on it is called moderate and large."""

    count: float = 10
    percent: float = 5
    moderate_from: float = 5
    large_from: float = 15


def compare_series(
    keys: pl.DataFrame, monthly: pl.DataFrame, breaks: pl.DataFrame, as_at: date, bands: Bands
) -> pl.DataFrame:
    """Compare every series that `keys` lists, one row a key.

    `keys` has the columns series, family, polarity, basis, frequency and unserved (why no source serves it, or null);
    `monthly` series, month, count and pool. Within a family of more than one, a change is clear only if the
    false-discovery rate lets it be. Adds the columns of `compare_periods`, windows and labels, `q_value`,
    `family_size`, `break_what`, `worsening_from` and `signal`.
    """
    groups = keys.partition_by("basis", "frequency", maintain_order=True)
    compared = [_compare_group(group, monthly, breaks, as_at, bands) for group in groups]
    judged = pl.concat(compared, how="diagonal_relaxed") if compared else keys
    return _called(_sized(adjust(judged, "family")), bands) if compared else judged


def _compare_group(
    keys: pl.DataFrame, monthly: pl.DataFrame, breaks: pl.DataFrame, as_at: date, bands: Bands
) -> pl.DataFrame:
    """The series of one basis and frequency, which share their windows."""
    basis, frequency = keys["basis"][0], keys["frequency"][0]
    current, previous = windows_of(basis, frequency, as_at)
    own = monthly.join(keys.select("series"), on="series", how="semi")
    usable = own.join(_in_rhythm(own, frequency), on="series", how="semi")
    compared = compare_periods(
        usable,
        current,
        previous,
        breaks=breaks.select("series", "date", "direction"),
        material_percent=bands.percent,
        material_count=bands.count,
        moderate_from=bands.moderate_from,
        large_from=bands.large_from,
        months_per_row=MONTHS_PER_ROW.get(frequency, 1),
    )
    joined = (
        keys.join(compared, on="series", how="left", maintain_order="left")
        .join(what_between(breaks, current, previous), on="series", how="left", maintain_order="left")
        .with_columns(**_labels(current, previous))
    )
    return _with_reasons(joined, usable["series"].unique(), own["series"].unique(), frequency)


def _in_rhythm(own: pl.DataFrame, frequency: str) -> pl.DataFrame:
    """The series that can be compared in the rhythm their indicator declares."""
    if frequency in ("annual", "snapshot"):
        return own.select("series").head(0)
    step = MONTHS_PER_ROW[frequency]
    fits = ((pl.col("month").dt.month() - 1) % step == 0).all()
    return own.group_by("series").agg(_fits=fits).filter("_fits").select("series")


def _labels(current: Window, previous: Window) -> dict[str, pl.Expr]:
    return {
        "current_label": pl.lit(current.label),
        "previous_label": pl.lit(previous.label),
        "current_first": pl.lit(current.first),
        "current_last": pl.lit(current.last),
        "previous_first": pl.lit(previous.first),
        "previous_last": pl.lit(previous.last),
    }


def _with_reasons(joined: pl.DataFrame, usable: pl.Series, given: pl.Series, frequency: str) -> pl.DataFrame:
    """Why a series that was never compared could not be."""
    series = pl.col("series")
    reason = (
        pl.when(pl.col("unserved").is_not_null())
        .then(pl.col("unserved"))
        .when(~series.is_in(given.to_list()))
        .then(pl.lit(NOT_COVERED))
        .when(~series.is_in(usable.to_list()))
        .then(pl.lit(RHYTHM.get(frequency)))
        .otherwise(pl.col("reason"))
    )
    flags = ("clear", "material", "break_inside", "counts_towards_rating")
    return joined.with_columns(pl.col(*flags).fill_null(False), reason=reason)


def _sized(judged: pl.DataFrame) -> pl.DataFrame:
    """Within a family only what passes false-discovery control is clear."""
    passed = (pl.col("family_size") <= 1) | (pl.col("q_value") <= FALSE_DISCOVERY_RATE)
    clear = pl.col("clear") & passed.fill_null(False)
    return judged.with_columns(
        clear=clear, material=pl.col("material") & clear, size=pl.when(clear).then("size"), alpha=_alpha()
    )


def _alpha() -> pl.Expr:
    """The p-value below which a row would be called if it alone changed: its rank would come after those called now."""
    called = (pl.col("q_value") <= FALSE_DISCOVERY_RATE).fill_null(False)
    others = called.sum().over("family") - called.cast(pl.Int64)
    share = (others + 1) / pl.max_horizontal("family_size", 1)
    return FALSE_DISCOVERY_RATE * pl.min_horizontal(share, 1.0)


def _called(judged: pl.DataFrame, bands: Bands) -> pl.DataFrame:
    """Add the signal, and from how many events on it would be a worsening."""
    up = pl.col("ratio").is_null() | (pl.col("ratio") > 1)
    said = judged.with_columns(signal=signal(pl.col("reason").is_null(), pl.col("clear"), up, pl.col("polarity")))
    parts = [
        part.with_columns(worsening_from(part, *_windows(part), bands.count, bands.percent))
        for part in said.partition_by("current_first", "previous_first", "current_last", maintain_order=True)
    ]
    return pl.concat(parts).with_columns(
        worsening_from=pl.when(pl.col("signal") != CANNOT).then(pl.col("worsening_from"))
    )


def _windows(part: pl.DataFrame) -> tuple[Window, Window]:
    row = part.row(0, named=True)
    return Window(row["current_first"], row["current_last"]), Window(row["previous_first"], row["previous_last"])

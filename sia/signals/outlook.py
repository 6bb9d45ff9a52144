"""Where the financial year is heading, and when in the year each count peaks; neither looks across a recording break."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.calendar import add_months, financial_year_start, month_name
from sia.signals.breaks import since_last_break
from sia.trends.projection import project_year_end
from sia.trends.season import monthly_index


def projections(monthly: pl.DataFrame, breaks: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """One row a monthly series: the projected year with its intervals, the naive methods, last year's total, the direction.

    `projection_direction` is lower or higher when last year's total lies outside the 80 % interval in whole events, as
    it is written, else similar; null without either of them.
    """
    projected = project_year_end(since_last_break(monthly, breaks), as_at)
    last_year = _last_year(monthly, as_at)
    frame = monthly.select("series").unique().join(projected, on="series", how="left")
    return frame.join(last_year, on="series", how="left").select(
        "series",
        "projected",
        "previous_year_total",
        projected_lower_80="lower_80",
        projected_upper_80="upper_80",
        projected_lower_95="lower_95",
        projected_upper_95="upper_95",
        naive_scaled="naive_scaled",
        naive_last_year="naive_last_year",
        projection_months="months_used",
        projection_method="method",
        projection_reason=_reason(breaks, as_at),
        projection_direction=pl.when(pl.col("upper_80").round() < pl.col("previous_year_total"))
        .then(pl.lit("lower"))
        .when(pl.col("lower_80").round() > pl.col("previous_year_total"))
        .then(pl.lit("higher"))
        .when(pl.all_horizontal(pl.col("upper_80", "lower_80", "previous_year_total").is_not_null()))
        .then(pl.lit("similar")),
    )


def _last_year(monthly: pl.DataFrame, as_at: date) -> pl.DataFrame:
    """The total of the financial year before; null when a month of it is missing."""
    last = add_months(financial_year_start(as_at), -1)
    return (
        monthly.filter(pl.col("month").is_between(add_months(last, -11), last) & pl.col("count").is_not_null())
        .group_by("series")
        .agg(_months=pl.len(), _total=pl.col("count").sum())
        .select("series", previous_year_total=pl.when(pl.col("_months") == 12).then("_total"))
    )


def _reason(breaks: pl.DataFrame, as_at: date) -> pl.Expr:
    """A year that cannot be projected because recording changed lately says so, rather than that months are missing."""
    year_before = add_months(as_at.replace(day=1), -11)
    recent = (
        breaks.filter((pl.col("date") > year_before) & (pl.col("date") <= as_at))
        .group_by("series")
        .agg(pl.col("date").max())
    )
    words = {row["series"]: f"recording changed in {month_name(row['date'])}" for row in recent.iter_rows(named=True)}
    changed = pl.col("series").replace_strict(words, default=None, return_dtype=pl.String)
    missing = pl.coalesce("reason", pl.when(pl.col("projected").is_null()).then(pl.lit("no month is known")))
    return pl.when(missing.is_not_null()).then(pl.coalesce(changed, missing))


def seasons(monthly: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """The season of each monthly series, twelve rows a series (`monthly_index`)."""
    return monthly_index(monthly, breaks.select("series", "date"))


def season_summary(index: pl.DataFrame) -> pl.DataFrame:
    """One row a series: `season_strength`, `season_peaks` (numbers of the months, in order), `season_reason`."""
    return index.group_by("series").agg(
        season_strength=pl.col("strength").first(),
        season_peaks=pl.col("calendar_month").filter(pl.col("peak")).sort().cast(pl.Int64),
        season_reason=pl.col("reason").first(),
    )

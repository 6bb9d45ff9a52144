"""The story of the signals: what is declared and measured, compared, projected, charted, and set beside a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl

from sia.project.load import Project
from sia.signals.areas import area_groups, small_areas
from sia.signals.breaks import breaks_of
from sia.signals.charts import charts
from sia.signals.comparisons import Bands, compare_series
from sia.signals.frames import (
    AREAS,
    FURTHER,
    GAPS,
    HARM,
    LEVELS,
    MIX_CELLS,
    MIXES,
    POINTS,
    RARE,
    SEVERE,
    SIGNALS,
    Signals,
    shaped,
)
from sia.signals.further import further_comparisons
from sia.signals.gaps import with_gaps
from sia.signals.harm import harm_totals
from sia.signals.levels import levels_of
from sia.signals.long_run import long_run
from sia.signals.measured import Measured, read_measured, series_name, served
from sia.signals.mixes import mixes
from sia.signals.outlook import projections, season_summary, seasons
from sia.signals.rare import rare_series
from sia.signals.severe import severe_harm

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Breaks(Protocol):
    """The register of recording changes, national ones included, a column a field of `RecordingBreak`."""

    breaks: pl.DataFrame


def assess(project: Project, connection_or_frames: DuckDBPyConnection | Measured, registers: Breaks) -> Signals:
    """Say what the trends say of every indicator of a project, from the warehouse of a build or from its frames."""
    given = connection_or_frames
    measured = given if isinstance(given, Measured) else read_measured(given, project)
    about, as_at = served(project, measured), project.assessment.as_at
    bands = bands_of(project)
    counted = about.filter((pl.col("value") == "count") & (pl.col("role") != "severe"))
    keys = _keys(project, counted, measured)
    monthly = _monthly(measured, keys.with_columns(lends=_lends(project)))
    breaks = breaks_of(project, registers.breaks, keys)
    own = pl.col("area_code") == measured.district
    compared = with_gaps(compare_series(keys, monthly, breaks, as_at, bands), measured.series_gaps.filter(own))
    signals, points = _with_outlook(compared, keys, monthly, breaks, project)
    of_totals = breaks.join(keys.filter(pl.col("strand") == ""), on="series").select(
        "indicator", "date", "direction", "what"
    )
    areas = small_areas(counted.filter("small_areas"), measured, of_totals, as_at, bands)
    groups = area_groups(counted.filter("small_areas"), measured, of_totals, as_at, bands)
    levels = about.filter(pl.col("value") != "count").rename({"value": "value_kind"})
    severe = about.filter(pl.col("role") == "severe")
    mixed, mix_cells = mixes(keys, monthly, breaks, _overlapping(project))
    rare, gaps = _rare(project, measured, keys, severe.filter(pl.col("value") == "count"), registers)
    return Signals(
        signals=shaped(signals, SIGNALS, ["indicator", "strand"]),
        points=shaped(points, POINTS, ["indicator", "strand", "month"]),
        severe=shaped(severe_harm(severe, measured.register_counts.filter(own), as_at), SEVERE, ["indicator"]),
        levels=shaped(
            levels_of(levels, measured.levels.filter(own)).with_columns(area_code=pl.lit(measured.district)),
            LEVELS,
            ["indicator", "strand"],
        ),
        areas=shaped(areas, AREAS, ["indicator", "level", "area_code"]),
        groups=shaped(groups, AREAS, ["indicator", "level", "area_code"]),
        harm=shaped(harm_totals(keys, monthly, measured, as_at), HARM, ["indicator"]),
        further=shaped(
            with_gaps(further_comparisons(project, keys, monthly, breaks, bands), measured.series_gaps.filter(own)),
            FURTHER,
            ["indicator", "strand", "basis"],
        ),
        mixes=shaped(mixed, MIXES, ["indicator"]),
        mix_cells=shaped(mix_cells, MIX_CELLS, ["indicator", "season", "position", "strand"]),
        rare=shaped(rare, RARE, ["indicator", "strand"]),
        gaps=shaped(gaps, GAPS, ["indicator", "occurred_on"]),
    )


def bands_of(project: Project) -> Bands:
    """The bands that make a change material and give it a word, as the rating rules declare them."""
    declared, words, usual = project.rules.thresholds, project.rules.size_words, Bands()
    return Bands(
        count=declared.get("material_count", usual.count),
        percent=declared.get("material_percent", usual.percent),
        moderate_from=words.moderate_from,
        large_from=words.large_from,
    )


def _keys(project: Project, counted: pl.DataFrame, measured: Measured) -> pl.DataFrame:
    """One row a counted indicator and strand: the total always, strands as they occur in the district."""
    strands = measured.of_district.filter(pl.col("strand") != "").select("indicator", "strand").unique()
    totals = counted.select("indicator", strand=pl.lit(""))
    both = pl.concat([totals, strands.join(totals.select("indicator"), on="indicator", how="semi")])
    keys = both.join(counted, on="indicator", how="left").with_columns(series_name("indicator", "strand"))
    return keys.with_columns(
        family=_family(), strand_title=_strand_titles(project), target=pl.when(pl.col("strand") == "").then("target")
    ).sort("series")


def _family() -> pl.Expr:
    """The tests that are read side by side: an indicator's strands; a priority's components; a total by itself."""
    name = pl.when(pl.col("strand") != "").then(pl.concat_str(pl.lit("strands of "), "indicator"))
    name = name.when(pl.col("role") == "component").then(pl.concat_str(pl.lit("components of "), "priority"))
    return name.otherwise(pl.concat_str(pl.lit("total of "), "indicator"))


def _strand_titles(project: Project) -> pl.Expr:
    titles = {
        f"{name}\x1f{strand}": title
        for name, (_, one) in project.indicators.items()
        for strand, title in one.strand_titles.items()
    }
    plain = pl.col("strand").str.replace_all("-", " ")
    known = pl.col("series").replace_strict(titles, default=None, return_dtype=pl.String)
    return pl.when(pl.col("strand") == "").then(pl.lit("")).otherwise(pl.coalesce(known, plain))


def _lends(project: Project) -> pl.Expr:
    """Whether a series lends its variation to those of its source: the strands, or the total where they are none or overlap."""
    is_total = pl.col("strand") == ""
    by_total = is_total.all().over("indicator") | pl.col("indicator").is_in(_overlapping(project))
    return is_total == by_total


def _overlapping(project: Project) -> list[str]:
    """The indicators of which one event can be in several strands."""
    return [name for name, (_, one) in project.indicators.items() if one.strands_overlap]


def _monthly(measured: Measured, keys: pl.DataFrame) -> pl.DataFrame:
    """The district's counts, a row a series and month; series of one source are alike, and each event lends once."""
    named = measured.of_district.with_columns(series_name("indicator", "strand"))
    return (
        named.join(keys.select("series", "lends", pool="source"), on="series", how="inner")
        .select("series", "month", "count", "pool", "lends")
        .sort("series", "month")
    )


def _rare(
    project: Project, measured: Measured, keys: pl.DataFrame, severe: pl.DataFrame, registers: Breaks
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Series too rare for a control chart, severe harm among them; gaps only of totals of sources that are public."""
    both = pl.concat([keys, _keys(project, severe, measured).filter(pl.col("strand") == "")])
    monthly_keys = both.filter((pl.col("frequency") == "monthly") & pl.col("source").is_not_null())
    named = {
        name: frame.with_columns(series_name("indicator", "strand"))
        for name, frame in (("monthly", measured.of_district), ("days", measured.rare_event_days))
    }
    breaks = breaks_of(project, registers.breaks, monthly_keys)
    counts = named["monthly"].join(monthly_keys.select("series"), on="series", how="semi")
    days = named["days"].drop("indicator", "strand")
    rare, points = rare_series(monthly_keys, counts, days, breaks, project.assessment.as_at)
    public = [name for name, contract in project.contracts.items() if contract.public]
    shown = rare.filter((pl.col("strand") == "") & pl.col("source").is_in(public)).select("series", "indicator")
    return rare, points.join(shown, on="series", how="inner")


def _with_outlook(
    compared: pl.DataFrame, keys: pl.DataFrame, monthly: pl.DataFrame, breaks: pl.DataFrame, project: Project
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Projection, season, course over years and control chart, which only monthly series have."""
    by_month = keys.filter(pl.col("frequency") == "monthly")
    counts = monthly.join(by_month.select("series"), on="series", how="semi")
    if counts.is_empty():
        return compared, pl.DataFrame(schema={"indicator": pl.String})
    index = seasons(counts, breaks)
    points, newest = charts(by_month, counts, index, breaks)
    signals = compared
    as_at = project.assessment.as_at
    parts = (
        projections(counts, breaks, as_at),
        season_summary(index),
        newest,
        long_run(by_month, counts, breaks, as_at),
    )
    for part in parts:
        signals = signals.join(part, on="series", how="left", maintain_order="left")
    return signals, points.join(keys.select("series", "indicator", "strand"), on="series", how="left")

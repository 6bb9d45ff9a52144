"""What is kept of an assessed set of demo extracts: every comparison, every chart's special causes, every proposal, every truth."""

from __future__ import annotations

import polars as pl
from demo_sets import Assessed

from sia.calendar import add_months
from sia.demo import planted_truths
from sia.demo.truths import Expectation

CHART_MONTHS = 24
COMPARED = (
    "indicator",
    "strand",
    "area_code",
    "level",
    "role",
    "frequency",
    "current_count",
    "p_value",
    "signal",
    "clear",
)
OUTLOOK = ("indicator", "strand", "projection_direction", "chart_points", "chart_rule")
POSITIONS = ("indicator", "strand", "value", "benchmark", "position", "signal")


def frames_of(seed: int, one: Assessed) -> dict[str, pl.DataFrame]:
    """Frames of a set, each with its seed.

    `compared`: a row an indicator, strand or small area whose counts were compared; `levels`: a row a rate or share;
    `severe`: a row an indicator of severe harm; `charted`: a row a chart and kind of special cause ('' is none) with the
    points of the last 24 months; `outlook`: a row an indicator or strand, what its projection and its chart's newest point
    say; `proposed`: a row a priority, twice: as registered, and had residents been concerned;
    `found`: a row a planted truth, whether all that rests on it was found and the rating was proposed that it leads to.
    """
    frames = {
        "compared": _compared(one),
        "levels": one.signals.levels.select(POSITIONS),
        "severe": one.signals.severe.select("indicator", "current", "expected", "p_value", "above_expectation"),
        "charted": _charted(one.signals.points),
        "outlook": one.signals.signals.select(OUTLOOK),
        "proposed": _proposed(one),
        "found": _found(one),
    }
    return {name: frame.with_columns(seed=pl.lit(seed)) for name, frame in frames.items()}


def _compared(one: Assessed) -> pl.DataFrame:
    whole = one.signals.signals.with_columns(area_code=pl.lit(""), level=pl.lit("district"))
    about = whole.filter(pl.col("strand") == "").select("indicator", "role", "frequency")
    areas = one.signals.areas.with_columns(strand=pl.lit("")).join(about, on="indicator", how="left")
    return pl.concat([whole.select(COMPARED), areas.select(COMPARED)])


def _charted(points: pl.DataFrame) -> pl.DataFrame:
    recent = points.filter(pl.col("month") > add_months(points["month"].max(), -CHART_MONTHS))
    return (
        recent.group_by("indicator", "strand", cause=pl.col("special_cause").fill_null(""))
        .agg(points=pl.len())
        .sort("indicator", "strand", "cause")
    )


def _proposed(one: Assessed) -> pl.DataFrame:
    rows = [
        (name, concern, proposal.proposed, proposal.rule)
        for concern, proposals in ((False, one.proposals), (True, one.with_concern))
        for name, proposal in proposals.items()
    ]
    return pl.DataFrame(rows, schema=["priority", "concern", "proposed", "rule"], orient="row")


def _found(one: Assessed) -> pl.DataFrame:
    rows = [
        (
            truth.id,
            all(_stands(one, expected) for expected in truth.find) if truth.find else None,
            one.proposals[truth.priority].proposed == truth.proposed,
        )
        for truth in planted_truths()
    ]
    return pl.DataFrame(rows, schema={"truth": pl.String, "found": pl.Boolean, "proposed": pl.Boolean}, orient="row")


def _stands(one: Assessed, expected: Expectation) -> bool:
    """Whether a cell of an assessed frame shows what a truth says it must."""
    if expected.frame == "peer_ranks":
        rows = one.peer_ranks.filter("is_subject")
    else:
        rows = getattr(one.signals, expected.frame)
    rows = rows.filter(pl.col("indicator") == expected.indicator)
    if "strand" in rows.columns:
        rows = rows.filter(pl.col("strand") == expected.strand)
    if expected.season:
        rows = rows.filter(pl.col("season") == expected.season)
    value = _shown(rows[expected.column].to_list()[0])
    if expected.contained:
        return set(expected.value.split(", ")) <= set(value.split(", "))
    return value == expected.value


def _shown(value: object) -> str:
    """A cell as truths are written: flags in small letters, lists joined by commas, nothing for null."""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

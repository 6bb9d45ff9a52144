"""What the signals are: eight frames with fixed columns, whatever was supplied."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

TEXT, WHOLE, NUMBER, FLAG, DAY = pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Date

SIGNALS = {
    "indicator": TEXT,
    "strand": TEXT,
    "strand_title": TEXT,
    "priority": TEXT,
    "role": TEXT,
    "polarity": TEXT,
    "basis": TEXT,
    "source": TEXT,
    "proxy": TEXT,
    "unit": TEXT,
    "frequency": TEXT,
    "current_label": TEXT,
    "previous_label": TEXT,
    "current_first": DAY,
    "current_last": DAY,
    "previous_first": DAY,
    "previous_last": DAY,
    "months_used": WHOLE,
    "current_count": NUMBER,
    "previous_count": NUMBER,
    "change": NUMBER,
    "change_percent": NUMBER,
    "ratio": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "exact_lower": NUMBER,
    "exact_upper": NUMBER,
    "p_value": NUMBER,
    "q_value": NUMBER,
    "family_size": WHOLE,
    "dispersion": NUMBER,
    "correlation": NUMBER,
    "degrees_of_freedom": NUMBER,
    "clear": FLAG,
    "material": FLAG,
    "size": TEXT,
    "method": TEXT,
    "break_inside": FLAG,
    "break_what": TEXT,
    "counts_towards_rating": FLAG,
    "worsening_from": NUMBER,
    "reason": TEXT,
    "signal": TEXT,
    "chart_points": WHOLE,
    "chart_trial": FLAG,
    "chart_variation": TEXT,
    "chart_rule": TEXT,
    "chart_reason": TEXT,
    "season_strength": NUMBER,
    "season_peaks": pl.List(pl.Int64),
    "season_reason": TEXT,
    "projected": NUMBER,
    "projected_lower_80": NUMBER,
    "projected_upper_80": NUMBER,
    "projected_lower_95": NUMBER,
    "projected_upper_95": NUMBER,
    "naive_scaled": NUMBER,
    "naive_last_year": NUMBER,
    "previous_year_total": NUMBER,
    "projection_months": WHOLE,
    "projection_method": TEXT,
    "projection_reason": TEXT,
    "projection_direction": TEXT,
    "long_run": TEXT,
    "long_run_percent": NUMBER,
    "long_run_lower": NUMBER,
    "long_run_upper": NUMBER,
    "long_run_first": DAY,
    "long_run_months": WHOLE,
    "long_run_reason": TEXT,
    "turning_point": TEXT,
    "turned": DAY,
    "turning_first": DAY,
    "target": NUMBER,
    "assurance": TEXT,
}
FURTHER = {name: SIGNALS[name] for name in list(SIGNALS)[: list(SIGNALS).index("chart_points")]} | {"same_as": TEXT}
POINTS = {
    "indicator": TEXT,
    "strand": TEXT,
    "month": DAY,
    "value": NUMBER,
    "adjusted": NUMBER,
    "mean": NUMBER,
    "lower_limit": NUMBER,
    "upper_limit": NUMBER,
    "special_cause": TEXT,
    "phase": WHOLE,
}
SEVERE = {
    "indicator": TEXT,
    "priority": TEXT,
    "source": TEXT,
    "current": WHOLE,
    "current_label": TEXT,
    "expected": NUMBER,
    "years_used": WHOLE,
    "p_value": NUMBER,
    "above_expectation": FLAG,
    "worsening_from": WHOLE,
    "reason": TEXT,
}
RARE = {
    "indicator": TEXT,
    "strand": TEXT,
    "strand_title": TEXT,
    "source": TEXT,
    "treatment": TEXT,
    "first_month": DAY,
    "day_is": TEXT,
    "events": WHOLE,
    "usual_days": NUMBER,
    "longest_usual": NUMBER,
    "standing": TEXT,
    "reason": TEXT,
}
GAPS = {
    "indicator": TEXT,
    "occurred_on": DAY,
    "days": WHOLE,
    "mean": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "special_cause": TEXT,
}
LEVELS = {
    "indicator": TEXT,
    "area_code": TEXT,
    "strand": TEXT,
    "priority": TEXT,
    "source": TEXT,
    "proxy": TEXT,
    "period_start": DAY,
    "period_label": TEXT,
    "value": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "previous_value": NUMBER,
    "previous_start": DAY,
    "previous_label": TEXT,
    "years_ago_value": NUMBER,
    "years_ago_start": DAY,
    "years_ago_label": TEXT,
    "years_ago_clear": FLAG,
    "change": NUMBER,
    "change_lower": NUMBER,
    "change_upper": NUMBER,
    "method": TEXT,
    "benchmark": NUMBER,
    "benchmark_name": TEXT,
    "position": TEXT,
    "position_998": TEXT,
    "trend": TEXT,
    "mark": TEXT,
    "signal": TEXT,
    "reason": TEXT,
}
HARM = {
    "indicator": TEXT,
    "current_points": NUMBER,
    "previous_points": NUMBER,
    "ratio": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "p_value": NUMBER,
    "clear": FLAG,
    "effective_events": NUMBER,
    "heaviest": TEXT,
    "method": TEXT,
    "reason": TEXT,
}
AREAS = {
    "indicator": TEXT,
    "area_code": TEXT,
    "level": TEXT,
    "name": TEXT,
    "current_label": TEXT,
    "previous_label": TEXT,
    "current_count": NUMBER,
    "previous_count": NUMBER,
    "change": NUMBER,
    "change_percent": NUMBER,
    "ratio": NUMBER,
    "lower": NUMBER,
    "upper": NUMBER,
    "p_value": NUMBER,
    "q_value": NUMBER,
    "family_size": WHOLE,
    "clear": FLAG,
    "material": FLAG,
    "counts_towards_rating": FLAG,
    "break_what": TEXT,
    "worsening_from": NUMBER,
    "signal": TEXT,
    "reason": TEXT,
}
MIXES = {
    "indicator": TEXT,
    "years_used": WHOLE,
    "first_month": DAY,
    "last_month": DAY,
    "events": WHOLE,
    "statistic": NUMBER,
    "degrees_between": WHOLE,
    "degrees_within": WHOLE,
    "dispersion": NUMBER,
    "p_value": NUMBER,
    "q_value": NUMBER,
    "family_size": WHOLE,
    "changes": FLAG,
    "method": TEXT,
    "reason": TEXT,
}
MIX_CELLS = {
    "indicator": TEXT,
    "season": TEXT,
    "strand": TEXT,
    "strand_title": TEXT,
    "source": TEXT,
    "count": WHOLE,
    "season_total": WHOLE,
    "share": NUMBER,
    "other_share": NUMBER,
    "p_value": NUMBER,
    "q_value": NUMBER,
    "differs": TEXT,
    "position": WHOLE,
    "like_next": FLAG,
}


@dataclass(frozen=True)
class Signals:
    """What the trends say of the subject district, in frames with the columns above, sorted by their keys.

    `signals`: a row an indicator that counts events and each of its strands ('' is the total); `points`: their control
    charts, a row a month (`value` is the count; `adjusted`, the mean and the limits are per 30.4 days and, where a
    season peaks, without it); `severe`: a row an indicator of severe harm; `levels`: a row an indicator (and strand)
    that is a rate, a proportion or a level; `areas`: a row an indicator and small area; `groups`: a row an
    indicator and group of small areas (`level` is the dimension, `area_code` the group); `harm`: a row an indicator whose
    kinds of offence have weights; `further`: a row an indicator, strand and further basis that the indicator declares
    (`same_as`: the basis that covers the same months, else null), which is shown and never rated; `mixes`: a row an
    indicator with strands, whether they change with the season, and `mix_cells` a row a strand and season of those that
    could be tested; `rare`: a row an indicator (and strand) with a mean below 5 a month; `gaps`: the time between events
    of rare totals, a row a gap, of sources whose own figures are published and of no other. What cannot be calculated is
    null, with a reason in words that follow "cannot be calculated: ".
    """

    signals: pl.DataFrame
    points: pl.DataFrame
    severe: pl.DataFrame
    levels: pl.DataFrame
    areas: pl.DataFrame
    groups: pl.DataFrame
    harm: pl.DataFrame
    further: pl.DataFrame
    mixes: pl.DataFrame
    mix_cells: pl.DataFrame
    rare: pl.DataFrame
    gaps: pl.DataFrame


def shaped(frame: pl.DataFrame, schema: dict[str, pl.DataType], by: list[str]) -> pl.DataFrame:
    """The frame with exactly these columns and types, absent ones null, sorted by its key."""
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    ]
    return frame.select(columns).sort(by, nulls_last=True)

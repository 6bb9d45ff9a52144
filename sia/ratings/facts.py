"""What is known of each indicator, its strands and its places, in one form whatever kind of measure it is.

The frames that `propose` is given become facts here; nothing else in the room reads their columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Protocol

import polars as pl

from sia.project.indicators import Indicator, Priority

CANNOT = "cannot be calculated"
NO_CHANGE = "no clear change"
WORSENING, IMPROVING = "worsening", "improving"
COUNT, LEVEL, SEVERE, PLACE = "count", "level", "severe", "place"
FALSE_DISCOVERY_RATE = 0.05
#: Columns of the frames whose values a reason may name.
FIGURES = (
    "current_count",
    "previous_count",
    "change",
    "change_percent",
    "ratio",
    "lower",
    "upper",
    "p_value",
    "q_value",
    "family_size",
    "projected",
    "projected_lower_80",
    "projected_upper_80",
    "previous_year_total",
    "target",
    "value",
    "previous_value",
    "benchmark",
    "expected",
    "years_used",
)
TEXTS = ("current_label", "previous_label", "period_label", "benchmark_name", "size", "reason", "break_what")


class SignalFrames(Protocol):
    """The frames that the room of signals makes, as far as ratings read them."""

    signals: pl.DataFrame
    severe: pl.DataFrame
    levels: pl.DataFrame
    areas: pl.DataFrame


@dataclass(frozen=True)
class Fact:
    """One indicator (strand ''), strand or place: what the trend says of it, with figures and words by column name.

    `kind` is count, level, severe or place. `worsening_from` is the smallest count (for an indicator of which more is
    better: the greatest) at which the change would be a clear and material worsening, all else the same.
    """

    indicator: str
    strand: str
    title: str
    role: str
    polarity: str
    kind: str
    source: str = ""
    proxy: str = ""
    signal: str = CANNOT
    counts: bool = True
    figures: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    projection_direction: str | None = None
    assurance: str | None = None
    position: str | None = None
    trend: str | None = None
    above_expectation: bool | None = None
    small_numbers: bool = False
    worsening_from: float | None = None

    @property
    def calculable(self) -> bool:
        """Whether it says anything at all: a level without a trend still says where things stand."""
        return self.signal != CANNOT or self.figures.get("value") is not None or self.above_expectation is not None

    @property
    def is_whole(self) -> bool:
        return self.strand == "" and self.kind != PLACE

    @property
    def worse_by(self) -> float | None:
        """Events by which it is worse than before; negative when it is better, None without a polarity."""
        change = self.figures.get("change")
        return None if change is None or self.polarity == "ambiguous" else self._worse(change)

    @property
    def worse_by_percent(self) -> float | None:
        """Per cent by which it is worse; where there was nothing before, each event is reckoned as 100 %."""
        if self.polarity == "ambiguous":
            return None
        if self.figures.get("ratio") is not None:
            return self._worse((self.figures["ratio"] - 1) * 100)
        now, before = (self.figures.get(name) for name in ("value", "previous_value"))
        if now is not None and before:
            return self._worse((now - before) / before * 100)
        return None if self.worse_by is None else self.worse_by * 100

    @property
    def projection(self) -> str | None:
        """The projected year against the last one, by polarity where there is one."""
        direction = self.projection_direction
        if direction in (None, "similar") or self.polarity == "ambiguous":
            return direction
        return IMPROVING if direction == self.polarity else WORSENING

    def with_count(self, count: float) -> Fact:
        """The fact as it would be with another current count; a rise also lifts the projected year."""
        now, before = self.figures["current_count"], self.figures["previous_count"]
        more = count - now
        figures = {**self.figures, "current_count": count, "change": self.figures["change"] + more}
        if self.figures.get("ratio") is not None and now:
            figures["ratio"] = self.figures["ratio"] * count / now
        elif before == 0:
            figures.pop("ratio", None)
        for name in ("projected", "projected_lower_80", "projected_upper_80"):
            if name in figures:
                figures[name] += more
        worse = self.worsening_from is not None and self._worse(count - self.worsening_from) >= 0
        signal = WORSENING if worse else NO_CHANGE if self.signal == WORSENING else self.signal
        if "q_value" in figures:
            figures["q_value"] = min(figures["q_value"], FALSE_DISCOVERY_RATE) if worse else 1.0
        return replace(self, figures=figures, signal=signal, projection_direction=_direction(figures))

    def _worse(self, value: float) -> float:
        return -value if self.polarity == "higher" else value


def _direction(figures: Mapping[str, float]) -> str | None:
    """Where the projected year lies against the last one, by its 80 % interval."""
    last = figures.get("previous_year_total")
    lower, upper = figures.get("projected_lower_80"), figures.get("projected_upper_80")
    if last is None or lower is None or upper is None:
        return None
    return "lower" if upper < last else "higher" if lower > last else "similar"


def facts_of(priority: Priority, frames: SignalFrames) -> list[Fact]:
    """Every fact about a priority's indicators, in the order in which these are declared, strands and places after."""
    found: list[Fact] = []
    for name, indicator in priority.indicators.items():
        about = pl.col("indicator") == name
        found += [_count(row, indicator) for row in _rows(frames.signals, about, "strand")]
        found += [_severe(row, indicator) for row in _rows(frames.severe, about, "indicator")]
        found += [_level(row, indicator) for row in _rows(frames.levels, about, "strand")]
        if indicator.role == "headline":
            places = about & (pl.col("level") == PLACE)
            found += [_place(row, indicator) for row in _rows(frames.areas, places, "area_code")]
    return found


def _rows(frame: pl.DataFrame, chosen: pl.Expr, order: str) -> list[dict[str, Any]]:
    return frame.filter(chosen).sort(order).to_dicts()


def _common(row: dict[str, Any], indicator: Indicator) -> dict[str, Any]:
    return {
        "indicator": row["indicator"],
        "role": indicator.role,
        "polarity": indicator.polarity,
        "source": row.get("source") or "",
        "proxy": row.get("proxy") or "",
        "signal": row.get("signal") or CANNOT,
        "figures": {name: row[name] for name in FIGURES if row.get(name) is not None and isfinite(row[name])},
        "words": {"unit": indicator.unit or "events", **{name: row[name] for name in TEXTS if row.get(name)}},
    }


def _count(row: dict[str, Any], indicator: Indicator) -> Fact:
    return Fact(
        **_common(row, indicator),
        kind=COUNT,
        strand=row["strand"],
        title=_title(indicator, row["strand"], row.get("strand_title")),
        counts=bool(row["counts_towards_rating"]),
        projection_direction=row.get("projection_direction"),
        assurance=row.get("assurance"),
        small_numbers=row.get("previous_count") is not None and row["previous_count"] < 10,
        worsening_from=row.get("worsening_from"),
    )


def _place(row: dict[str, Any], indicator: Indicator) -> Fact:
    return Fact(
        **_common(row, indicator),
        kind=PLACE,
        strand=row["area_code"],
        title=f"{indicator.title} in {row['name']}",
        counts=bool(row.get("counts_towards_rating", True)),
        worsening_from=row.get("worsening_from"),
    )


def _level(row: dict[str, Any], indicator: Indicator) -> Fact:
    position = row.get("position")
    return Fact(
        **_common(row, indicator),
        kind=LEVEL,
        strand=row["strand"],
        title=_title(indicator, row["strand"], row.get("strand_title")),
        position=None if position == "not compared" else position,
        trend=None if row.get("trend") == CANNOT else row.get("trend"),
    )


def _severe(row: dict[str, Any], indicator: Indicator) -> Fact:
    common = _common(row, indicator)
    if row["current"] is not None:
        common["figures"] = {**common["figures"], "current_count": row["current"]}
    if row["p_value"] is not None:
        common["figures"] = {**common["figures"], "chance_percent": row["p_value"] * 100}
    return Fact(
        **common,
        kind=SEVERE,
        strand="",
        title=indicator.title,
        above_expectation=row["above_expectation"],
        worsening_from=row.get("worsening_from"),
    )


def _title(indicator: Indicator, strand: str, strand_title: str | None) -> str:
    if not strand:
        return indicator.title
    return f"{indicator.title} ({strand_title or indicator.strand_titles.get(strand, strand)})"

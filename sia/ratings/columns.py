"""The evidence row that conditions see: its parts, their fields, the values these can take, and how they are called.

One place tells the types to DuckDB, the names to `sia check`, and the words to near misses and to the documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One field of a part: its SQL type, what it says (after the part's name), and the values it can take, if few."""

    type: str
    says: str
    values: tuple[str, ...] = ()


SIGNALS = ("improving", "worsening", "rising", "falling", "no clear change")
PROJECTIONS = ("improving", "similar", "worsening", "lower", "higher")
POSITIONS = ("better", "similar", "worse")
ASSURANCES = ("consistently passing", "consistently failing", "inconsistent")
TRENDS = ("increasing", "decreasing", "no significant change")
PRESSURES = ("none", "diffuse", "specific")
EFFECTS = ("none", "possible", "partial", "asserted")

MEASURE: dict[str, Field] = {
    "indicator": Field("VARCHAR", "id of the indicator"),
    "strand": Field("VARCHAR", "strand or place; blank for the whole"),
    "signal": Field("VARCHAR", "what the trend says", SIGNALS),
    "counted": Field("BOOLEAN", "counts towards the rating"),
    "proxy": Field("BOOLEAN", "stands in for the indicator"),
    "current_count": Field("DOUBLE", "count in the current period"),
    "previous_count": Field("DOUBLE", "count in the period compared with"),
    "change": Field("DOUBLE", "change between the two"),
    "change_percent": Field("DOUBLE", "percentage change; none under a base of 50"),
    "ratio": Field("DOUBLE", "ratio of the two daily rates"),
    "q_value": Field("DOUBLE", "false-discovery rate at which the change is called"),
    "worse_by": Field("DOUBLE", "number of events by which it is worse"),
    "worse_by_percent": Field("DOUBLE", "per cent by which it is worse"),
    "share": Field("DOUBLE", "share of the whole in the current period, 0 to 1"),
    "projection": Field("VARCHAR", "where the year's end is projected against last year", PROJECTIONS),
    "projected": Field("DOUBLE", "projected total of the financial year"),
    "target": Field("DOUBLE", "value that the plan aims for"),
    "assurance": Field("VARCHAR", "whether the target is met month by month", ASSURANCES),
    "value": Field("DOUBLE", "published value"),
    "benchmark": Field("DOUBLE", "value of the benchmark"),
    "position": Field("VARCHAR", "position against the benchmark", POSITIONS),
    "trend": Field("VARCHAR", "trend of five annual values", TRENDS),
    "expected": Field("DOUBLE", "count that earlier years lead one to expect"),
    "years_used": Field("DOUBLE", "number of earlier years"),
    "chance_percent": Field("DOUBLE", "chance in per cent of as much or more, had nothing changed"),
    "above_expectation": Field("BOOLEAN", "is above what earlier years lead one to expect"),
}
ACTIONS: dict[str, Field] = {
    "total": Field("DOUBLE", "number of actions in the plan"),
    "open": Field("DOUBLE", "number of actions neither completed nor business as usual"),
    "overdue": Field("DOUBLE", "number of open actions past their date"),
    "completed": Field("DOUBLE", "number of actions completed"),
    "none_started": Field("BOOLEAN", "no action has been started"),
}
CONTEXT: dict[str, Field] = {
    "forward_pressure": Field("VARCHAR", "pressure ahead", PRESSURES),
    "reporting_effect": Field("VARCHAR", "whether a rise is better reporting, for the priority as a whole", EFFECTS),
    "community_concern": Field("BOOLEAN", "residents name it as a concern"),
    "led_elsewhere": Field("BOOLEAN", "it is led by another board"),
    "assurance": Field("BOOLEAN", "an inspectorate or ministry has given a view"),
    "designation": Field("BOOLEAN", "it is a statutory duty or national priority"),
    "capacity": Field("BOOLEAN", "capacity is at risk"),
}
#: Parts that every rule sees, beside `threshold`.
PARTS: dict[str, dict[str, Field]] = {
    "headline": MEASURE,
    "component": MEASURE,
    "severe": MEASURE,
    "target": MEASURE,
    "benchmark": MEASURE,
    "actions": ACTIONS,
    "context": CONTEXT,
}
#: Parts that hold what is measured; the others hold what people recorded.
MEASURED = ("headline", "component", "severe", "target", "benchmark")

#: What the thresholds of the scaffold's rules mean; a partnership's own are called by their names.
THRESHOLDS = {
    "material_percent": "the smallest percentage change that counts",
    "material_count": "the smallest number of events that counts",
    "severe_chance_percent": "the chance, in per cent, below which severe harm is called unusual",
}

Columns = Mapping[str, Mapping[str, Field]]


def threshold_words(name: str) -> str:
    """A threshold as it is called in a sentence."""
    return THRESHOLDS.get(name, f"the threshold '{name.replace('_', ' ')}'")


def columns_of(thresholds: Iterable[str], indicators: Iterable[str] = ()) -> dict[str, Mapping[str, Field]]:
    """The parts that a rule may name: the general ones, `threshold`, and a priority's own indicators by id."""
    named = {name: Field("DOUBLE", name.replace("_", " ")) for name in thresholds}
    return {**PARTS, "threshold": named, **{name: MEASURE for name in indicators if name not in PARTS}}


def json_structure(columns: Columns) -> dict[str, dict[str, str]]:
    """The row as DuckDB's `from_json` wants its structure: part to field to type."""
    return {part: {name: field.type for name, field in fields.items()} for part, fields in columns.items() if fields}

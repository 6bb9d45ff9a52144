"""The plan as it is when counts scatter as far as chance lets them, and as it is when nothing changes at all.

The reference partnership's totals stray by a fraction of what chance allows, so that its truths hold for every seed. To
learn how often a change is claimed where there is none, or missed where there is one, chance needs its whole scope.
"""

from __future__ import annotations

from typing import Any

from sia.demo.plan import read_plan
from sia.demo.truths import planted_truths

SEASONS = frozenset({"asb-summer-peak", "water-summer-peak"})
NO_CHANGE = {"change": 0, "others_change": 0, "points": 0, "gain": 0, "nation_gain": 0}


def changes_planted() -> frozenset[str]:
    """The truths whose absence leaves nothing but level, season and chance: all but the seasons."""
    return frozenset(truth.id for truth in planted_truths()) - SEASONS


def with_full_chance(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with counts that are Poisson about what they are expected to be, and shares and rates as their limits say.

    The totals of `years` then vary as well.
    """
    return {**plan, "steadiness": 1}


def unchanging_plan() -> dict[str, Any]:
    """No truth but the seasons, no growth, no step, the same expected total in every year; chance has its whole scope."""
    plan = with_full_chance(_without_change(read_plan(changes_planted())))
    events = {
        source: {**declared, "streams": _level(declared["streams"])} for source, declared in plan["events"].items()
    }
    return {**plan, "events": events}


def _without_change(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_change(inner) for key, inner in value.items() if key != "step"}
        return kept | {key: nought for key, nought in NO_CHANGE.items() if key in kept}
    return [_without_change(inner) for inner in value] if isinstance(value, list) else value


def _level(streams: dict[str, Any]) -> dict[str, Any]:
    """Each source's yearly totals at their mean, whichever of its streams they lie in."""
    totals = [total for stream in streams.values() for total in stream.get("years", {}).values()]
    return {
        name: {**stream, "years": dict.fromkeys(stream["years"], sum(totals) / len(totals))}
        if "years" in stream
        else stream
        for name, stream in streams.items()
    }

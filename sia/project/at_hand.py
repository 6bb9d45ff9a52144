"""Leaves out what only optional sources could measure while no file of theirs is there, so that nothing is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sia.project.contract import Contract
from sia.project.indicators import Indicator, Priority

BESIDE = ("received.csv", "totals.csv")  # what people write beside the extracts


def at_hand(root: Path, contracts: Mapping[str, Contract], priorities: Mapping[str, Priority]) -> dict[str, Priority]:
    """The priorities without the optional sources whose folder `extracts/<id>/` is absent or empty.

    An indicator that only such sources serve is left out, though rules may name it (it cannot be calculated); one that
    others serve too keeps these.
    """
    waiting = {name for name, contract in contracts.items() if contract.optional and not _has_file(root, name)}
    return {name: _without(priority, waiting) for name, priority in priorities.items()}


def _has_file(root: Path, source: str) -> bool:
    folder = root / "extracts" / source
    return folder.is_dir() and any(
        path.name not in BESIDE and not path.name.startswith(".") for path in folder.iterdir()
    )


def _without(priority: Priority, waiting: set[str]) -> Priority:
    served = {name: one for name, one in priority.indicators.items() if not waiting.issuperset(one.sources)}
    return priority.measuring({name: _served(one, waiting) for name, one in served.items()})


def _served(indicator: Indicator, waiting: set[str]) -> Indicator:
    if waiting.isdisjoint(indicator.sources):
        return indicator
    sources = {name: selection for name, selection in indicator.sources.items() if name not in waiting}
    return indicator.model_copy(update={"sources": sources})

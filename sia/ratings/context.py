"""What people know that no series shows: which context signals of a priority are live, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from sia.ratings.columns import EFFECTS, PRESSURES

ABSENT = "none"


@dataclass(frozen=True)
class ContextNote:
    """One row of the context register; `live` is false once it has expired at the as-at date."""

    priority: str
    indicator: str
    kind: str
    strength: str
    statement: str
    evidence: str
    said_by: str
    said_on: date | None
    expires_on: date | None
    live: bool = True

    @property
    def counts(self) -> bool:
        """Whether it says that there is something: live, and of a strength other than 'none'."""
        return self.live and self.strength != ABSENT


@dataclass(frozen=True)
class Context:
    """The context signals of one priority, in the order of the register."""

    notes: tuple[ContextNote, ...] = ()

    def of_kind(self, kind: str) -> list[ContextNote]:
        """The notes of one kind that count."""
        return [note for note in self.notes if note.kind == kind and note.counts]

    @property
    def expired(self) -> list[ContextNote]:
        return [note for note in self.notes if not note.live]

    @property
    def forward_pressure(self) -> str:
        """The strongest live pressure ahead."""
        return _strongest((note.strength for note in self.of_kind("forward_pressure")), PRESSURES)

    def reporting_notes(self, indicator: str, *, severe: bool = False) -> list[ContextNote]:
        """The notes that say how far a rise of an indicator is better reporting.

        One about the whole priority holds for each of its indicators but those of severe harm, which it must name.
        """
        about = {indicator} if severe else {indicator, ""}
        return [note for note in self.of_kind("reporting_effect") if note.indicator in about]

    def reporting_effect(self, indicator: str, *, severe: bool = False) -> str:
        """How strongly a rise of an indicator is put down to better reporting."""
        return _strongest((note.strength for note in self.reporting_notes(indicator, severe=severe)), EFFECTS)

    def row(self) -> dict[str, Any]:
        """The part `context` of the evidence row."""
        present = ("community_concern", "led_elsewhere", "assurance", "designation", "capacity")
        return {
            "forward_pressure": self.forward_pressure,
            "reporting_effect": self.reporting_effect(""),
            **{kind: bool(self.of_kind(kind)) for kind in present},
        }

    def with_strength(self, kind: str, strength: str, indicator: str = "") -> Context:
        """The context as it would be had this been recorded instead of all that was recorded of the kind.

        With an `indicator`, only notes that are about it, alone or with the whole priority, give way.
        """
        about = {indicator, ""} if indicator else {note.indicator for note in self.notes} | {""}
        kept = tuple(note for note in self.notes if note.kind != kind or note.indicator not in about)
        return replace(self, notes=(*kept, _imagined(kind, strength, indicator)))


def _imagined(kind: str, strength: str, indicator: str) -> ContextNote:
    return ContextNote("", indicator, kind, strength, "", "", "", None, None)


def contexts_of(register: pl.DataFrame, as_at: date) -> dict[str, Context]:
    """The context of each priority named in the register (columns of `ContextSignal`)."""
    notes: dict[str, list[ContextNote]] = {}
    for row in register.iter_rows(named=True):
        expires = row["expires_on"]
        text = {name: row[name] or "" for name in ("indicator", "statement", "evidence", "said_by")}
        whole = {name: row[name] for name in ("priority", "kind", "strength", "said_on", "expires_on")}
        note = ContextNote(**whole, **text, live=expires is None or expires >= as_at)
        notes.setdefault(row["priority"], []).append(note)
    return {priority: Context(tuple(sorted(found, key=_order))) for priority, found in notes.items()}


def _order(note: ContextNote) -> tuple[str, ...]:
    return (note.kind, note.indicator, str(note.said_on), note.strength, note.statement)


def _strongest(strengths: Iterable[str], scale: tuple[str, ...]) -> str:
    return max((strength for strength in strengths if strength in scale), key=scale.index, default=ABSENT)

"""What was found about the data of the sources, as plain values; nothing here has been through disclosure control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class UnusualMonth:
    """A month with far fewer or more of the district's events than usual; `category` is '' for the whole source.

    `usual` is the level it was set against, for a month of its length, and `percent` how far it lies from that.
    """

    source: str
    category: str
    month: date
    count: float
    usual: float
    percent: float
    direction: Literal["fewer", "more"]


@dataclass(frozen=True)
class EndsEarly:
    """A source whose newest month stops well before its end: the last day with an event, and the month."""

    source: str
    month: date
    last_day: date


@dataclass(frozen=True)
class MonthShare:
    """How many of a month's rows something is true of."""

    month: date
    rows: int
    count: int

    @property
    def share(self) -> float:
        return self.count / self.rows if self.rows else 0.0


@dataclass(frozen=True)
class KeyField:
    """How completely one column is filled, month by month; `count` is of filled rows.

    Categories in `never` never have it (anti-social behaviour has no crime id) and are left out of the months. `unusual`
    are the months in which far more is blank than usual.
    """

    source: str
    column: str
    months: tuple[MonthShare, ...]
    never: tuple[str, ...] = ()
    unusual: tuple[MonthShare, ...] = ()

    @property
    def total(self) -> MonthShare:
        """All months together, under the name of the first."""
        rows, count = (sum(getattr(one, name) for one in self.months) for name in ("rows", "count"))
        return MonthShare(self.months[0].month, rows, count)


@dataclass(frozen=True)
class OddValue:
    """A value of a column that some months hold and the others not, or that far more rows of some months have than usual.

    `kind` is "only" for the first; `usual` is its usual share of a month, 0 for those. `newest` says that the months are
    the newest of the source.
    """

    source: str
    column: str
    value: str
    kind: Literal["only", "more"]
    months: tuple[MonthShare, ...]
    usual: float
    newest: bool = False


@dataclass(frozen=True)
class StillToCome:
    """Of the events that happened in older months, those recorded over 30 days after the end of their month."""

    source: str
    first: date
    last: date
    events: int
    came_later: int


@dataclass(frozen=True)
class LateCategory:
    """Events of one category in the latest twelve months, and those recorded over 30 days after they happened."""

    source: str
    category: str
    events: int
    late: int


@dataclass(frozen=True)
class SuspectedBreak:
    """A step that no declared break explains, or a changed basis of reporting; for the agency to confirm.

    `category` is '' for the whole source. `yearly` tells whether a period is a year or a month. For a step, `before` and
    `after` are counts or values; for a change of basis they are None, and the two bases are named.
    """

    source: str
    category: str
    period: date
    yearly: bool
    before: float | None = None
    after: float | None = None
    basis_before: str = ""
    basis: str = ""

    @property
    def direction(self) -> str:
        """up, down or unknown, as a register of breaks writes it."""
        if self.before is None or self.after is None:
            return "unknown"
        return "up" if self.after > self.before else "down"


@dataclass(frozen=True)
class Placed:
    """How many of a source's events were placed in one way (by name, by best fit of older areas, not placed).

    `elsewhere` is, for a best fit, the mean share of the residents of the older areas who live outside the area given.
    """

    source: str
    method: str
    events: int
    elsewhere: float | None


@dataclass(frozen=True)
class Findings:
    """Everything found, in the order of source and month."""

    unusual: tuple[UnusualMonth, ...] = ()
    ends_early: tuple[EndsEarly, ...] = ()
    fields: tuple[KeyField, ...] = ()
    values: tuple[OddValue, ...] = ()
    to_come: tuple[StillToCome, ...] = ()
    late_categories: tuple[LateCategory, ...] = ()
    suspected: tuple[SuspectedBreak, ...] = ()
    placed: tuple[Placed, ...] = ()

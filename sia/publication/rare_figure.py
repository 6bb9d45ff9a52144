"""What may be shown of a count too rare for a monthly chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sia.calendar import Window


@dataclass(frozen=True)
class RareFigure:
    """An indicator, or one of its strands, with a mean below 5 a month.

    Where `treatment` is 'list' (fewer than 12 a year), `years` has the count of each year of twelve months, oldest first,
    and `together` that of all of them: None where it is withheld. Else `standing` says how the time between events, and
    since the last, compares with what is usual, `usual_days` how long is usual, told from `told_from` events since
    `first_month`; None where it cannot be told (`reason`) or may not (`withheld`).
    """

    indicator: str
    strand: str
    strand_title: str
    title: str
    unit: str
    source: str
    treatment: str
    public: bool
    withheld: bool
    years: tuple[tuple[Window, int | None], ...] = ()
    together: int | None = None
    standing: str | None = None
    told_from: int | None = None
    first_month: date | None = None
    day_is: str = ""
    usual_days: float | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """The lower-case noun phrase for a sentence."""
        return self.strand_title if self.strand else self.title

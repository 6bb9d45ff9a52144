"""What may be shown of an indicator whose parts differ between the seasons of the year."""

from __future__ import annotations

from dataclasses import dataclass

from sia.calendar import Window


@dataclass(frozen=True)
class SeasonCell:
    """A part of an indicator in one season of all years together; None where it is not shown.

    `position` is its place in the season, the greatest count first, and `like_next` whether chance may have put it before
    the next; `differs` says whether it is clearly 'more' or 'fewer' of the season's events than of the other seasons'.
    """

    strand: str
    strand_title: str
    season: str
    count: int | None
    total: int | None
    position: int
    like_next: bool
    differs: str | None


@dataclass(frozen=True)
class SeasonMix:
    """An indicator whose parts differ between the seasons by more than chance, over whole years of months."""

    indicator: str
    source: str
    window: Window
    cells: tuple[SeasonCell, ...]

    def of(self, season: str) -> list[SeasonCell]:
        """The parts in one season, the greatest first."""
        return [cell for cell in self.cells if cell.season == season]

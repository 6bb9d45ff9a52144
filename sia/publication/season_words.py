"""What is said of the seasons: when in the year a count peaks, and which kinds lead in which season."""

from __future__ import annotations

from collections.abc import Sequence

from sia.publication.evidence import Comparison
from sia.publication.wording import month_names, sentence_case

STRONG_SEASON = 0.85
WARMER, DARKER, SCHOOL_SUMMER_HOLIDAYS = {5, 6, 7, 8, 9}, {11, 12, 1, 2}, {7, 8}


def is_seasonal(one: Comparison) -> bool:
    """Whether the season is strong enough to be spoken of: it explains most of what varies within a year."""
    return bool(one.season_peaks) and (one.season_strength or 0) >= STRONG_SEASON


def season_sentence(one: Comparison) -> str:
    """In which months the series usually peaks, and what else those months are, without saying that it is the cause."""
    if not is_seasonal(one):
        return ""
    peak = f"{sentence_case(one.title)} usually peak{_s(one.title)} in {month_names(one.season_peaks)}"
    beside = _what_months(one.season_peaks)
    return f"{peak}, {beside}; whether that is the cause is not tested." if beside else f"{peak}."


def _what_months(peaks: Sequence[int]) -> str:
    """What months have in common that could bear on a count: warmth, darkness, the schools' summer holidays."""
    if set(peaks) <= WARMER:
        holidays = " and with the schools' summer holidays" if set(peaks) >= SCHOOL_SUMMER_HOLIDAYS else ""
        return f"in the warmer months{holidays}"
    return "in the darker months" if set(peaks) <= DARKER else ""


def _s(title: str) -> str:
    """The ending of a verb after a noun phrase that is a plural or not."""
    head = title.split(" of ")[0].split(" in ")[0].split(" (")[0]
    plural = (head.endswith("s") and not head.endswith("ss")) or head.startswith(("people", "children"))
    return "" if plural else "s"

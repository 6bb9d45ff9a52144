"""Ages as people write them: "10-17", "90+", "10", or nothing for residents of all ages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

ALL_AGES = ("", "all", "all ages")
#: The last year of an open band, such as "90+": nobody lives so long, and bands can be measured in years.
NO_LIMIT = 999
WRITTEN = "Write ages as 10-17, 10 or 90+."
_BAND = re.compile(
    r"(?:aged? )?(\d{1,3})(?: ?(?:-|\u2013|to) ?(\d{1,3})| ?(\+)| (?:and|or) (over|older))?", re.IGNORECASE
)
_DATE = re.compile(r"\d{1,2}[-/ ][A-Za-z]{3}|[A-Za-z]{3}[-/ ]\d{1,2}|\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, order=True)
class Ages:
    """From the first year of age to the last, both included; `last` is `NO_LIMIT` where the band is open."""

    first: int
    last: int

    @property
    def words(self) -> str:
        """The band in words: "10 to 17", "90 and over", "10"."""
        if self.last == NO_LIMIT:
            return f"{self.first} and over"
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


def ages_of(text: str) -> Ages | None:
    """The ages that a text means; None for all ages. Raises ValueError with a sentence and a remedy."""
    if text.strip().casefold() in ALL_AGES:
        return None
    found = _BAND.fullmatch(text.strip())
    if not found:
        dated = " A spreadsheet may have made a date of it." if _DATE.fullmatch(text.strip()) else ""
        raise ValueError(f"'{text}' is not a band of ages", f"{WRITTEN}{dated}")
    first, last, plus, older = found.groups()
    ages = Ages(int(first), NO_LIMIT if plus or older else int(last or first))
    if ages.last < ages.first:
        raise ValueError(f"'{text}' ends before it begins", WRITTEN)
    return ages


def untiled(bands: Sequence[Ages]) -> str:
    """What keeps bands, in their order, from holding each age from birth to an open end once; '' where nothing does."""
    edge = 0
    for ages in bands:
        if ages.first > edge:
            return f"{_told(Ages(edge, ages.first - 1))} missing before {ages.words}"
        if ages.first < edge:
            return f"ages {ages.words} overlap or come before the ages in front of them"
        edge = ages.last + 1
    return f"ages {Ages(edge, NO_LIMIT).words} are missing at the end" if bands and edge <= NO_LIMIT else ""


def _told(ages: Ages) -> str:
    return f"age {ages.words} is" if ages.first == ages.last else f"ages {ages.words} are"

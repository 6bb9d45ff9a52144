"""A column of an example as it was looked at: header, position, what its values are, areas, whether it is personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sia.drafting.areas import Areas, areas_of, names_beside_codes
from sia.drafting.kinds import Kind, is_serial_days, kinds_of, periods_in
from sia.drafting.personal import KEEP, Verdict, by_header, by_values, words_of
from sia.drafting.sample import Sample

BORN_YEARS, BORN_DAYS = 30, 50
PERIOD_WORDS = {"period", "year", "years", "month", "quarter", "date", "time", "fy"}
DAY_WORDS = {"date", "day", "on", "dob"}
MANY_PERIODS = 0.4


@dataclass(frozen=True)
class Looked:
    """One column of the example."""

    at: int
    header: str
    kind: Kind
    areas: Areas | None
    personal: Verdict

    @property
    def words(self) -> set[str]:
        return set(words_of(self.header))

    @property
    def always(self) -> bool:
        """Whether no cell of the column is blank."""
        return self.kind.blank == 0

    @property
    def kept(self) -> bool:
        return not self.personal.what


def look_at(sample: Sample, register: Mapping[str, Mapping[str, str]]) -> list[Looked]:
    """Every column of the sample that has a header."""
    kinds = [_as_period(header, kind) for header, kind in zip(sample.headers, kinds_of(sample), strict=True)]
    named = [(at, " ".join(header.split()), kinds[at]) for at, header in enumerate(sample.headers) if header]
    areas = {at: areas_of(header, kind, register) for at, header, kind in named}
    codes = [kinds[at] for at, found in areas.items() if found and found.official]
    return [
        Looked(at, header, kind, areas[at], _personal(header, kind, areas[at], codes)) for at, header, kind in named
    ]


def _personal(header: str, kind: Kind, areas: Areas | None, codes: list[Kind]) -> Verdict:
    """Whether the column may say who somebody is; names and codes of areas do not, whatever they look like."""
    if areas is not None and (areas.mostly_known or areas.official):
        return KEEP
    if any(names_beside_codes(kind, other, header) for other in codes):
        return KEEP
    verdict = by_header(header, kind.some, kind.is_number)
    if verdict.what != "drop" and areas is None:
        seen = by_values(kind.some, kind.is_number)
        verdict = seen if seen.what else verdict
    if not verdict.what and kind.type == "date" and _born(kind):
        return Verdict("drop", "days far apart, as dates of birth are")
    return verdict


def _as_period(header: str, kind: Kind) -> Kind:
    """A column whose header speaks of days or periods holds them even where they are the day numbers of a workbook, or where
    a part of its labels cannot be read."""
    words = set(words_of(header))
    if words & DAY_WORDS and is_serial_days(kind):
        return replace(kind, type="date")
    if kind.type != "text" or not words & PERIOD_WORDS:
        return kind
    periods, unread = periods_in(kind.counts)
    if not periods or unread > (1 - MANY_PERIODS) * kind.filled:
        return kind
    return replace(kind, type="period", periods=periods, unread=unread)


def _born(kind: Kind) -> bool:
    first, last = kind.years
    return last - first > BORN_YEARS and len(kind.counts) > BORN_DAYS

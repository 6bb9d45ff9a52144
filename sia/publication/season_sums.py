"""How counts by season of the year hang together with counts of spans of months, so that none gives another away.

A season of several years is no run of months: it overlaps a financial year or a quarter without lying in it. Months that
no published span of a table's subjects divides are pieces; every span is a sum of pieces, and every piece of the total
is the sum of the same piece of its parts. Readers know no piece, only the sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Months(Protocol):
    """A span of months, in one run or not."""

    @property
    def months(self) -> list[date]: ...


@dataclass(frozen=True)
class SeasonTable:
    """The subjects of one table by season: a total, and the parts that make it up month by month without a rest."""

    area: str
    total: str
    parts: tuple[str, ...]


def season_sums(table: SeasonTable, spans: Mapping[str, Mapping[Months, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each published span of the table's subjects its cell, and the names of the unpublished pieces it is the sum of.

    `spans` gives the cells of each subject by span.
    """
    pieces = _pieces(span for of_subject in spans.values() for span in of_subject)
    for subject in (table.total, *table.parts):
        counted = table.parts if subject == table.total else (subject,)
        for span, cell in spans[subject].items():
            inside = sorted({pieces[month] for month in span.months})
            yield cell, tuple(f"{part}|{table.area}|months from {piece}" for part in counted for piece in inside)


def _pieces(spans: Iterable[Months]) -> dict[date, str]:
    """Each month's piece, named by the piece's first month: months that lie in the same spans are one."""
    holders: dict[date, list[int]] = defaultdict(list)
    for number, span in enumerate(spans):
        for month in span.months:
            holders[month].append(number)
    first: dict[tuple[int, ...], date] = {}
    return {month: f"{first.setdefault(tuple(holders[month]), month):%Y-%m}" for month in sorted(holders)}

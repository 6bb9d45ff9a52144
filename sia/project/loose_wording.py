"""Wording typed by hand that says less, or other, than it seems: times without a date, shares of few, one fact told two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sia.errors import Problem

_WHEN = "year|month|quarter|week|spring|summer|autumn|winter|period"
_UNDATED = re.compile(
    rf"\b(?:(?:this|last|next|(?:the )?(?:current|previous|coming|latest|past)) (?:financial |calendar )?(?:{_WHEN})|"
    r"currently|recently|nowadays|at present|at the moment|(?:years?|months?) ago)\b",
    re.IGNORECASE,
)
_WORDS = {
    word: number
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
_PARTS = {"half": 2, "halves": 2} | {
    f"{name}{ending}": size
    for size, name in ((3, "third"), (4, "quarter"), (5, "fifth"), (6, "sixth"), (8, "eighth"), (10, "tenth"))
    for ending in ("", "s")
}
_NUMBER = rf"(?P<whole>\d[\d,]*|{'|'.join(_WORDS)})"
_SHARES = (
    re.compile(rf"(?P<percent>\d+(?:\.\d+)?) ?(?:%|per ?cent) of (?:the |all )?{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"(?P<top>\d+)/(?P<bottom>\d+) of (?:the |all )?{_NUMBER}\b", re.IGNORECASE),
    re.compile(
        rf"(?P<top>\b(?:a|{'|'.join(_WORDS)})) (?P<bottom>{'|'.join(_PARTS)}) of (?:the |all )?{_NUMBER}\b",
        re.IGNORECASE,
    ),
)
_HEDGES = "over|more than|nearly|almost|around|about|approximately|roughly|up to|at least|fewer than|under"
_COUNTED = re.compile(
    rf"(?:\b(?P<hedge>{_HEDGES}) )?(?<![\d.,/£%-])\b(?P<number>\d{{2,3}}|\d{{1,3}}(?:,\d{{3}})+) (?P<noun>[a-z]{{4,}})\b",
    re.IGNORECASE,
)
_NOT_COUNTED = {*_WHEN.split("|"), "years", "months", "weeks", "quarters", "days", "hours", "minutes", "cent"}
_NOT_COUNTED |= {name.lower() for name in (
    "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
)}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """A text that somebody typed: where it stands, and whether its date is printed beside it."""

    place: str
    text: str
    dated: bool = False


def loose_wording(texts: Iterable[Typed]) -> list[Problem]:
    """What in texts typed by hand would mislead a later reader, in order of the texts.

    "This year" and the like where no date is printed beside the text; a share of a small number that gives no whole
    number (a third of 13); and one number of one thing told as exact here and as "over" or "nearly" there.
    """
    texts = list(texts)
    each = [problem for one in texts for problem in (*_undated(one), *_broken_shares(one))]
    return each + list(_told_two_ways(texts))


def _undated(one: Typed) -> Iterator[Problem]:
    found = None if one.dated else _UNDATED.search(one.text)
    if found:
        yield Problem(one.place, f"'{found[0]}' has no meaning to a later reader.", "Name the year or the month.")


def _broken_shares(one: Typed) -> Iterator[Problem]:
    for pattern in _SHARES:
        for found in pattern.finditer(one.text):
            if not _gives_whole(found.groupdict()):
                message = f"'{found[0]}' is no whole number of people or things."
                yield Problem(one.place, message, "Give the count itself, such as '4 of 13'.")


def _gives_whole(parts: dict[str, str]) -> bool:
    """Whether some whole number, rounded as the share is written, is that share; shares of a hundred and more all are."""
    whole = _as_number(parts["whole"])
    if whole >= 100:
        return True
    if "percent" in parts:
        decimals = len(parts["percent"].partition(".")[2])
        return any(round(100 * count / whole, decimals) == float(parts["percent"]) for count in range(whole + 1))
    bottom = _PARTS.get(parts["bottom"].lower()) or int(parts["bottom"])
    return bottom > 0 and _as_number(parts["top"]) * whole % bottom == 0


def _as_number(text: str) -> int:
    return 1 if text.lower() == "a" else _WORDS.get(text.lower()) or int(text.replace(",", ""))


def _told_two_ways(texts: list[Typed]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[str, str, str]] = {}
    for one in texts:
        for found in _COUNTED.finditer(one.text):
            thing = found["number"], found["noun"].lower()
            if thing[1] in _NOT_COUNTED:
                continue
            hedge, place, said = first.setdefault(thing, ((found["hedge"] or "").lower(), one.place, found[0]))
            if hedge != (found["hedge"] or "").lower():
                message = f"'{found[0]}' here, and '{said}' in {place}."
                yield Problem(one.place, message, "If it is one fact, say it in one way.")

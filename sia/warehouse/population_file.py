"""Whether residents by age and sex, as a population file gives them, can be added up: each person once, and nobody missing.

Bands may be any, single years included, and differ between areas and years. A row for all ages, or for all persons, may
stand beside its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from sia.errors import Problem, did_you_mean
from sia.project.ages import ALL_AGES, NO_LIMIT, Ages, ages_of

SEXES = {"": "", "all": "", "persons": "", "female": "female", "females": "female", "male": "male", "males": "male"}
ADD_AGES = "Add the rows that are missing, or one row for all ages."
Row = tuple[int, dict[str, Any]]
Band = tuple[Ages, int]


def sex_of(text: str) -> str:
    """'female', 'male', or '' for all persons. Raises ValueError with a remedy."""
    if text.casefold() not in SEXES:
        allowed = [name for name in SEXES if name]
        raise ValueError(f"'{text}' is not a sex that the population can be given by", did_you_mean(text, allowed))
    return SEXES[text.casefold()]


def age_band_of(text: str) -> str:
    """The text of a band of ages that can be read. Raises ValueError with a remedy."""
    ages_of(text)
    return text


def band_columns(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the first and the last year of its ages, and whether it is of all ages."""
    ages = ages_of(row["age_band"])
    first, last = (ages.first, ages.last) if ages else (0, NO_LIMIT)
    return {**row, "first_age": first, "last_age": last, "all_ages": ages is None}


def population_problems(name: str, rows: Iterable[Row]) -> Iterator[Problem]:
    """What keeps rows of one area and year from being added up: given twice, overlapping, missing ages, one sex only.

    The same mistake in many areas is told once, with the first of them and their number.
    """
    grouped: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for line, row in rows:
        grouped[row["area_code"], row["year"]].append((line, row))
    told: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for (area, year), found in grouped.items():
        for line, message, remedy in _of_one_area(found):
            told[f"{message} of {{}} in {year}", remedy].append((line, area))
    for (message, remedy), places in told.items():
        line, area = places[0]
        others = len({one for _, one in places}) - 1
        more = "" if not others else f" and {others} more area{'s' if others > 1 else ''}"
        whose = f"'{area}'{more}"
        yield Problem(f"{name}:{line}, age_band", f"{message.format(whose)}.", remedy)


def _of_one_area(rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    """(line, what is wrong, remedy) of the rows of one area and year."""
    by_sex: dict[str, list[Row]] = defaultdict(list)
    for line, row in rows:
        by_sex[row["sex"]].append((line, row))
    for sex, found in by_sex.items():
        yield from _of_one_sex(sex, found)
    for one, other in (("female", "male"), ("male", "female")):
        if one in by_sex and other not in by_sex and "" not in by_sex:
            line = by_sex[one][0][0]
            yield line, f"there are only {one} residents", f"Add the {other} ones, or a row for all persons."


def _of_one_sex(sex: str, rows: list[Row]) -> Iterator[tuple[int, str, str]]:
    totals = [line for line, row in rows if row["age_band"].casefold() in ALL_AGES]
    of_sex = f" ({sex})" if sex else ""
    for line in totals[1:]:
        yield line, f"all ages{of_sex} stand here a second time, for residents", "Leave one of the rows out."
    bands = sorted(
        ((ages, line) for line, row in rows if (ages := ages_of(row["age_band"]))), key=lambda band: (band[0], band[1])
    )
    yield from _overlaps(bands, of_sex)
    if not totals:
        yield from _gaps(bands, of_sex)


def _overlaps(bands: list[Band], of_sex: str) -> Iterator[tuple[int, str, str]]:
    for (one, _), (other, line) in pairwise(bands):
        if one == other:
            message = f"{_aged(other)}{of_sex} stand here a second time, for residents"
            yield line, message, "Leave one of the rows out."
        elif other.first <= one.last:
            message = f"{_aged(other)}{of_sex} overlap {_aged(one)}, for residents"
            yield line, message, "Give each age once."


def _aged(ages: Ages) -> str:
    return f"those of age {ages.words}" if ages.first == ages.last else f"ages {ages.words}"


def _gaps(bands: list[Band], of_sex: str) -> Iterator[tuple[int, str, str]]:
    """Ages that no band holds, from birth to an open end; rows of all ages make up for them."""
    edge = 0
    for ages, line in bands:
        if ages.first > edge:
            yield line, f"{_aged(Ages(edge, ages.first - 1))}{of_sex} are missing, for residents", ADD_AGES
        edge = max(edge, ages.last + 1)
    if bands and edge <= NO_LIMIT:
        yield bands[-1][1], f"{_aged(Ages(edge, NO_LIMIT))}{of_sex} are missing, for residents", ADD_AGES

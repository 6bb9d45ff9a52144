"""The district's rate of an indicator that is declared per residents of some ages or of one sex.

It is made of a count that is shown, and of residents, which are published: where the count is withheld there is no rate.
"""

from __future__ import annotations

import polars as pl

from sia.project.ages import NO_LIMIT, Ages
from sia.project.indicators import Indicator
from sia.project.load import Project
from sia.project.residents import Residents
from sia.publication.evidence import Comparison, ResidentRate
from sia.publication.readings import Readings
from sia.publication.wording import full_stop, in_words, listed, rate
from sia.trends import rates

NO_POPULATION = "no population was supplied"
NO_SEXES = "the population register does not tell women and men apart"


def resident_rates(
    project: Project, readings: Readings, comparisons: dict[tuple[str, str], Comparison]
) -> dict[str, ResidentRate]:
    """The rate of each indicator that declares whom it is per, in the current period; none where its count is not shown."""
    found = {}
    for name, (_, indicator) in project.indicators.items():
        one = comparisons.get((name, ""))
        if indicator.per.chosen and one is not None and one.current_count is not None:
            found[name] = _rate(name, indicator, readings, one.current_count)
    return found


def _rate(name: str, indicator: Indicator, readings: Readings, count: int) -> ResidentRate:
    per = indicator.per
    people = readings.denominators.filter(pl.col("indicator") == name).select("year", "persons").rows()
    if not people:
        return ResidentRate(per.words, reason=_reason(name, per, readings))
    year, persons = people[0]
    frame = pl.DataFrame({"count": [count], "denominator": [persons]})
    row = rates.rate(frame, multiplier=per.multiplier).row(0, named=True)
    limits = {column: row[column] for column in ("value", "lower", "upper")}
    return ResidentRate(per.words, **limits, year=year, reason=row["reason"] or "")


def _reason(name: str, per: Residents, readings: Readings) -> str:
    """Which bands of the population reach beyond the ages wanted, or what else it lacks."""
    rows = readings.unfitting_bands.filter(pl.col("indicator") == name)
    if not rows["bands"].sum():
        return NO_POPULATION
    known = sorted(Ages(first, last) for first, last in rows.select("first_age", "last_age").drop_nulls().iter_rows())
    if not known:
        return NO_SEXES
    given = listed("all ages together" if ages == Ages(0, NO_LIMIT) else ages.words for ages in known)
    return f"the population register has {given}, not {Ages(per.first_age, per.last_age).words}"


def resident_rate_sentence(one: ResidentRate | None, months: int) -> str:
    """The rate over so many months with its interval and the population's year; or that it cannot be calculated, and why."""
    if one is None:
        return ""
    if one.reason:
        return full_stop(f"The rate {one.per} cannot be calculated: {one.reason}")
    when = f"In these {in_words(months)} months" if months > 1 else "In this month"
    limits = f"95% interval {rate(one.lower)} to {rate(one.upper)}"
    return f"{when} there were {rate(one.value)} {one.per} ({limits}; population of {one.year})."

"""Draws the sources that send a figure per period and area: counts, shares, scores, and published rates with limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from sia.calendar import add_months, last_day
from sia.demo.counts import full_chance, generator, grown, years_on
from sia.demo.geography import geography
from sia.demo.plan import months_between

Row = dict[str, Any]
Z_95 = 1.96


def draw_series(source: str, declared: dict[str, Any], plan: dict[str, Any], seed: int) -> list[Row]:
    """Rows with start, end, area_code, area_name, category and the figures that the source's members declare."""
    periods = _periods(declared, plan)
    rows: list[Row] = []
    for name, member in declared["members"].items():
        if "rate" in member:
            rows += _rates(name, member, declared, periods, plan, generator(seed, source, name))
            continue
        for area, factor, change in _areas(declared, member):
            chance = generator(seed, source, name, area["area_code"])
            changed = member if change is None else {**member, "change": change}
            rows += [{**area, "category": name, **row} for row in _figures(changed, factor, periods, plan, chance)]
    return sorted(rows, key=lambda row: row["start"])


def _periods(declared: dict[str, Any], plan: dict[str, Any]) -> list[tuple[date, date]]:
    """First and last day of each period; a survey's are the months of its fieldwork in each year."""
    every = declared["every"]
    months = months_between(
        declared.get("first_month", plan["first_month"]), declared.get("last_month", plan["last_month"])
    )
    starts = months[::every]
    if "fieldwork" in declared:
        first, last = declared["fieldwork"]
        return [(start.replace(month=first), last_day(start.replace(month=last))) for start in starts]
    return [(start, add_months(start, every) - timedelta(days=1)) for start in starts]


def _areas(declared: dict[str, Any], member: Row) -> Iterator[tuple[Row, float, float | None]]:
    """The subject as declared, and the other districts at a multiple of its level (or a level of their own)."""
    known = geography()
    for district in known.districts:
        code, area = district["code"], {"area_code": district["code"], "area_name": district["name"]}
        if code == known.subject:
            yield area, 1.0, None
        elif code in declared.get("others", {}):
            figure = declared["others"][code]
            factor = figure / member["level"] if declared.get("others_are") == "levels" else figure
            yield area, factor, declared.get("others_change", 0)


def _figures(
    member: Row, factor: float, periods: list[tuple[date, date]], plan: dict[str, Any], chance: np.random.Generator
) -> Iterator[Row]:
    """Counts around a level, shares of those who answered, or scores, one row a period."""
    middles = [(start + (end - start) / 2).replace(day=1) for start, end in periods]
    growth = grown(middles, member, plan)
    years = years_on(middles, member, plan)
    for (start, end), times, year in zip(periods, growth, years, strict=True):
        row: Row = {"start": start, "end": end}
        if "level" in member:
            mean = member["level"] * factor * times
            row["value"] = _count(mean, plan, chance)
        elif "share" in member:
            answered = round(member["answered"] * (1 + 0.02 * chance.standard_normal()))
            share = member["share"] + member["points"] / 100 * year
            scatter = plan["steadiness"] * np.sqrt(answered * share * (1 - share)) * chance.standard_normal()
            row |= {"numerator": round(answered * share + scatter), "denominator": answered}
        else:
            score = member["score"] + member["gain"] * year + 0.03 * chance.standard_normal()
            row["value"] = f"{np.clip(score, 0, 4):.1f}"
        yield row


def _count(mean: float, plan: dict[str, Any], chance: np.random.Generator) -> int:
    if full_chance(plan):
        return int(chance.poisson(mean))
    return max(round(mean + plan["steadiness"] * np.sqrt(mean) * chance.standard_normal()), 0)


def _rates(
    name: str,
    member: Row,
    declared: dict[str, Any],
    periods: list[tuple[date, date]],
    plan: dict[str, Any],
    chance: np.random.Generator,
) -> list[Row]:
    """Published rates with 95 % limits for the subject and the nation, pooled over one or three calendar years."""
    known, rows = geography(), []
    subject = {"area_code": known.subject, "area_name": str(known.districts[0]["name"])}
    nation = {"area_code": declared["nation"]["code"], "area_name": declared["nation"]["name"]}
    events = member["events_a_unit"]
    for area, rate, gain, size in (
        (subject, member["rate"], member["gain"], events),
        (nation, member["nation_rate"], member["nation_gain"], events * declared["nation"]["times_the_events"]),
    ):
        pooled = periods[member["years"] - 1 :]
        for index, (start, end) in enumerate(pooled):
            value = rate + gain * (index - len(pooled) + 1)
            value += plan["steadiness"] * np.sqrt(value / size) * chance.standard_normal()
            half = Z_95 / np.sqrt(value * size)
            first = start.replace(year=start.year - member["years"] + 1)
            label = str(end.year) if member["years"] == 1 else f"{first.year} - {end.year % 100:02d}"
            figures = {"value": value, "lower": value * np.exp(-half), "upper": value * np.exp(half)}
            texts = {key: f"{figure:.2f}" for key, figure in figures.items()}
            rows.append({**area, "category": name, "period": label, "start": first, "end": end, **texts})
    return rows

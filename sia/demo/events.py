"""Draws the events of one source as a frame in which every column is still named as the plan names it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sia.calendar import days_in_month
from sia.demo.counts import draw, generator
from sia.demo.geography import Geography, geography
from sia.demo.plan import months_between

MEAN_DAYS_TO_REPORT = 1.6
LATE_AFTER_DAYS = 31
MEAN_DAYS_LATE = 140
VICTIMS_A_CRIME = 2.2
OLDEST_BIRTH, YOUNGEST_BIRTH = date(1938, 1, 1), date(2006, 1, 1)


def draw_events(source: str, declared: dict[str, Any], plan: dict[str, Any], seed: int) -> pl.DataFrame:
    """One row an event in order of days, with `day`, the attributes of its stream, where it lies, and a reference."""
    first = declared.get("first_month", plan["first_month"])
    months = months_between(first, declared.get("last_month", plan["last_month"]))
    columns = set(declared["columns"].values())
    frames = [
        _stream(generator(seed, source, name), stream | _inherited(declared, stream), months, plan, columns)
        for name, stream in declared["streams"].items()
    ]
    events = pl.concat(frames, how="vertical").sort("day", maintain_order=True)
    chance = generator(seed, source, "whole")
    events = _placed(events, chance, declared)
    if "victim_key" in columns:
        events = _with_victims(events, chance)
    if "collision" in columns:
        events = _grouped(events, chance, declared)
    return _referenced(events, declared["reference"])


def _inherited(declared: dict[str, Any], stream: dict[str, Any]) -> dict[str, Any]:
    """What a stream takes from its source unless it says otherwise."""
    attributes = {**declared.get("attributes", {}), **stream.get("attributes", {})}
    return {"attributes": attributes, "late": stream.get("late", declared.get("late", 0.0))}


def _stream(
    chance: np.random.Generator, stream: dict[str, Any], months: list[date], plan: dict[str, Any], columns: set[str]
) -> pl.DataFrame:
    counts = draw(chance, months, stream, plan)
    number = int(counts.sum())
    starts = np.array(months, dtype="datetime64[D]").repeat(counts)
    lengths = np.array([days_in_month(month) for month in months]).repeat(counts)
    days = starts + (chance.random(number) * lengths).astype(int)
    data: dict[str, Any] = {"day": days}
    for name, weights in stream["attributes"].items():
        data[name] = _chosen(chance, weights, number)
    weights = _weights(geography(), plan["profiles"][stream.get("profile", "even")])
    data["_area"] = chance.choice(len(weights), size=number, p=weights)
    if "earlier_day" in columns:
        data["earlier_day"] = days - _delays(chance, number, stream["late"])
    return pl.DataFrame(data)


def _chosen(chance: np.random.Generator, weights: dict[str, float], number: int) -> pl.Series:
    values = pl.Series([str(value) for value in weights], dtype=pl.String)
    shares = np.array(list(weights.values()), dtype=float)
    return values.gather(chance.choice(len(values), size=number, p=shares / shares.sum()))


def _weights(known: Geography, profile: dict[str, float]) -> np.ndarray:
    """The share of events that each small area has under a profile."""
    weights = [
        area.people
        * known.wards[area.ward].centre ** profile["centre"]
        * np.exp(-profile["deprivation"] * (area.decile - 5.5))
        for area in known.small_areas
    ]
    return np.array(weights) / np.sum(weights)


def _delays(chance: np.random.Generator, number: int, late: float) -> np.ndarray:
    """Days from the event to its recording; the late ones more than a month."""
    prompt = np.minimum(chance.exponential(MEAN_DAYS_TO_REPORT, number), LATE_AFTER_DAYS - 2)
    slow = LATE_AFTER_DAYS + chance.exponential(MEAN_DAYS_LATE, number)
    return np.where(chance.random(number) < late, slow, prompt).astype(int)


def _with_victims(events: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    """Add a key and a date of birth for people, none for businesses; some victims have several crimes."""
    people = max(int(len(events) * VICTIMS_A_CRIME), 1)
    keys = chance.integers(1, people + 1, len(events))
    births = chance.integers(0, (YOUNGEST_BIRTH - OLDEST_BIRTH).days, people + 1)[keys]
    known = pl.col("victim_sex") != "U"
    return events.with_columns(
        victim_key=pl.when(known).then("V" + pl.Series(keys).cast(pl.String).str.zfill(7)).otherwise(pl.lit("")),
        date_of_birth=pl.when(known)
        .then(pl.Series(np.datetime64(OLDEST_BIRTH) + births).cast(pl.String))
        .otherwise(pl.lit("")),
    )


def _placed(events: pl.DataFrame, chance: np.random.Generator, declared: dict[str, Any]) -> pl.DataFrame:
    """Add the name of the ward, some in an older spelling, and the small area; both blank where nobody knew."""
    known = geography()
    wards = [known.wards[area.ward] for area in known.small_areas]
    names = pl.Series([ward.name for ward in wards]).gather(events["_area"])
    older = pl.Series([ward.formerly[0] if ward.formerly else ward.name for ward in wards]).gather(events["_area"])
    codes = pl.Series([area.code for area in known.small_areas]).gather(events["_area"])
    old = pl.Series(chance.random(len(events)) < declared.get("old_names", 0.0))
    lost = pl.Series(chance.random(len(events)) < declared.get("not_placed", 0.0))
    blank = pl.lit("")
    return events.with_columns(
        ward=pl.when(lost).then(blank).when(old).then(older).otherwise(names),
        small_area=pl.when(lost).then(blank).otherwise(codes),
    )


def _grouped(events: pl.DataFrame, chance: np.random.Generator, declared: dict[str, Any]) -> pl.DataFrame:
    """Casualties of one collision lie on the same day in the same area and are numbered within it."""
    day = events["day"].to_numpy()
    begins = np.ones(len(events), dtype=bool)
    begins[1:] = (chance.random(len(events) - 1) >= declared["grouped"]) | (day[1:] != day[:-1])
    first = np.maximum.accumulate(np.where(begins, np.arange(len(events)), 0))
    return events.with_columns(
        small_area=events["small_area"].gather(first),
        _group=pl.Series(first),
        within_collision=pl.Series(np.arange(len(events)) - first + 1).cast(pl.String),
    )


def _referenced(events: pl.DataFrame, pattern: str) -> pl.DataFrame:
    """Number the events through and write each number as the agency does."""
    years = events["day"].dt.year().to_list()
    references = [pattern.format(year=year, number=number) for number, year in enumerate(years, start=1)]
    events = events.with_columns(reference=pl.Series(references, dtype=pl.String))
    if "_group" in events.columns:
        events = events.with_columns(collision=pl.col("reference").gather(pl.col("_group")))
    return events

"""Rates standardised for age, beside the count and never in its place: no rating is moved by them.

A rate is made of counts by age that are not published. It is rounded until no small one of them can be worked out, and two
periods are compared by the rounded figures, so that nothing is said that they do not say.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import polars as pl

from sia.disclosure.rounded import safe_steps
from sia.project.ages import Ages
from sia.project.indicators import Indicator
from sia.project.load import Project
from sia.project.standardised import Standardised
from sia.publication.evidence import Comparison, PeriodRate, StandardisedRate
from sia.publication.gathering import threshold_of
from sia.publication.readings import Readings
from sia.publication.wording import full_stop, in_words, listed, number, percent
from sia.trends.rates import byar_lower, byar_upper
from sia.trends.standardised import directly_standardised
from sia.trends.two_proportions import difference_limits

PUBLISHED_STEP = 0.1
GIVES_AWAY = "even rounded, it would give a small number of an age away"
NO_AGES = "no event has an age"
NO_PEOPLE = "the population register does not give residents by these ages"
ELSEWHERE = "Some of those counted may live elsewhere, while the rate is of those who live here."


def standardised_rates(
    project: Project, readings: Readings, comparisons: dict[tuple[str, str], Comparison]
) -> dict[str, StandardisedRate]:
    """The standardised rate of each indicator that declares one and whose counts are shown."""
    found = {}
    for name, (_, indicator) in project.indicators.items():
        one = comparisons.get((name, ""))
        if indicator.standardised is None or one is None or one.withheld or one.current_count is None:
            continue
        rows = readings.standardised_counts.filter(pl.col("indicator") == name)
        found[name] = _standardised(indicator.standardised, one, rows, threshold_of(project, one.source))
    return found


def _standardised(declared: Standardised, one: Comparison, rows: pl.DataFrame, threshold: int) -> StandardisedRate:
    aged = rows.filter(pl.col("first_age").is_not_null())
    unknown = _unknown_shares(rows)
    if reason := _reason(declared, aged, unknown.get("current", 0.0)):
        return StandardisedRate(declared.words, reason=reason)
    rates = _rates(declared, aged)
    if reason := rates["current"]["reason"]:
        return StandardisedRate(declared.words, reason=reason)
    told = [which for which in _comparable(declared, aged, unknown) if not rates[which]["reason"]]
    steps = [_steps(aged.filter(pl.col("period") == which), declared, threshold) for which in told]
    safe = [step for step in steps[0] if all(step in others for others in steps)]
    if not safe:
        return StandardisedRate(declared.words, reason=GIVES_AWAY)
    step = safe[0]
    labels = {"current": one.current.label, "previous": one.previous.label if one.previous else ""}
    periods = tuple(_rounded(rates[which], labels[which], step) for which in told)
    first = aged.row(0, named=True)
    return StandardisedRate(
        declared.words,
        standard=first["version"],
        year=first["year"],
        periods=periods,
        step=step,
        most_unknown=max(_in_steps_of_five(unknown[which]) for which in told),
        clear=_differ(*periods) if len(periods) == 2 else None,
    )


def _rates(declared: Standardised, aged: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """The rate of each period with its limits, or its reason."""
    bands = aged.with_columns(population=pl.col("persons").cast(pl.Float64))
    rates = directly_standardised(bands, ["period"], multiplier=declared.multiplier)
    return {row["period"]: row for row in rates.iter_rows(named=True)}


def _comparable(declared: Standardised, aged: pl.DataFrame, unknown: dict[str, float]) -> list[str]:
    """The current period, and the one before where it is as long and the ages in it are known well enough."""
    same = aged["months"].n_unique() == 1 and "previous" in aged["period"].unique()
    return ["current", "previous"] if same and unknown["previous"] <= declared.most_unknown else ["current"]


def _unknown_shares(rows: pl.DataFrame) -> dict[str, float]:
    """By period, the share of events without an age; a period without events has all its ages."""
    known = pl.col("first_age").is_not_null()
    summed = rows.group_by("period").agg(
        unknown=pl.col("count").filter(~known).sum(), events=pl.col("count").sum().cast(pl.Float64)
    )
    return {period: unknown / events if events else 0.0 for period, unknown, events in summed.iter_rows()}


def _reason(declared: Standardised, aged: pl.DataFrame, unknown: float) -> str:
    """Why there is no rate: bands that the population cannot be divided into, or too many events without an age."""
    current = aged.filter(pl.col("period") == "current")
    lacking = current.filter(pl.col("persons").is_null()).select("first_age", "last_age").sort(pl.all())
    if lacking.height == current.height:
        return NO_PEOPLE
    if lacking.height:
        ages = listed(Ages(first, last).words for first, last in lacking.iter_rows())
        return f"the population register cannot be divided into ages {ages}"
    if not current["count"].sum():
        return NO_AGES
    if unknown > declared.most_unknown:
        return f"more than {percent(100 * declared.most_unknown)} of the events come without an age that fits one of the bands"
    return ""


def _steps(bands: pl.DataFrame, declared: Standardised, threshold: int) -> list[float]:
    """What the rate of one period may be rounded to, the finest first."""
    if not threshold:
        return [PUBLISHED_STEP]
    counts = bands["count"].to_numpy()
    weights = (bands["standard"] / bands["standard"].sum() / bands["persons"]).to_numpy() * declared.multiplier
    events = pl.DataFrame({"events": [float(counts.sum())]})
    lower, upper = events.select(lower=byar_lower(pl.col("events")), upper=byar_upper(pl.col("events"))).row(0)
    return safe_steps(counts.astype(np.int64), weights, (lower - counts.sum(), upper - counts.sum()), threshold)


def _rounded(row: dict[str, Any], label: str, step: float) -> PeriodRate:
    return PeriodRate(label, *(round(round(row[name] / step) * step, 1) for name in ("value", "lower", "upper")))


def _differ(now: PeriodRate, before: PeriodRate) -> bool:
    """Whether the interval of the difference, made of both rates' own limits, excludes nought (Zou and Donner 2008)."""
    values = (now.value, before.value, now.lower, now.upper, before.lower, before.upper)
    low, high = difference_limits(*(pl.lit(value) for value in values))
    lower, upper = pl.select(low=low, high=high).row(0)
    return lower > 0 or upper < 0


def _in_steps_of_five(share: float) -> float:
    """The share rounded up, and never below 5 %, so that it does not tell a small number."""
    return max(ceil(20 * share - 1e-9), 1) / 20


def decimals_of(one: StandardisedRate) -> int:
    """With how many decimals the rates are written."""
    return 1 if one.step == PUBLISHED_STEP else 0


def standardised_sentence(one: StandardisedRate, indicator: Indicator) -> str:
    """The rate with its interval, beside that of the period before; or that it cannot be calculated, and why."""
    if one.reason:
        return full_stop(f"The rate {one.per}, standardised for age, cannot be calculated: {one.reason}")
    now, *earlier = one.periods
    decimals = decimals_of(one)
    figures = [f"{number(rate.value, decimals)} ({_interval(rate, decimals)})" for rate in one.periods]
    before = f", after {figures[1]} in {earlier[0].label}: {_verdict(one)}" if earlier else ""
    first = figures[0].replace(" (", f" {one.per} (", 1)
    told = f"Standardised for age ({one.standard}), there were about {first} in {now.label}{before}."
    return told if indicator.resident_rate else f"{told} {ELSEWHERE}"


def standardised_notes(one: StandardisedRate) -> str:
    """What the rate is made of and what is left out, for whoever looks closer; nothing where there is no rate."""
    if one.reason:
        return ""
    notes = [
        f"The standard is {one.standard}; the residents are those of {one.year}.",
        f"Events without an age, at most {percent(100 * (one.most_unknown or 0))} of them, are left out.",
        "The intervals allow for chance in independent events.",
        *([] if decimals_of(one) else [_why_rounded(one.step)]),
    ]
    return " ".join(notes)


def _interval(rate: PeriodRate, decimals: int) -> str:
    return f"95% interval {number(rate.lower, decimals)} to {number(rate.upper, decimals)}"


def _verdict(one: StandardisedRate) -> str:
    return "a difference beyond what chance explains" if one.clear else "within what chance explains"


def _why_rounded(step: float | None) -> str:
    whole = "whole numbers" if step == 1 else f"steps of {in_words(round(step or 1))}"
    return f"The rates are rounded to {whole}, so that no small number of an age can be worked out."

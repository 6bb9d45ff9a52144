"""The total weighted by harm, beside the count and never mixed into it; made of counts that are shown themselves.

With the weights published, a weighted total tells the counts behind it, so that there is one only where the count of every
kind of offence in it is shown in both periods. Where one is not, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from sia.publication.evidence import Comparison, HarmFigure
from sia.publication.readings import Readings
from sia.publication.sentences import joined
from sia.publication.wording import listed, number, percent, signed, signed_percent

#: Below this many events' worth of harm a percentage would overstate what is known, as with counts.
SMALLEST_BASE_FOR_PERCENT = 50
KEPT = ("current_points", "previous_points", "ratio", "lower", "upper", "effective_events")


def shown_harm(readings: Readings, harm: pl.DataFrame, comparisons: Iterable[Comparison]) -> Iterator[HarmFigure]:
    """The weighted totals; withheld where the count of the whole, or of a kind with a weight, is not shown."""
    known = {(one.indicator, one.strand): one for one in comparisons}
    for row in harm.sort("indicator").iter_rows(named=True):
        total = known.get((row["indicator"], ""))
        parts = readings.harm_parts.filter(pl.col("indicator") == row["indicator"]).to_dicts()
        kinds = {part["strand"]: known.get((row["indicator"], part["strand"])) for part in parts}
        if all(
            _shown(one) for one in (total, *(kinds[part["strand"]] for part in parts if part["weight"] is not None))
        ):
            yield _figure(row, total, parts, {strand: one for strand, one in kinds.items() if one})
        elif total is not None and total.calculable:
            yield HarmFigure(indicator=row["indicator"], withheld=True)


def _shown(one: Comparison | None) -> bool:
    return one is not None and not one.withheld and None not in (one.current_count, one.previous_count)


def _figure(
    row: Mapping[str, Any], total: Comparison, parts: list[dict[str, Any]], kinds: Mapping[str, Comparison]
) -> HarmFigure:
    weighted = next(part for part in parts if part["weight"] is not None)
    without = [part for part in parts if part["weight"] is None and not part["found_by_police"]]
    found = [part for part in parts if part["found_by_police"]]
    return HarmFigure(
        **{name: row[name] for name in KEPT},
        indicator=row["indicator"],
        clear=bool(row["clear"]),
        reason=row["reason"] or "",
        weights=f"{weighted['weight_source']}, version {weighted['version']}",
        heaviest=kinds[row["heaviest"]].name if row["heaviest"] in kinds else "",
        without_weight=tuple(kinds[part["strand"]].name for part in without if part["strand"] in kinds),
        share_without=_share([kinds.get(part["strand"]) for part in without], total),
        found_by_police=tuple(kinds[part["strand"]].name for part in found if part["strand"] in kinds),
    )


def _share(kinds: list[Comparison | None], total: Comparison) -> float | None:
    """Their share of the latest count; none where one of their counts is not shown."""
    if not total.current_count or not all(_shown(one) for one in kinds):
        return None
    return sum(one.current_count for one in kinds if one) / total.current_count


def harm_sentence(one: HarmFigure | None, total: Comparison | None) -> str:
    """Both periods' points and what can be said of the change, where it parts from the count's, and what is not in it."""
    if one is not None and one.withheld:
        return "A harm-weighted total is not shown: beside the weights it would give a small number away."
    if one is None or total is None or one.current_points is None or one.previous_points is None:
        return ""
    return joined([_movement(one), _beside_the_count(one, total), _without_weight(one), _found_by_police(one)])


def _movement(one: HarmFigure) -> str:
    points = f"from {number(one.previous_points)} to {number(one.current_points)} points"
    told = f"The harm-weighted total ({one.weights}) went {points}"
    if one.reason:
        heaviest = f" ({one.heaviest})" if one.heaviest else ""
        return f"{told}; whether that is more than chance cannot be said: {one.reason}{heaviest}."
    return f"{told}{_by(one)}: {'a clear ' + _way(one.ratio) if one.clear else 'no clear change'}."


def _by(one: HarmFigure) -> str:
    """The change in per cent with its interval; nothing where few events' worth of harm stands behind it."""
    if one.ratio is None or one.effective_events / 2 < SMALLEST_BASE_FOR_PERCENT:
        return ""
    by, *limits = (100 * (value - 1) for value in (one.ratio, one.lower, one.upper))
    places = 1 if min(abs(limit) for limit in limits) < 0.5 else 0  # a limit of 0% would not say on which side it lies
    low, high = (f"{signed(limit, places)}%" for limit in limits)
    return f", {signed_percent(by)} (95% interval {low} to {high})"


def _way(ratio: float | None) -> str:
    return "rise" if ratio is None or ratio > 1 else "fall"


def _beside_the_count(one: HarmFigure, total: Comparison) -> str:
    """Said where count and harm do not say the same."""
    if one.reason or not total.calculable:
        return ""
    count, harm = (_way(it.ratio) if it.clear else "" for it in (total, one))
    if count == harm:
        return ""
    if count and harm:
        more, less = ("more", "less") if count == "rise" else ("fewer", "more")
        return f"Count and harm part ways: there are {more} offences, and they weigh {less}."
    if harm:
        return "The count itself shows no clear change: it is what kinds of offence there are that has changed."
    verb = "rose" if count == "rise" else "fell"
    return f"The count {verb} clearly; the weighted total rests on fewer, heavier offences, which chance moves more."


def _without_weight(one: HarmFigure) -> str:
    if not one.without_weight:
        return ""
    share = f" ({percent(100 * one.share_without)} of the latest count)" if one.share_without is not None else ""
    return f"Without a weight, and not in it: {listed(one.without_weight)}{share}."


def _found_by_police(one: HarmFigure) -> str:
    if not one.found_by_police:
        return ""
    return f"Left out, because it is police activity that finds them: {listed(one.found_by_police)}."

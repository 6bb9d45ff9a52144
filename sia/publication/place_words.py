"""What is said of small areas beside one another: outside the funnel, how concentrated, where most and where growing."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sia.publication.evidence import AreaFigure
from sia.publication.sentences import joined
from sia.publication.wording import in_words, listed, number, percent, rate, sentence_case, singular
from sia.trends.concentration import top_fifth

OUTSIDE = {"high (0.001)": "Higher", "low (0.001)": "Lower"}


def placed(areas: Sequence[AreaFigure]) -> list[AreaFigure]:
    """The areas without the row of what could not be placed."""
    return [area for area in areas if area.area_code]


def funnel_sentence(areas: Sequence[AreaFigure], names: str) -> str:
    """The areas outside the outer limits of the funnel, with their rates; or that none is; nothing without a funnel."""
    judged = [area for area in placed(areas) if area.funnel and area.rate is not None]
    if not judged:
        return ""
    told = []
    for position, word in OUTSIDE.items():
        outside = [area for area in judged if area.funnel == position]
        rates = listed(f"{area.name} ({rate(area.rate)} {area.per})" for area in outside)
        told.append(
            f"{word} than chance and the usual differences between {names} explain: {rates}." if outside else ""
        )
    if any(told):
        return joined(told)
    hidden = any(area.current_count is None for area in placed(areas))
    no_area = "No area whose number can be shown" if hidden else "No area"
    return f"{no_area} lies beyond what chance and the usual differences between {names} explain (99.8% limits)."


def concentration_sentence(areas: Sequence[AreaFigure], names: str) -> str:
    """The share of the fullest fifth beside the share by chance alone; nothing unless every count of it is shown.

    All areas and what could not be placed must be shown: the share then says nothing that they do not.
    """
    inside = placed(areas)
    if not inside or any(area.current_count is None for area in areas):
        return ""
    frame = pl.DataFrame(
        {
            "family": "all",
            "count": [area.current_count for area in inside],
            "expected": pl.Series([area.persons for area in inside], dtype=pl.Float64),
        }
    )
    row = top_fifth(frame, "family").row(0, named=True)
    if row["reason"]:
        return ""
    alike = "in proportion to their residents" if not frame["expected"].null_count() else f"all {names} being alike"
    return (
        f"The {in_words(row['top_areas'])} {names} with the most, about a fifth of the {number(row['areas'])}, hold "
        f"{percent(100 * row['share'])} of what could be placed; by chance alone, {alike}, the fullest "
        f"{in_words(row['top_areas'])} would hold about {percent(100 * row['chance_share'])}."
    )


def growth_sentences(areas: Sequence[AreaFigure], names: str) -> list[str]:
    """The areas with a clear change and their numbers, and whether the most and the growth are in the same area.

    Of areas whose numbers are not shown for both periods nothing is said; nothing at all where there are no others.
    """
    shown = [area for area in placed(areas) if not area.withheld]
    clear = [area for area in shown if area.clear]
    rising = sorted((one for one in clear if _change(one) > 0), key=lambda one: (-_change(one), one.name))
    falling = sorted((one for one in clear if _change(one) < 0), key=lambda one: (_change(one), one.name))
    if not clear:
        return [_none_of(shown, names, hidden=len(shown) < len(placed(areas)))]
    found = [
        f"clearly {way}: {listed(f'{one.name} ({_from_to(one)})' for one in ones)}"
        for way, ones in (("up", rising), ("down", falling))
        if ones
    ]
    return [f"{sentence_case(_allowing(clear) + '; '.join(found))}.", _volume_and_growth(areas, rising)]


def _none_of(shown: Sequence[AreaFigure], names: str, *, hidden: bool) -> str:
    if not shown:
        return ""
    whose = " whose numbers can be shown for both periods" if hidden else ""
    return sentence_case(f"{_allowing(shown)}no {singular(names)}{whose} shows a clear change.")


def _allowing(areas: Sequence[AreaFigure]) -> str:
    """For how many comparisons the judgement allows; the areas of one level were all compared together."""
    together = max((area.family_size or 0 for area in areas), default=0)
    return f"after allowing for {in_words(together)} comparisons made together, " if together > 1 else ""


def _volume_and_growth(areas: Sequence[AreaFigure], rising: Sequence[AreaFigure]) -> str:
    inside = placed(areas)
    if not rising or any(area.current_count is None for area in inside):
        return ""
    most = min(inside, key=lambda one: (-one.current_count, one.name))
    if most.area_code == rising[0].area_code:
        return f"The most and the greatest clear rise are both in {most.name}."
    return (
        f"The most are in {most.name} ({number(most.current_count)}), the greatest clear rise is in {rising[0].name}."
    )


def _change(area: AreaFigure) -> int:
    return (area.current_count or 0) - (area.previous_count or 0)


def _from_to(area: AreaFigure) -> str:
    return f"from {number(area.previous_count or 0)} to {number(area.current_count or 0)}"

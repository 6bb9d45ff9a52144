"""Small areas beside one another: what stands out beyond chance, how concentrated, where most and where growing."""

from __future__ import annotations

import polars as pl

from sia.publication.evidence import AreaFigure
from sia.publication.place_words import concentration_sentence, funnel_sentence, growth_sentences
from sia.publication.released import _funnels


def area(name: str, now: int | None, before: int | None = 50, code: str = "", **others) -> AreaFigure:
    known = {"persons": None, "rate": None, "rank": None, "signal": "", "clear": False, **others}
    return AreaFigure("asb", code or name, "ward", name, "", now is None or before is None, now, before, **known)


def not_placed(now: int | None) -> AreaFigure:
    return AreaFigure("asb", "", "ward", "Not placed", "", now is None, now, now, None, None, None, "", False)


ALIKE = [area(f"Ward {number}", 100) for number in range(18)] + [area("Town", 800), area("Dock", 400)]


def test_the_share_of_the_fullest_fifth_stands_beside_its_share_by_chance() -> None:
    assert concentration_sentence([*ALIKE, not_placed(7)], "wards") == (
        "The four wards with the most, about a fifth of the 20, hold 47% of what could be placed; by chance alone, all wards "
        "being alike, the fullest four would hold about 22%."
    )


def test_there_is_no_share_where_any_count_behind_it_is_not_shown() -> None:
    assert concentration_sentence([*ALIKE[1:], area("Hidden", None), not_placed(7)], "wards") == ""
    assert concentration_sentence([*ALIKE, not_placed(None)], "wards") == ""
    assert concentration_sentence(ALIKE[:9], "wards") == ""


def test_wards_beyond_chance_and_their_usual_differences_are_named_with_their_rates() -> None:
    high = area("Town", 800, rate=40.0, funnel="high (0.001)")
    inside = area("Dock", 90, rate=9.0, funnel="high (0.025)")
    assert funnel_sentence([high, inside], "wards") == (
        "Higher than chance and the usual differences between wards explain: Town (40.0 per 1,000 people)."
    )
    assert funnel_sentence([inside], "wards").startswith("No area lies beyond")
    assert funnel_sentence([area("Dock", 90)], "wards") == ""


def test_the_funnel_judges_small_areas_with_residents_only() -> None:
    counts = [38, 44, 40, 37, 45, 41, 39, 42, 36, 43, 40, 400]
    rows = [("asb", f"W{number}", "ward", count, 4000.0) for number, count in enumerate(counts)]
    rows += [
        ("asb", None, "ward", 12, None),
        ("asb", "P", "place", 400, 24000.0),
        ("asb", "D", "district", 900, 48000.0),
    ]
    frame = pl.DataFrame(rows, schema=["indicator", "area_code", "level", "count", "persons"], orient="row")
    funnels = _funnels(frame)
    assert funnels[11] == "high (0.001)"
    assert funnels[12:] == [None, None, None]
    assert None not in funnels[:12]


def test_the_place_of_growth_and_the_place_of_volume_may_differ() -> None:
    growing = area("Dock", 90, 40, clear=True)
    shrinking = area("Quay", 30, 70, clear=True)
    assert growth_sentences([area("Town", 300, 290), growing, shrinking, not_placed(3)]) == [
        "Clearly up: Dock (from 40 to 90).",
        "Clearly down: Quay (from 70 to 30).",
        "The most are in Town (300), the greatest clear rise is in Dock.",
    ]
    assert growth_sentences([growing, shrinking, area("Hidden", None)])[-1] == ""
    assert growth_sentences([growing, shrinking])[-1] == "The most and the greatest clear rise are both in Dock."


def test_no_clear_change_is_said_once_for_all_areas() -> None:
    assert growth_sentences([area("Town", 300, 290)]) == [
        "No area shows a clear change once chance over all of them is allowed for."
    ]

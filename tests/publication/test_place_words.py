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
    assert growth_sentences([area("Town", 300, 290), growing, shrinking, not_placed(3)], "wards") == [
        "Clearly up: Dock (from 40 to 90); clearly down: Quay (from 70 to 30).",
        "The most are in Town (300), the greatest clear rise is in Dock.",
    ]
    assert growth_sentences([growing, shrinking, area("Hidden", None)], "wards")[-1] == ""
    assert (
        growth_sentences([growing, shrinking], "wards")[-1] == "The most and the greatest clear rise are both in Dock."
    )


def test_what_is_clear_says_among_how_many_areas_it_was_looked_for() -> None:
    growing = area("Dock", 90, 40, clear=True, family_size=23)
    assert growth_sentences([growing, area("Town", 30, 30, family_size=23)], "wards")[0] == (
        "After allowing for 23 comparisons made together, clearly up: Dock (from 40 to 90)."
    )


def test_no_clear_change_is_said_once_and_only_of_areas_that_are_shown() -> None:
    town, quay = (area(name, 300, 290, family_size=23) for name in ("Town", "Quay"))
    hidden = area("Hidden", None, clear=True, family_size=23)
    start = "After allowing for 23 comparisons made together, "
    assert growth_sentences([town, quay], "wards") == [start + "no ward shows a clear change."]
    assert growth_sentences([town, quay, hidden, not_placed(3)], "wards") == [
        start + "no ward whose numbers can be shown for both periods shows a clear change."
    ]
    assert growth_sentences([area("Town", 300, 290)], "places") == ["No place shows a clear change."]
    assert growth_sentences([hidden], "wards") == [""]


def test_of_areas_that_are_not_shown_it_is_not_said_that_none_lies_beyond_chance() -> None:
    quiet, hidden = area("Dock", 90, rate=9.0, funnel="high (0.025)"), area("Hidden", None)
    assert funnel_sentence([quiet, hidden], "wards").startswith("No area whose number can be shown lies beyond")

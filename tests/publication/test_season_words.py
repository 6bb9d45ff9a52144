"""What is said of the seasons says no more than the counts that are shown make certain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.calendar import Window
from sia.publication.season_evidence import SeasonCell, SeasonMix
from sia.publication.season_words import mix_sentences

YEARS = Window(date(2021, 1, 1), date(2023, 12, 1))
HEAD = "What water incidents are made up of changes with the season (January 2021 to December 2023, all years together)"
Season = dict[str, int | None]


def mix(alike: bool = False, differs: dict[tuple[str, str], str] | None = None, **seasons: tuple[int | None, Season]):
    """The total of each season and its parts, the greatest first; `alike`: no two neighbours differ clearly."""
    cells = [
        SeasonCell(part, part, season, count, total, place, alike, (differs or {}).get((part, season)))
        for season, (total, parts) in seasons.items()
        for place, (part, count) in enumerate(parts.items(), 1)
    ]
    return SeasonMix("water_incidents", "fire", YEARS, tuple(cells))


def test_seasons_in_which_most_are_of_one_kind_are_told_together() -> None:
    found = mix(
        spring=(84, {"swimming": 51, "falls": 22, "floods": 11}),
        summer=(229, {"swimming": 212, "falls": 13, "floods": 4}),
        winter=(100, {"floods": 45, "falls": 30, "swimming": 25}),
    )
    assert mix_sentences(found, "water incidents") == (
        f"{HEAD}: in spring and summer most are swimming (51 of 84 and 212 of 229); in winter the largest part is floods "
        "(45 of 100)."
    )


def test_parts_that_chance_may_have_put_in_order_are_told_so() -> None:
    two = mix(alike=True, winter=(50, {"falls": 26, "floods": 24}))
    assert mix_sentences(two, "water incidents").endswith(
        "in winter the largest parts are falls (26 of 50) and floods (24), which differ by no more than chance explains."
    )
    three = mix(alike=True, winter=(60, {"falls": 22, "floods": 20, "ice": 18}))
    assert mix_sentences(three, "water incidents").endswith(
        "in winter the largest parts are falls (22 of 60), floods (20) and ice (18), each differing from the next by no "
        "more than chance explains."
    )
    same = mix(alike=True, winter=(40, {"falls": 20, "floods": 20}))
    assert mix_sentences(same, "water incidents").endswith("falls (20 of 40) and floods (20), equal.")


def test_a_larger_share_is_told_of_parts_all_of_whose_counts_are_shown() -> None:
    seasons = {"summer": (100, {"swimming": 80, "falls": 20}), "winter": (50, {"falls": 40, "swimming": 10})}
    more = {("swimming", "summer"): "more", ("falls", "winter"): "more", ("swimming", "winter"): "fewer"}
    assert mix_sentences(mix(differs=more, **seasons), "water incidents").endswith(
        "Clearly a larger share than in the other seasons together: in summer swimming (80%); in winter falls (80%)."
    )
    hidden = mix(differs=more, summer=seasons["summer"], winter=(50, {"falls": 40, "swimming": None}))
    assert mix_sentences(hidden, "water incidents").endswith(
        "Clearly a larger share than in the other seasons together: in winter falls (80%)."
    )


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        (None, {"falls": 20, "floods": 15}),
        (60, {"falls": 20, "floods": None, "ice": None}),
        (0, {"falls": 0, "floods": 0}),
        (30, {"falls": None, "floods": None}),
    ],
)
def test_of_a_season_in_which_a_part_not_shown_could_be_the_largest_nothing_is_said(total, parts) -> None:
    assert mix_sentences(mix(winter=(total, parts)), "water incidents") == ""


def test_what_is_not_shown_is_passed_over_where_readers_can_tell_that_it_is_smaller() -> None:
    found = mix(alike=True, winter=(51, {"falls": 20, "floods": 20, "ice": None, "swimming": None}))
    assert mix_sentences(found, "water incidents").endswith("falls (20 of 51) and floods (20), equal.")


def test_a_title_of_one_thing_takes_is() -> None:
    found = mix(winter=(90, {"homes": 60, "businesses": 30}))
    assert mix_sentences(found, "burglary").startswith("What burglary is made up of changes")


@given(st.lists(st.integers(5, 60), min_size=1, max_size=3), st.integers(2, 80), st.data())
def test_the_words_are_the_same_however_what_is_not_shown_is_divided(shown: list[int], hidden: int, data) -> None:
    """Readers know the sum of two parts that are not shown; their order among the others must not tell them more."""

    def said(first: int) -> str:
        counts = {f"part {at}": count for at, count in enumerate(shown)} | {"x": first, "y": hidden - first}
        ordered = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        told = {part: None if part in "xy" else count for part, count in ordered.items()}
        return mix_sentences(mix(alike=True, winter=(sum(counts.values()), told)), "water incidents")

    one, other = (data.draw(st.integers(1, hidden - 1)) for _ in range(2))
    assert said(one) == said(other)

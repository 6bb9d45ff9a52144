"""What a change is made up of adds up to it to the last event, is said only of a clear change, and hides nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_sentences import BURGLARY

from sia.publication.contributions import (
    Part,
    area_parts,
    contribution_sentence,
    exceptions_sentence,
    shown_parts,
    strand_parts,
)
from sia.publication.evidence import AreaFigure

CHANGES = {
    "theft from vehicles": (900, 700),
    "burglary": (600, 500),
    "theft of vehicles": (400, 370),
    "robbery": (100, 112),
}


def strands(changes: dict[str, tuple[int, int]]):
    return [
        replace(BURGLARY, strand=name, strand_title=name, previous_count=before, current_count=now)
        for name, (before, now) in changes.items()
    ]


def total(changes: dict[str, tuple[int, int]], **others):
    before, now = (sum(pair[at] for pair in changes.values()) for at in (0, 1))
    return replace(BURGLARY, previous_count=before, current_count=now, change=now - before, **others)


def area(name: str, before: int | None, now: int, code: str = "X05") -> AreaFigure:
    return AreaFigure("burglary", code, "place", name, "", before is None, now, before, None, None, None, "", False)


def test_the_parts_of_a_clear_fall_are_named_the_largest_first() -> None:
    parts = strand_parts(total(CHANGES), strands(CHANGES))
    assert contribution_sentence(total(CHANGES), parts) == (
        "By part, the fall of 318 is made up of theft from vehicles (200 fewer), burglary (100 fewer), theft of vehicles "
        "(30 fewer) and robbery (12 more)."
    )


@given(st.lists(st.tuples(st.integers(5, 900), st.integers(5, 900)), min_size=3, max_size=12))
def test_the_numbers_of_the_sentence_add_up_to_the_change(pairs: list[tuple[int, int]]) -> None:
    changes = {f"part {chr(97 + number)}": pair for number, pair in enumerate(pairs)}
    said = contribution_sentence(total(changes), strand_parts(total(changes), strands(changes)))
    signs = {"more": 1, "fewer": -1}
    found = [
        signs[way] * int(number.replace(",", "")) for number, way in re.findall(r"\(([\d,]+) (more|fewer)\)", said)
    ]
    assert sum(found) == sum(now - before for before, now in pairs)


def test_of_a_change_that_is_not_clear_nothing_is_said() -> None:
    steady = total(CHANGES, clear=False)
    assert contribution_sentence(steady, strand_parts(steady, strands(CHANGES))) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"withheld": True, "current_count": None, "previous_count": None},
        {"current_count": 113},
    ],
)
def test_parts_that_are_not_all_shown_or_overlap_are_not_parts(changed) -> None:
    first, *others = strands(CHANGES)
    assert strand_parts(total(CHANGES), [replace(first, **changed), *others]) == []


def test_places_and_what_is_not_placed_add_up_to_the_district() -> None:
    whole = replace(BURGLARY, previous_count=330, current_count=290, change=-40)
    areas = [area("East", 200, 150), area("West", 100, 110), area("Not placed", 30, 30, code="")]
    assert contribution_sentence(whole, area_parts(whole, areas), "place") == (
        "By place, the fall of 40 is made up of East (50 fewer), West (10 more) and not placed (unchanged)."
    )
    assert area_parts(whole, [*areas[:2], area("Not placed", None, 30, code="")]) == []
    assert area_parts(whole, areas[:2]) == []


DOWN = [
    Part("race", -158, True),
    Part("sexual orientation", -44, True),
    Part("disability", -9),
    Part("transgender", -2),
]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            [*DOWN, Part("religion", 111, True)],
            "All parts went down except religion, which clearly went up; of those that went down, race and sexual orientation "
            "did so clearly.",
        ),
        (
            [*DOWN[1:], Part("religion", 111, True)],
            "All parts went down except religion, which clearly went up; of those that went down, only sexual orientation did "
            "so clearly.",
        ),
        (
            [replace(part, change=-part.change, clear=True) for part in DOWN] + [Part("religion", -7), Part("age", 0)],
            "All parts clearly went up except age and religion, which show no clear change.",
        ),
        (
            [*DOWN, Part("age", 5), Part("religion", 111, True)],
            "All parts went down except religion, which clearly went up, and age, which shows no clear change; of those that "
            "went down, race and sexual orientation did so clearly.",
        ),
    ],
)
def test_an_exception_is_named_with_what_is_clear_and_what_is_not(parts, sentence) -> None:
    assert exceptions_sentence(parts) == sentence


@pytest.mark.parametrize(
    "parts",
    [
        DOWN,
        [replace(part, clear=False) for part in DOWN] + [Part("religion", 111, True)],
        [*DOWN[:2], Part("religion", 111, True)],
        [*DOWN, *(Part(name, 20, True) for name in ("religion", "age", "sex"))],
        [*DOWN, Part("not placed", 30)],
    ],
)
def test_without_an_exception_or_a_clear_rule_none_is_claimed(parts) -> None:
    assert exceptions_sentence(parts) == ""


def test_parts_told_beside_an_exception_are_not_named_again() -> None:
    exception = Part("religion", 111, True)
    assert exceptions_sentence([*DOWN, exception], told=True) == (
        "All parts went down, not all of them clearly, except religion, which clearly went up."
    )
    sure = [replace(part, clear=True) for part in DOWN]
    assert exceptions_sentence([*sure, exception], told=True) == exceptions_sentence([*sure, exception])


@given(st.lists(st.tuples(st.integers(-9, 9), st.booleans()), min_size=4, max_size=9))
def test_every_part_that_is_said_to_move_clearly_does(pairs) -> None:
    parts = [Part(f"part {chr(97 + at)}", change, clear and change != 0) for at, (change, clear) in enumerate(pairs)]
    said = exceptions_sentence(parts)
    clear = {part.name for part in parts if part.clear}
    head, _, tail = said.partition("; of those")
    assert set(re.findall(r"part [a-z]", tail)) <= clear
    if "All parts clearly" in head:
        exceptions = set(re.findall(r"part [a-z]", head))
        assert {part.name for part in parts} - exceptions <= clear


def test_parts_that_share_events_can_have_an_exception_and_parts_not_shown_cannot() -> None:
    overlapping = strands(CHANGES)
    assert [part.name for part in shown_parts(overlapping)] == list(CHANGES)
    assert shown_parts([replace(overlapping[0], withheld=True, current_count=None), *overlapping[1:]]) == []

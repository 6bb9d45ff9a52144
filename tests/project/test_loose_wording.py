"""Wording that would mislead a later reader is found, and plain wording is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.project.loose_wording import Typed, loose_wording


def said(text: str, *, dated: bool = False) -> list[str]:
    return [problem.message for problem in loose_wording([Typed("here", text, dated)])]


@pytest.mark.parametrize(
    "words",
    [
        "This year",
        "last summer",
        "the previous financial year",
        "recently",
        "currently",
        "two years ago",
        "the coming year",
    ],
)
def test_a_time_without_a_date_is_found(words):
    assert said(f"{words} more people came.") == [
        f"'{words if words != 'two years ago' else 'years ago'}' has no meaning to a later reader."
    ]


def test_beside_a_printed_date_such_words_are_plain():
    assert said("This year more people came.", dated=True) == []


@pytest.mark.parametrize(
    "text", ["In 2023/24 more came.", "Every year in spring.", "The next meeting decides.", "Latest Tuesday."]
)
def test_words_that_only_resemble_them_are_left_alone(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "share", ["1/3 of 13", "a third of 13", "two thirds of the 20", "50% of 13", "12.5% of 10", "a half of nine"]
)
def test_a_share_that_gives_no_whole_number_is_found(share):
    assert said(f"We reached {share} people.") == [f"'{share}' is no whole number of people or things."]


@pytest.mark.parametrize(
    "share", ["a third of 12", "31% of 13", "33.3% of 12", "two fifths of ten", "7% of the 2,000", "1/8 of 999"]
)
def test_a_share_that_some_whole_number_is_close_to_is_left_alone(share):
    assert said(f"We reached {share} people.") == []


@given(whole=st.integers(1, 99), data=st.data())
def test_no_true_share_is_ever_found(whole, data):
    count = data.draw(st.integers(0, whole))
    assert said(f"{round(100 * count / whole, 1)}% of {whole} people") == []


def test_one_fact_told_as_exact_and_as_more_is_found_where_it_stands_second():
    texts = [Typed("a.qmd:3", "We trained 35 venues."), Typed("b.qmd:9", "By now over 35 venues are trained.")]
    (problem,) = loose_wording(texts)
    assert str(problem) == (
        "b.qmd:9: 'over 35 venues' here, and '35 venues' in a.qmd:3. If it is one fact, say it in one way."
    )


@pytest.mark.parametrize(
    "second",
    ["We trained 35 venues again.", "over 36 venues", "over 35 schools", "nearly 35 years", "in March 2035 venues"],
)
def test_other_facts_are_left_alone(second):
    assert loose_wording([Typed("a", "We trained 35 venues in 12 years."), Typed("b", second)]) == []

"""The course over years stands apart from the latest change, says no more than its evidence, and disagreement is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from test_sentences import BURGLARY, RATE

from sia.publication.course import conflict_sentence, trend_sentence, years_ago_sentence

FALLING = {
    "long_run": "falling",
    "long_run_percent": -7.9,
    "long_run_lower": -10.3,
    "long_run_upper": -5.1,
    "long_run_first": date(2021, 1, 1),
    "long_run_months": 36,
}
TURNED = {"turning_point": "rising", "turned": date(2022, 6, 1)}
HIGHER = {"projected": 4000.0, "projection_direction": "higher"}


def but(**changes):
    return replace(BURGLARY, **changes)


def test_a_trend_is_told_with_its_months_and_interval() -> None:
    assert trend_sentence(but(**FALLING)) == (
        "The trend over the 36 months to December 2023 is downwards, by about 8% a year (95% interval 5% to 10%), with the season "
        "taken out."
    )


def test_a_slight_trend_is_less_than_a_percent() -> None:
    slight = but(**{**FALLING, "long_run_percent": -0.4, "long_run_lower": -0.9, "long_run_upper": 0.02})
    assert ", by less than 1% a year (95% interval −1% to 0%)," in trend_sentence(slight)


def test_a_turn_inside_the_months_of_the_slope_takes_its_place() -> None:
    assert trend_sentence(but(**FALLING, **TURNED)) == (
        "With its season taken out, it went downwards until about June 2022 and has gone upwards since."
    )


def test_a_turn_before_the_months_of_the_slope_leaves_the_slope() -> None:
    earlier = {**TURNED, "turned": date(2020, 6, 1)}
    assert trend_sentence(but(**FALLING, **earlier)).startswith("The trend over the 36 months")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {**FALLING, "long_run": "no clear trend"},
        {**FALLING, "withheld": True},
        {**FALLING, "signal": "cannot be calculated", "reason": "December 2022 is missing"},
        {"long_run_reason": "fewer than 24 months in a row are known"},
    ],
)
def test_nothing_is_said_without_a_clear_trend(changes) -> None:
    assert trend_sentence(but(**changes)) == ""


def test_trend_and_projection_that_disagree_are_both_told() -> None:
    assert conflict_sentence(but(**FALLING, **HIGHER, clear=False)) == (
        "The two do not point the same way: the trend shows a fall, the projection a higher total."
    )
    rising = but(**FALLING, **TURNED, clear=False, projected=1.0, projection_direction="lower")
    assert conflict_sentence(rising) == (
        "The two do not point the same way: the trend shows a rise, the projection a lower total."
    )


def test_all_three_are_named_where_one_points_elsewhere() -> None:
    assert conflict_sentence(but(**FALLING, **HIGHER)) == (
        "The three do not point the same way: the latest comparison shows a fall, the trend a fall and the projection a "
        "higher total."
    )
    assert conflict_sentence(but(**FALLING, change=40)) == (
        "The two do not point the same way: the latest comparison shows a rise, the trend a fall."
    )


def test_what_agrees_is_not_a_conflict() -> None:
    assert conflict_sentence(but(**FALLING)) == ""
    assert conflict_sentence(but(**FALLING, projected=1.0, projection_direction="lower")) == ""


@pytest.mark.parametrize(
    ("value", "clear", "verdict"),
    [
        (6.1, True, "clearly lower than"),
        (12.4, True, "clearly higher than"),
        (9.0, False, "not clearly different from"),
    ],
)
def test_a_published_value_stands_beside_that_of_years_ago(value, clear, verdict) -> None:
    long_ago = replace(RATE, years_ago_label="2012 to 2014", years_ago_value=value, years_ago_clear=clear)
    assert years_ago_sentence(long_ago) == (
        f"In 2012 to 2014 the value here was {value} per 100,000 people, {verdict} the latest."
    )


@pytest.mark.parametrize("changes", [{"withheld": True}, {"years_ago_clear": None}, {"value": None}])
def test_nothing_is_said_of_years_ago_without_both_values_and_limits(changes) -> None:
    told = {"years_ago_label": "2012", "years_ago_value": 6.1, "years_ago_clear": True} | changes
    assert years_ago_sentence(replace(RATE, **told)) == ""

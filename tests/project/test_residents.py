"""Whom rates are of: bands of age as people write them, and the words of a rate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sia.project.ages import NO_LIMIT, Ages, ages_of
from sia.project.indicators import Indicator
from sia.project.residents import Residents
from sia.project.standardised import Standardised


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("10-17", Ages(10, 17)),
        ("10 to 17", Ages(10, 17)),
        ("Aged 10\u201317", Ages(10, 17)),
        ("10", Ages(10, 10)),
        ("90+", Ages(90, NO_LIMIT)),
        ("85 and over", Ages(85, NO_LIMIT)),
        ("0-4", Ages(0, 4)),
        ("", None),
        ("All ages", None),
    ],
)
def test_ages_are_read_as_people_write_them(text: str, ages: Ages | None) -> None:
    assert ages_of(text) == ages


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("17-10", "'17-10' ends before it begins", "Write ages as 10-17, 10 or 90+."),
        ("children", "'children' is not a band of ages", "Write ages as 10-17, 10 or 90+."),
        ("14-Oct", "'14-Oct' is not a band of ages", "Write ages as 10-17, 10 or 90+. A spreadsheet may have made a date of it."),
    ],
)  # fmt: skip
def test_what_is_no_band_of_ages_is_told_with_a_remedy(text: str, message: str, remedy: str) -> None:
    with pytest.raises(ValueError) as error:
        ages_of(text)
    assert error.value.args == (message, remedy)


@given(first=st.integers(0, 120), years=st.integers(0, 60))
def test_ages_in_words_are_read_back_as_the_same(first: int, years: int) -> None:
    assert ages_of(Ages(first, first + years).words) == Ages(first, first + years)
    assert ages_of(Ages(first, NO_LIMIT).words) == Ages(first, NO_LIMIT)


@pytest.mark.parametrize(
    ("declared", "words", "chosen"),
    [
        ({}, "per 1,000 people", False),
        ({"multiplier": 100_000}, "per 100,000 people", False),
        ({"ages": "0+"}, "per 1,000 people", False),
        ({"sexes": ["male", "female"]}, "per 1,000 people", False),
        ({"ages": "10-17"}, "per 1,000 residents aged 10 to 17", True),
        ({"ages": 17}, "per 1,000 residents aged 17", True),
        ({"sexes": ["female"]}, "per 1,000 female residents", True),
        (
            {"ages": "65+", "sexes": ["male"], "multiplier": 10_000},
            "per 10,000 male residents aged 65 and over",
            True,
        ),
    ],
)
def test_a_rate_says_of_whom_it_is(declared: dict, words: str, chosen: bool) -> None:
    per = Residents(**declared)
    assert (per.words, per.chosen) == (words, chosen)


@pytest.mark.parametrize("declared", [{"ages": "young"}, {"ages": "17-10"}, {"sexes": ["girls"]}, {"multiplier": 1234}])
def test_whom_nobody_could_count_is_refused(declared: dict) -> None:
    with pytest.raises(ValidationError):
        Residents(**declared)


@pytest.mark.parametrize(
    ("bands", "wrong"),
    [
        (["0-4", "5+"], None),
        ([], None),
        (["0-4", "10+"], "ages 5 to 9 are missing before 10 and over"),
        (["0-9", "5+"], "ages 5 and over overlap or come before the ages in front of them"),
        (["0-4", "6+"], "age 5 is missing before 6 and over. Write bands that follow each other to an open end"),
        (["0-4", "5-9"], "ages 10 and over are missing at the end"),
        (["0-4", "all"], "every band needs its ages"),
        (["young"], "'young' is not a band of ages"),
    ],
)
def test_bands_to_standardise_by_hold_each_age_once(bands: list[str], wrong: str | None) -> None:
    if wrong is None:
        assert Standardised(bands=bands).bands == tuple(bands)
    else:
        with pytest.raises(ValidationError, match=wrong):
            Standardised(bands=bands)


@pytest.mark.parametrize("other", [{"value": "rate"}, {"role": "severe"}, {"per": {"ages": "10-17"}}])
def test_only_a_count_of_all_residents_is_standardised(other: dict) -> None:
    with pytest.raises(ValidationError, match="standardised for age"):
        Indicator(title="harm", polarity="lower", sources={"health": {}}, standardised={}, **other)


@pytest.mark.parametrize("other", [{"value": "rate"}, {"value": "proportion"}, {"resident_rate": False}])
def test_residents_that_no_rate_would_be_of_are_refused(other: dict) -> None:
    with pytest.raises(ValidationError, match="'per'"):
        Indicator(title="harm", polarity="lower", sources={"health": {}}, per={"ages": "10-17"}, **other)


def test_a_field_of_standardised_rates_that_was_left_blank_is_told() -> None:
    with pytest.raises(ValidationError, match=r"write \{\} to have the rate, or remove the line"):
        Indicator(title="harm", polarity="lower", sources={"health": {}}, standardised=None)


def test_single_years_of_age_may_be_numbers_among_bands() -> None:
    assert Standardised(bands=[0, "1-4", "5+"]).bands == ("0", "1-4", "5+")


def test_a_day_that_a_spreadsheet_made_of_a_band_is_told() -> None:
    with pytest.raises(ValidationError, match=r"'2017-10-01' is not a band of ages. .*spreadsheet"):
        Residents(ages=date(2017, 10, 1))

"""Numbers, periods and lists look the same everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.calendar import Window, comparison_windows
from sia.publication import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (7, "7"), (3204, "3,204"), (-12, "−12"), (1234567, "1,234,567"), (-0.2, "0")],
)
def test_numbers_have_separators_and_a_true_minus(value, text):
    assert wording.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(34, "+34"), (-12, "−12"), (0, "0"), (0.3, "0")])
def test_changes_carry_their_sign(value, text):
    assert wording.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(8.04, "8%"), (-8.04, "8%"), (0.3, "less than 1%"), (0, "0%"), (125, "125%")]
)
def test_percentages_have_no_decimals(value, text):
    assert wording.percent(value) == text


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("offences", "offence"),
        ("hate incidents", "hate incident"),
        ("people killed", "person killed"),
        ("cases of fraud", "case of fraud"),
        ("enquiries", "enquiry"),
        ("points of 4", "point of 4"),
        ("", ""),
    ],
)
def test_one_of_a_unit_is_singular(unit, one):
    assert wording.singular(unit) == one


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_prose(items, text):
    assert wording.listed(items) == text


@pytest.mark.parametrize(
    ("position", "text"), [(1, "first"), (2, "second"), (11, "11th"), (21, "21st"), (22, "22nd"), (113, "113th")]
)
def test_ranks(position, text):
    assert wording.ordinal(position) == text


@pytest.mark.parametrize(
    ("basis", "as_at", "text"),
    [
        ("financial_year_to_date", date(2023, 12, 31), "in April to December 2023 against the same months of 2022"),
        (
            "financial_year_to_date",
            date(2024, 2, 29),
            "in April 2023 to February 2024 against the same months a year before",
        ),
        ("financial_year_to_date", date(2024, 3, 31), "in 2023/24 against 2022/23"),
        ("latest_12_months", date(2023, 6, 30), "in the 12 months to June 2023 against the 12 months before"),
        ("latest_12_months", date(2023, 12, 31), "in the calendar year 2023 against the 12 months before"),
        ("calendar_year", date(2023, 12, 31), "in the calendar year 2023 against the calendar year 2022"),
        (
            "three_year_mean",
            date(2023, 12, 31),
            "in the calendar year 2023 against the yearly mean of the three years before",
        ),
    ],
)
def test_every_comparison_says_what_it_compares(basis, as_at, text):
    current, previous = comparison_windows(basis, as_at)
    assert wording.against(current, previous, basis) == text


@pytest.mark.parametrize(
    ("months", "text"), [([7], "July"), ([6, 7], "June and July"), ([6, 7, 8], "June to August"), ([12, 1, 2], "December to February"), ([5, 7, 10], "May, July and October")]
)  # fmt: skip
def test_months_of_the_year(months, text):
    assert wording.month_names(months) == text


@pytest.mark.parametrize(
    ("text", "sentence"), [("a rise", "A rise."), ("A rise.", "A rise."), ("is it?", "Is it?"), (" x ", "X.")]
)
def test_sentences_end_once(text, sentence):
    assert wording.full_stop(text) == sentence


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_a_written_number_can_be_read_back(value):
    assert int(wording.number(value).replace(",", "").replace("−", "-")) == value


def test_quarters_and_months_are_short():
    assert wording.quarter(date(2023, 10, 1)) == "Oct–Dec 2023"
    assert wording.month_short(date(2023, 12, 1)) == "Dec 2023"
    assert wording.period(Window(date(2022, 4, 1), date(2023, 3, 1))) == "2022/23"


def test_runs_of_months_are_told_as_one():
    months = [date(2023, 8, 1), date(2023, 12, 1), date(2023, 10, 1), date(2023, 11, 1)]
    assert wording.month_runs(months) == "August 2023 and October to December 2023"


def test_labels_of_axes_are_short():
    assert wording.short_period("October to December 2023") == "Oct–Dec 2023"
    assert wording.short_period("2020–22") == "2020–22"

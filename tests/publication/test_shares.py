"""Shares on the page on data quality give no small number away, and say nothing that is not so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sia.publication.shares import Protection

POLICE, OPEN = Protection(public=False, threshold=5), Protection(public=True, threshold=0)


@pytest.mark.parametrize(
    ("count", "rows", "text"),
    [
        (50, 200, "25%"),
        (0, 200, "0%"),
        (200, 200, "100%"),
        (9_999, 10_000, "over 99%"),
        (1, 10_000, "less than 1%"),
        (3, 60, "[c]"),
        (57, 60, "[c]"),
        (5, 60, "8%"),
        (0, 0, "[c]"),
    ],
)
def test_a_share_in_whole_per_cent(count, rows, text):
    assert POLICE.share(count, rows) == text


def test_a_published_source_shows_its_shares_and_counts_however_small():
    assert OPEN.share(3, 60) == "5%"
    assert OPEN.count(3.2) == "3"
    assert POLICE.count(300) == ""


def test_of_a_source_whose_totals_are_withheld_no_share_is_shown():
    held = Protection(public=False, threshold=10**9)
    assert {held.share(count, 10) for count in range(11)} == {"[c]"}


@pytest.mark.parametrize("rows", [6, 20, 100, 499, 500, 501, 999, 1000, 1001, 2500])
def test_whoever_knows_the_rows_cannot_tell_a_small_count_from_its_share(rows):
    """Either nothing is shown, or every count below the threshold would show the same."""
    shown = [POLICE.share(count, rows) for count in range(rows + 1)]
    for count, text in enumerate(shown):
        if text != "[c]" and POLICE.is_small(count, rows - count):
            assert shown.count(text) >= 4, (count, rows, text)


@given(st.integers(1, 10**6), st.data())
def test_only_everything_is_all_and_only_nothing_is_none(rows, data):
    count = data.draw(st.integers(0, rows))
    assert (OPEN.share(count, rows) == "100%") == (count == rows)
    assert (OPEN.share(count, rows) == "0%") == (count == 0)

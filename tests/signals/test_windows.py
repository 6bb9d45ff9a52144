"""The windows of a comparison, in the rhythm in which figures arrive."""

from __future__ import annotations

from datetime import date

import pytest

from sia.signals.windows import windows_of


@pytest.mark.parametrize(
    ("frequency", "as_at", "current", "previous"),
    [
        ("monthly", date(2023, 12, 31), "April to December 2023", "April to December 2022"),
        ("monthly", date(2023, 11, 30), "April to November 2023", "April to November 2022"),
        ("quarterly", date(2023, 12, 31), "April to December 2023", "April to December 2022"),
        ("quarterly", date(2023, 11, 30), "April to September 2023", "April to September 2022"),
        ("quarterly", date(2023, 12, 30), "April to September 2023", "April to September 2022"),
        ("quarterly", date(2024, 2, 29), "April to December 2023", "April to December 2022"),
        ("quarterly", date(2023, 5, 31), "April 2022 to March 2023", "April 2021 to March 2022"),
    ],
)
def test_financial_year_to_date(frequency, as_at, current, previous):
    windows = windows_of("financial_year_to_date", frequency, as_at)
    assert [window.label for window in windows] == [current, previous]

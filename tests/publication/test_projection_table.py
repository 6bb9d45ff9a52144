"""The table of projections: every projection beside the naive methods, and a reason where there is none."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from test_sentences import BURGLARY, PROJECTED

from sia.publication.projection_table import projection_table

TOLD = replace(
    BURGLARY,
    **PROJECTED,
    projected_lower_95=3760.0,
    projected_upper_95=4270.0,
    naive_scaled=3912.0,
    naive_last_year=3994.0,
    projection_months=36,
)


def row(one) -> tuple[str, ...]:
    edition = SimpleNamespace(
        year="2023/24",
        last_year="2022/23",
        project=SimpleNamespace(priorities={"crime": SimpleNamespace(indicators={"burglary": None})}),
        evidence=SimpleNamespace(comparisons={(one.indicator, one.strand): one}),
    )
    table = projection_table(edition, "crime")
    return table.rows[0] if table else ()


def test_the_projection_stands_beside_what_naive_methods_give():
    assert row(TOLD) == (
        "Burglary",
        "4,250",
        "4,010 (3,850 to 4,180)",
        "3,760 to 4,270",
        "3,912",
        "3,994",
        "36",
        "",
    )


def test_a_year_that_cannot_be_projected_says_why():
    none = replace(BURGLARY, projection_reason="recording changed in May 2023", previous_year_total=4250)
    assert row(none) == ("Burglary", "4,250", "[x]", "[x]", "[x]", "[x]", "[x]", "Recording changed in May 2023")


def test_a_withheld_projection_shows_no_figure():
    held = replace(
        TOLD, withheld=True, projected=None, naive_scaled=None, naive_last_year=None, previous_year_total=None,
        projection_reason="small numbers",
    )  # fmt: skip
    assert set(row(held)[1:6]) == {"[c]"}
    assert row(held)[-1] == "Not shown"


def test_measures_that_do_not_come_by_the_month_are_left_out():
    assert row(replace(TOLD, frequency="quarterly")) == ()

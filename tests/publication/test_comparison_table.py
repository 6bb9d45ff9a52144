"""The tables of what was compared: every figure behind a verdict, and none that may not be shown."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from test_sentences import BURGLARY

from sia.calendar import Window, comparison_windows
from sia.publication.comparison_table import comparison_tables, interval

YEAR = Window(date(2023, 1, 1), date(2023, 12, 1))


def edition(*comparisons, further=()):
    strands = tuple(one for one in comparisons if one.strand)
    return SimpleNamespace(
        as_at="31 December 2023",
        source_title=lambda source: "Police recorded crime",
        project=SimpleNamespace(priorities={"crime": SimpleNamespace(indicators={"burglary": None, "untold": None})}),
        evidence=SimpleNamespace(
            comparisons={(one.indicator, one.strand): one for one in comparisons},
            strands=lambda name: strands,
            further={("burglary", ""): further},
        ),
    )


def rows(*comparisons) -> list[dict[str, str]]:
    (table,) = comparison_tables(edition(*comparisons), "crime")
    return list(csv.DictReader(io.StringIO(table.csv())))


def test_a_row_holds_what_the_verdict_rests_on():
    (row,) = rows(replace(BURGLARY, ratio=0.92, lower=0.87, upper=0.97, months_used=36, family_size=1))
    assert row == {
        "Measure": "Burglary",
        "Earlier": "3204",
        "Latest": "2948",
        "Change": "-256",
        "Change, %": "-8%",
        "Ratio of rates per day": "0.92",
        "95% interval of the ratio": "0.87 to 0.97",
        "Months known": "36",
        "Compared together": "1",
        "Finding": "A clear, moderate fall",
    }


def test_parts_stand_below_their_whole():
    part = replace(BURGLARY, strand="vehicle", strand_title="theft of vehicles")
    assert [row["Measure"] for row in rows(part, BURGLARY)] == ["Burglary", "Burglary: theft of vehicles"]


def test_a_withheld_comparison_shows_nothing_but_its_name():
    held = replace(BURGLARY, strand="x", strand_title="x", withheld=True, current_count=None, previous_count=None)
    row = rows(BURGLARY, held)[1]
    assert row["Finding"] == "Not shown"
    assert {row[name] for name in list(row)[1:7]} == {"[c]"}


def test_what_cannot_be_calculated_says_why():
    absent = replace(
        BURGLARY, signal="cannot be calculated", reason="August 2023 is missing", current_count=None, change=None
    )
    row = rows(absent)[0]
    assert row["Finding"] == "Cannot be calculated: August 2023 is missing"
    assert row["Change"] == row["95% interval of the ratio"] == "[x]"


def test_a_change_across_a_change_of_recording_is_marked():
    assert rows(replace(BURGLARY, counts_towards_rating=False))[0]["Finding"].endswith(
        "recording changed, not counted towards the rating"
    )


def test_no_percentage_is_made_of_fewer_than_fifty():
    assert rows(replace(BURGLARY, change_percent=None))[0]["Change, %"] == "[z]"


def test_where_no_source_was_supplied_the_caption_says_so():
    absent = replace(
        BURGLARY, source="", signal="cannot be calculated", reason="no extract supplied", current_count=None
    )
    (table,) = comparison_tables(edition(absent), "crime")
    assert table.caption.endswith("Source: none supplied, as at 31 December 2023.")


def test_each_pair_of_periods_has_a_table_of_its_own():
    quarterly = replace(BURGLARY, indicator="untold", current=BURGLARY.current.shifted(-12))
    tables = comparison_tables(edition(BURGLARY, quarterly), "crime")
    assert [table.id for table in tables] == ["compared-crime", "compared-crime-2"]


def test_comparisons_on_further_bases_stand_last_and_say_that_they_do_not_count():
    mean = comparison_windows("three_year_mean", date(2023, 12, 31))
    beside = {"further": True, "counts_towards_rating": False}
    year = replace(BURGLARY, basis="calendar_year", current=YEAR, previous=YEAR.shifted(-12), **beside)
    again = replace(year, basis="latest_12_months", same_as="calendar_year")
    yearly = replace(
        BURGLARY,
        basis="three_year_mean",
        current=mean[0],
        previous=mean[1],
        previous_count=10001,
        change=-385.7,
        **beside,
    )
    tables = comparison_tables(edition(BURGLARY, further=(year, again, yearly)), "crime")
    assert [table.caption.partition(". ")[0] for table in tables] == [
        "What was compared, April to December 2023 against the same months of 2022",
        "What was compared, the calendar year 2023 against the yearly mean of the three years before (a further basis, which "
        "counts towards no rating)",
        "What was compared, the calendar year 2023 against the calendar year 2022 (a further basis, which counts towards no rating)",
    ]
    assert tables[1].rows[0][:4] == ("Burglary", "3,333.7", "2,948", "−385.7")
    assert tables[1].rows[0][-1] == "A clear, moderate fall; recording changed"


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [(0.5, 2.0, "0.50 to 2.00"), (0.4, float("inf"), "0.40 or more"), (None, None, "[x]")],
)
def test_an_interval_in_a_table(lower, upper, text):
    assert interval(lower, upper) == text

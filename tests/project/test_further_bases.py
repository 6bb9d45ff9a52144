"""Further bases that an indicator declares: what may be one, and what is said of those that may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from sia.calendar import Basis
from sia.errors import UserError
from sia.project.indicators import Indicator, Priority
from sia.project.validation import load_model

PRIORITY = """\
position: 1
title: Burglary
theme: crime
summary: About it.
indicators:
  burglary:
    title: burglary
    polarity: lower
    sources: {police: {}}
"""
COUNTS_ONLY = "only counts of events are compared on a further basis, and this is {}: remove 'also'."
NO_MONTHS = "figures that come as '{}' have no months to compare on a further basis: remove 'also'."


def told(tmp_path: Path, *lines: str) -> list[str]:
    """What is said of the priority's file with these lines added to its indicator, which begin on its tenth line."""
    path = tmp_path / "burglary.yml"
    path.write_text(PRIORITY + "".join(f"    {line}\n" for line in lines), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_model(Priority, path, tmp_path, id="burglary")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        (["also: [calender_year]"], 10, "'calender_year' is not allowed here. Did you mean 'calendar_year'?"),
        (
            ["also: [financial_year_to_date]"],
            10,
            "'financial_year_to_date' is the indicator's own basis already: leave it out of 'also'.",
        ),
        (
            ["also: [calendar_year]", "basis: calendar_year"],
            10,
            "'calendar_year' is the indicator's own basis already: leave it out of 'also'.",
        ),
        (
            ["also: [calendar_year, three_year_mean, calendar_year]"],
            10,
            "'calendar_year' stands here twice: name each further basis once.",
        ),
        (["role: severe", "also: [calendar_year]"], 11, COUNTS_ONLY.format("severe harm")),
        (["value: rate", "also: [calendar_year]"], 11, COUNTS_ONLY.format("a rate")),
        (["value: proportion", "also: [calendar_year]"], 11, COUNTS_ONLY.format("a proportion")),
        (["value: level", "also: [calendar_year]"], 11, COUNTS_ONLY.format("a level")),
        (["frequency: annual", "also: [calendar_year]"], 11, NO_MONTHS.format("annual")),
        (["frequency: snapshot", "also: [calendar_year]"], 11, NO_MONTHS.format("snapshot")),
    ],
)
def test_a_basis_that_cannot_be_a_further_one_is_told_in_one_sentence_with_its_line(tmp_path, lines, line, message):
    (said,) = told(tmp_path, *lines)
    place, _, sentence = said.partition(": ")
    assert place.startswith(f"burglary.yml:{line}, indicators.burglary.also")
    assert sentence == message


@pytest.mark.parametrize("frequency", ["monthly", "quarterly"])
def test_counts_by_month_or_quarter_can_have_all_other_bases(frequency):
    others = [basis for basis in Basis if basis is not Basis.LATEST_12_MONTHS]
    declared = {"title": "burglary", "polarity": "lower", "sources": {"police": {}}, "basis": "latest_12_months"}
    one = Indicator(**declared, frequency=frequency, also=[str(basis) for basis in others])
    assert one.also == tuple(others)


def test_another_mistake_is_told_alone():
    with pytest.raises(ValidationError) as caught:
        Indicator(title="x", polarity="lower", sources={"police": {}}, basis="yearly", also=["calendar_year"])
    assert [error["loc"] for error in caught.value.errors()] == [("basis",)]

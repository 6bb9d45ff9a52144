"""A rate standardised for age: worked out by hand, rounded, compared by what is printed, or the reason why there is none."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from sia.project.indicators import Indicator
from sia.publication.standardised_rates import standardised_notes, standardised_rates, standardised_sentence

SCHEMA = {
    "indicator": pl.String,
    "area_code": pl.String,
    "period": pl.String,
    "months": pl.Int64,
    "age_band": pl.String,
    "first_age": pl.Int64,
    "last_age": pl.Int64,
    "standard": pl.Float64,
    "version": pl.String,
    "year": pl.Int64,
    "persons": pl.Int64,
    "count": pl.Int64,
}
AGES = ((0, 15), (16, 64), (65, 999))
STANDARD = (16_000.0, 64_500.0, 19_500.0)
PEOPLE = (20_000, 60_000, 20_000)


def rows(period: str, counts: tuple[int, ...], people=PEOPLE, months: int = 9, unknown: int = 0) -> list[tuple]:
    found = [
        ("harm", "D1", period, months, f"{first}", first, last, standard, "ESP, 2013", 2022, persons, count)
        for (first, last), standard, persons, count in zip(AGES, STANDARD, people, counts, strict=True)
    ]
    blank = ("harm", "D1", period, months, *[None] * 7, unknown)
    return [*found, blank] if unknown else found


def told(*given: list[tuple], public: bool = True, withheld: bool = False, **declared) -> str:
    indicator = Indicator(
        title="harm", polarity="lower", sources={"health": {}}, standardised=declared, resident_rate=True
    )
    contract = SimpleNamespace(public=public, suppress_below=5)
    project = SimpleNamespace(indicators={"harm": (None, indicator)}, contracts={"health": contract})
    frame = pl.DataFrame([row for part in given for row in part], schema=SCHEMA, orient="row")
    one = SimpleNamespace(
        withheld=withheld,
        current_count=100,
        source="health",
        current=SimpleNamespace(label="2023"),
        previous=SimpleNamespace(label="2022"),
    )
    readings = SimpleNamespace(standardised_counts=frame)
    found = standardised_rates(project, readings, {("harm", ""): one}).get("harm")
    return f"{standardised_sentence(found, indicator)} {standardised_notes(found)}".strip() if found else ""


def test_the_rate_worked_out_by_hand() -> None:
    """0.16 x 10/20,000 + 0.645 x 60/60,000 + 0.195 x 30/20,000 = 101.75 per 100,000.

    The variance is 0.16^2 x 10/20,000^2 + 0.645^2 x 60/60,000^2 + 0.195^2 x 30/20,000^2 = 1.0426e-8, and Byar's limits of
    100 are 81.36 and 121.63: 101.75 - 18.64 x 1.0211 = 82.7 and 101.75 + 21.63 x 1.0211 = 123.8.
    """
    said = told(rows("current", (10, 60, 30)))
    assert said.startswith(
        "Standardised for age (ESP, 2013), there were about 101.8 per 100,000 people (95% interval 82.7 to 123.8) in 2023."
    )
    assert "The standard is ESP, 2013; the residents are those of 2022." in said


def test_two_periods_are_compared_by_the_limits_of_both() -> None:
    level = told(rows("current", (10, 60, 30)), rows("previous", (12, 55, 30)))
    assert "in 2023, after 98.0 (95% interval 79.4 to 119.6) in 2022: within" in level
    assert "within what chance explains." in level
    risen = told(rows("current", (20, 160, 70)), rows("previous", (10, 60, 30)))
    assert "a difference beyond what chance explains." in risen


def test_a_rate_against_itself_is_no_difference() -> None:
    assert "within what chance explains" in told(rows("current", (10, 60, 30)), rows("previous", (10, 60, 30)))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (rows("current", (2, 4, 3)), "fewer than 10 events are too few to standardise directly"),
        (rows("current", (10, 60, 30), (20_000, None, None)), "the population register cannot be divided into ages 16 to 64 and 65 and over"),
        (rows("current", (10, 60, 30), (None, None, None)), "the population register does not give residents by these ages"),
        (rows("current", (10, 60, 30), unknown=20), "more than 10% of the events come without an age that fits one of the bands"),
        (rows("current", (0, 0, 0), unknown=20), "no event has an age"),
    ],
)  # fmt: skip
def test_a_rate_that_cannot_be_calculated_says_why(given: list[tuple], reason: str) -> None:
    assert told(given) == f"The rate per 100,000 people, standardised for age, cannot be calculated: {reason}."


def test_few_events_without_an_age_are_told_as_a_share_in_steps_of_five() -> None:
    assert "Events without an age, at most 5% of them, are left out." in told(rows("current", (10, 60, 30), unknown=1))
    assert "at most 10% of them" in told(rows("current", (10, 60, 30), unknown=8))


def test_a_declared_limit_decides_how_many_ages_may_be_missing() -> None:
    assert "at most 20% of them" in told(rows("current", (10, 60, 30), unknown=20), most_unknown=0.2)


def test_the_period_before_is_left_out_where_it_is_of_another_length_or_its_ages_are_not_known() -> None:
    now = rows("current", (10, 60, 30))
    assert "after" not in told(now, rows("previous", (30, 180, 90), months=27))
    assert "after" not in told(now, rows("previous", (10, 60, 30), unknown=40))
    assert "after" not in told(now, rows("previous", (1, 2, 3)))


def test_of_a_source_that_is_not_public_the_rates_are_rounded_and_it_is_said_why() -> None:
    said = told(rows("current", (3, 60, 30)), public=False)
    assert (
        "so that no small number of an age can be worked out." in said
        or "would give a small number of an age away" in said
    )
    assert "." not in said.split("per 100,000")[0].split("about ")[-1]


def test_a_count_that_is_not_shown_has_no_standardised_rate() -> None:
    assert told(rows("current", (10, 60, 30)), withheld=True) == ""


def test_two_periods_are_rounded_to_a_step_that_is_safe_for_both(monkeypatch) -> None:
    safe = {93: [1.0, 5.0], 97: [2.0, 5.0]}
    monkeypatch.setattr(
        "sia.publication.standardised_rates.safe_steps", lambda counts, *_: safe.get(int(counts.sum()), [2.0])
    )
    assert "rounded to steps of five" in told(rows("current", (3, 60, 30)), rows("previous", (7, 60, 30)), public=False)
    assert "would give a small number" in told(
        rows("current", (4, 60, 30)), rows("previous", (3, 60, 30)), public=False
    )

"""A rate per residents of some ages: its figure by hand, its sentence, and what is said when the ages do not fit."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from sia.project.indicators import Indicator
from sia.publication.resident_rates import resident_rate_sentence, resident_rates


def told(count: int | None, persons: int | None = 43_889, bands: list[tuple] = (), per: dict | None = None) -> str:
    declared = Indicator(title="entrants", polarity="lower", sources={"youth": {}}, per=per or {"ages": "10-17"})
    people = [] if persons is None else [("entrants", "D1", 2022, persons)]
    readings = SimpleNamespace(
        denominators=pl.DataFrame(people, schema=["indicator", "area_code", "year", "persons"], orient="row"),
        unfitting_bands=pl.DataFrame(
            [("entrants", *band) for band in bands],
            schema={"indicator": pl.String, "first_age": pl.Int64, "last_age": pl.Int64, "bands": pl.Int64},
            orient="row",
        ),
    )
    comparisons = {("entrants", ""): SimpleNamespace(current_count=count)}
    project = SimpleNamespace(indicators={"entrants": (None, declared)})
    return resident_rate_sentence(resident_rates(project, readings, comparisons).get("entrants"), months=9)


def test_a_rate_with_byars_limits_worked_out_by_hand() -> None:
    """144 x (1 - 1/1296 - 1.96/36)^3 = 121.44 and 145 x (1 - 1/1305 + 1.96/(3 sqrt 145))^3 = 169.54, of 43,889."""
    assert told(144, per={"ages": "10-17", "multiplier": 100_000}) == (
        "In these nine months there were 328.1 per 100,000 residents aged 10 to 17 (95% interval 276.7 to 386.3; population "
        "of 2022)."
    )


def test_fewer_than_ten_get_the_exact_limits() -> None:
    """The exact limits of 6 are 2.20 and 13.06."""
    assert "0.14 per 1,000 residents aged 10 to 17 (95% interval 0.05 to 0.30;" in told(6)


def test_a_count_that_is_not_shown_has_no_rate() -> None:
    assert told(None) == ""


@pytest.mark.parametrize(
    ("bands", "per", "reason"),
    [
        (
            [(0, 15, 6), (16, 24, 6)],
            {"ages": "10-17"},
            "the population register has 0 to 15 and 16 to 24, not 10 to 17",
        ),
        ([(0, 999, 1)], {"ages": "65+"}, "the population register has all ages together, not 65 and over"),
        ([(None, None, 3)], {"sexes": ["female"]}, "the population register does not tell women and men apart"),
        ([(None, None, 0)], {"ages": "10-17"}, "no population was supplied"),
    ],
)
def test_a_rate_that_cannot_be_calculated_says_why(bands: list[tuple], per: dict, reason: str) -> None:
    assert told(144, None, bands, per).endswith(f" cannot be calculated: {reason}.")

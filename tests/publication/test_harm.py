"""The harm-weighted total stands beside the count, names its source, and gives no suppressed count away."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import polars as pl
from test_sentences import BURGLARY

from sia.publication.harm import harm_sentence


def readings(*rows: tuple) -> SimpleNamespace:
    schema = {"strand": pl.String, "current_count": pl.Int64, "previous_count": pl.Int64, "weight": pl.Float64}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    named = frame.with_columns(
        indicator=pl.lit("burglary"), weight_source=pl.lit("Published weights"), version=pl.lit("2024")
    )
    return SimpleNamespace(harm_parts=named)


def strands(*names: str, **changes):
    return [replace(BURGLARY, strand=name, strand_title=f"{name} offences", **changes) for name in names]


HOME, SHOP, SHED = ("home", 200, 260, 10.0), ("shop", 100, 40, 5.0), ("shed", 100, 100, None)


def test_both_totals_are_given_with_source_and_version() -> None:
    assert harm_sentence(readings(HOME, SHOP), BURGLARY, strands("home", "shop")) == (
        "Harm-weighted (Published weights, version 2024), the total went from 2,800 to 2,500 points (−11%); how far chance alone moves "
        "it is not tested."
    )


def test_kinds_without_a_weight_are_named_with_their_share() -> None:
    said = harm_sentence(readings(HOME, SHOP, SHED), BURGLARY, strands("home", "shop", "shed"))
    assert said.endswith(" Without a weight, and not in it: shed offences (25% of the latest count).")
    assert "from 2,800 to 2,500" in said


def test_a_kind_whose_count_is_not_shown_takes_the_total_with_it() -> None:
    hidden = strands("shop", withheld=True, current_count=None, previous_count=None)
    assert harm_sentence(readings(HOME, SHOP), BURGLARY, [*strands("home"), *hidden]) == ""


def test_without_weights_nothing_is_said() -> None:
    assert harm_sentence(readings(SHED), BURGLARY, strands("shed")) == ""
    assert harm_sentence(readings(), BURGLARY, strands("shed")) == ""

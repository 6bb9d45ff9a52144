"""The harm-weighted total stands beside the count, says what can be said of it, and gives no suppressed count away."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest
from test_sentences import BURGLARY

from sia.publication.evidence import HarmFigure
from sia.publication.harm import harm_sentence, shown_harm

FIGURE = HarmFigure(
    indicator="burglary", weights="Published weights, version 2024", current_points=2500.0, previous_points=2800.0, ratio=0.893,
    lower=0.82, upper=0.97, effective_events=400.0, clear=True, reason="", heaviest="home offences",
)  # fmt: skip
HOME, SHOP, SHED = ("home", 200, 260, 10.0, False), ("shop", 100, 40, 5.0, False), ("shed", 737, 100, None, False)
CANNABIS = ("cannabis", 3, 900, None, True)


def readings(*rows: tuple) -> SimpleNamespace:
    schema = {"strand": pl.String, "current_count": pl.Int64, "previous_count": pl.Int64, "weight": pl.Float64, "found_by_police": pl.Boolean}  # fmt: skip
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return SimpleNamespace(
        harm_parts=frame.with_columns(
            indicator=pl.lit("burglary"), weight_source=pl.lit("Published weights"), version=pl.lit("2024")
        )
    )


def strands(*names: str, **changes):
    return [replace(BURGLARY, strand=name, strand_title=f"{name} offences", **changes) for name in names]


def counted(*rows: tuple) -> list:
    return [one for row in rows for one in strands(row[0], current_count=row[1], previous_count=row[2])]


def shown(*rows: tuple, comparisons=None, **changes) -> list[HarmFigure]:
    row = {"indicator": "burglary", "clear": True, "reason": None, "heaviest": "home"}
    numbers = ("current_points", "previous_points", "ratio", "lower", "upper", "effective_events")
    harm = pl.DataFrame([row | {name: getattr(FIGURE, name) for name in numbers} | changes])
    kinds = [BURGLARY, *counted(*rows)] if comparisons is None else comparisons
    return list(shown_harm(readings(*rows), harm, kinds))


def test_both_totals_are_given_with_their_interval_source_and_version() -> None:
    assert shown(HOME, SHOP) == [replace(FIGURE, share_without=0.0)]
    assert harm_sentence(FIGURE, BURGLARY) == (
        "The harm-weighted total (Published weights, version 2024) went from 2,800 to 2,500 points, −11% (95% interval −18% to −3%): "
        "a clear fall."
    )


def test_kinds_without_a_weight_are_named_with_their_share_and_those_police_find_are_named() -> None:
    said = harm_sentence(*shown(HOME, SHOP, SHED, CANNABIS), BURGLARY)
    assert "Without a weight, and not in it: shed offences (25% of the latest count)." in said
    assert said.endswith("Left out, because it is police activity that finds them: cannabis offences.")


def test_a_kind_whose_count_is_not_shown_takes_the_total_with_it() -> None:
    hidden = strands("shop", withheld=True, current_count=None, previous_count=None)
    withheld = [HarmFigure(indicator="burglary", withheld=True)]
    assert shown(HOME, SHOP, comparisons=[BURGLARY, *strands("home"), *hidden]) == withheld
    assert shown(HOME, SHOP, comparisons=[BURGLARY, *strands("home")]) == withheld
    assert shown(HOME, SHOP, comparisons=[replace(BURGLARY, withheld=True), *strands("home", "shop")]) == withheld
    assert harm_sentence(*withheld, BURGLARY) == (
        "A harm-weighted total is not shown: beside the weights it would give a small number away."
    )


def test_the_share_of_kinds_without_a_weight_is_not_told_where_one_of_them_is_not_shown() -> None:
    hidden = strands("shed", withheld=True, current_count=None, previous_count=None)
    (one,) = shown(HOME, SHOP, SHED, comparisons=[BURGLARY, *strands("home", "shop"), *hidden])
    assert one.share_without is None
    assert "Without a weight, and not in it: shed offences." in harm_sentence(one, BURGLARY)


def test_a_limit_next_to_nought_says_on_which_side_it_lies() -> None:
    assert "(95% interval −18.0% to +0.3%): no clear change." in harm_sentence(
        replace(FIGURE, upper=1.003, clear=False), BURGLARY
    )


def test_a_kind_of_which_there_was_none_does_not_take_the_total_with_it() -> None:
    none = strands("shop", signal="cannot be calculated", current_count=0, previous_count=0)
    assert len(shown(HOME, ("shop", 0, 0, 5.0, False), comparisons=[BURGLARY, *strands("home"), *none])) == 1


def test_what_single_offences_decide_is_said_to_be_so() -> None:
    one = replace(
        FIGURE, clear=False, reason="single events of the heaviest kind decide it", ratio=None, lower=None, upper=None
    )
    assert harm_sentence(one, BURGLARY) == (
        "The harm-weighted total (Published weights, version 2024) went from 2,800 to 2,500 points; whether that is more than chance "
        "cannot be said: single events of the heaviest kind decide it (home offences)."
    )


def test_few_events_worth_of_harm_have_no_percentage() -> None:
    assert "%" not in harm_sentence(replace(FIGURE, effective_events=99.0), BURGLARY)


@pytest.mark.parametrize(
    ("harm", "count", "said"),
    [
        ({}, {"clear": False}, "The count itself shows no clear change: it is what kinds of offence there are that has changed."),
        ({"clear": False}, {}, "The count fell clearly; the weighted total rests on fewer, heavier offences, which chance moves more."),
        ({}, {"ratio": 1.1}, "Count and harm part ways: there are more offences, and they weigh less."),
        ({"ratio": 1.2}, {}, "Count and harm part ways: there are fewer offences, and they weigh more."),
    ],
)  # fmt: skip
def test_where_count_and_harm_disagree_it_is_said(harm, count, said) -> None:
    assert said in harm_sentence(replace(FIGURE, **harm), replace(BURGLARY, **count))


def test_without_a_total_nothing_is_said() -> None:
    assert harm_sentence(None, BURGLARY) == ""
    assert harm_sentence(replace(FIGURE, current_points=None), BURGLARY) == ""

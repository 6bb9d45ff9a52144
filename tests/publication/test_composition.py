"""The parts of a count in order: only what is shown is put in order, and no order is claimed that chance may have made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_sentences import BURGLARY

from sia.publication.composition import composition_sentence

PARTS = {"open water swimming": 92, "falls into water": 17, "flood rescues": 11, "ice": 2}


def strands(counts: dict[str, int | None], **more):
    return [
        replace(BURGLARY, strand=name, strand_title=name, current_count=count, withheld=count is None, **more)
        for name, count in counts.items()
    ]


def said(counts: dict[str, int | None], total: int | None = None, overlap: bool = False, **more) -> str:
    whole = replace(BURGLARY, current_count=sum(filter(None, counts.values())) if total is None else total)
    return composition_sentence(whole, strands(counts, **more), overlap)


def test_the_three_largest_of_more_parts_stand_in_order_with_their_shares() -> None:
    assert said({"a": 900, "b": 600, "c": 400, "d": 100}) == (
        "The three largest of the four parts in April to December 2023 are, in this order, a (900 of 2,000, 45%), b (600, 30%) "
        "and c (400, 20%)."
    )


def test_three_parts_are_all_named_and_what_is_nought_is_no_part() -> None:
    assert said({"c": 100, "b": 300, "a": 600, "none": 0}) == (
        "The three parts in April to December 2023 are, in this order, a (600 of 1,000, 60%), b (300, 30%) and c (100, 10%)."
    )


@pytest.mark.parametrize(
    ("counts", "ending"),
    [
        ({"a": 900, "b": 400, "c": 390}, "b (400, 24%) and c (390, 23%); the second and the third differ by no more than chance explains."),
        ({"a": 400, "b": 400, "c": 100}, "; the first and the second are equal."),
        ({"a": 50, "b": 48, "c": 46}, "; from the first to the third, each differs from the next by no more than chance explains."),
        ({"a": 52, "b": 50, "c": 48, "d": 46}, "; from the first to the fourth, d (46), each differs from the next by no more than chance explains."),
        ({"a": 400, "b": 390, "c": 200, "d": 195, "e": 1}, "; the first and the second differ by no more than chance explains; the third and the fourth, d (195), differ by no more than chance explains."),
        ({"a": 900, "b": 400, "c": 200, "d": 190}, "c (200, 12%); the third and the fourth, d (190), differ by no more than chance explains."),
    ],
)  # fmt: skip
def test_neighbours_that_chance_may_have_put_in_order_are_said_to_be(counts, ending) -> None:
    assert said(counts).endswith(ending)


def test_counts_that_usually_vary_more_are_told_apart_less() -> None:
    counts = {"a": 900, "b": 600, "c": 520}
    assert "chance" not in said(counts)
    assert said(counts, dispersion=6.0).endswith("; the second and the third differ by no more than chance explains.")


def test_a_part_that_is_not_shown_is_passed_over_only_where_readers_can_tell_that_it_is_smaller() -> None:
    hidden = {**PARTS, "ice": None}
    assert "flood rescues (11, 9%)" in said(hidden, total=124)
    assert said({**hidden, "a fifth": None}, total=131) == "", "11 others could be one part as large as the third"
    assert said({**PARTS, "flood rescues": None, "ice": None}, total=122) == "", "only two are shown"


@pytest.mark.parametrize(
    "given",
    [
        {"counts": {"a": 900, "b": 600}},
        {"counts": PARTS, "overlap": True},
        {"counts": PARTS, "total": 0},
        {"counts": PARTS, "total": 100},
    ],
)
def test_two_parts_parts_that_overlap_and_parts_larger_than_their_total_have_no_order(given) -> None:
    assert said(**given) == ""


def test_nothing_is_said_without_the_total() -> None:
    hidden = replace(BURGLARY, withheld=True, current_count=None)
    assert composition_sentence(hidden, strands(PARTS)) == ""

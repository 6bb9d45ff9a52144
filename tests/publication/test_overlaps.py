"""Counts that share events, in whichever tables they stand, are protected together."""

from __future__ import annotations

from datetime import date

import polars as pl

from sia.calendar import Window
from sia.project.indicators import Indicator, Selection
from sia.publication.counts import Counts, through
from sia.publication.overlaps import Pieces, kinds_by_indicator, pieces_of, shared_sums

WINDOW = Window(date(2023, 4, 1), date(2023, 12, 1))
AREA = "X07000001"
KINDS = {
    "homicide": ("violence", "homicide"),
    "injury": ("violence", "injury"),
    "personal": ("robbery", "personal"),
    "business": ("robbery", "business"),
}


def pieces(*names: str, flags: tuple[str, ...] = ()) -> Pieces:
    return Pieces("police", "recorded", flags, frozenset(KINDS[name] for name in names))


def test_the_kinds_of_an_indicator_and_of_its_strands():
    rows = pl.DataFrame(
        [("serious", *kind) for kind in KINDS.values()], schema=["indicator", "category", "subcategory"], orient="row"
    )
    kinds = kinds_by_indicator(rows)["serious"]
    one = Indicator(title="x", polarity="lower", sources={"police": Selection()}, strands="subcategory")
    assert pieces_of(one, "police", "", kinds) == pieces("homicide", "injury", "personal", "business")
    assert pieces_of(one, "police", "homicide", kinds) == pieces("homicide")
    assert pieces_of(one, "police", "", frozenset()) is None


def test_a_count_is_cut_into_the_parts_it_shares_with_others():
    sums = set(shared_sums({"robbery": pieces("personal", "business"), "p": pieces("personal"), "i": pieces("injury")}))
    assert sums == {("robbery", ("p",), ("in robbery",))}
    twins = set(shared_sums({"a": pieces("injury"), "b": pieces("injury")}))
    assert twins == {("b", ("a",), ())}
    assert not set(shared_sums({"i": pieces("injury"), "h": pieces("homicide")}))


def test_a_flagged_count_lies_within_the_whole():
    sums = list(shared_sums({"all": pieces("injury", "personal"), "knife": pieces("injury", flags=("knife",))}))
    assert sums == [("all", ("knife",), ("all less knife",))]


def test_a_small_strand_is_not_given_away_by_another_indicator_of_the_same_events():
    """Homicide hides behind business robbery only while no other figure tells business robbery."""
    counts, cells = Counts(), {}
    values = {"serious": 1289, "homicide": 3, "injury": 1029, "personal": 216, "business": 41, "robbery": 257}
    made_of = {name: pieces(name) for name in KINDS} | {
        "serious": pieces(*KINDS),
        "robbery": pieces("personal", "business"),
    }
    for name, value in values.items():
        keep = 4 if name in ("serious", "robbery") else 1
        cells[name] = counts.add(name, AREA, WINDOW, value, 5, keep, made_of[name])
    counts.add_up(cells["serious"], [cells[name] for name in KINDS])
    door = through(counts)
    hidden = {name for name, cell in cells.items() if door.withholds(cell)}
    assert "homicide" in hidden
    assert hidden - {"homicide"}
    robberies = {"personal", "business", "robbery"} - hidden
    assert "injury" in hidden or len(robberies) < 2

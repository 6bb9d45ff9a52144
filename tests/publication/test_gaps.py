"""What cannot be measured is said under its priority and listed for all, with who is closing the gap."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl

from sia.publication.gaps import gaps_of_priority, gaps_table

PRIORITY = SimpleNamespace(id="tensions", title="Community tensions")
GAP = {
    "priority": "tensions",
    "gap": "Tension in streets",
    "why": "No form is shared",
    "remedy": "",
    "lead": "",
    "due": "",
}


def edition(**changes):
    return SimpleNamespace(
        as_at="31 December 2023",
        registers=SimpleNamespace(data_gaps=pl.DataFrame([GAP | changes])),
        project=SimpleNamespace(priorities={"tensions": PRIORITY}),
    )


def test_a_gap_that_nobody_closes_says_so():
    told = gaps_of_priority(edition(), PRIORITY)
    assert told.startswith("### What cannot be measured {#tensions-gaps}")
    assert "**Tension in streets.** No form is shared. Nothing is being done about it yet." in told
    assert "| Community tensions | Tension in streets | No form is shared | none yet | not settled |" in gaps_table(
        edition()
    )


def test_who_closes_a_gap_and_until_when_stands_beside_what_is_done():
    given = edition(remedy="A form is tried.", lead="Police", due="Summer 2024")
    assert (
        gaps_of_priority(given, PRIORITY).rstrip().endswith("No form is shared. A form is tried (Police, Summer 2024).")
    )
    assert "| A form is tried. | Police, Summer 2024 |" in gaps_table(given)


def test_a_priority_without_gaps_says_nothing():
    other = edition(priority="hate-crime")
    assert (gaps_of_priority(other, PRIORITY), gaps_table(other)) == ("", "")

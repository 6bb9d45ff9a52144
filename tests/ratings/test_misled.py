"""What the page on methods says of false Reds is what was counted."""

from __future__ import annotations

import re
from pathlib import Path

from sia.ratings.misled import MISLED, misled_sentences

PAGE = (Path(__file__).parents[2] / "docs" / "null-sets.md").read_text(encoding="utf-8")


def test_the_shares_are_those_of_the_page_of_figures() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| **those with a headline indicator**"))
    shares = [float(value) for value in re.findall(r"\| (\d+\.\d) \(", row)]
    assert shares == [MISLED.red, MISLED.red_with_concern]


def test_the_number_of_sets_is_that_of_the_page_of_figures() -> None:
    assert f"--sets {MISLED.sets} " in PAGE


def test_the_sentences_give_both_shares() -> None:
    said = misled_sentences()
    assert f"{MISLED.red:.1f}%" in said and f"{MISLED.red_with_concern:.1f}%" in said

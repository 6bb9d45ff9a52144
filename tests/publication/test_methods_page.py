"""The page on methods says how far the rules can be trusted."""

from __future__ import annotations

from sia.ratings.misled import misled_sentences


def test_the_page_says_how_often_the_rules_mislead(published) -> None:
    text = (published.folder / "fragments/methods.md").read_text(encoding="utf-8")
    rules = text.split("sec-rules")[1].split("sec-disclosure")[0]
    assert misled_sentences() in rules

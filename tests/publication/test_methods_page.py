"""The page on methods says how far the rules can be trusted."""

from __future__ import annotations

from types import SimpleNamespace

from sia.publication.pages.data import RANKS, drawn
from sia.publication.tables import Table
from sia.ratings.misled import misled_sentences
from sia.trends.methods import GROUPS


def test_the_page_says_how_often_the_rules_mislead(published) -> None:
    text = (published.folder / "fragments/methods.md").read_text(encoding="utf-8")
    rules = text.split("sec-rules")[1].split("sec-disclosure")[0]
    assert misled_sentences() in rules


def test_every_method_says_how_from_where_and_how_it_was_verified(published) -> None:
    text = (published.folder / "fragments/methods.md").read_text(encoding="utf-8")
    for group in GROUPS:
        section = text.split(f"### {group.title} {{#")[1].split("\n### ")[0]
        assert section.count(":   **How:**") == section.count(":   **Verified:**") == len(group.methods)
        for method in group.methods:
            assert f"\n{method.name[0].upper()}{method.name[1:]}\n" in section


def test_the_page_begins_with_what_a_reader_in_a_hurry_needs(published) -> None:
    text = (published.folder / "fragments/methods.md").read_text(encoding="utf-8")
    first = text.split("\n## ")[0]
    assert first.startswith("## In short") and "**A clear change is not a cause.**" in first
    assert "counts towards a rating only where the count moved clearly against" in first


def test_ranks_of_districts_come_with_what_they_do_not_say(published) -> None:
    assert RANKS in (published.folder / "fragments/methods.md").read_text(encoding="utf-8")
    told = {name: drawn(SimpleNamespace(root="/x"), figure_of(name)) for name in ("burglary-peers", "burglary-trend")}
    assert RANKS in told["burglary-peers"] and RANKS not in told["burglary-trend"]


def figure_of(name: str) -> SimpleNamespace:
    return SimpleNamespace(
        id=name, data=Table(f"data-{name}", "Burglary. Source: police.", ("District", "Rank"), (("Larkham", "1"),))
    )

"""The sharing ledger tells of every source on which terms it is held, and says so where a term is not stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sia.publication.edition import Edition
from sia.publication.pages.sharing_ledger import ledger_page


def page(desk: Any) -> str:
    reports, _ = desk.read()
    return ledger_page(Edition(desk.project, None, None, {}, None, reports, {}, None))


def terms(text: str, title: str) -> dict[str, str]:
    """The definition list below a source's heading."""
    section = text.split(f"### {title} ", 1)[1].split("\n## ")[0].split("\n### ")[0]
    pairs = [block.split("\n:   ") for block in section.split("\n\n") if "\n:   " in block]
    return {term.strip(): meaning.strip() for term, meaning in pairs}


def test_a_source_is_listed_with_all_its_terms(desk: Any, incidents: Callable) -> None:
    desk.source(
        "incidents",
        purpose="Trends of incidents",
        lawful_basis="Crime and Disorder Act 1998, section 115",
        retention_months=60,
        as_at_rule="Incidents recorded up to the last day of the month",
    )
    desk.drop("incidents", "dec.csv", incidents())
    desk.drop("incidents", "received.csv", "file,received\ndec.csv,2024-01-08\nother.csv,2024-02-01\n")
    text = page(desk)
    assert "| Police incidents | official-sensitive | monthly | 5 years | 8 January 2024 |" in text
    assert terms(text, "Police incidents") == {
        "Answerable": "Head of Insight, Exampleshire Police",
        "Purpose": "Trends of incidents",
        "Lawful basis": "Crime and Disorder Act 1998, section 115",
        "Licence or agreement": "Agreement of May 2024",
        "Handled as": "official-sensitive",
        "Arrives": "monthly. Incidents recorded up to the last day of the month",
        "Kept for": "5 years",
        "Personal data": "Never read: Name of the caller. Replaced by a keyed hash: Person number. Every other column that the contract names is read as it was sent",
        "Last received": "8 January 2024",
    }
    assert "Terms not stated" not in text


def test_what_a_contract_does_not_say_is_said_to_be_so(desk: Any, incidents: Callable) -> None:
    desk.source("published", title="Published figures", agency="Office", classification="public", licence="")
    desk.drop("incidents", "dec.csv", incidents())
    text = page(desk)
    assert "- Police incidents: purpose, lawful basis, retention not stated." in text
    assert "- Published figures" not in text, "published data need no such terms"
    told = terms(text, "Published figures")
    assert {told[name] for name in ("Purpose", "Lawful basis", "Licence or agreement", "Kept for")} == {"not stated"}
    assert told["Last received"] == "not received for this assessment"


def test_without_a_day_of_receipt_the_newest_month_is_told_but_not_that_of_a_register(
    desk: Any, incidents: Callable
) -> None:
    desk.source("reviews", title="Reviews", kind="register")
    for source in ("incidents", "reviews"):
        desk.drop(source, "dec.csv", incidents())
    text = page(desk)
    assert terms(text, "Police incidents")["Last received"] == "data to December 2023"
    assert terms(text, "Reviews")["Last received"] == "day not recorded"


def test_words_of_contracts_are_text_and_not_markdown(desk: Any) -> None:
    desk.source("incidents", title="Incidents *of* [all] | kinds")
    assert r"Incidents \*of\* \[all\] \| kinds" in page(desk)

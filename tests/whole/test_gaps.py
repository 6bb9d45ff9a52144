"""A value that is withheld, not applicable or not available is told as such from the agency's file to the documents."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

SERIES = ("drug_and_alcohol_harm", "youth_justice", "prevent_referrals")
HARM = "drug_and_alcohol_harm/synthetic-drug-and-alcohol-harm.csv"
LATEST = [
    (HARM, r"(Deaths from drug misuse,X07000001,.*2022-12-31),.*", r"\1,[c],,"),
    (HARM, r"(Alcohol-related mortality,X07000001,.*2022-12-31),.*", r"\1,n/a,,"),
    (HARM, r"(Mortality from alcoholic liver disease,X07000001,.*2022-12-31),.*", r"\1,-,,"),
    ("youth_justice/synthetic-youth-justice.csv", r"(01/10/2023,31/12/2023,Exampleborough),.*", r"\1,<5"),
    ("prevent_referrals/synthetic-prevent-referrals.csv", r"(01/10/2023,31/12/2023,Exampleborough),.*", r"\1,[z]"),
]
TOLD = {
    "deaths_from_drug_misuse.value": "withheld by its publisher",
    "alcohol_related_mortality.value": "given as not applicable",
    "alcoholic_liver_disease_mortality.value": "not available",
}


def mark_the_latest(extracts: Path) -> None:
    """Leave three sources only, with a mark in place of the newest value of each."""
    for folder in extracts.iterdir():
        if folder.is_dir() and folder.name not in SERIES:
            shutil.rmtree(folder)
    for name, row, replaced in LATEST:
        text, changed = re.subn(row, replaced, (extracts / name).read_text(encoding="utf-8"))
        assert changed == 1
        (extracts / name).write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def marked(make_built):
    return make_built(change=mark_the_latest)


def test_the_marks_stand_in_the_warehouse(marked) -> None:
    found = marked.query("select measure, value_mark from series where value_mark is not null order by 2, 1")
    assert [mark for _, mark in found] == ["not applicable"] * 2 + ["not recorded"] + ["suppressed"] * 2


def test_published_values_name_each_kind_of_gap(marked) -> None:
    values = {value["id"]: value for value in marked.read("values.json")}
    assert {name: values[name]["text"] for name in TOLD} == TOLD
    assert all(values[name]["value"] is None for name in TOLD)


@pytest.mark.parametrize(
    "sentence",
    [
        "The level of deaths from drug misuse cannot be given: the value for 2020–22 is withheld by its publisher.",
        "The level of alcohol-related mortality cannot be given: the value for 2022 is given as not applicable.",
        "The level of mortality from alcoholic liver disease cannot be given: the value for 2022 is not available.",
        "The change in young people who entered the justice system for the first time cannot be calculated: the number "
        "for October to December 2023 is withheld by its publisher.",
        "The change in referrals to Prevent cannot be calculated: the number for October to December 2023 is given as "
        "not applicable.",
    ],
)
def test_the_sentences_of_the_documents_say_which_kind_of_gap_it_is(marked, sentence: str) -> None:
    assert sentence in (marked.publication / "ratings.json").read_text(encoding="utf-8")


def test_the_pages_of_a_priority_give_the_kind_of_gap_as_the_reason(marked) -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in marked.publication.rglob("*.md"))
    assert "**Not rated.** The number for October to December 2023 is given as not applicable." in pages
    assert "The value for 2020–22 is withheld by its publisher" in pages

"""Each truth planted in the reference partnership is found; taken out, what rested on it changes; and no seed matters."""

from __future__ import annotations

import re

import pytest

from sia.demo import Truth, planted_truths
from sia.project.scaffold import scaffold_folder

RED = {"domestic-abuse", "anti-social-behaviour", "hate-crime", "migration-and-asylum", "road-safety"}
TRUTHS = {truth.id: truth for truth in planted_truths()}
FRAMES = {name: f"assessed_{name}" for name in ("signals", "severe", "levels", "mix_cells")}


def shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def found(built, expectation) -> str:
    frame = FRAMES.get(expectation.frame, expectation.frame)
    where = "indicator = ?"
    values = [expectation.indicator]
    if frame == "assessed_signals":
        where, values = "indicator = ? and strand = ?", [expectation.indicator, expectation.strand]
    elif frame == "assessed_mix_cells":
        where = "indicator = ? and strand = ? and season = ?"
        values = [expectation.indicator, expectation.strand, expectation.season]
    elif frame == "peer_ranks":
        where = "indicator = ? and is_subject"
    elif frame == "assessed_levels":
        where = "indicator = ? and strand = '' and area_code = (select district_code from parameters)"
    rows = built.query(f'select "{expectation.column}" from {frame} where {where}', *values)
    assert len(rows) == 1, f"{expectation}: {rows}"
    return shown(rows[0][0])


def stands(value: str, expectation) -> bool:
    """Whether the truth shows: the very value, or, where the truth allows more, every part of it among those found."""
    if expectation.contained:
        return set(expectation.value.split(", ")) <= set(value.split(", "))
    return value == expectation.value


def section(built, priority: str) -> str:
    """Everything the publication says of one priority, and of late recording, which stands with the data's quality."""
    pages = {path: path.read_text(encoding="utf-8") for path in (built.publication / "fragments").rglob("*.md")}
    theme = next(text for text in pages.values() if f"sec-{priority}" in text)
    quality = pages[built.publication / "fragments" / "data-quality.md"]
    late = quality[quality.index("sec-late") :].split("\n## ")[0]
    return str(built.ratings[priority]) + theme + late


def test_the_sixteen_proposals_are_five_red_and_eleven_amber(reference) -> None:
    assert len(reference.proposals) == 16
    assert {name for name, rating in reference.proposals.items() if rating == "Red"} == RED
    assert set(reference.proposals.values()) == {"Red", "Amber"}
    assert reference.ratings["community-tensions"]["note"] == "judgement only"


@pytest.mark.parametrize("name", TRUTHS)
def test_a_planted_truth_is_found(reference, name: str) -> None:
    truth = TRUTHS[name]
    assert reference.proposals[truth.priority] == truth.proposed
    for expectation in truth.find:
        value = found(reference, expectation)
        assert stands(value, expectation), f"{expectation}: found {value!r}"


@pytest.mark.slow
@pytest.mark.parametrize("name", TRUTHS)
def test_without_it_what_rested_on_it_changes(reference, make_built, name: str) -> None:
    truth: Truth = TRUTHS[name]
    built = make_built(without=frozenset({name}))
    assert built.proposals[truth.priority] == truth.proposed_without
    for expectation in truth.find:
        value = found(built, expectation)
        assert not stands(value, expectation) or expectation.value == expectation.otherwise, expectation
        assert expectation.contained or value == expectation.otherwise, f"{expectation}: found {value!r}"
    assert section(built, truth.priority) != section(reference, truth.priority)
    others = {other: rating for other, rating in built.proposals.items() if other != truth.priority}
    assert others == {other: rating for other, rating in reference.proposals.items() if other != truth.priority}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 21))
def test_the_colours_hold_for_another_seed(make_built, seed: int) -> None:
    built = make_built(seed=seed)
    assert {name for name, rating in built.proposals.items() if rating == "Red"} == RED
    assert set(built.proposals.values()) == {"Red", "Amber"}


def test_no_code_rule_or_context_row_names_a_rating_for_a_priority() -> None:
    """Rules name what they propose; which priority gets it follows from the evidence alone."""
    root = scaffold_folder()
    colour = re.compile(r"\b(Red|Amber|Green)\b")
    for path in (root / "assessments" / "2024").glob("*.csv"):
        if path.name != "decisions.csv":
            assert not colour.search(path.read_text(encoding="utf-8")), path.name
    priorities = [path.stem for path in (root / "indicators").glob("*.yml") if path.stem != "rating-rules"]
    rules = (root / "indicators" / "rating-rules.yml").read_text(encoding="utf-8")
    assert not [name for name in priorities if name in rules]
    for name in priorities:
        assert not colour.search((root / "indicators" / f"{name}.yml").read_text(encoding="utf-8")), name


def test_what_changes_with_the_season_is_told_with_its_counts(reference) -> None:
    """They are left out where another figure would have to pay for them; here none has to."""
    told = {value["id"]: value["suppressed"] for value in reference.read("values.json")}
    assert told["water_incidents.open-water-swimming.summer_count"] is False
    assert told["anti_social_behaviour.nuisance.summer_count"] is False
    theme = (reference.publication / "fragments/themes/reducing-risk.md").read_text(encoding="utf-8")
    assert "What water incidents are made up of changes with the season" in theme

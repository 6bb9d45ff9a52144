"""What a priority's section holds, and what it leaves out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import partnership_frames as made
import polars as pl
import pytest

from sia.publication.publish import publish
from sia.publication.rated import HELD_BACK, _without_numbers


@pytest.fixture(scope="module")
def without_data(project_root, tmp_path_factory) -> Path:
    """Published with ratings for road safety that say only what was not supplied, and nothing measured of it."""
    folder = tmp_path_factory.mktemp("without")
    connection = made.warehouse()
    for table in ("area_rates", "peer_ranks", "late_recording", "levels", "register_counts", "listed_years"):
        connection.execute(f"delete from {table}")
    frames = made.signal_frames()
    frames = replace(frames, severe=frames.severe.clear(), levels=frames.levels.clear(), areas=frames.areas.clear())
    frames = replace(frames, rare=frames.rare.clear())
    registers = made.registers()
    registers = made.GivenRegisters(**{**vars(registers), "previous_decisions": registers.previous_decisions.clear()})
    proposals = [
        replace(
            one,
            proposed="Not rated",
            rule="",
            reasons=(replace(one.reasons[0], kind="not rated", text=NOTHING, values={}),),
        )
        if one.priority == "road-safety"
        else one
        for one in made.proposals()
    ]
    project = made.declared(project_root)
    road = project.priorities["road-safety"].model_copy(
        update={"definitions": {"road casualties": "people hurt on the roads"}}
    )
    project = replace(project, priorities={**project.priorities, "road-safety": road})
    publish(project, connection, frames, proposals, registers, made.reports(), [], folder)
    connection.close()
    return folder


NOTHING = "Not rated: no extract supplied for road casualties."


def test_a_priority_that_is_not_rated_says_why_in_one_sentence_and_nothing_else(without_data):
    text = (without_data / "fragments/themes/risk.md").read_text(encoding="utf-8")
    section = text[text.index("## Road safety") :].split("\n## ")[0]
    assert "**Not rated.** No extract supplied for road casualties." in section
    assert "What the numbers say" not in section
    assert "Terms" not in section
    assert section.count("no extract") + section.count("No extract") == 1


def test_the_table_of_ratings_has_no_column_for_a_year_that_was_not_rated(without_data, published):
    without = (without_data / "fragments/ratings.md").read_text(encoding="utf-8")
    assert "Last year" not in without
    assert "Last year" in (published.folder / "fragments/ratings.md").read_text(encoding="utf-8")


def test_indicators_without_an_extract_are_named_in_one_sentence(without_data):
    text = (without_data / "fragments/methods.md").read_text(encoding="utf-8")
    assert text.count("No extract was supplied") <= 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Burglary rose from {0} to {0} (May, against June).", "Burglary rose (May, against June)."),
        ("No clear change in burglary: {0} in May, {0} in June.", "No clear change in burglary (May, against June)."),
        ("Red with {0} more offences: burglary.", "Red with {0} more offences: burglary."),  # never published
        ("Burglary rose from 1 to 2.", "Burglary rose from 1 to 2."),
    ],
)
def test_sentences_close_over_the_numbers_that_are_held_back(given, expected):
    assert _without_numbers(given.format(HELD_BACK)) == expected.format(HELD_BACK)


def test_reasons_show_no_holes(published):
    ratings = json.loads((published.folder / "ratings.json").read_text(encoding="utf-8"))
    assert not [said for one in ratings for said in one["reasons"] if HELD_BACK in said]


def section(folder: Path, theme: str, title: str) -> str:
    text = (folder / f"fragments/themes/{theme}.md").read_text(encoding="utf-8")
    return text[text.index(f"## {title}") :].split("\n## ")[0]


def test_thresholds_stand_on_the_page_of_the_data_and_other_turning_points_in_the_section(published):
    told = section(published.folder, "crime", "Burglary")
    assert "Red if burglary rose by 34 more." in told
    assert "Red if the share were 7." not in told
    data = (published.folder / "fragments/data/burglary.md").read_text(encoding="utf-8")
    assert "Red if the share were 7." in data
    assert "Red if burglary rose by 34 more." not in data


def test_a_change_in_recording_is_explained_once_in_a_section(project_root, tmp_path):
    frames = made.signal_frames()
    broken = (pl.col("indicator") == "burglary") & (pl.col("strand") == "")
    changed = frames.signals.with_columns(
        break_inside=pl.when(broken).then(True).otherwise("break_inside"),
        break_what=pl.when(broken).then(pl.lit("a new form")).otherwise("break_what"),
        counts_towards_rating=pl.when(broken).then(False).otherwise("counts_towards_rating"),
    )
    why = "Burglary: shown and not counted, since recording changed between the two periods (a new form)."
    proposals = made.proposals()
    reasons = (*proposals[0].reasons, made.GivenReason(why, "burglary", kind="not counted: recording change"))
    proposals[0] = replace(proposals[0], reasons=reasons)
    connection = made.warehouse()
    given = (replace(frames, signals=changed), proposals, made.registers(), made.reports(), [], tmp_path)
    publish(made.declared(project_root), connection, *given)
    connection.close()
    told = section(tmp_path, "crime", "Burglary")
    assert told.count("a new form") == 1
    assert "(a new form), so this change is shown and not counted towards the rating." in told
    ratings = json.loads((tmp_path / "ratings.json").read_text(encoding="utf-8"))
    assert why in ratings[0]["reasons"]

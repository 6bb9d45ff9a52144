"""Reasons, near misses, contradictions and confidence: sentences without figures, and values that fill them."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

FALLING, LEVEL, RISING = (1000, 800, "improving"), (1000, 1010, "no clear change"), (1000, 1200, "worsening")


def everything(made):
    return made.Given(
        headline=made.counted(*FALLING, worsening_from=1100.0, projection_direction="lower"),
        strands={"religion": made.counted(100, 150, "worsening", worsening_from=127.0), "race": made.counted(*LEVEL)},
        severe={"current": 4, "expected": 3.0, "p_value": 0.3, "above_expectation": False, "worsening_from": 7.0},
        benchmark={"value": 9.0, "benchmark": 5.0, "position": "worse", "signal": "no clear change"},
        led_elsewhere="The Health and Wellbeing Board leads on it.",
        context=(made.context_row("capacity"), made.context_row("reporting_effect", "possible")),
    )


def all_reasons(proposal):
    groups = (
        proposal.reasons,
        proposal.confidence_reasons,
        proposal.near_misses,
        proposal.contradictions,
        proposal.sensitivity,
    )
    return [reason for group in groups for reason in group]


def test_no_template_holds_a_figure_and_every_name_in_it_has_a_value(made):
    reasons = all_reasons(made.rate(everything(made)))
    assert len(reasons) > 8
    for reason in reasons:
        words = re.sub(r"\{[^}]*\}", "", reason.text)
        assert not re.search(r"\d", words), reason
        assert set(re.findall(r"\{([^}]*)\}", reason.text)) == set(reason.values), reason
        assert reason.text.format(**reason.values)
        assert None not in reason.values.values()


def test_the_reason_of_a_rule_is_about_the_measure_its_condition_names(made):
    proposal = made.rate(made.Given(headline=made.counted(*RISING)))
    reason = proposal.reasons[0]
    assert (reason.kind, reason.indicator, reason.strand) == ("rule", "burglary_and_more_headline", "")
    assert reason.text.format(**reason.values) == (
        "Burglary rose from 1000 to 1200 (April to December 2023, against April to December 2022): "
        "worse, by more than chance and by enough to matter, and not projected to improve."
    )


def test_a_priority_kept_in_view_says_how_its_headline_stands(made):
    reason = made.rate(made.Given(headline=made.counted(*FALLING))).reasons[0]
    assert reason.text.format(**reason.values) == (
        "Burglary fell from 1000 to 800 (April to December 2023, against April to December 2022): "
        "a clear change for the better."
    )


def test_a_component_reason_says_what_the_whole_does_and_what_people_recorded(made):
    given = made.Given(
        headline=made.counted(*FALLING),
        strands={"religion": made.counted(*RISING)},
        context=(made.context_row("forward_pressure", "diffuse"),),
    )
    reason = made.rate(given).reasons[0]
    assert reason.strand == "religion"
    assert reason.text.format(**reason.values).endswith(
        "while burglary as a whole fell; and wider pressures may push it up."
    )


def test_a_rule_that_lacks_one_part_of_its_condition_is_a_near_miss(made):
    given = made.Given(headline=made.counted(*LEVEL), strands={"vehicle theft": made.counted(*RISING)})
    misses = {miss.values["rule"]: miss for miss in made.rate(given).near_misses}
    assert misses["component worsening with concern"].values["condition"] == (
        "residents name it as a concern or the pressure ahead is a general one or one with a place and a date"
    )


def test_a_rule_that_lacks_two_parts_is_not(made):
    given = made.Given(headline=made.counted(*LEVEL), strands={"vehicle theft": made.counted(*FALLING)})
    assert made.rate(given).near_misses == ()


def test_the_same_caveat_with_opposite_effect_elsewhere_is_a_contradiction(made):
    here = made.Given(headline=made.counted(*RISING), context=(made.context_row("reporting_effect", "asserted"),))
    there = made.Given(
        id="another", headline=made.counted(*RISING), context=(made.context_row("reporting_effect", "partial"),)
    )
    first, second = made.rate_all(here, there)
    assert (first.proposed, second.proposed) == ("Amber", "Red")
    for proposal in (first, second):
        assert [found.kind for found in proposal.contradictions] == ["same caveat, opposite effect"]


def test_a_caveat_about_a_rise_that_is_none_is_a_contradiction(made):
    caveat = made.context_row("reporting_effect", "asserted", indicator="burglary_and_more_headline")
    proposal = made.rate(made.Given(headline=made.counted(*FALLING), context=(caveat,)))
    assert [found.kind for found in proposal.contradictions] == ["caveat without a rise"]


def graded(grade, why="", source="police_recorded_crime"):
    return {source: SimpleNamespace(source=source, grade=grade, why=why)}


@pytest.mark.parametrize(
    ("given", "grades", "level"),
    [
        ({"headline": (1000, 1010, "no clear change")}, graded("A"), "high"),
        ({"headline": (1000, 1010, "no clear change")}, graded("B", "a month is unusual"), "high"),
        ({"headline": (1000, 1010, "no clear change")}, graded("C", "some months are missing"), "medium"),
        ({"headline": (1000, 1010, "no clear change")}, graded("D", "not read"), "low"),
        ({"headline": (8, 9, "no clear change")}, graded("A"), "medium"),
    ],
)
def test_confidence_falls_with_poor_data_and_small_numbers(made, given, grades, level):
    proposal = made.rate(made.Given(headline=made.counted(*given["headline"])), grades=grades)
    assert proposal.confidence == level
    assert bool(proposal.confidence_reasons) == (level != "high")


def test_confidence_is_not_high_when_signals_disagree(made):
    given = made.Given(headline=made.counted(*FALLING), strands={"religion": made.counted(*RISING)})
    assert made.rate(given).confidence == "medium"


def test_no_reason_shows_the_name_of_a_rule_or_of_a_threshold_as_the_files_spell_it(made):
    given = made.Given(
        headline=made.counted(*FALLING),
        strands={"religion": made.counted(*RISING)},
        context=(made.context_row("forward_pressure", "diffuse"), made.context_row("reporting_effect", "partial")),
    )
    sentences = [reason.text.format(**reason.values) for reason in all_reasons(made.rate(given))]
    names = ("component-worsening", "headline-worsening", "material_", "severe_chance", "material percent")
    assert not [said for said in sentences if any(name in said for name in names)]


def test_who_says_something_stands_in_brackets_before_what_is_said(made):
    given = made.Given(headline=made.counted(*LEVEL), context=(made.context_row("reporting_effect", "partial"),))
    sentences = [reason.text.format(**reason.values) for reason in all_reasons(made.rate(given))]
    assert any(said.startswith("Better reporting is part of the reason for a rise (") for said in sentences)

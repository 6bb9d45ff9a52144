"""The rating rules by example: what is given, and what must be proposed."""

from __future__ import annotations

from datetime import date

import pytest

from sia.project.indicators import NamedRule

FALLING, LEVEL, RISING = (1000, 800, "improving"), (1000, 1010, "no clear change"), (1000, 1200, "worsening")


def proposal_of(made, **given):
    return made.rate(made.Given(**given))


def context(made, *rows):
    return tuple(made.context_row(*row) if isinstance(row, tuple) else made.context_row(row) for row in rows)


SEVERE_HIGH = {"current": 9, "expected": 3.0, "p_value": 0.004, "above_expectation": True, "worsening_from": 7.0}
SEVERE_USUAL = {"current": 4, "expected": 3.0, "p_value": 0.3, "above_expectation": False, "worsening_from": 7.0}
WORSE = {"value": 9.0, "previous_value": 9.1, "benchmark": 5.0, "position": "worse", "signal": "no clear change"}

#: what is given | what is proposed | by which rule
TABLE = {
    "a headline that falls is kept in view": (
        {"headline": FALLING},
        ("Amber", "otherwise"),
    ),
    "a headline without a clear change is kept in view": (
        {"headline": LEVEL},
        ("Amber", "otherwise"),
    ),
    "a clear and material rise is a highest priority": (
        {"headline": RISING},
        ("Red", "headline-worsening"),
    ),
    "a clear rise of fewer than ten events is not material": (
        {"headline": (40, 49, "worsening")},
        ("Amber", "otherwise"),
    ),
    "a clear rise of less than five per cent is not material": (
        {"headline": (10_000, 10_400, "worsening")},
        ("Amber", "otherwise"),
    ),
    "a rise from nothing has no percentage and is judged by its events": (
        {"headline": (0, 12, "worsening")},
        ("Red", "headline-worsening"),
    ),
    "severe harm above expectation outweighs a total that falls": (
        {"headline": FALLING, "severe": SEVERE_HIGH},
        ("Red", "severe-harm"),
    ),
    "severe harm as in earlier years does not": (
        {"headline": FALLING, "severe": SEVERE_USUAL},
        ("Amber", "otherwise"),
    ),
    "a specific pressure ahead is enough without any trend": (
        {"headline": LEVEL, "context": [("forward_pressure", "specific")]},
        ("Red", "specific-forward-pressure"),
    ),
    "a diffuse pressure ahead alone is not": (
        {"headline": LEVEL, "context": [("forward_pressure", "diffuse")]},
        ("Amber", "otherwise"),
    ),
    "funding that ends is noted and not counted": (
        {"headline": LEVEL, "context": ["capacity"]},
        ("Amber", "otherwise"),
    ),
    "a rising strand inside a falling total, with a diffuse pressure ahead": (
        {"headline": FALLING, "strands": {"religion": RISING}, "context": [("forward_pressure", "diffuse")]},
        ("Red", "component-worsening-with-concern"),
    ),
    "a rising strand inside a level total, with residents' concern": (
        {
            "headline": LEVEL,
            "strands": {"environmental": RISING, "nuisance": FALLING},
            "context": ["community_concern"],
        },
        ("Red", "component-worsening-with-concern"),
    ),
    "a rising strand that nobody names": (
        {"headline": FALLING, "strands": {"vehicle theft": RISING}},
        ("Amber", "otherwise"),
    ),
    "a place that rises, with residents' concern": (
        {"headline": LEVEL, "places": {"Sandholme": RISING}, "context": ["community_concern"]},
        ("Red", "component-worsening-with-concern"),
    ),
    "clearly worse than the benchmark and not improving": (
        {"benchmark": WORSE},
        ("Red", "worse-than-benchmark"),
    ),
    "clearly worse than the benchmark but improving": (
        {"benchmark": {**WORSE, "signal": "improving"}},
        ("Amber", "otherwise"),
    ),
    "clearly worse than the benchmark, but led elsewhere in writing": (
        {"benchmark": WORSE, "led_elsewhere": "The Health and Wellbeing Board leads on it."},
        ("Amber", "otherwise"),
    ),
    "a rise without a polarity is neither good nor bad": (
        {"headline": (1000, 1200, "rising"), "polarity": "ambiguous"},
        ("Amber", "otherwise"),
    ),
    "a fall of something of which more is better": (
        {"headline": (1200, 1000, "worsening"), "polarity": "higher"},
        ("Red", "headline-worsening"),
    ),
    "a supporting measure that rises": (
        {"headline": LEVEL, "supporting": RISING},
        ("Amber", "otherwise"),
    ),
}


def _given(made, description):
    described = dict(description)
    for part in ("headline", "supporting"):
        if part in described:
            described[part] = made.counted(*described[part])
    for part in ("strands", "places"):
        if part in described:
            described[part] = {name: made.counted(*row) for name, row in described[part].items()}
    described["context"] = context(made, *described.get("context", ()))
    return described


@pytest.mark.parametrize("case", TABLE)
def test_table_of_rules(made, case):
    description, (rating, rule) = TABLE[case]
    proposal = proposal_of(made, **_given(made, description))
    assert (proposal.proposed, proposal.rule) == (rating, rule)


def test_a_rise_put_down_to_better_reporting_is_shown_and_not_counted(made):
    rise = made.counted(*RISING)
    proposal = proposal_of(made, headline=rise, context=context(made, ("reporting_effect", "asserted")))
    assert proposal.proposed == "Amber"
    assert proposal.evidence[0]["why_not_counted"] == ["better reporting"]
    assert proposal.reasons[0].values["said_by"] == "Chair, theme group"
    assert "put down to better reporting" in proposal.reasons[0].text


@pytest.mark.parametrize("strength", ["possible", "partial"])
def test_a_weaker_reporting_effect_discounts_nothing(made, strength):
    proposal = proposal_of(made, headline=made.counted(*RISING), context=context(made, ("reporting_effect", strength)))
    assert proposal.proposed == "Red"


def test_a_reporting_effect_for_the_whole_priority_leaves_deaths_alone(made):
    blanket = context(made, ("reporting_effect", "asserted"))
    assert proposal_of(made, headline=made.counted(*FALLING), severe=SEVERE_HIGH, context=blanket).proposed == "Red"


def test_a_change_that_a_recording_break_could_explain_does_not_count(made):
    rise = made.counted(*RISING, counts_towards_rating=False, break_what="a new online form")
    proposal = proposal_of(made, headline=rise)
    assert proposal.proposed == "Amber"
    assert proposal.evidence[0]["why_not_counted"] == ["recording change"]


def test_a_year_projected_to_improve_holds_red_back_and_the_conflict_is_said(made):
    outlook = {"projection_direction": "lower", "projected": 1300.0, "previous_year_total": 1500.0}
    proposal = proposal_of(made, headline=made.counted(*RISING, **outlook))
    assert proposal.proposed == "Amber"
    assert [found.kind for found in proposal.contradictions] == ["trend against projection"]
    assert "headline worsening" in [miss.values["rule"] for miss in proposal.near_misses]


def test_one_strand_among_many_must_pass_false_discovery_control(made):
    lucky = made.counted(*RISING, q_value=0.2)
    proposal = proposal_of(
        made, headline=made.counted(*LEVEL), strands={"loud": lucky}, context=context(made, "community_concern")
    )
    assert proposal.proposed == "Amber"


def test_context_that_has_expired_no_longer_counts_and_is_listed(made):
    over = made.context_row("forward_pressure", "specific", expires_on=date(2023, 12, 30))
    proposal = proposal_of(made, headline=made.counted(*LEVEL), context=(over,))
    assert proposal.proposed == "Amber"
    expired = [reason for reason in proposal.reasons if reason.kind == "expired"]
    assert expired[0].values["expires_on"] == "30 December 2023"


def test_context_counts_on_the_day_it_expires(made):
    last_day = made.context_row("forward_pressure", "specific", expires_on=date(2023, 12, 31))
    assert proposal_of(made, headline=made.counted(*LEVEL), context=(last_day,)).proposed == "Red"


def test_no_indicator_declared_is_a_judgement(made):
    proposal = proposal_of(made)
    assert (proposal.proposed, proposal.note, proposal.confidence) == ("Amber", "judgement only", "low")
    assert proposal.reasons[0].kind == "judgement only"


def test_a_specific_pressure_raises_a_priority_that_has_no_measure(made):
    proposal = proposal_of(made, context=context(made, ("forward_pressure", "specific")))
    assert (proposal.proposed, proposal.note) == ("Red", "judgement only")


def test_nothing_calculable_is_not_rated_and_says_what_is_missing(made):
    absent = made.counted(None, None, "cannot be calculated", reason="no extract supplied for police recorded crime")
    proposal = proposal_of(made, headline=absent, context=context(made, ("forward_pressure", "specific")))
    assert (proposal.proposed, proposal.rule) == ("Not rated", "")
    assert proposal.reasons[0].values == {"causes": "no extract supplied for police recorded crime"}
    assert proposal.sensitivity == proposal.near_misses == ()


def test_a_proxy_alone_never_makes_red(made):
    stand_in = made.counted(*RISING, proxy="violence and sexual offences")
    proposal = proposal_of(made, headline=stand_in)
    assert (proposal.proposed, proposal.confidence) == ("Amber", "low")
    assert "proxy" in [reason.kind for reason in proposal.reasons]


def test_a_proxy_beside_recorded_concern_can_make_red(made):
    stand_in = made.counted(*LEVEL, proxy="all violence")
    strand = made.counted(*RISING, proxy="all violence")
    proposal = proposal_of(
        made, headline=stand_in, strands={"knives": strand}, context=context(made, "community_concern")
    )
    assert proposal.proposed == "Red"


GREEN = NamedRule(
    id="quiet", proposes="Green", condition="headline.signal = 'improving'", sentence="{Title} {movement}."
)


def test_the_floor_keeps_a_priority_of_the_plan_at_amber(made):
    falling = made.counted(*FALLING)
    lifted = proposal_of(made, headline=falling, rules=(GREEN,))
    assert (lifted.proposed, lifted.rule) == ("Amber", "quiet")
    assert "floor" in [reason.kind for reason in lifted.reasons]
    assert proposal_of(made, headline=falling, rules=(GREEN,), on_plan=False).proposed == "Green"


def test_a_priority_can_have_rules_of_its_own_that_see_its_indicators_by_id(made):
    own = NamedRule(
        id="any-bicycle",
        proposes="Red",
        condition="burglary_and_more_supporting.current_count >= threshold.bicycles",
        sentence="{Title}: {current_count} in {current_label}.",
    )
    given = {"headline": made.counted(*LEVEL), "supporting": made.counted(20, 31, "no clear change")}
    proposal = proposal_of(made, **given, rules=(own,), thresholds={"bicycles": 30})
    assert (proposal.proposed, proposal.rule) == ("Red", "any-bicycle")
    assert proposal.reasons[0].values["current_count"] == 31
    assert proposal_of(made, **given, rules=(own,), thresholds={"bicycles": 32}).proposed == "Amber"


def test_a_rule_of_its_own_stands_in_for_the_general_one_of_the_same_id(made):
    stricter = NamedRule(
        id="headline-worsening", proposes="Red", condition="headline.worse_by > 500", sentence="{Title} {movement}."
    )
    assert proposal_of(made, headline=made.counted(*RISING), rules=(stricter,)).proposed == "Amber"


def test_thresholds_of_a_priority_take_the_place_of_the_general_ones(made):
    assert proposal_of(made, headline=made.counted(*RISING), thresholds={"material_percent": 25}).proposed == "Amber"

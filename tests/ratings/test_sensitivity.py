"""What would change a proposal: found by trying the rules again with one thing changed."""

from __future__ import annotations

FALLING, LEVEL, RISING = (1000, 800, "improving"), (1000, 1010, "no clear change"), (1000, 1200, "worsening")


def said(proposal):
    return [reason.text.format(**reason.values) for reason in proposal.sensitivity]


def test_the_smallest_count_that_would_make_red(made):
    proposal = made.rate(made.Given(headline=made.counted(1000, 1040, "no clear change", worsening_from=1074.0)))
    assert "Red with 34.0 more events: burglary." in said(proposal)


def test_the_smallest_count_that_would_make_amber(made):
    proposal = made.rate(made.Given(headline=made.counted(1000, 1200, "worsening", worsening_from=1074.0)))
    assert "Amber with 127.0 fewer events: burglary." in said(proposal)
    assert "Amber if better reporting were given as the reason for the rise in burglary." in said(proposal)


def test_more_of_a_strand_matters_only_where_concern_is_recorded(made):
    strand = made.counted(100, 110, "no clear change", worsening_from=131.0)
    quiet = made.Given(headline=made.counted(*LEVEL), strands={"religion": strand})
    named = made.Given(
        headline=made.counted(*LEVEL), strands={"religion": strand}, context=(made.context_row("community_concern"),)
    )
    assert not [text for text in said(made.rate(quiet)) if "religion" in text]
    assert "Red with 21.0 more events: burglary (religion)." in said(made.rate(named))


def test_recorded_concern_alone_would_turn_a_rising_strand_red(made):
    proposal = made.rate(made.Given(headline=made.counted(*FALLING), strands={"religion": made.counted(*RISING)}))
    assert "Red if residents' concern were on record." in said(proposal)
    assert "Red if wider pressures lay ahead." in said(proposal)


def test_without_the_pressure_on_record_it_would_be_amber(made):
    given = made.Given(headline=made.counted(*LEVEL), context=(made.context_row("forward_pressure", "specific"),))
    assert "Amber if the pressure ahead had no place and no date." in said(made.rate(given))


def test_a_threshold_changes_a_proposal_at_the_value_it_is_compared_with(made):
    proposal = made.rate(made.Given(headline=made.counted(10_000, 10_400, "worsening")))
    assert said(proposal)[0].startswith("Red if the smallest percentage change that counts were 4.0")
    red = made.rate(made.Given(headline=made.counted(1000, 1200, "worsening")))
    assert "Amber if the smallest number of events that counts were more than 200.0 instead of 10.0." in said(red)


def test_led_elsewhere_in_writing_would_take_the_benchmark_out(made):
    worse = {"value": 9.0, "benchmark": 5.0, "position": "worse", "signal": "no clear change"}
    assert "Amber if it were declared in writing that another board leads on drug deaths." in said(
        made.rate(made.Given(benchmark=worse))
    )
    elsewhere = made.rate(made.Given(benchmark=worse, led_elsewhere="The health board leads."))
    assert "Red if drug deaths were counted here rather than left to another board." in said(elsewhere)


def test_fewer_deaths_would_make_amber(made):
    severe = {"current": 9, "expected": 3.0, "p_value": 0.004, "above_expectation": True, "worsening_from": 7.0}
    proposal = made.rate(made.Given(headline=made.counted(*FALLING), severe=severe))
    assert "Amber with 3.0 fewer events: road deaths." in said(proposal)


def test_the_smallest_change_comes_first(made):
    given = made.Given(
        headline=made.counted(1000, 1040, "no clear change", worsening_from=1074.0),
        strands={"religion": made.counted(100, 150, "worsening", worsening_from=127.0)},
    )
    texts = said(made.rate(given))
    assert texts[0] == "Red with 34.0 more events: burglary."
    assert len(texts) > 2

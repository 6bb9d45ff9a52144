"""Sentences say what the evidence says, and hedge as it does. Each case reads: given this evidence, this is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sia.calendar import comparison_windows
from sia.publication import course, season_words, sentences
from sia.publication.evidence import Comparison, LevelFigure, PeerFigure, SevereFigure

CURRENT, PREVIOUS = comparison_windows("financial_year_to_date", date(2023, 12, 31))
BURGLARY = Comparison(
    indicator="burglary", strand="", strand_title="", title="burglary", unit="offences", priority="neighbourhood-crime", role="headline",
    polarity="lower", basis="financial_year_to_date", source="police", proxy="", frequency="monthly", current=CURRENT, previous=PREVIOUS,
    withheld=False, signal="improving", reason="", current_count=2948, previous_count=3204, change=-256, change_percent=-7.99, ratio=0.92,
    lower=0.87, upper=0.97, clear=True, material=True, size="moderate",
)  # fmt: skip
SAME_MONTHS = "in April to December 2023 against the same months of 2022"


def but(**changes) -> Comparison:
    return replace(BURGLARY, **changes)


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (
            BURGLARY,
            f"Burglary fell by 8% (95% interval 3% to 13%), from 3,204 to 2,948 offences, {SAME_MONTHS}: a clear, moderate fall.",
        ),
        (
            but(clear=False, size=None, signal="no clear change", lower=0.87, upper=1.02),
            f"Burglary went from 3,204 to 2,948 offences, {SAME_MONTHS}: no clear change (95% interval from 13% fewer to 2% more).",
        ),
        (
            but(role="supporting"),
            f"Burglary fell by 8%, from 3,204 to 2,948 offences, {SAME_MONTHS}: a clear, moderate fall.",
        ),
        (
            but(current_count=45, previous_count=31, change=14, change_percent=None, size="large", signal="worsening"),
            f"Burglary rose from 31 to 45 offences, {SAME_MONTHS}: a clear, large rise.",
        ),
        (
            but(current_count=6, previous_count=8, change=-2, change_percent=None, clear=False, size=None),
            f"Burglary went from 8 to 6 offences, {SAME_MONTHS}: small numbers.",
        ),
        (
            but(current_count=1, previous_count=12, change=-11, change_percent=None, size=None),
            f"Burglary fell from 12 to 1 offence, {SAME_MONTHS}: a clear fall.",
        ),
        (
            but(current_count=3204, change=0, change_percent=0.0, clear=False, size=None, lower=0.946, upper=1.057),
            f"Burglary stood at 3,204 offences both times, {SAME_MONTHS}: no clear change (95% interval from 5% fewer to 6% more).",
        ),
        (
            but(signal="cannot be calculated", reason="August 2023 is missing", current_count=None),
            "The change in burglary cannot be calculated: August 2023 is missing.",
        ),
        (
            but(withheld=True, current_count=None, previous_count=None, change=None, change_percent=None),
            f"The figures for burglary {SAME_MONTHS} are not shown: small numbers could identify people, or be worked out from them.",
        ),
        (
            but(strand="vehicle", strand_title="theft of vehicles", family_size=5),
            "Theft of vehicles fell by 8%, from 3,204 to 2,948 offences, "
            f"{SAME_MONTHS}: a clear, moderate fall, after allowing for five comparisons made together.",
        ),
    ],
)
def test_a_change(evidence, sentence):
    assert sentences.change_sentence(evidence) == sentence


def test_the_mean_of_three_years_is_a_years_mean():
    current, previous = comparison_windows("three_year_mean", date(2023, 12, 31))
    given = but(
        basis="three_year_mean",
        current=current,
        previous=previous,
        previous_count=3000,
        current_count=900,
        change_percent=-10.0,
    )
    assert sentences.change_sentence(given).startswith(
        "Burglary fell by 10% (95% interval 3% to 13%), from 1,000 to 900 offences, in the calendar year 2023 against"
    )


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (but(), ""),
        (
            but(break_inside=True, break_what="a new online form", counts_towards_rating=False),
            "Recording changed between the two periods (a new online form), so this change is shown and not counted towards the rating.",
        ),
        (
            but(break_inside=True, break_what="a new online form"),
            "Recording changed between the two periods (a new online form).",
        ),
    ],
)
def test_a_break_in_recording(evidence, sentence):
    assert sentences.break_sentence(evidence) == sentence


PROJECTED = {
    "projected": 4010.4,
    "projected_lower_80": 3850.0,
    "projected_upper_80": 4180.0,
    "previous_year_total": 4250,
}


@pytest.mark.parametrize(
    ("direction", "clear", "ending"),
    [
        ("lower", True, "lower than the 4,250 of 2022/23."),
        ("higher", True, "higher than the 4,250 of 2022/23; that by itself is no sign of change."),
        ("lower", False, "lower than the 4,250 of 2022/23; that by itself is no sign of change."),
        ("similar", False, "not clearly different from the 4,250 of 2022/23."),
    ],
)
def test_a_projection_gives_its_range_and_last_year_and_claims_no_change_of_its_own(direction, clear, ending):
    falling = but(**PROJECTED, projection_direction=direction, clear=clear)
    text = sentences.projection_sentence(falling, "2023/24", "2022/23")
    assert text == f"On the pattern so far, 2023/24 would end at about 4,010 (80% range 3,850 to 4,180), {ending}"


def test_a_projection_that_points_the_other_way_is_said():
    rising = but(**PROJECTED, change=256, signal="worsening", projection_direction="lower")
    assert course.conflict_sentence(rising) == (
        "The two do not point the same way: the latest comparison shows a rise, the projection a lower total."
    )
    assert course.conflict_sentence(but(**PROJECTED, projection_direction="lower")) == ""
    assert course.conflict_sentence(but(**PROJECTED, projection_direction="similar")) == ""


def test_strands_are_told_by_what_they_do():
    rising = but(
        strand="a",
        strand_title="theft of vehicles",
        change=40,
        change_percent=25.0,
        previous_count=160,
        current_count=200,
    )
    steady = but(strand="b", strand_title="burglary of homes", clear=False)
    hidden = but(strand="c", strand_title="robbery", withheld=True, current_count=None)
    assert sentences.strands_sentences([rising, steady, hidden]) == [
        "Clearly up: theft of vehicles, by 25%, from 160 to 200.",
        "No clear change: burglary of homes.",
        "Not shown, because a number is small or would give a small one away: robbery.",
    ]


def test_no_strand_moved():
    steady = [but(strand=name, strand_title=name, clear=False) for name in "abc"]
    assert sentences.strands_sentences(steady) == ["None of the three parts shows a clear change."]


DEATHS = SevereFigure(
    "road_deaths", "deaths on the roads", "deaths", False, "the calendar year 2023", 9, 4.2, 5, True, 0.02, ""
)


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (DEATHS, "Deaths on the roads: 9 in the calendar year 2023, where the five earlier years lead one to expect about 4.2; chance alone would bring as many or more in fewer than one year of 20."),
        (replace(DEATHS, above_expectation=False), "Deaths on the roads: 9 in the calendar year 2023, where the five earlier years lead one to expect about 4.2; that is no more than chance alone can bring."),
        (replace(DEATHS, withheld=True, current=None, expected=None), "The number of deaths in the calendar year 2023 is not shown because it is small; set against five earlier years, chance alone would bring as many or more in fewer than one year of 20."),
        (replace(DEATHS, expected=None), "Deaths on the roads: 9 in the calendar year 2023; set against five earlier years, whose numbers are too small to show, chance alone would bring as many or more in fewer than one year of 20."),
        (replace(DEATHS, above_expectation=None, reason="fewer than three earlier years"), "Whether deaths on the roads are more than expected cannot be calculated: fewer than three earlier years."),
    ],
)  # fmt: skip
def test_severe_harm_is_counted_and_never_a_percentage(evidence, sentence):
    assert sentences.severe_sentence(evidence) == sentence
    assert "%" not in sentence


RATE = LevelFigure(
    indicator="drug_deaths", strand="", strand_title="", title="deaths from drug misuse", unit="per 100,000 people", value_kind="rate", polarity="lower",
    source="health", withheld=False, signal="no clear change", reason="", period_label="2020 to 2022", value=9.34, lower=7.9, upper=10.9,
    previous_label="2019 to 2021", previous_value=8.8, benchmark=5.2, benchmark_name="England", position="worse", trend="increasing",
)  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (RATE, "Deaths from drug misuse: 9.3 per 100,000 people in 2020 to 2022 (95% interval 7.9 to 10.9), after 8.8 per 100,000 people in 2019 to 2021."),
        (replace(RATE, trend=None), "Deaths from drug misuse: 9.3 per 100,000 people in 2020 to 2022 (95% interval 7.9 to 10.9), after 8.8 per 100,000 people in 2019 to 2021: no clear change."),
        (replace(RATE, trend=None, signal="worsening"), "Deaths from drug misuse: 9.3 per 100,000 people in 2020 to 2022 (95% interval 7.9 to 10.9), after 8.8 per 100,000 people in 2019 to 2021: a clear rise."),
        (replace(RATE, value_kind="proportion", title="residents who belong", value=62.14, lower=59.0, upper=65.2, previous_value=None), "Residents who belong: 62.1% in 2020 to 2022 (95% interval 59.0% to 65.2%)."),
        (replace(RATE, value_kind="level", unit="people", whole=True, value=1204.0, lower=None, upper=None, previous_value=1100.0), "Deaths from drug misuse: 1,204 people in 2020 to 2022, after 1,100 people in 2019 to 2021."),
        (replace(RATE, withheld=True, value=None), "The figures for deaths from drug misuse are not shown: small numbers could identify people, or be worked out from them."),
        (replace(RATE, value=None, reason="no value for the latest period"), "The level of deaths from drug misuse cannot be given: no value for the latest period."),
    ],
)  # fmt: skip
def test_a_level(evidence, sentence):
    assert sentences.level_sentence(evidence) == sentence


def test_a_benchmark_beyond_the_stricter_limits_is_said_to_be():
    strict = replace(RATE, trend=None, position_998="worse")
    assert sentences.benchmark_sentence(strict) == (
        "That is worse than England (5.2), by the stricter 99.8% limits as well."
    )
    within = replace(RATE, trend=None, position_998="similar")
    assert sentences.benchmark_sentence(within) == "That is worse than England (5.2)."


def test_a_benchmark_and_a_recent_trend():
    assert sentences.benchmark_sentence(RATE) == (
        "That is worse than England (5.2). Over the last five published periods it has been increasing."
    )
    assert sentences.benchmark_sentence(replace(RATE, position="not compared", trend=None)) == ""
    published = replace(RATE, lower=None, upper=None, trend=None)
    assert sentences.benchmark_sentence(published) == "That is worse than England (5.2), as its publisher judges."


def peer(**changes) -> PeerFigure:
    given = {
        "indicator": "cuckooing", "area_code": "X07000001", "name": "Exampleborough", "is_subject": True, "period_label": "December 2023",
        "value_kind": "rate", "withheld": False, "count": 40, "rate": 0.09, "rank": 2, "ties": 0, "areas": 5,
    }  # fmt: skip
    return PeerFigure(**{**given, **changes})


OTHER = peer(area_code="X07000002", name="Sampleton", is_subject=False, rank=1)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (peer(), "Exampleborough had the second highest rate (0.09 per 1,000 people) of the five districts of Exampleshire, December 2023. Ranks are not tested."),
        (peer(rank=1, rate=None, value_kind="count"), "Exampleborough had the highest number (40, not allowing for how districts differ in size) of the five districts of Exampleshire, December 2023. Ranks are not tested."),
        (peer(ties=1), "Exampleborough had the second highest rate (0.09 per 1,000 people) of the five districts of Exampleshire, a place shared with one other, December 2023. Ranks are not tested."),
        (peer(count=None, rate=636.0, per="per 100,000 people"), "Exampleborough had the second highest rate (636.0 per 100,000 people) of the five districts of Exampleshire, December 2023. Ranks are not tested."),
        (peer(withheld=True, count=None, rate=None, rank=None), ""),
    ],
)  # fmt: skip
def test_a_rank_says_of_what_and_among_how_many(own, sentence):
    assert sentences.rank_sentence([own, OTHER], "districts of Exampleshire") == sentence


def test_peers_without_a_name_are_the_districts_compared():
    assert " of the five districts compared, " in sentences.rank_sentence([peer(), OTHER], "")


def test_levels_of_parts_are_one_sentence_when_they_are_alike():
    part = replace(RATE, unit="points of 4", value_kind="score", lower=None, upper=None, benchmark=None, strand="trust")
    parts = [
        replace(
            part, strand_title="belonging", period_label="2023", previous_label="2022", value=2.6, previous_value=2.3
        ),
        replace(part, strand_title="trust", period_label="2023", previous_label="2022", value=2.2, previous_value=2.1),
    ]
    assert sentences.parts_sentence(parts) == (
        "By part, in 2023 and, in brackets, 2022, in points of 4: belonging 2.6 (2.3) and trust 2.2 (2.1)."
    )
    other = [parts[0], replace(parts[1], withheld=True, value=None)]
    assert "not shown" in sentences.parts_sentence(other)


def test_two_parts_without_a_clear_change_are_neither():
    steady = but(strand="a", strand_title="a", clear=False)
    other = but(strand="b", strand_title="b", clear=False)
    assert sentences.strands_sentences([steady, other]) == ["Neither of the two parts shows a clear change."]


def test_a_season_agrees_in_number_and_is_said_only_when_strong():
    summer = but(season_peaks=(6, 7, 8), season_strength=0.95)
    assert season_words.season_sentence(summer) == (
        "Burglary usually peaks in June to August, in the warmer months and with the schools' summer holidays; whether that is "
        "the cause is not tested."
    )
    plural = but(title="water incidents", season_peaks=(7,), season_strength=0.9)
    assert season_words.season_sentence(plural) == (
        "Water incidents usually peak in July, in the warmer months; whether that is the cause is not tested."
    )
    assert season_words.season_sentence(but(season_peaks=(2,), season_strength=0.6)) == ""


def test_significant_is_never_said_of_a_change():
    texts = [sentences.change_sentence(but(clear=clear)) for clear in (True, False)]
    assert not any("significant" in text for text in texts)


def test_parts_of_which_some_are_hidden_are_those_that_can_be_compared():
    steady = [but(strand=name, strand_title=name, clear=False) for name in "ab"]
    hidden = but(strand="c", strand_title="c", withheld=True)
    assert sentences.strands_sentences([*steady, hidden])[0] == (
        "Neither of the two parts that can be compared shows a clear change."
    )


def test_periods_named_before_are_left_out():
    assert sentences.change_sentence(but(strand="a", strand_title="a", clear=False), periods=False) == (
        sentences.change_sentence(but(strand="a", strand_title="a", clear=False)).replace(
            ", in April to December 2023 against the same months of 2022", ""
        )
    )

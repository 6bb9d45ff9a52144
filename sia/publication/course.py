"""What is said of the course of a count over years, apart from its latest change, and where the two do not agree."""

from __future__ import annotations

from sia.calendar import month_name
from sia.publication.evidence import Comparison, LevelFigure
from sia.publication.sentences import level_value
from sia.publication.wording import in_words, listed, percent, signed_percent

WAYS = {"rising": "upwards", "falling": "downwards"}
OPPOSITE = {"rising": "downwards", "falling": "upwards"}
UP, DOWN = 1, -1


def trend_sentence(one: Comparison) -> str:
    """The slope over years, or when it turned; nothing where neither can be told from chance.

    "The trend over the 36 months to December 2023 is downwards, by about 8% a year (95% interval 5% to 10%), with the
    season taken out." A turn inside those months leaves the slope of all of them without meaning, so that the turn alone is told.
    """
    if one.withheld or not one.calculable:
        return ""
    if _turned_lately(one):
        return (
            f"With its season taken out, it went {OPPOSITE[one.turning_point]} until about {month_name(one.turned)} and has gone "
            f"{WAYS[one.turning_point]} since."
        )
    if one.long_run not in WAYS or one.long_run_percent is None or one.current is None:
        return ""
    size = percent(one.long_run_percent)
    about = size if size.startswith("less") else f"about {size}"
    return (
        f"The trend over the {one.long_run_months} months to {month_name(one.current.last)} is {WAYS[one.long_run]}, by {about} a "
        f"year{_interval(one)}, with the season taken out."
    )


def _turned_lately(one: Comparison) -> bool:
    """Whether the direction changed, and since the months began over which there is a slope."""
    if one.turning_point not in WAYS or one.turned is None:
        return False
    return one.long_run_first is None or one.turned > one.long_run_first


def _interval(one: Comparison) -> str:
    low, high = one.long_run_lower, one.long_run_upper
    if low is None or high is None:
        return ""
    if low * high <= 0:
        return f" (95% interval {signed_percent(low)} to {signed_percent(high)})"
    least, most = sorted((abs(low), abs(high)))
    return f" (95% interval {percent(least)} to {percent(most)})"


def years_ago_sentence(one: LevelFigure) -> str:
    """How a published value stands to the earliest known one of five to ten years before.

    "In 2015 the value here was 42.9 per 100,000 people, not clearly different from the latest."
    """
    if one.withheld or one.value is None or one.years_ago_value is None or one.years_ago_clear is None:
        return ""
    which = "higher" if one.years_ago_value > one.value else "lower"
    verdict = f"clearly {which} than" if one.years_ago_clear else "not clearly different from"
    return f"In {one.years_ago_label} the value here was {level_value(one, one.years_ago_value)}, {verdict} the latest."


def trend_direction(one: Comparison) -> int:
    """Where the trend points now: 1 upwards, -1 downwards, 0 where there is none to speak of."""
    if not trend_sentence(one):
        return 0
    now = one.turning_point if _turned_lately(one) else one.long_run
    return UP if now == "rising" else DOWN


def conflict_sentence(one: Comparison) -> str:
    """Said when the latest change, the trend over years and the projection do not all point the same way."""
    if one.withheld:
        return ""
    latest = (UP if (one.change or 0) > 0 else DOWN) if one.clear and one.change else 0
    projected = {"lower": DOWN, "higher": UP}.get(one.projection_direction or "", 0) if one.projected is not None else 0
    pointing = [
        ("the latest comparison shows", latest, "a rise", "a fall"),
        ("the trend", trend_direction(one), "a rise", "a fall"),
        ("the projection", projected, "a higher total", "a lower total"),
    ]
    told = [(who, way, up if way == UP else down) for who, way, up, down in pointing if way]
    if len({way for _, way, _ in told}) < 2:
        return ""
    first, *others = [f"{who} {what}" for who, _, what in told]
    first = first if "shows" in first else first.replace("the trend", "the trend shows", 1)
    return f"The {in_words(len(told))} do not point the same way: {listed([first, *others]) if len(told) > 2 else f'{first}, {others[0]}'}."

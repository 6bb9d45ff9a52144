"""What is said of counts too rare for a monthly chart: how the time from one event to the next stands, in words.

Days are never named, and how many are usual only roughly and where the number of events behind it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sia.calendar import month_name
from sia.publication.rare_figure import RareFigure
from sia.publication.wording import count_of, full_stop, listed, number, sentence_case
from sia.signals.rare import DAYS_BETWEEN

STANDINGS = {
    "as usual": "neither the latest gap nor the time since the last one is unusual",
    "more often": "lately they have followed one another more quickly than usual",
    "less often": "lately more time than usual has passed between them",
    "longer than usual": "more time than usual has already passed since the last one",
}
QUIET = ("less often", "longer than usual")
STILL_TO_COME = "some of the latest months may not have been recorded yet"
EXACT_BELOW, STEP = 10, 5


def between_sentence(one: RareFigure | None, still_to_come: bool = False) -> str:
    """Why a total has no monthly chart, and how the time between its events stands; nothing for what is listed by year."""
    if one is None or one.treatment != DAYS_BETWEEN or one.withheld:
        return ""
    few = "The counts are too few for a monthly chart."
    if one.standing is None:
        return f"{few} {full_stop(f'how long it usually is from one to the next cannot be calculated: {one.reason}')}"
    told = f"{_usually(one)}{STANDINGS[one.standing]}{_beware(one.standing, still_to_come)}"
    return f"{few} {full_stop(told)}"


def _usually(one: RareFigure) -> str:
    """About how many days usually pass, and what that is told from."""
    if one.usual_days is None or one.told_from is None or one.first_month is None:
        return ""
    days = max(1, round(one.usual_days)) if one.public else _rounded(one.usual_days)
    how_many, pass_ = count_of(days, "days"), "passes" if days == 1 else "pass"
    return (
        f"usually about {how_many} {pass_} from one to the next, going by when they {_when(one)} ({number(one.told_from)} "
        f"{one.unit} since {month_name(one.first_month)}; several of one day count as one); "
    )


def _when(one: RareFigure) -> str:
    return "happened" if one.day_is == "happened" else "were recorded"


def _rounded(days: float) -> int:
    """Whole days below ten, and fives from there on, of sources that do not publish their days."""
    return max(1, round(days)) if days < EXACT_BELOW else STEP * round(days / STEP)


def _beware(standing: str, still_to_come: bool) -> str:
    return f", though {STILL_TO_COME}" if still_to_come and standing in QUIET else ""


def unusual_strands_sentence(strands: Sequence[RareFigure], still_to_come: bool = False) -> str:
    """The same where the time between the events of one of the parts is out of the ordinary; otherwise nothing."""
    odd = any(one.standing not in (None, "as usual") for one in strands if not one.withheld)
    return rare_strands_sentence(strands, still_to_come) if odd else ""


def rare_strands_sentence(strands: Sequence[RareFigure], still_to_come: bool = False) -> str:
    """Which parts are too rare for a monthly chart of their own, and how the time between the events of each stands."""
    rare = [one for one in strands if one.treatment == DAYS_BETWEEN and not one.withheld]
    told = [one for one in rare if one.standing is not None]
    if not rare:
        return ""
    few = f"Too few for a monthly chart of their own: {_names(rare)}."
    return " ".join(filter(None, [few, _standing(told, len(rare), still_to_come), *_untold(rare)]))


def _standing(told: Sequence[RareFigure], rare: int, still_to_come: bool) -> str:
    odd = [one for one in told if one.standing != "as usual"]
    usual = [one for one in told if one.standing == "as usual"]
    exceptions = "; ".join(
        f"{one.name}, where {STANDINGS[one.standing or '']}{_beware(one.standing or '', still_to_come)}" for one in odd
    )
    if not usual:
        return f"Going by the time from one to the next: {exceptions}." if odd else ""
    whose = "" if rare == 1 else " for any of them" if len(told) == rare and not odd else f" for {_names(usual)}"
    text = f"The time from one to the next, and since the last, is not unusual{whose}"
    return f"{text}, except for {exceptions}." if odd else f"{text}."


def _untold(rare: Iterable[RareFigure]) -> list[str]:
    """One sentence for all the parts of which nothing can be told for the same reason."""
    reasons: dict[str, list[RareFigure]] = {}
    for one in rare:
        if one.standing is None:
            reasons.setdefault(one.reason, []).append(one)
    return [
        full_stop(f"how long it usually is from one to the next cannot be calculated for {_names(ones)}: {reason}")
        for reason, ones in reasons.items()
    ]


def _names(ones: Iterable[RareFigure]) -> str:
    return listed(one.name for one in ones)


def rare_finding(one: RareFigure) -> str:
    """The finding of the chart of gaps, in short."""
    return f"{sentence_case(one.title)}: {STANDINGS[one.standing or 'as usual']}."

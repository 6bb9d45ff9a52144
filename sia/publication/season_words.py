"""What is said of the seasons: when in the year a count peaks, and which kinds lead in which season."""

from __future__ import annotations

from collections.abc import Sequence

from sia.publication.composition import NO_MORE
from sia.publication.evidence import Comparison
from sia.publication.season_evidence import SeasonCell, SeasonMix
from sia.publication.wording import listed, month_names, number, percent, sentence_case

STRONG_SEASON = 0.85
SEASONS = ("spring", "summer", "autumn", "winter")
WARMER, DARKER, SCHOOL_SUMMER_HOLIDAYS = {5, 6, 7, 8, 9}, {11, 12, 1, 2}, {7, 8}


def is_seasonal(one: Comparison) -> bool:
    """Whether the season is strong enough to be spoken of: it explains most of what varies within a year."""
    return bool(one.season_peaks) and (one.season_strength or 0) >= STRONG_SEASON


def season_sentence(one: Comparison) -> str:
    """In which months the series usually peaks, and what else those months are, without saying that it is the cause."""
    if not is_seasonal(one):
        return ""
    peak = f"{sentence_case(one.title)} usually peak{_s(one.title)} in {month_names(one.season_peaks)}"
    beside = _what_months(one.season_peaks)
    return f"{peak}, {beside}; whether that is the cause is not tested." if beside else f"{peak}."


def _what_months(peaks: Sequence[int]) -> str:
    """What months have in common that could bear on a count: warmth, darkness, the schools' summer holidays."""
    if set(peaks) <= WARMER:
        holidays = " and with the schools' summer holidays" if set(peaks) >= SCHOOL_SUMMER_HOLIDAYS else ""
        return f"in the warmer months{holidays}"
    return "in the darker months" if set(peaks) <= DARKER else ""


def _s(title: str) -> str:
    """The ending of a verb after a noun phrase that is a plural or not."""
    head = title.split(" of ")[0].split(" in ")[0].split(" (")[0]
    plural = (head.endswith("s") and not head.endswith("ss")) or head.startswith(("people", "children"))
    return "" if plural else "s"


def mix_sentences(mix: SeasonMix, title: str) -> str:
    """Which parts lead in which season, and of which a season has clearly more than the others; with their numbers.

    Of a season is said only what its counts that are shown make certain; of a part's share only where all its counts are.
    """
    verb = "is" if _s(title) else "are"
    head = f"What {title} {verb} made up of changes with the season ({mix.window.label}, all years together)"
    leads = _led(mix)
    larger = _larger_shares(mix)
    if not leads and not larger:
        return ""
    return " ".join(part for part in (f"{head}: {'; '.join(leads)}." if leads else f"{head}.", larger) if part)


def _led(mix: SeasonMix) -> list[str]:
    """One phrase a season, seasons in which most are of the same part told together."""
    together: dict[str, list[SeasonCell]] = {}
    told: dict[str, str] = {}
    for season in SEASONS:
        lead = _lead(mix.of(season))
        if len(lead) == 1 and 2 * lead[0].count > lead[0].total:
            together.setdefault(lead[0].strand, []).append(lead[0])
            told.setdefault(f"most {lead[0].strand}", "")
        elif lead:
            told[season] = _largest(season, lead)
    for strand, cells in together.items():
        told[f"most {strand}"] = _most(cells)
    return list(told.values())


def _lead(cells: Sequence[SeasonCell]) -> list[SeasonCell]:
    """The greatest part of a season and those that follow as chance may have it.

    Only parts that are certain to be greater than each one that is not shown: readers can tell these from the total.
    """
    shown = [cell for cell in cells if cell.count]
    if not shown or shown[0].total is None:
        return []
    unseen = shown[0].total - sum(cell.count for cell in shown)
    certain = [cell for cell in shown if cell.count > unseen]
    places = (at for at, cell in enumerate(certain) if not cell.like_next)
    return certain[: next(places, len(certain)) + 1]


def _most(cells: Sequence[SeasonCell]) -> str:
    seasons = "all four seasons" if len(cells) == len(SEASONS) else listed(cell.season for cell in cells)
    numbers = listed(f"{number(cell.count)} of {number(cell.total)}" for cell in cells)
    return f"in {seasons} most are {cells[0].strand_title} ({numbers})"


def _largest(season: str, lead: Sequence[SeasonCell]) -> str:
    first, *others = lead
    told = [f"{first.strand_title} ({number(first.count)} of {number(first.total)})"]
    told += [f"{cell.strand_title} ({number(cell.count)})" for cell in others]
    if not others:
        return f"in {season} the largest part is {told[0]}"
    same = "equal" if first.count == lead[-1].count else f"which differ by {NO_MORE}"
    ending = same if len(lead) == 2 else f"each differing from the next by {NO_MORE}"
    return f"in {season} the largest parts are {listed(told)}, {ending}"


def _larger_shares(mix: SeasonMix) -> str:
    """The parts that a season has clearly more of than the others, with their share of the season."""
    whole = {strand for strand in {cell.strand for cell in mix.cells} if _all_shown(mix, strand)}
    told = []
    for season in SEASONS:
        more = [cell for cell in mix.of(season) if cell.differs == "more" and cell.strand in whole and cell.total]
        if more:
            parts = listed(f"{cell.strand_title} ({percent(100 * cell.count / cell.total)})" for cell in more)
            told.append(f"in {season} {parts}")
    return f"Clearly a larger share than in the other seasons together: {'; '.join(told)}." if told else ""


def _all_shown(mix: SeasonMix, strand: str) -> bool:
    return all(cell.count is not None and cell.total is not None for cell in mix.cells if cell.strand == strand)

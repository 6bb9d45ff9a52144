"""Places and their wards: where counts and rates are highest, and what could not be placed."""

from __future__ import annotations

from collections.abc import Sequence

from sia.publication.contributions import area_parts, contribution_sentence, exceptions_sentence
from sia.publication.edition import Edition
from sia.publication.evidence import AreaFigure, Comparison
from sia.publication.figures.areas import area_table
from sia.publication.markdown import block, document, heading
from sia.publication.pages.groups import groups_part
from sia.publication.place_words import concentration_sentence, funnel_sentence, growth_sentences
from sia.publication.sentences import joined
from sia.publication.tables import Table
from sia.publication.wording import count_of, full_stop, listed, number, rate, sentence_case

SMALLEST_FIRST = ("ward", "msoa", "lsoa")
LEVEL_NAMES = {
    "ward": "wards",
    "msoa": "neighbourhoods",
    "lsoa": "small areas",
}
SMALL_AREAS = {
    "msoa": "Neighbourhoods are middle layer super output areas (MSOAs), in which 5,000 to 15,000 people live.",
    "lsoa": "Small areas are lower layer super output areas (LSOAs), in which 1,000 to 3,000 people live.",
}
MOST_ROWS = 25


def small_level(edition: Edition, indicator: str) -> str:
    """The level at which an indicator is ranked: wards where there are any; empty when there is none."""
    levels = {area.level for area in edition.evidence.areas.get(indicator, ())}
    return next((level for level in SMALLEST_FIRST if level in levels), "")


def areas_at(edition: Edition, indicator: str, level: str) -> list[AreaFigure]:
    """The areas of one level in the order of their ranks, those withheld after them, what is not placed last."""
    found = [area for area in edition.evidence.areas.get(indicator, ()) if area.level == level]
    return sorted(found, key=lambda area: (not area.area_code, area.rank is None, area.rank or 0, area.name))


def ranked_indicators(edition: Edition) -> list[str]:
    """The indicators shown by small area: what each priority is told by, where it can be placed."""
    chosen = [edition.evidence.headline(priority) for priority in edition.project.priorities.values()]
    return [name for name in chosen if name and _is_placed(edition, name)]


def _is_placed(edition: Edition, name: str) -> bool:
    level = small_level(edition, name)
    total = edition.evidence.comparisons.get((name, ""))
    shown = [area for area in areas_at(edition, name, level) if area.area_code and area.current_count is not None]
    return bool(level) and total is not None and len(shown) >= 3


def places_page(edition: Edition) -> str:
    """The district's own page: counts by place, then the small areas of each indicator."""
    indicators = ranked_indicators(edition)
    if not indicators:
        return document(_nothing_shown(edition))
    sections = [_indicator_section(edition, name) for name in indicators]
    return document(_intro(edition, indicators), _place_table(edition, indicators), sections)


def _nothing_shown(edition: Edition) -> str:
    """Why no indicator is shown by area: of those that a source serves, what keeps them from being compared."""
    served = [one for (_, strand), one in edition.evidence.comparisons.items() if not strand and one.source]
    reasons = list(dict.fromkeys(one.reason for one in served if one.reason))
    if reasons and not any(one.calculable for one in served):
        why = "; ".join(reasons)
    else:
        why = "the extracts supplied carry no location, or the numbers are too small"
    return full_stop(f"No indicator can be shown for places or small areas: {why}")


def _intro(edition: Edition, indicators: Sequence[str]) -> str:
    """How to read a ranking: whose population, why a count, how much chance there is in it."""
    areas = [area for name in indicators for area in edition.evidence.areas[name]]
    rated = any(area.rate is not None for area in areas)
    source = edition.project.partnership.areas.population_source
    years = sorted({edition.population_year(name) for name in indicators} - {""})
    of_year = f" of {listed(years)}" if years else ""
    residents = f" Rates use the resident population{of_year}{f' ({source})' if source else ''}." if rated else ""
    counted = (
        " Where victims and offenders mostly come from elsewhere, as in a town centre, a rate per resident would mislead, and "
        "areas are ranked by their count instead."
    )
    unrated = " No population was supplied, so areas are ranked by their count, which also follows how many people live there."
    chance = (
        " Areas with few residents or few incidents move up and down a ranking by chance"
        f"{'; the intervals show how far' if rated else ''}."
    )
    small = " ".join(
        SMALL_AREAS[level]
        for level in sorted({small_level(edition, name) for name in indicators})
        if level in SMALL_AREAS
    )
    first = "Counts follow where an incident happened, not where people live."
    return f"{first}{residents}{counted if rated else unrated}{chance} {small}".strip()


def _place_table(edition: Edition, indicators: Sequence[str]) -> str:
    """One row an indicator, one column a place; nothing where the project has no places."""
    places = [area for area in edition.readings.areas.iter_rows(named=True) if area["level"] == "place"]
    if not places:
        return ""
    names = {place["area_code"]: place["name"] for place in places}
    rows = []
    for name in indicators:
        found = {area.area_code: area for area in areas_at(edition, name, "place")}
        title = sentence_case(edition.project.indicators[name][1].title)
        cells = [_count(found.get(code)) for code in names] + [_count(found.get(""))]
        rows.append((title, *cells))
    caption = f"Latest period by place, as at {edition.as_at}."
    table = Table("places", caption, ("Indicator", *names.values(), "Not placed"), tuple(rows))
    return document(heading(2, "The places compared", "sec-places-compared"), table.markdown())


def _count(area: AreaFigure | None) -> str:
    if area is None:
        return "[x]"
    return "[c]" if area.current_count is None else number(area.current_count)


def _indicator_section(edition: Edition, name: str) -> str:
    indicator, level = edition.project.indicators[name][1], small_level(edition, name)
    areas = areas_at(edition, name, level)
    figures = [figure.markdown(f"{edition.root}/figures") for figure in edition.figures.get(f"places/{name}", [])]
    table = ranking_table(edition, name) if not figures else ""
    return document(
        heading(2, sentence_case(indicator.title), f"sec-places-{name.replace('_', '-')}"),
        _told(edition, name, areas, level),
        figures,
        _data_link(edition, name) if figures else "",
        table,
        groups_part(edition, name),
    )


def _data_link(edition: Edition, name: str) -> str:
    link = f"[The data behind this ranking (CSV)]({edition.root}/tables/areas-{name.replace('_', '-')}.csv)"
    return block('.content-visible when-format="html"', link)


def ranking_table(edition: Edition, name: str) -> str:
    """The areas of an indicator as a table, the highest first; at most 25."""
    indicator, level = edition.project.indicators[name][1], small_level(edition, name)
    areas = areas_at(edition, name, level)
    caption = f"{sentence_case(indicator.title)} by area{_cut(areas)}, {_periods(edition.evidence.comparisons[name, ''])}. {edition.source_line(name)}"
    return area_table(f"areas-{name.replace('_', '-')}", areas[:MOST_ROWS], caption).markdown()


def _cut(areas: Sequence[AreaFigure]) -> str:
    return f", the highest {MOST_ROWS} of {number(len(areas))}" if len(areas) > MOST_ROWS else ""


def _periods(one: Comparison) -> str:
    return f"{one.current.label} and {one.previous.label}" if one.current and one.previous else ""


def _told(edition: Edition, name: str, areas: Sequence[AreaFigure], level: str) -> str:
    """Where it is highest, what stands out, how concentrated it is, what changed, and what could not be placed."""
    indicator = edition.project.indicators[name][1]
    ranked = [area for area in areas if area.area_code and area.rank is not None]
    by_rate = bool(ranked) and all(area.rate is not None for area in ranked)
    top = [
        f"{area.name} ({rate(area.rate)} {area.per})"
        if by_rate
        else f"{area.name} ({count_of(area.current_count, indicator.unit)})"
        for area in ranked[:3]
    ]
    every = sum(1 for area in areas if area.area_code)
    whose = f"{number(len(ranked))} of {number(every)} {LEVEL_NAMES[level]} whose numbers can be shown"
    of_what = f"the {number(every)} {LEVEL_NAMES[level]}" if len(ranked) == every else f"the {whose}"
    highest = f"Of {of_what}, the highest are {listed(top)}." if top else ""
    names = LEVEL_NAMES[level]
    return joined(
        [
            highest,
            funnel_sentence(areas, names),
            concentration_sentence(areas, names),
            *growth_sentences(areas, names),
            _by_place(edition, name),
            _not_placed(areas, indicator.unit),
        ]
    )


def _by_place(edition: Edition, name: str) -> str:
    """What each place adds to a clear change of the district."""
    total = edition.evidence.comparisons[name, ""]
    parts = area_parts(total, areas_at(edition, name, "place"))
    return joined([contribution_sentence(total, parts, "place"), exceptions_sentence(parts, "place")])


def _not_placed(areas: Sequence[AreaFigure], unit: str) -> str:
    rest = next((area for area in areas if not area.area_code), None)
    if rest is None or rest.current_count is None or not rest.current_count:
        return ""
    return f"A further {count_of(rest.current_count, unit)} could not be placed and count{'s' if rest.current_count == 1 else ''} for the district only."


def place_page(edition: Edition, place: str) -> str:
    """One place: a table an indicator with its wards, ranks being those within the district."""
    wards = set(edition.readings.areas.filter(edition.readings.areas["parent_code"] == place)["area_code"])
    sections = []
    for name in ranked_indicators(edition):
        areas = [area for area in areas_at(edition, name, small_level(edition, name)) if area.area_code in wards]
        if areas:
            sections.append(_place_section(edition, name, place, areas))
    if not sections:
        return document("No indicator can be shown for the wards of this place.")
    return document(
        "Ranks are those among all wards of the district whose numbers are shown; 1 is the highest. A judgement of change is made only where chance over all wards is allowed for.",
        sections,
    )


def _place_section(edition: Edition, name: str, place: str, areas: Sequence[AreaFigure]) -> str:
    indicator = edition.project.indicators[name][1]
    caption = f"{sentence_case(indicator.title)} by ward, {_periods(edition.evidence.comparisons[name, ''])}. {edition.source_line(name)}"
    table = area_table(f"{place.lower()}-{name.replace('_', '-')}", areas, caption)
    return document(
        heading(2, sentence_case(indicator.title), f"{place.lower()}-{name.replace('_', '-')}-section"),
        table.markdown(),
    )

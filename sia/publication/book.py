"""Names every published value, for prose and for `sia trace`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sia.publication.edition import Edition
from sia.publication.evidence import Comparison, LevelFigure
from sia.publication.pages.quality import attributions
from sia.publication.season_evidence import SeasonMix
from sia.publication.sentences import level_value
from sia.publication.standardised_rates import decimals_of
from sia.publication.values import Value, ValueBook
from sia.publication.wording import number, rate, signed, signed_percent
from sia.signals.gaps import WORDS

COMPARED = {
    "current_count": number,
    "previous_count": number,
    "change": signed,
    "change_percent": signed_percent,
    "projected": number,
    "projected_lower_80": number,
    "projected_upper_80": number,
    "previous_year_total": number,
    "long_run_percent": signed_percent,
}
QUERY = {
    "projected": "measures",
    "projected_lower_80": "measures",
    "projected_upper_80": "measures",
    "previous_year_total": "measures",
    "long_run_percent": "measures",
}


def value_book(edition: Edition) -> ValueBook:
    """Every value of the edition: comparisons, levels, severe harm, areas, peers, ratings and their counts."""
    book = ValueBook(_inputs(edition))
    for one in edition.evidence.comparisons.values():
        _add_comparison(book, one)
    for further in edition.evidence.further.values():
        for one in further:
            _add_comparison(book, one, f".{one.basis}")
    for levels in edition.evidence.levels.values():
        for level in levels:
            _add_level(book, level)
    chosen = dict(edition.readings.chosen_sources.select("indicator", "source").iter_rows())
    _add_rates(book, edition, chosen)
    _add_standardised(book, edition, chosen)
    for mix in edition.evidence.mixes.values():
        _add_mix(book, mix, edition.project.indicators[mix.indicator][1].unit)
    _add_severe(book, edition, chosen)
    _add_years(book, edition, chosen)
    _add_areas(book, edition, chosen)
    _add_peers(book, edition, chosen)
    _add_ratings(book, edition)
    return book


def _inputs(edition: Edition) -> dict[str, list[dict[str, str]]]:
    return {
        report.source: [{"source": report.source, "file": file.file, "sha256": file.sha256} for file in report.files]
        for report in edition.reports
    }


def _add_comparison(book: ValueBook, one: Comparison, basis: str = "") -> None:
    """The figures of an indicator or strand; on a further basis they go by its name: `burglary.calendar_year.change`."""
    name = (f"{one.indicator}.{one.strand}" if one.strand else one.indicator) + basis
    sources = (one.source,) if one.source else ()
    if not one.calculable:
        return
    for column, write in COMPARED.items():
        value, query = getattr(one, column), QUERY.get(column, "period_comparisons")
        if value is not None:
            book.add(Value(f"{name}.{column}", value, write(value), one.unit, False, query, (column,), sources))
        elif one.withheld and column in ("current_count", "previous_count", "change", "change_percent"):
            book.withheld(f"{name}.{column}", one.unit, query, sources)
    for which, window in (("current", one.current), ("previous", one.previous)):
        if window is not None:
            book.add(Value(f"{name}.{which}_period", window.label, window.label, "", False, "windows", (), sources))
    if not one.withheld:
        book.add(Value(f"{name}.signal", one.signal, one.signal, "", False, "period_comparisons", (), sources))


def _add_mix(book: ValueBook, mix: SeasonMix, unit: str) -> None:
    """Counts by season, of the whole and of each part, over all years together."""
    for cell in mix.cells:
        for name, value in ((mix.indicator, cell.total), (f"{mix.indicator}.{cell.strand}", cell.count)):
            label, about = f"{name}.{cell.season}_count", ("measures", ("count",), (mix.source,))
            if value is None:
                book.withheld(label, unit, about[0], about[2])
            else:
                book.add(Value(label, value, number(value), unit, False, *about))


def _add_level(book: ValueBook, one: LevelFigure) -> None:
    name = f"{one.indicator}.{one.strand}" if one.strand else one.indicator
    sources = (one.source,) if one.source else ()
    for column in ("value", "previous_value"):
        value = getattr(one, column)
        if value is not None:
            book.add(
                Value(f"{name}.{column}", value, level_value(one, value), one.unit, False, "levels", (column,), sources)
            )
        elif one.withheld:
            book.withheld(f"{name}.{column}", one.unit, "levels", sources)
        elif column == "value" and one.mark:
            book.add(Value(f"{name}.value", None, WORDS[one.mark], one.unit, False, "levels", ("mark",), sources))
    if one.benchmark is not None and not one.withheld:
        book.add(
            Value(
                f"{name}.benchmark",
                one.benchmark,
                level_value(one, one.benchmark),
                one.unit,
                False,
                "levels",
                ("benchmark",),
                sources,
            )
        )


def _add_rates(book: ValueBook, edition: Edition, chosen: dict[str, str]) -> None:
    """Counts of the current period per residents of some ages or of one sex."""
    for name, one in edition.evidence.rates.items():
        if one.value is not None:
            text = f"{rate(one.value)} {one.per}"
            book.add(
                Value(f"{name}.rate", one.value, text, one.per, False, "denominators", ("persons",), (chosen[name],))
            )


def _add_standardised(book: ValueBook, edition: Edition, chosen: dict[str, str]) -> None:
    """Rates standardised for age of the current period, rounded as they are printed."""
    for name, one in edition.evidence.standardised.items():
        for rated in one.periods[:1]:
            text = f"{number(rated.value, decimals_of(one))} {one.per}"
            trace = ("standardised_counts", ("count", "persons", "standard"), (chosen[name],))
            book.add(Value(f"{name}.standardised", rated.value, text, one.per, False, *trace))


def _add_severe(book: ValueBook, edition: Edition, chosen: dict[str, str]) -> None:
    for name, one in edition.evidence.severe.items():
        sources = (chosen[name],) if name in chosen else ()
        for column, value, write in (("current", one.current, number), ("expected", one.expected, rate)):
            if value is not None:
                book.add(
                    Value(
                        f"{name}.{column}", value, write(value), one.unit, False, "register_counts", ("count",), sources
                    )
                )
            elif one.withheld:
                book.withheld(f"{name}.{column}", one.unit, "register_counts", sources)


def _add_years(book: ValueBook, edition: Edition, chosen: dict[str, str]) -> None:
    """Of what is listed by year each year's count, by its last month, and that of all of them."""
    for (name, strand), one in edition.evidence.rare.items():
        label, sources = f"{name}.{strand}" if strand else name, ((chosen[name],) if name in chosen else ())
        counts = [(f"{window.last:%Y-%m}", count) for window, count in one.years]
        counts += [("all", one.together)] if len(counts) > 1 else []
        for year, count in counts:
            where = f"{label}.years.{year}"
            if count is None:
                book.withheld(where, one.unit, "listed_years", sources)
            else:
                book.add(Value(where, count, number(count), one.unit, False, "listed_years", ("count",), sources))


def _add_areas(book: ValueBook, edition: Edition, chosen: dict[str, str]) -> None:
    """Counts by place and ward; smaller areas are in tables only."""
    for name, areas in edition.evidence.areas.items():
        sources, unit = ((chosen[name],) if name in chosen else ()), edition.project.indicators[name][1].unit
        for area in areas:
            if area.level not in ("place", "ward"):
                continue
            label = f"{name}.areas.{area.area_code or f'not-placed-{area.level}'}.current_count"
            if area.current_count is None:
                book.withheld(label, unit, "area_rates", sources)
            else:
                book.add(
                    Value(
                        label,
                        area.current_count,
                        number(area.current_count),
                        unit,
                        False,
                        "area_rates",
                        ("count",),
                        sources,
                    )
                )


def _add_peers(book: ValueBook, edition: Edition, chosen: dict[str, str]) -> None:
    for name, peers in edition.evidence.peers.items():
        sources, unit = ((chosen[name],) if name in chosen else ()), edition.project.indicators[name][1].unit
        for peer in peers:
            if peer.is_subject and peer.rank is not None and not peer.withheld:
                book.add(
                    Value(f"{name}.rank", peer.rank, number(peer.rank), "", False, "peer_ranks", ("rank",), sources)
                )
                book.add(
                    Value(
                        f"{name}.rank_areas",
                        peer.areas,
                        number(peer.areas),
                        "",
                        False,
                        "peer_ranks",
                        ("areas",),
                        sources,
                    )
                )
            if peer.withheld:
                book.withheld(f"{name}.peers.{peer.area_code}", unit, "peer_ranks", sources)
            elif peer.count is not None:
                book.add(
                    Value(
                        f"{name}.peers.{peer.area_code}",
                        peer.count,
                        number(peer.count),
                        unit,
                        False,
                        "peer_ranks",
                        ("count",),
                        sources,
                    )
                )


def _add_ratings(book: ValueBook, edition: Edition) -> None:
    """The proposed words, how many of each, and the headline measure under the priority's own name."""
    counts = Counter(one.proposed for one in edition.ratings.values())
    for word in ("Red", "Amber", "Green", "Not rated"):
        label = f"ratings.{word.lower().replace(' ', '-')}"
        book.add(Value(label, counts[word], number(counts[word]), "priorities"))
    book.add(Value("ratings.all", len(edition.ratings), number(len(edition.ratings)), "priorities"))
    for name, one in edition.ratings.items():
        book.add(Value(f"{name}.rating", one.proposed, one.proposed))
        if one.previous:
            book.add(Value(f"{name}.previous-rating", one.previous, one.previous))
        headline = edition.evidence.headline(edition.project.priorities[name])
        for value in [value for value in book.values.values() if value.id.rpartition(".")[0] == headline]:
            alias = f"{name}.{value.id.rpartition('.')[2].replace('_', '-')}"
            if alias not in book.values:
                book.add(
                    Value(
                        alias,
                        value.value,
                        value.text,
                        value.unit,
                        value.suppressed,
                        value.query,
                        value.columns,
                        value.sources,
                    )
                )


def metadata(edition: Edition, book: ValueBook) -> dict[str, Any]:
    """What `metadata.yml` holds: what every page shows, names and dates for prose, and all values as text."""
    project = edition.project
    notice = project.partnership.notice or (
        "Synthetic data: every figure here is invented." if project.partnership.synthetic else ""
    )
    head = {
        "notice": notice,
        "as-at": edition.as_at,
        "licences": attributions(edition),
        "partnership": project.partnership.name,
        "district": project.partnership.district.name,
        "assessment": {
            "id": project.assessment.id,
            "title": project.assessment.title,
            "subtitle": project.assessment.subtitle,
        },
        "financial-year": edition.year,
        "last-financial-year": edition.last_year,
        "next-financial-year": edition.next_year,
        "contact": project.partnership.contact,
        "synthetic": project.partnership.synthetic,
    }
    values = {name: texts for name, texts in book.nested().items() if name not in head}
    return {**{name: value for name, value in head.items() if value not in ("", [])}, **values}

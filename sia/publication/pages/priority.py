"""The section of one priority: rating in the heading, figures, what the numbers say, why, what people add, what is next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from sia.calendar import long_date
from sia.project.indicators import Priority
from sia.publication.composition import composition_sentence
from sia.publication.contributions import contribution_sentence, exceptions_sentence, shown_parts, strand_parts
from sia.publication.course import conflict_sentence, trend_sentence, years_ago_sentence
from sia.publication.edition import Edition
from sia.publication.evidence import Comparison
from sia.publication.further import further_sentences
from sia.publication.gaps import gaps_of_priority
from sia.publication.harm import harm_sentence
from sia.publication.markdown import block, bullets, definitions, document, heading, numbered, rating
from sia.publication.pages.data import has_data
from sia.publication.pages.listing import listed_by_year, still_to_come
from sia.publication.rare_words import between_sentence, unusual_strands_sentence
from sia.publication.resident_rates import resident_rate_sentence
from sia.publication.season_words import mix_sentences, season_sentence
from sia.publication.sentences import (
    benchmark_sentence,
    break_sentence,
    change_sentence,
    joined,
    level_sentence,
    parts_sentence,
    projection_sentence,
    proxy_sentence,
    rank_sentence,
    severe_sentence,
    strands_sentences,
)
from sia.publication.standardised_rates import standardised_sentence
from sia.publication.tables import Table, plain_text
from sia.publication.unusual import unusual_sentences
from sia.publication.wording import full_stop, in_words, listed, sentence_case
from sia.ratings.actions import CLOSED, due_date


def priority_section(edition: Edition, priority: Priority) -> str:
    """The whole section, beginning with a heading of level 2; parts without content are left out."""
    rated = edition.ratings.get(priority.id)
    mark = f" {rating(rated.proposed)}" if rated else ""
    told = _told(edition, priority)
    return document(
        heading(2, f"{priority.title}{mark}", f"sec-{priority.id}"),
        full_stop(priority.summary),
        told,
        _terms(edition, priority, told),
    )


def _told(edition: Edition, priority: Priority) -> str:
    """Everything between the summary and the terms."""
    return document(
        _verdict(edition, priority),
        [figure.markdown(f"{edition.root}/figures") for figure in edition.figures.get(priority.id, [])[:1]],
        _numbers(edition, priority),
        [figure.markdown(f"{edition.root}/figures") for figure in edition.figures.get(priority.id, [])[1:]],
        _data_link(edition, priority),
        gaps_of_priority(edition, priority),
        _why(edition, priority),
        _voices(edition, priority),
        _actions(edition, priority),
        _next_year(edition, priority),
    ).strip()


def _verdict(edition: Edition, priority: Priority) -> str:
    rated = edition.ratings.get(priority.id)
    if rated is None:
        return ""
    if rated.proposed == "Not rated":
        return f"**Not rated.** {rated.first_reason}"
    note = f" ({rated.note})" if rated.note else ""
    before = f" Last year: {rated.previous}." if rated.previous else ""
    reason = f" {rated.first_reason}" if rated.reasons else ""
    return f"**Proposed rating: {rated.proposed}{note}.**{reason}{before}"


def _numbers(edition: Edition, priority: Priority) -> str:
    chosen = edition.evidence.headline(priority)
    others = [name for name in priority.indicators if name != chosen]
    missing = [name for name in priority.indicators if not edition.evidence.says_something(name)]
    said = [name for name in others if name not in missing]
    paragraphs = list(_indicator(edition, chosen, chosen=True)) if chosen else []
    more = [joined(_indicator(edition, name)) for name in said]
    rated = edition.ratings.get(priority.id)
    if not paragraphs and not more and (not missing or (rated is not None and rated.proposed == "Not rated")):
        return ""  # why there is no rating has said what is missing
    return document(
        heading(3, "What the numbers say", f"{priority.id}-numbers"),
        paragraphs,
        bullets([*more, *_cannot(edition, priority, missing)]),
        joined(unusual_sentences(edition, priority)),
        listed_by_year(edition, priority),
    )


def _indicator(edition: Edition, name: str, chosen: bool = False) -> Iterator[str]:
    """What there is to say of one indicator, paragraph by paragraph; `chosen` is the one that the priority is told by."""
    evidence = edition.evidence
    total = evidence.comparisons.get((name, ""))
    if total is not None and name not in evidence.severe:
        months = len(total.current.months) if total.current else 0
        rated = resident_rate_sentence(evidence.rates.get(name), months)
        yield joined([change_sentence(total), rated, break_sentence(total), proxy_sentence(total)])
        outlook = [
            _outlook(edition, total, chosen),
            trend_sentence(total),
            conflict_sentence(total),
            season_sentence(total),
            between_sentence(evidence.rare.get((name, "")), still_to_come(edition, name)),
        ]
        if any(outlook):
            yield joined(outlook)
        if strands_sentences(evidence.strands(name)):
            yield joined(_parts(edition, total, chosen))
        by_season = mix_sentences(evidence.mixes[name], total.title) if name in evidence.mixes else ""
        if by_season:
            yield by_season
        standardised = evidence.standardised.get(name)
        if standardised:
            yield standardised_sentence(standardised, edition.project.indicators[name][1])
        harm = harm_sentence(evidence.harm.get(name), total)
        if harm:
            yield harm
        beside = further_sentences(evidence, name)
        if beside:
            yield beside
    if name in evidence.severe:
        between = between_sentence(evidence.rare.get((name, "")), still_to_come(edition, name))
        yield joined([severe_sentence(evidence.severe[name]), between])
    for level in evidence.levels.get(name, ()):
        if not level.strand:
            yield joined([level_sentence(level), benchmark_sentence(level), years_ago_sentence(level)])
    strand_levels = [level for level in evidence.levels.get(name, ()) if level.strand and level.calculable]
    if strand_levels:
        yield parts_sentence(strand_levels)
    ranked = rank_sentence(evidence.peers.get(name, ()), edition.project.partnership.peers_name)
    if ranked:
        yield ranked


def _outlook(edition: Edition, total: Comparison, chosen: bool) -> str:
    """The projection of the measure that a priority is told by, and of others where it adds to a clear change or disagrees.

    Of others without a clear change it says no more than that; the page of the data has it.
    """
    told = chosen or total.clear or conflict_sentence(total)
    return projection_sentence(total, edition.year, edition.last_year) if told else ""


def _parts(edition: Edition, total: Comparison, chosen: bool) -> list[str]:
    """What there is to say of an indicator's parts: their order, how each changed, and what they add to the whole.

    Order and contributions are told of the measure that the priority is told by; of others the page of the data has them.
    """
    strands = edition.evidence.strands(total.indicator)
    overlap = edition.project.indicators[total.indicator][1].strands_overlap
    return [
        composition_sentence(total, strands, overlap) if chosen else "",
        exceptions_sentence(shown_parts(strands), told=True),
        *strands_sentences(strands),
        contribution_sentence(total, strand_parts(total, strands)) if chosen else "",
        _overlap(edition, total.indicator),
        unusual_strands_sentence(
            edition.evidence.rare_strands(total.indicator), still_to_come(edition, total.indicator)
        ),
    ]


def _overlap(edition: Edition, name: str) -> str:
    overlap = edition.project.indicators[name][1].strands_overlap
    return "One event can be in several parts, so that these add up to more than the total." if overlap else ""


def _cannot(edition: Edition, priority: Priority, names: list[str]) -> list[str]:
    """One sentence for all the indicators that cannot be calculated for the same cause."""
    causes: dict[str, list[str]] = {}
    for name in names:
        causes.setdefault(_cause(edition, priority, name), []).append(priority.indicators[name].title)
    return [
        full_stop(f"{sentence_case(listed(titles))} cannot be calculated: {cause}") for cause, titles in causes.items()
    ]


def _cause(edition: Edition, priority: Priority, name: str) -> str:
    one: Comparison | None = edition.evidence.comparisons.get((name, ""))
    if one is not None and one.reason:
        return one.reason.rstrip(".")
    severe = edition.evidence.severe.get(name)
    if severe is not None and severe.reason:
        return severe.reason.rstrip(".")
    levels = [level.reason for level in edition.evidence.levels.get(name, ()) if level.reason]
    if levels:
        return levels[0].rstrip(".")
    sources = [edition.source_title(source) for source in priority.indicators[name].sources]
    return f"no extract supplied for {listed(sources, 'or')}"


def _data_link(edition: Edition, priority: Priority) -> str:
    if not has_data(edition, priority.id):
        return ""
    link = f"[The data behind these sentences and figures](/assessments/{edition.project.assessment.id}/generated/data/{priority.id}.qmd), as tables and as files for a spreadsheet."
    return block('.content-visible when-format="html"', link)


def _why(edition: Edition, priority: Priority) -> str:
    rated = edition.ratings.get(priority.id)
    if rated is None or rated.proposed == "Not rated":
        return _decided(rated) if rated else ""
    confidence = joined([f"Confidence in this proposal: **{rated.confidence}**.", *rated.confidence_reasons])
    return document(
        heading(3, "Why this rating, and what would change it", f"{priority.id}-why"),
        bullets(rated.further_reasons),
        _part("What does not fit together:", rated.contradictions),
        _part("It would change as follows:", rated.turning_points[:5]),
        _part("Rules that nearly applied:", rated.near_misses[:3]),
        confidence,
        _decided(rated),
    )


def _part(title: str, sentences: list[str]) -> str:
    return f"{title}\n\n{bullets(sentences)}" if sentences else ""


def _decided(rated: Any) -> str:
    lines = [
        full_stop(
            f"{sentence_case(one['stage'])}, {long_date(date.fromisoformat(one['decided_on']))}: {one['rating']}, by {plain_text(one['by'])}. {plain_text(one['reason'])}"
        )
        for one in rated.decisions
    ]
    return _part("Decisions so far:", lines)


def _voices(edition: Edition, priority: Priority) -> str:
    rows = edition.registers.commentary.filter(pl.col("priority") == priority.id).sort("date", "organisation")
    blocks = [_voice(row) for row in rows.iter_rows(named=True)]
    return document(heading(3, "What partners add", f"{priority.id}-partners"), blocks) if blocks else ""


def _voice(row: dict[str, Any]) -> str:
    graded = f", {row['evidence']}" if row["evidence"] else ""
    kind = f"{sentence_case(row['kind'])}{graded}"
    who = f"{plain_text(row['role'])}, {plain_text(row['organisation'])}, {long_date(row['date'])}"
    return block(".commentary", f"**{kind}.** {plain_text(row['text'])}", f"[{who}]{{.signature}}")


def _actions(edition: Edition, priority: Priority) -> str:
    rows = list(
        edition.registers.actions.filter(pl.col("priority") == priority.id).sort("number").iter_rows(named=True)
    )
    if not rows:
        return ""
    as_at = edition.project.assessment.as_at
    late = [row for row in rows if _is_overdue(row, as_at)]
    table = Table(
        f"{priority.id}-actions",
        f"Actions of the delivery plan: {priority.title}, as at {edition.as_at}.",
        ("Action", "Lead", "Status", "Due"),
        tuple(_action_row(row, row in late) for row in rows),
        numbers=False,
        widths=(52, 18, 15, 15),
    )
    return document(heading(3, "The plan's actions", f"{priority.id}-actions"), _progress(rows, late), table.markdown())


def _is_overdue(row: dict[str, Any], as_at: date) -> bool:
    due = due_date(row["due"])
    return row["status"] not in CLOSED and due is not None and due < as_at


def _action_row(row: dict[str, Any], late: bool) -> tuple[str, ...]:
    explained = f" {full_stop(plain_text(row['explanation']))}" if row["explanation"] else ""
    due = plain_text(row["due"] or "no date given")
    text = f"{row['number']}. {full_stop(plain_text(row['action']))}{explained}"
    return text, plain_text(row["lead"]), row["status"], f"{due} (overdue)" if late else due


def _progress(rows: list[dict[str, Any]], late: list[dict[str, Any]]) -> str:
    """How many actions there are, are done, are overdue."""
    done = sum(row["status"] in CLOSED for row in rows)
    if len(rows) == 1:
        state = "completed or now business as usual" if done else "overdue" if late else "not yet due"
        return f"One action for this priority, {state}."
    every = "both" if len(rows) == 2 else "all"
    completed = "none" if not done else every if done == len(rows) else in_words(done)
    overdue = f"{in_words(len(late))} {'is' if len(late) == 1 else 'are'} overdue" if late else "none is overdue"
    return f"{sentence_case(in_words(len(rows)))} actions for this priority: {completed} completed or now business as usual, and {overdue}."


def _next_year(edition: Edition, priority: Priority) -> str:
    rows = edition.registers.next_year.filter(pl.col("priority") == priority.id).sort("number")
    items = [full_stop(plain_text(text)) for text in rows["text"]]
    if not items:
        return ""
    return document(heading(3, f"Priorities for {edition.next_year}", f"{priority.id}-next"), numbered(items))


def _terms(edition: Edition, priority: Priority, told: str) -> str:
    """The terms that the section uses; none where it says only why there is no rating."""
    rated = edition.ratings.get(priority.id)
    if rated is not None and rated.proposed == "Not rated":
        told = told.removeprefix(_verdict(edition, priority))
    used = told.casefold()
    terms = [
        (sentence_case(term), full_stop(meaning))
        for term, meaning in priority.definitions.items()
        if term.casefold() in used
    ]
    return document(heading(3, "Terms", f"{priority.id}-terms"), definitions(terms)) if terms else ""

"""Of the page on data quality: which rows were set aside, which are in no figure, and how events were placed."""

from __future__ import annotations

from typing import Any

import polars as pl

from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.sentences import joined
from sia.publication.tables import plain_text
from sia.publication.wording import SUPPRESSED, full_stop, listed, number, percent

MOST_REASONS = 3
PLACED = {
    "code": "by the code of an area",
    "name": "by name",
    "former name": "by a former name",
    "small area": "by small area",
    "best fit": "by the best fit of older areas",
    "coordinates": "by coordinates",
    "not placed": "not placed",
}


def set_aside(edition: Edition, reports: list[Any]) -> str:
    """The commonest reasons, source by source, for which rows broke their contract."""
    lines = []
    for report in reports:
        reasons = sorted(report.quarantine, key=lambda one: (-one.rows, one.sentence))[:MOST_REASONS]
        if reasons:
            told = "; ".join(f"{plain_text(one.sentence.rstrip('.'))} ({number(one.rows)})" for one in reasons)
            lines.append(full_stop(f"{plain_text(edition.source_title(report.source))}: {told}"))
    if not lines:
        return ""
    return document(
        heading(2, "Why rows were set aside", "sec-set-aside"),
        "The commonest reasons for each source; the number of rows is in brackets.",
        bullets(lines),
    )


def in_no_district(edition: Edition, reports: list[Any]) -> str:
    """Events accepted that no district's count holds: without a location, or outside the districts looked at."""
    outside = edition.readings.outside_area.group_by("source").agg(pl.col("events", "without_location").sum())
    found = {source: (int(events), int(unknown)) for source, events, unknown in outside.iter_rows()}
    lines = [_nowhere(edition, report, *found[report.source]) for report in reports if report.source in found]
    if not lines:
        return ""
    district = edition.project.partnership.district.name
    low = f"Some of the events without a location will have happened in {district}, so that its counts are somewhat too low."
    text = joined(["These rows were accepted and are in no figure.", low if any(n for _, n in found.values()) else ""])
    return document(heading(2, "Events counted in no district", "sec-no-district"), text, bullets(lines))


def placed(edition: Edition) -> str:
    """In which ways the district's events were placed, for sources of which not all were placed in the same way."""
    by_source: dict[str, list[Any]] = {}
    for one in reversed(edition.quality.found.placed):
        by_source.setdefault(one.source, []).append(one)
    lines = [_placed_line(edition, source, ways) for source, ways in sorted(by_source.items()) if len(ways) > 1]
    if not lines:
        return ""
    text = "What is not placed counts for the district and for none of its parts."
    return document(heading(2, "How events were placed", "sec-placed"), text, bullets(lines))


def _placed_line(edition: Edition, source: str, ways: list[Any]) -> str:
    contract = edition.project.contracts[source]
    protection, total = edition.quality.protection(contract), sum(one.events for one in ways)
    parts = []
    for one in ways:
        share = protection.share(one.events, total)
        parts.append(f"{'a few' if share == SUPPRESSED else share} {PLACED.get(one.method, one.method)}")
        if one.elsewhere is not None and share != SUPPRESSED:
            parts[-1] += f" (of whose residents {percent(100 * one.elsewhere)} live outside the area counted)"
    return f"{plain_text(contract.title)}: {listed(parts)}."


def _nowhere(edition: Edition, report: Any, events: int, unknown: int) -> str:
    title, least = plain_text(edition.source_title(report.source)), edition.quality.thresholds.get(report.source, 0)
    if any(0 < count < least for count in (unknown, events - unknown)):
        return f"{title}: a few events without a location, or outside the districts compared."
    accepted = sum(file.rows_accepted for file in report.files)
    parts = [f"{number(unknown)} without a location"] if unknown else []
    parts += [f"{number(events - unknown)} outside the districts compared"] if events > unknown else []
    share = f" ({number(100 * events / accepted, 1)}%)" if accepted else ""
    return f"{title}: {number(events)} of {number(accepted)} events{share}, {listed(parts)}."

"""The page on data quality: what was received, what was set aside, what is missing, late or recorded differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sia.calendar import long_date
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.sentences import joined
from sia.publication.tables import Table, plain_text
from sia.publication.wording import (
    DASH,
    NOT_AVAILABLE,
    SUPPRESSED,
    full_stop,
    listed,
    month_runs,
    month_short,
    number,
    sentence_case,
)

MOST_REASONS = 3


@dataclass(frozen=True)
class LateShare:
    """Events of the latest twelve months recorded more than 30 days later, in one source; None where withheld."""

    source: str
    events: int | None
    late: int | None


@dataclass(frozen=True)
class Quality:
    """What the page needs beside the reports: late recording as it may be shown, and the grades.

    Of the sources in `registers_held` a count of severe harm is suppressed: their rows, which are its years together,
    are not shown either.
    """

    late: dict[str, LateShare]
    grades: dict[str, Any]
    grade_rule: Mapping[str, str]
    thresholds: dict[str, int]
    registers_held: frozenset[str] = frozenset()


def quality_page(edition: Edition) -> str:
    """Every source with what was received, then what was set aside and why, what is missing, late recording, breaks."""
    supplied = [report for report in edition.reports if report.supplied]
    return document(
        heading(2, "What was received", "sec-received"),
        _received(edition, supplied),
        _grades(edition),
        _set_aside(edition, supplied),
        _in_no_district(edition, supplied),
        _missing_months(edition, supplied),
        _not_supplied(edition),
        _late(edition),
        _breaks(edition),
        _remarks(edition, supplied),
        _licences(edition),
    )


def _received(edition: Edition, reports: list[Any]) -> str:
    if not reports:
        return ""
    ordered = sorted(reports, key=lambda report: edition.source_title(report.source).casefold())
    table = Table(
        "received",
        f"Extracts received, as at {edition.as_at}.",
        ("Source", "Months", "Rows received", "Accepted", "Set aside", "Duplicates", "Grade"),
        tuple(_report_row(edition, report) for report in ordered),
        widths=(30, 22, 11, 11, 9, 11, 6),
        text_columns=(1, 6),
    )
    note = "Rows received are always the sum of rows accepted, rows set aside and duplicates."
    return document(table.markdown(), note).rstrip("\n")


def _report_row(edition: Edition, report: Any) -> tuple[str, ...]:
    names = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate")
    totals = [sum(getattr(file, name) for file in report.files) for name in names]
    least = edition.quality.thresholds.get(report.source, 0)
    withheld = report.source in edition.quality.registers_held or any(0 < total < least for total in totals[:2])
    cells = [SUPPRESSED] * len(totals) if withheld else [number(total) for total in totals]
    graded = edition.quality.grades.get(report.source)
    title = plain_text(edition.source_title(report.source))
    return title, _span(report), *cells, graded.grade if graded else NOT_AVAILABLE


def _grades(edition: Edition) -> str:
    """The rule of the grades, in one sentence."""
    rules = edition.quality.grade_rule.items()
    return (
        f"Grades: {'; '.join(f'{grade}, {meaning}' for grade, meaning in rules)}.".replace(" %", "%") if rules else ""
    )


def _span(report: Any) -> str:
    firsts = [file.first_month for file in report.files if file.first_month is not None]
    lasts = [file.last_month for file in report.files if file.last_month is not None]
    return f"{month_short(min(firsts))} {DASH} {month_short(max(lasts))}" if firsts and lasts else DASH


def _set_aside(edition: Edition, reports: list[Any]) -> str:
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


def _in_no_district(edition: Edition, reports: list[Any]) -> str:
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


def _nowhere(edition: Edition, report: Any, events: int, unknown: int) -> str:
    title, least = plain_text(edition.source_title(report.source)), edition.quality.thresholds.get(report.source, 0)
    if any(0 < count < least for count in (unknown, events - unknown)):
        return f"{title}: a few events without a location, or outside the districts compared."
    accepted = sum(file.rows_accepted for file in report.files)
    parts = [f"{number(unknown)} without a location"] if unknown else []
    parts += [f"{number(events - unknown)} outside the districts compared"] if events > unknown else []
    share = f" ({number(100 * events / accepted, 1)}%)" if accepted else ""
    return f"{title}: {number(events)} of {number(accepted)} events{share}, {listed(parts)}."


def _missing_months(edition: Edition, reports: list[Any]) -> str:
    """Months without rows in sources that arrive monthly; others are not expected to have every month."""
    lines = [
        full_stop(f"{plain_text(edition.source_title(report.source))}: {month_runs(missing)}")
        for report in reports
        if (missing := report.months_missing)
    ]
    if not lines:
        return ""
    text = "A comparison that needs one of these months is not made, and says so."
    return document(heading(2, "Months missing", "sec-missing-months"), text, bullets(lines))


def _not_supplied(edition: Edition) -> str:
    lines = []
    for report in sorted(edition.reports, key=lambda report: edition.source_title(report.source).casefold()):
        if not report.supplied:
            contract = edition.project.contracts[report.source]
            reason = f": {report.problem.rstrip('.')}" if report.problem else ""
            lines.append(full_stop(f"{plain_text(contract.title)} ({plain_text(contract.agency)}){reason}"))
    if not lines:
        return ""
    return document(heading(2, "Sources not supplied", "sec-not-supplied"), bullets(lines))


def _late(edition: Edition) -> str:
    rows = []
    for source, late in sorted(edition.quality.late.items()):
        if late.events is None or late.late is None:
            rows.append((plain_text(edition.source_title(source)), SUPPRESSED, SUPPRESSED, SUPPRESSED))
        elif late.events:
            share = f"{number(100 * late.late / late.events, 1)}%"
            rows.append((plain_text(edition.source_title(source)), number(late.events), number(late.late), share))
    if not rows:
        return ""
    table = Table(
        "late",
        f"Events of the latest twelve months recorded more than 30 days after they happened, as at {edition.as_at}.",
        ("Source", "Events", "Recorded late", "Share"),
        tuple(rows),
    )
    text = (
        "Where much is recorded late, the latest months will still grow, and a fall in them means less than it seems."
    )
    return document(heading(2, "Late recording", "sec-late"), text, table.markdown())


def _breaks(edition: Edition) -> str:
    """Changes in recording within the months that each source supplied."""
    covered = {report.source: report.months_covered for report in edition.reports if report.supplied}
    firsts = {source: min(months) for source, months in covered.items() if months}
    rows = edition.registers.breaks.sort("date", "source", "what").iter_rows(named=True)
    lines = [_break_line(edition, row) for row in rows if _applies(row, firsts, edition.project.assessment.as_at)]
    if not lines:
        return ""
    text = (
        "Where recording changed between two periods, the comparison is shown and marked; it counts towards a rating only in "
        "the direction that the change cannot explain."
    )
    return document(heading(2, "Changes in recording", "sec-breaks"), text, bullets(dict.fromkeys(lines)))


def _applies(row: dict[str, Any], firsts: Mapping[str, date], as_at: date) -> bool:
    """Whether a change lies within what a source supplied; one for all sources, within what any did."""
    own = firsts.values() if row["source"] == "*" else [firsts[row["source"]]] if row["source"] in firsts else []
    return any(first < row["date"] <= as_at for first in own)


def _break_line(edition: Edition, row: dict[str, Any]) -> str:
    source = "All sources" if row["source"] == "*" else sentence_case(plain_text(edition.source_title(row["source"])))
    direction = {"up": "raises counts", "down": "lowers counts", "unknown": "effect on counts not known"}[
        row["direction"]
    ]
    check = " The date is to be checked with the agency." if row.get("certain") == "check" else ""
    return f"{long_date(row['date'])}, {source}: {plain_text(row['what'].rstrip('.'))} ({direction}).{check}"


def _remarks(edition: Edition, reports: list[Any]) -> str:
    lines = [
        full_stop(f"{plain_text(edition.source_title(report.source))}: {plain_text(remark)}")
        for report in reports
        for remark in report.remarks
    ]
    return document(heading(2, "Remarks on what was read", "sec-remarks"), bullets(lines)) if lines else ""


def _licences(edition: Edition) -> str:
    """Who supplied the data and under which terms; attributions are printed word for word."""
    lines = attributions(edition)
    return document(heading(2, "Licences", "sec-licences"), bullets(lines)) if lines else ""


def attributions(edition: Edition) -> list[str]:
    """The attribution of every source supplied and of the area data, each once; where there is none, the licence."""
    found = []
    for report in edition.reports:
        contract = edition.project.contracts[report.source]
        if report.supplied and contract.attribution:
            found.append(full_stop(plain_text(contract.attribution)))
    if edition.project.partnership.areas.attribution:
        found.append(full_stop(plain_text(edition.project.partnership.areas.attribution)))
    return list(dict.fromkeys(found))

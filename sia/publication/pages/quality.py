"""The page on data quality: what was received, its grade, what is missing, unusual, set aside, late or in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sia.project.contract import Contract
from sia.publication.edition import Edition
from sia.publication.gaps import gaps_table
from sia.publication.markdown import bullets, document, heading
from sia.publication.pages.quality_breaks import breaks, suspected
from sia.publication.pages.quality_fields import key_fields
from sia.publication.pages.quality_late import late_recording
from sia.publication.pages.quality_months import missing_months, unusual_months
from sia.publication.pages.quality_received import not_read, not_supplied, received_twice, remarks, stated_totals
from sia.publication.pages.quality_rows import in_no_district, placed, set_aside
from sia.publication.shares import Protection
from sia.publication.tables import Table, plain_text
from sia.publication.wording import DASH, NOT_AVAILABLE, SUPPRESSED, full_stop, in_words, listed, month_short, number


@dataclass(frozen=True)
class LateShare:
    """Events of the latest twelve months recorded more than 30 days later, in one source; None where withheld."""

    source: str
    events: int | None
    late: int | None


@dataclass(frozen=True)
class Quality:
    """What the page needs beside the reports: findings, late recording as it may be shown, and the grades.

    Of the sources in `registers_held` a count of severe harm is suppressed: their rows, which are its years together,
    are not shown either.
    """

    late: dict[str, LateShare]
    found: Any
    grades: Mapping[str, Any]
    grade_rule: Mapping[str, str]
    thresholds: dict[str, int]
    registers_held: frozenset[str] = frozenset()

    def protection(self, contract: Contract) -> Protection:
        """How shares and counts of a source may be shown here."""
        return Protection.of(contract, held=contract.id in self.registers_held)


def quality_page(edition: Edition) -> str:
    """Every source with what was received and its grade; then, where there is something to tell, why and what else."""
    supplied = [report for report in edition.reports if report.supplied]
    return document(
        _received(edition, supplied),
        not_read(edition),
        _grades(edition),
        missing_months(edition, supplied),
        unusual_months(edition, supplied),
        set_aside(edition, supplied),
        received_twice(edition, supplied),
        stated_totals(edition, supplied),
        in_no_district(edition, supplied),
        placed(edition),
        key_fields(edition),
        late_recording(edition),
        breaks(edition),
        suspected(edition),
        remarks(edition, supplied),
        not_supplied(edition),
        gaps_table(edition),
        _licences(edition),
    )


def quality_summary(edition: Edition) -> str:
    """The short form for a printed report: received, grades, changes in recording, what was not supplied, licences."""
    supplied = [report for report in edition.reports if report.supplied]
    return document(
        _received(edition, supplied),
        not_read(edition),
        _grades(edition),
        late_recording(edition),
        breaks(edition),
        suspected(edition),
        not_supplied(edition),
        gaps_table(edition),
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
    return document(heading(2, "What was received", "sec-received"), table.markdown(), note)


def _report_row(edition: Edition, report: Any) -> tuple[str, ...]:
    names = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate")
    totals = [sum(getattr(file, name) for file in report.files) for name in names]
    least = edition.quality.thresholds.get(report.source, 0)
    withheld = report.source in edition.quality.registers_held or any(0 < total < least for total in totals[:2])
    cells = [SUPPRESSED] * len(totals) if withheld else [number(total) for total in totals]
    graded = edition.quality.grades.get(report.source)
    title = plain_text(edition.source_title(report.source))
    return title, _span(report), *cells, graded.grade if graded else NOT_AVAILABLE


def _span(report: Any) -> str:
    firsts = [file.first_month for file in report.files if file.first_month is not None]
    lasts = [file.last_month for file in report.files if file.last_month is not None]
    return f"{month_short(min(firsts))} {DASH} {month_short(max(lasts))}" if firsts and lasts else DASH


def _grades(edition: Edition) -> str:
    """The rule of the grades, and why a source of which files came is not an A."""
    if not edition.quality.grades:
        return ""
    reports = [report for report in edition.reports if report.supplied or report.problem]
    unread = {report.source for report in reports if report.problem}
    rule = [f"{grade}: {meaning}." for grade, meaning in edition.quality.grade_rule.items()]
    below = [one for report in reports if (one := edition.quality.grades.get(report.source)) and one.why]
    lines = [
        full_stop(f"{plain_text(edition.source_title(one.source))}: {one.grade}, because {_why(one, unread)}")
        for one in sorted(below, key=lambda one: (one.grade, edition.source_title(one.source).casefold()))
    ]
    all_are_a = "" if lines or not reports else "Every source that was supplied is of grade A."
    text = (
        "The worst that applies decides. Unusual months, gaps in key fields and suspected changes count in the newest two "
        "years of a source. A grade of C or D makes ratings that rest on the source less sure."
    )
    told = document(
        _in_short(edition, reports), all_are_a, bullets(lines), "What the grades mean:", bullets(rule), text
    )
    return document(heading(2, "Grades", "sec-grades"), told.replace(" %", "%"))


def _why(one: Any, unread: set[str]) -> str:
    """Of a source that could not be read the reason stands in a section of its own."""
    return "the files that came could not be read" if one.source in unread else plain_text(one.why)


def _in_short(edition: Edition, reports: list[Any]) -> str:
    """How many sources have which grade: "Of 20 sources supplied, 19 are of grade A and one is of grade C."."""
    counts = Counter(one.grade for report in reports if (one := edition.quality.grades.get(report.source)))
    if len(counts) < 2:
        return ""
    parts = [
        f"{in_words(counts[grade])} {'is' if counts[grade] == 1 else 'are'} of grade {grade}"
        for grade in sorted(counts)
    ]
    return f"Of {sum(counts.values())} sources supplied, {listed(parts)}."


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

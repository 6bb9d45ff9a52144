"""The grade of a source, A to D, by a rule that is printed: the worst that applies decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sia.calendar import add_months, month_name, month_of
from sia.project.load import Project
from sia.quality.findings import Findings

GRADE_RULE = {
    "A": "none of what follows",
    "B": "over 1 % of rows set aside, a month far from its usual level, a key field unusually incomplete in a month, or "
    "more recorded late than the contract allows",
    "C": "a month missing, over 5 % of rows set aside, a newest month that looks incomplete, or a suspected change in "
    "recording",
    "D": "nothing that could be read",
}
NEARLY_ALL, MOST = 0.99, 0.95
ENOUGH_FOR_A_SHARE = 200
MONTHS_THAT_COUNT = 24


@dataclass(frozen=True)
class Grade:
    """The grade of one source, A to D, and why it is not an A: clauses without counts, joined by semicolons."""

    source: str
    grade: str
    why: str = ""


def grades(
    project: Project, reports: Iterable[Any], found: Findings, late: Mapping[str, float] | None = None
) -> dict[str, Grade]:
    """The grade of every source by the rule printed in GRADE_RULE.

    `late` is, by source, the share of the latest twelve months recorded more than 30 days later. Unusual and incomplete
    months and suspected changes count where they lie in the newest 24 months that the source covers: no comparison of
    two years reaches further back.
    """
    return {report.source: _grade(project, report, found, (late or {}).get(report.source, 0.0)) for report in reports}


def _grade(project: Project, report: Any, found: Findings, late: float) -> Grade:
    if not report.supplied or report.problem:
        return Grade(report.source, "D", report.problem or "no extract was supplied")
    since = add_months(max(report.months_covered, default=month_of(project.assessment.as_at)), 1 - MONTHS_THAT_COUNT)
    serious = list(_serious(report, found, since))
    minor = list(_minor(project, report, found, since, late))
    return Grade(report.source, "C" if serious else "B" if minor else "A", "; ".join([*serious, *minor]))


def _serious(report: Any, found: Findings, since: date) -> Iterator[str]:
    if missing := report.months_missing:
        yield f"{month_name(missing[0])} is missing" if len(missing) == 1 else f"{len(missing)} months are missing"
    if _share_accepted(report.files) < MOST:
        yield _set_aside(report.files)
    if newest_is_incomplete(report, found):
        yield "the newest month looks incomplete"
    if any(one.source == report.source and one.period >= since for one in found.suspected):
        yield "a change in recording is suspected"


def _minor(project: Project, report: Any, found: Findings, since: date, late: float) -> Iterator[str]:
    source, newest = report.source, max(report.months_covered, default=None)
    if MOST <= _share_accepted(report.files) < NEARLY_ALL:
        yield _set_aside(report.files)
    unusual = [one for one in found.unusual if one.source == source and one.month >= since and not one.category]
    if any(one.month != newest or one.direction == "more" for one in unusual):
        yield "a month is far from its usual level"
    if any(one.source == source and any(month.month >= since for month in one.unusual) for one in found.fields):
        yield "a key field is unusually incomplete in a month"
    if 100 * late > project.contracts[source].tolerances.late_percent:
        yield "much is recorded late"


def newest_is_incomplete(report: Any, found: Findings) -> bool:
    """Whether the newest month that a source covers has far too few events, or ends too soon."""
    newest = max(report.months_covered, default=None)
    few = any(
        one.source == report.source and one.month == newest and one.direction == "fewer" and not one.category
        for one in found.unusual
    )
    return few or any(one.source == report.source and one.month == newest for one in found.ends_early)


def _set_aside(files: Iterable[Any]) -> str:
    """The share of rows set aside, in whole per cent where there are rows enough that it tells no small number."""
    share, rows = 1 - _share_accepted(files), sum(_totals(files))
    if rows < ENOUGH_FOR_A_SHARE:
        return f"{'many' if share > 1 - MOST else 'some'} rows were set aside"
    return f"{round(100 * share)} % of rows were set aside"


def _share_accepted(files: Iterable[Any]) -> float:
    """Accepted rows as a share of accepted and quarantined ones; duplicates say nothing of quality."""
    accepted, quarantined = _totals(files)
    return accepted / (accepted + quarantined) if accepted + quarantined else 1.0


def _totals(files: Iterable[Any]) -> tuple[int, int]:
    rows = [file if isinstance(file, Mapping) else vars(file) for file in files]
    accepted, quarantined = (sum(row[name] or 0 for row in rows) for name in ("rows_accepted", "rows_quarantined"))
    return accepted, quarantined

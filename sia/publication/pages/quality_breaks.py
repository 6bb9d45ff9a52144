"""Of the page on data quality: changes in recording, those declared and those suspected from the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sia.calendar import financial_year_label, long_date, month_name
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.pages.quality_months import category_words
from sia.publication.shares import Protection
from sia.publication.tables import plain_text
from sia.publication.wording import number, percent, sentence_case


def breaks(edition: Edition) -> str:
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


def suspected(edition: Edition) -> str:
    """Steps and changed bases that no declared change explains; questions to the agency, not facts."""
    lines = [_suspected_line(edition, one) for one in edition.quality.found.suspected]
    if not lines:
        return ""
    text = (
        "Suspected from the figures, not confirmed: what happened may be real, or the way of recording may have changed. "
        "The agency has to be asked. Until a change is confirmed and entered in the register of recording breaks, no "
        "comparison allows for it; the source's grade, and with it the confidence of ratings, does."
    )
    return document(heading(2, "Suspected changes in recording", "sec-suspected"), text, bullets(lines))


def _suspected_line(edition: Edition, one: Any) -> str:
    contract = edition.project.contracts[one.source]
    title = plain_text(contract.title) + (f", {category_words(contract, one.category)}" if one.category else "")
    when = period_words(one)
    basis = f"the reporting basis changes from “{plain_text(one.basis_before)}” to “{plain_text(one.basis)}”"
    if one.before is None or one.after is None:
        return f"{title}: {when}, {basis}."
    told = f"{title}: {when}, {_step(edition.quality.protection(contract), one)}."
    return f"{told} {sentence_case(basis)} at the same time." if one.basis else told


def period_words(one: Any) -> str:
    """When a suspected change begins: "in 2016/17", "in 2016", "in or about April 2022"."""
    if not one.yearly:
        return f"in or about {month_name(one.period)}"
    return f"in {financial_year_label(one.period) if one.period.month == 4 else one.period.year}"


def _step(protection: Protection, one: Any) -> str:
    side = "rises" if one.after > one.before else "falls"
    if protection.is_small(one.before, one.after):
        return f"the level {side} at least twofold"
    each = "" if one.yearly else " a month"
    if protection.public:
        return f"the level {side} from {_figure(one.before)} to {_figure(one.after)}{each}"
    if not one.before:
        return f"the level {side} from nothing"
    if one.after < one.before:
        return f"the level falls to about {percent(100 * one.after / one.before)} of what it was"
    return f"the level rises to about {number(one.after / one.before, 1)} times what it was"


def _figure(value: float) -> str:
    return number(value) if float(value).is_integer() or value >= 100 else number(value, 1)

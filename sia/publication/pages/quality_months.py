"""Of the page on data quality: months that are missing, look incomplete or are far from their usual level."""

from __future__ import annotations

from typing import Any

from sia.calendar import long_date, month_name
from sia.project.contract import Contract
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.tables import plain_text
from sia.publication.wording import full_stop, lower_first, month_runs, number


def missing_months(edition: Edition, reports: list[Any]) -> str:
    """Months without rows in sources of which every month is expected."""
    lines = [
        full_stop(f"{plain_text(edition.source_title(report.source))}: {month_runs(missing)}")
        for report in reports
        if (missing := report.months_missing)
    ]
    if not lines:
        return ""
    text = "A comparison that needs one of these months is not made, and says so."
    return document(heading(2, "Months missing", "sec-missing-months"), text, bullets(lines))


def unusual_months(edition: Edition, reports: list[Any]) -> str:
    """Months with far fewer or more events than usual, and newest months that look incomplete."""
    found = edition.quality.found
    newest = {report.source: max(report.months_covered) for report in reports if report.months_covered}
    lines = [_ends_early(edition, one) for one in found.ends_early if newest.get(one.source) == one.month]
    told = {(one.source, one.month) for one in found.ends_early}
    for one in found.unusual:
        if one.source in newest:
            whole = one.month == newest[one.source] and one.direction == "fewer" and not one.category
            ending = " The month looks incomplete." if whole and (one.source, one.month) not in told else ""
            lines.append(_unusual(edition, one) + ending)
    if not lines:
        return ""
    text = (
        "These months lie far from the months around them and from the same month of other years. Most often the extract "
        "is at fault, sent too early or in part; sometimes it is a real event. The agency can say which."
    )
    return document(heading(2, "Unusual months", "sec-unusual-months"), text, bullets(lines))


def _ends_early(edition: Edition, one: Any) -> str:
    title = plain_text(edition.source_title(one.source))
    return f"{title}: the newest event is of {long_date(one.last_day)}. {month_name(one.month)} looks incomplete."


def _unusual(edition: Edition, one: Any) -> str:
    contract = edition.project.contracts[one.source]
    protection = edition.quality.protection(contract)
    title = plain_text(contract.title) + (f", {category_words(contract, one.category)}" if one.category else "")
    side = "below" if one.direction == "fewer" else "above"
    if protection.is_small(one.count, one.usual):
        return f"{title}: {month_name(one.month)} lies far {side} its usual level."
    figures = f" ({number(one.count)}, where about {number(one.usual)} are usual)" if protection.public else ""
    return f"{title}: {month_name(one.month)} lies {number(one.percent)}% {side} its usual level{figures}."


def category_words(contract: Contract, value: str, *, capital: bool = False) -> str:
    """A category as people call it: the agency's own name where the contract's codes know it, else its words."""
    column = contract.kept.get("category")
    names = [name for name, code in (column.codes if column else {}).items() if code == value]
    words = next((name for name in names if _slug(name) == value), value.replace("-", " ").replace("_", " "))
    return plain_text(words if capital else lower_first(words))


def _slug(name: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())

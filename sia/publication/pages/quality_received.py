"""Of the page on data quality: months received twice, totals that differ from those stated, sources without a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sia.extracts.received_words import words_of
from sia.extracts.stated import stated_words
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.tables import plain_text
from sia.publication.wording import full_stop

#: The headers tried for a column that is not there: for whoever mends the contract, not for readers of the page.
LOOKED_FOR = re.compile(r" \(looked for .*?\)(?= or for '|\.?$)")


def received_twice(edition: Edition, reports: Iterable[Any]) -> str:
    """Months that came again, with the file that counts and what it says otherwise."""
    lines = [line for report in reports for line in _lines(edition, report, _again(edition, report))]
    if not lines:
        return ""
    text = "The newer file counts; the rows of the older one stand under duplicates."
    return document(heading(2, "Months received twice", "sec-received-twice"), text, bullets(lines))


def stated_totals(edition: Edition, reports: Iterable[Any]) -> str:
    """Totals that an agency states and that are not what was found."""
    lines = [line for report in reports for line in _lines(edition, report, _stated(edition, report))]
    if not lines:
        return ""
    text = "Figures here are of the rows accepted. The agencies are asked which of the two is right."
    return document(heading(2, "Totals that differ from those stated", "sec-stated"), text, bullets(lines))


def remarks(edition: Edition, reports: Iterable[Any]) -> str:
    """What else was remarked when the extracts were read, a sentence each."""
    lines = []
    for report in reports:
        told = {*_again(edition, report), *_stated(edition, report)}
        lines += _lines(edition, report, [remark for remark in report.remarks if remark not in told])
    return document(heading(2, "Remarks on what was read", "sec-remarks"), bullets(lines)) if lines else ""


def not_read(edition: Edition) -> str:
    """Sources of which files came that could not be read, and why."""
    lines = []
    for report, title in _without_rows(edition):
        if report.problem:
            why = LOOKED_FOR.sub("", report.problem.removeprefix(f"{report.title} not read: "))
            lines.append(full_stop(f"{title}: {plain_text(why.rstrip('.'))}"))
    if not lines:
        return ""
    text = "Files of these sources came, and nothing in them could be used. They are in no figure."
    return document(heading(2, "Sources that could not be read", "sec-not-read"), text, bullets(lines))


def not_supplied(edition: Edition) -> str:
    """Sources of which no file came."""
    lines = [full_stop(title) for report, title in _without_rows(edition) if not report.problem]
    if not lines:
        return ""
    text = "No file of these sources came. What rests on them alone cannot be calculated; it does not mean that nothing happened."
    return document(heading(2, "Sources not supplied", "sec-not-supplied"), text, bullets(lines))


def _without_rows(edition: Edition) -> Iterable[tuple[Any, str]]:
    for report in sorted(edition.reports, key=lambda report: edition.source_title(report.source).casefold()):
        if not report.supplied:
            contract = edition.project.contracts[report.source]
            yield report, f"{plain_text(contract.title)} ({plain_text(contract.agency)})"


def _again(edition: Edition, report: Any) -> list[str]:
    return [words_of(edition.project.contracts[report.source], one) for one in report.again]


def _stated(edition: Edition, report: Any) -> list[str]:
    return [stated_words(edition.project.contracts[report.source], one) for one in report.stated if one.differs]


def _lines(edition: Edition, report: Any, sentences: Iterable[str]) -> list[str]:
    title = plain_text(edition.source_title(report.source))
    return [full_stop(f"{title}: {plain_text(sentence)}") for sentence in sentences]

"""Of the page on data quality: what is recorded long after it happened, and which figures will therefore still grow."""

from __future__ import annotations

from collections.abc import Iterator

from sia.calendar import Window, add_months
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.pages.quality_months import category_words
from sia.publication.tables import Table, plain_text
from sia.publication.wording import SUPPRESSED, month_runs, number

PROVISIONAL_MONTHS = 2


def late_recording(edition: Edition) -> str:
    """A table of what was recorded late in the latest year, and what follows from it, source by source."""
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
    lines = [*_categories(edition), *_still_to_come(edition), *_growing(edition)]
    return document(heading(2, "Late recording", "sec-late"), table.markdown(), bullets(lines))


def _categories(edition: Edition) -> Iterator[str]:
    for one in edition.quality.found.late_categories:
        contract = edition.project.contracts[one.source]
        protection = edition.quality.protection(contract)
        share = protection.share(one.late, one.events)
        if share != SUPPRESSED and not protection.is_small(one.late, one.events - one.late):
            words = category_words(contract, one.category)
            yield f"{plain_text(contract.title)}: of {words}, {share} were recorded more than 30 days after they happened."


def _still_to_come(edition: Edition) -> Iterator[str]:
    for one in edition.quality.found.to_come:
        contract = edition.project.contracts[one.source]
        share = edition.quality.protection(contract).share(one.came_later, one.events)
        if share != SUPPRESSED:
            months = Window(one.first, one.last).label
            yield (
                f"{plain_text(contract.title)}: of what happened in {months}, {share} was recorded more than "
                "30 days after its month had ended."
            )


def _growing(edition: Edition) -> Iterator[str]:
    """Whether the newest figures of a source will grow: not where events count in the month of their recording."""
    for source in sorted(edition.quality.late):
        title = plain_text(edition.source_title(source))
        months = provisional_months(edition, source)
        if months:
            yield (
                f"{title}: figures by the month in which events happened are provisional for {month_runs(months)} and "
                "will still grow; a fall in them means less than it seems."
            )
        elif not counted_when_they_happened(edition, source):
            yield f"{title}: events count in the month in which they were recorded, so that late ones do not add to earlier months."


def provisional_months(edition: Edition, source: str) -> list:
    """The newest months whose figures by the day of the event are provisional, by the contract's tolerance; else none."""
    late, contract = edition.quality.late.get(source), edition.project.contracts.get(source)
    if contract is None or late is None or not late.events or late.late is None:
        return []
    if 100 * late.late / late.events <= contract.tolerances.late_percent:
        return []
    newest = edition.readings.newest_month
    return (
        [add_months(newest, -back) for back in range(PROVISIONAL_MONTHS)]
        if counted_when_they_happened(edition, source)
        else []
    )


def counted_when_they_happened(edition: Edition, source: str) -> bool:
    """Whether an indicator counts the source's events in the month in which they happened."""
    return any(
        source in indicator.sources and indicator.counted_by == "occurred"
        for _, indicator in edition.project.indicators.values()
    )

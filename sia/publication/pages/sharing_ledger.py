"""The sharing ledger: every source with its agency, the terms on which it is shared, and what becomes of personal data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sia.calendar import long_date, month_name
from sia.extracts.folder import RECEIVED, read_received
from sia.extracts.report import shown
from sia.project.contract import Contract
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, definitions, document, heading
from sia.publication.tables import Table, plain_text
from sia.publication.wording import full_stop, sentence_case
from sia.sharing.terms import unstated

NOT_STATED = "not stated"


def ledger_page(edition: Edition) -> str:
    """An overview of all sources, then the terms of each, agency by agency. What a contract does not say is said to be so."""
    reports = sorted(edition.reports, key=lambda report: edition.source_title(report.source).casefold())
    if not reports:
        return ""
    agencies: dict[str, list[Any]] = {}
    for report in reports:
        agencies.setdefault(edition.project.contracts[report.source].agency, []).append(report)
    return document(
        _overview(edition, reports),
        _gaps(edition, reports),
        *(
            _agency(edition, name, theirs)
            for name, theirs in sorted(agencies.items(), key=lambda one: one[0].casefold())
        ),
    )


def _overview(edition: Edition, reports: Iterable[Any]) -> str:
    rows = tuple(_overview_row(edition, report) for report in reports)
    table = Table(
        "ledger",
        f"Sources, as at {edition.as_at}.",
        ("Source", "Handled as", "Arrives", "Kept for", "Last received"),
        rows,
        numbers=False,
        widths=(36, 18, 14, 14, 18),
    )
    return document(heading(2, "All sources", "sec-ledger"), table.markdown())


def _overview_row(edition: Edition, report: Any) -> tuple[str, ...]:
    contract = edition.project.contracts[report.source]
    title = plain_text(contract.title)
    return (
        title,
        contract.classification,
        contract.frequency,
        _kept_for(contract),
        _last_received(edition, report) or "not received",
    )


def _gaps(edition: Edition, reports: Iterable[Any]) -> str:
    """The sources whose contract leaves terms open that data which is not public should have."""
    lines = []
    for report in reports:
        contract = edition.project.contracts[report.source]
        if missing := unstated(contract):
            lines.append(full_stop(f"{plain_text(contract.title)}: {', '.join(missing)} {NOT_STATED}"))
    return document(heading(2, "Terms not stated", "sec-ledger-gaps"), bullets(lines)) if lines else ""


def _agency(edition: Edition, agency: str, reports: Iterable[Any]) -> str:
    blocks = [heading(2, plain_text(agency))]
    for report in reports:
        contract = edition.project.contracts[report.source]
        anchor = f"sec-ledger-{contract.id.replace('_', '-')}"
        blocks += [heading(3, plain_text(contract.title), anchor), definitions(_terms(edition, contract, report))]
    return document(*blocks)


def _terms(edition: Edition, contract: Contract, report: Any) -> Iterable[tuple[str, str]]:
    yield "Answerable", plain_text(contract.owner)
    yield "Purpose", _stated(contract.purpose)
    yield "Lawful basis", _stated(contract.lawful_basis)
    yield "Licence or agreement", _stated(contract.licence)
    yield (
        "Handled as",
        f"{contract.classification}; the figures are published elsewhere"
        if contract.public
        else contract.classification,
    )
    yield (
        "Arrives",
        f"{contract.frequency}. {sentence_case(plain_text(contract.as_at_rule))}"
        if contract.as_at_rule
        else contract.frequency,
    )
    yield "Kept for", _kept_for(contract)
    yield "Personal data", _personal(contract)
    yield "Last received", _last_received(edition, report) or "not received for this assessment"


def _stated(text: str) -> str:
    return plain_text(text) if text else NOT_STATED


def _kept_for(contract: Contract) -> str:
    months = contract.retention_months
    if months is None:
        return NOT_STATED
    years, rest = divmod(months, 12)
    if rest:
        return f"{months} months"
    return f"{years} year{'s' * (years != 1)}"


def _personal(contract: Contract) -> str:
    """What becomes of the columns that are declared personal, by title."""
    dropped = [shown(contract, name) for name, column in contract.columns.items() if column.drop]
    hashed = [
        shown(contract, name) for name, column in contract.columns.items() if column.pseudonymise and not column.drop
    ]
    told = [f"never read: {plain_text('; '.join(dropped))}"] if dropped else []
    told += [f"replaced by a keyed hash: {plain_text('; '.join(hashed))}"] if hashed else []
    if not told:
        return "no column is declared to be personal; only the columns that the contract names are read"
    told.append("every other column that the contract names is read as it was sent")
    return ". ".join(map(sentence_case, told))


def _last_received(edition: Edition, report: Any) -> str:
    """The day the newest file arrived, where it was written down; else the newest month in it.

    Of a register, where a month can be that of a single case, it is not told.
    """
    if not report.files:
        return ""
    register = read_received(edition.project.root / "extracts" / report.source / RECEIVED)
    names = {file.file.partition(":")[0] for file in report.files}
    days = [day for name, day in register.items() if name in names and day.year > 1]
    if days:
        return long_date(max(days))
    if edition.project.contracts[report.source].kind == "register":
        return "day not recorded"
    months = [file.last_month for file in report.files if file.last_month]
    return f"data to {month_name(max(months))}" if months else ""

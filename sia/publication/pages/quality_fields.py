"""Of the page on data quality: how completely key fields are filled, and values that stand in some months only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sia.project.contract import Contract
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, document, heading
from sia.publication.pages.quality_months import category_words
from sia.publication.shares import Protection
from sia.publication.tables import Table, plain_text
from sia.publication.wording import SUPPRESSED, in_words, listed, month_runs, month_short

LONGER_THAN_A_MONTH = ("quarterly", "twice a year", "annual")


def key_fields(edition: Edition) -> str:
    """The table of fields that are not always filled, then months and values that are out of the ordinary."""
    found = [one for one in edition.quality.found.fields if one.source in edition.project.contracts]
    gaps = [one for one in found if one.total.count < one.total.rows]
    lines = [*_unusually_blank(edition), *_odd_values(edition), *_never_given(edition)]
    if not gaps and not lines:
        return ""
    within = " that can have it" if any(one.never for one in found) else ""
    rest = f"Every other key field is filled in every row{within}." if len(gaps) < len(found) else ""
    return document(
        heading(2, "How completely key fields are filled", "sec-completeness"),
        _table(edition, gaps).markdown() if gaps else "",
        rest,
        bullets(lines),
        f"[Every key field by month (CSV)]({edition.root}/tables/completeness.csv)",
    )


def _table(edition: Edition, gaps: list[Any]) -> Table:
    rows = []
    for one in gaps:
        contract = edition.project.contracts[one.source]
        protection, total = edition.quality.protection(contract), one.total
        least = min(one.months, key=lambda month: (month.share, month.month))
        share = protection.share(least.count, least.rows)
        lowest = share if share == SUPPRESSED or len(one.months) == 1 else f"{share} ({month_short(least.month)})"
        whole = protection.share(total.count, total.rows)
        rows.append((plain_text(contract.title), _field(contract, one.column), whole, lowest))
    return Table(
        "completeness",
        f"Share of rows in which a key field is filled, where that is not all of them, as at {edition.as_at}.",
        ("Source", "Field", "Filled", "In the month with the fewest"),
        tuple(rows),
        widths=(38, 26, 14, 22),
        text_columns=(1,),
    )


def completeness_by_month(edition: Edition) -> Table:
    """Every key field of every source by month, as a table to download: source, field, month, share filled in per cent."""
    rows = []
    for one in edition.quality.found.fields:
        contract = edition.project.contracts[one.source]
        protection = edition.quality.protection(contract)
        for month in one.months:
            share = protection.share(month.count, month.rows)
            rows.append((contract.title, _field(contract, one.column), month_short(month.month), share))
    return Table("completeness", "Share of rows filled.", ("Source", "Field", "Month", "Filled"), tuple(rows))


def _field(contract: Contract, column: str) -> str:
    return plain_text(contract.columns[column].title or column.replace("_", " ").capitalize())


def _unusually_blank(edition: Edition) -> Iterator[str]:
    for one in edition.quality.found.fields:
        if one.unusual:
            contract = edition.project.contracts[one.source]
            protection = edition.quality.protection(contract)
            ordinary = [month for month in one.months if month not in one.unusual] or list(one.months)
            blank, rows = (sum(values) for values in zip(*((m.rows - m.count, m.rows) for m in ordinary), strict=True))
            usual = protection.share(blank, rows)
            shares = [protection.share(month.rows - month.count, month.rows) for month in one.unusual]
            yield (
                f"{plain_text(contract.title)}: {_field(contract, one.column)} is blank unusually often in "
                f"{month_runs(month.month for month in one.unusual)} ({_range(shares)} of rows"
                + (f"; {usual} in the other months)." if usual != SUPPRESSED else ").")
            )


def _range(shares: list[str]) -> str:
    """ "14%", or "7% to 14%" in the order of size; a withheld share is left out."""
    shown = sorted({share for share in shares if share != SUPPRESSED}, key=_size)
    if not shown:
        return "a larger share"
    return shown[0] if len(shown) == 1 else f"{shown[0]} to {shown[-1]}"


def _size(share: str) -> float:
    return float("".join(letter for letter in share if letter.isdigit())) - share.startswith("less")


def _odd_values(edition: Edition) -> Iterator[str]:
    """Values are named where they are codes or the source is published; a withheld share leaves the value unsaid."""
    for one in edition.quality.found.values:
        contract = edition.project.contracts[one.source]
        protection = edition.quality.protection(contract)
        named = contract.public or contract.columns[one.column].type == "code"
        if named and not any(protection.is_small(month.count, month.rows - month.count) for month in one.months):
            yield f"{plain_text(contract.title)}: {_odd_value(contract, protection, one)}"


def _odd_value(contract: Contract, protection: Protection, one: Any) -> str:
    value = category_words(contract, one.value, capital=True) if one.column == "category" else plain_text(one.value)
    months, field = month_runs(month.month for month in one.months), _field(contract, one.column)
    longer = contract.kind == "series" and contract.frequency in LONGER_THAN_A_MONTH
    shares = _range([protection.share(month.count, month.rows) for month in one.months])
    if one.kind == "more":
        usual = protection.share(one.usual * one.months[0].rows, one.months[0].rows)
        usually = f"; usually {usual}" if usual != SUPPRESSED else ""
        return f"{field} is “{value}” unusually often in {months} ({shares} of rows{usually})."
    if one.newest and longer:  # a year or a quarter that is over is no longer added to: the source began to say so
        first = month_runs([min(month.month for month in one.months)])
        return f"{field} is “{value}” only in periods that begin in {first} or later ({shares} of rows)."
    if one.newest:
        number = len(one.months)
        newest = "the newest month" if number == 1 else f"the newest {in_words(number)} months"
        return f"{field} is “{value}” in {newest} only, {months} ({shares} of rows): these may still change."
    within = f"periods that begin in {months}" if longer else months
    return f"{field} is “{value}” in {within} only ({shares} of rows)."


def _never_given(edition: Edition) -> Iterator[str]:
    """Fields that some categories never have, in one sentence for all fields of a source of which that is true alike."""
    fields: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in edition.quality.found.fields:
        if one.never:
            fields.setdefault((one.source, one.never), []).append(one.column)
    for (source, never), columns in fields.items():
        contract = edition.project.contracts[source]
        names = listed((category_words(contract, name) for name in never), "or")
        named, are = listed(_field(contract, column) for column in columns), "is" if len(columns) == 1 else "are"
        yield f"{plain_text(contract.title)}: {named} {are} never given for {names}; shares are of the other rows."

"""What can be wrong between the parts of a contract: columns that answer to one header, options that need each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sia.extracts.check_columns import Fault
from sia.extracts.headers import accepted_headers, plain
from sia.extracts.judge import has_mark
from sia.extracts.period import DATED, span_columns
from sia.project.contract import Contract

WORKBOOKS, JSON = (".xlsx", ".xlsm", ".xls", ".ods", ".zip"), (".json", ".jsonl", ".ndjson", ".gz", ".zip")


def contract_faults(contract: Contract) -> Iterator[Fault]:
    """Every fault between the parts of a contract."""
    yield from _headers(contract)
    yield from _companions(contract)
    yield from _dropped(contract)
    yield from _forms(contract)
    yield from _repeated_rules(contract)
    column = contract.coverage.column
    if column and contract.columns[column].type not in DATED:
        message = f"coverage counts by '{column}', which is not a date, a month or a period."
        yield ("coverage", "column"), message, "Name a column that says when."


def _headers(contract: Contract) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for name, column in contract.columns.items():
        for header in dict.fromkeys(map(plain, accepted_headers(name, column))):
            other = owner.setdefault(header, name)
            if other != name:
                message = f"the header '{header}' is accepted for '{other}' and for '{name}'."
                yield ("columns", name), message, "Leave it to one of them."


def _companions(contract: Contract) -> Iterator[Fault]:
    """Columns with the name of one that sia adds: the days of a period, the mark beside a number."""
    for name, column in contract.kept.items():
        added = [*span_columns(name, column)] if column.type == "period" else []
        added += [f"{name}_mark"] if has_mark(contract, column) else []
        for other in added:
            if other in contract.kept:
                message = f"'{other}' is what sia calls the companion of '{name}'."
                yield ("columns", other), message, "Give one of the two another name."


def _dropped(contract: Contract) -> Iterator[Fault]:
    unpivot = [(("unpivot", part), getattr(contract.unpivot, part)) for part in ("name", "value") if contract.unpivot]
    named = [(("key", number), name) for number, name in enumerate(contract.key)]
    named += [(("key_fields", number), name) for number, name in enumerate(contract.key_fields)]
    named += [(("coverage", "column"), contract.coverage.column), (("reporting_basis",), contract.reporting_basis)]
    for where, name in [*named, *unpivot]:
        if name and contract.columns[name].drop:
            yield where, f"'{name}' is dropped, so that nothing can be told from it.", "Keep it, or name another."


def _forms(contract: Contract) -> Iterator[Fault]:
    """Options of one kind of file in a contract whose file names are all of another kind."""
    for field, suffixes, kind in (("sheet", WORKBOOKS, "workbook"), ("records", JSON, "JSON file")):
        fits = any(pattern.lower().endswith(("*", *suffixes)) for pattern in contract.files)
        if getattr(contract, field) and not fits:
            message = f"'{field}' is for a {kind}, and none of the file names ({', '.join(contract.files)}) is of one."
            yield (field,), message, f"Remove it, or let 'files' name a {kind}."
    if contract.unpivot is None:
        return
    try:
        re.compile(contract.unpivot.headers)
    except re.error:
        message = f"'{contract.unpivot.headers}' is not a regular expression."
        yield ("unpivot", "headers"), message, "Write it as '\\d{4}' for years."
    if contract.unpivot.name == contract.unpivot.value:
        yield ("unpivot", "value"), "header and cell cannot go into one column.", "Name two columns."


def _repeated_rules(contract: Contract) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, rule in enumerate(contract.rules):
        if rule.id in seen:
            yield ("rules", number, "id"), f"there are two rules '{rule.id}'.", "Give one another id."
        seen.add(rule.id)

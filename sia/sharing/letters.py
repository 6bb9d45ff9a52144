"""The page that goes back to each agency: what was received of it, what could not be used, and what is asked for.

A page to print or to paste into an e-mail; it holds counts, names of files and columns, and no value of any row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sia.calendar import Window, long_date, month_name, runs_of_months
from sia.extracts import SourceReport
from sia.extracts.report import StatedTotal, shown
from sia.extracts.told import spelled
from sia.project.contract import Contract
from sia.project.load import Project
from sia.sharing.returned import Reason, Returned
from sia.sharing.workbook import marking

if TYPE_CHECKING:
    from jinja2 import Template

MOST_REASONS, MOST_LINES, MOST_RUNS = 3, 14, 6
SENSITIVITY = ("public", "official", "official-sensitive")


@dataclass(frozen=True)
class Part:
    """One source in a letter: a sentence for each of its commonest kinds of fault, and how many more kinds there are."""

    contract: Contract
    report: SourceReport
    reasons: tuple[str, ...] = ()
    kinds_more: int = 0
    workbook: str = ""

    @property
    def received(self) -> bool:
        return self.report.supplied

    @property
    def months(self) -> str:
        """The months of the rows accepted: "April 2021 to December 2023"."""
        firsts = [file.first_month for file in self.report.files if file.first_month]
        lasts = [file.last_month for file in self.report.files if file.last_month]
        return Window(min(firsts), max(lasts)).label if firsts and lasts else "none"

    @property
    def missing(self) -> str:
        """The months without data: "August 2023; October to December 2023"; of many runs the latest."""
        runs = [run.label for run in runs_of_months(self.report.months_missing)]
        earlier = [f"{len(runs) - MOST_RUNS} earlier gaps"] if len(runs) > MOST_RUNS else []
        return "; ".join([*earlier, *runs[-MOST_RUNS:]])

    @property
    def differences(self) -> list[str]:
        """What the agency says that it sent, where something else was found, in words."""
        return [_difference(self.contract, one) for one in self.report.stated if one.differs]

    def rows(self, kind: str) -> str:
        return f"{sum(getattr(file, f'rows_{kind}') for file in self.report.files):,}"

    @property
    def says_something(self) -> bool:
        return bool(self.report.problem or self.workbook or self.missing or self.differences)


def write_letters(
    project: Project, reports: Iterable[SourceReport], returned: Sequence[Returned], folder: Path
) -> list[Path]:
    """Write a page for each agency that has something to mend or to send; gives the pages, by agency."""
    by_source = {one.contract.id: one for one in returned}
    by_agency: dict[str, list[SourceReport]] = {}
    for report in reports:
        by_agency.setdefault(project.contracts[report.source].agency, []).append(report)
    written: list[Path] = []
    for agency, theirs in sorted(by_agency.items()):
        parts = parts_of_letter(project, theirs, by_source)
        if any(part.says_something for part in parts):
            path = _free(folder / f"{slug(agency)}.html", written)
            path.write_text(letter(project, agency, parts), encoding="utf-8", newline="\n")
            written.append(path)
    return written


def parts_of_letter(project: Project, reports: Sequence[SourceReport], returned: Mapping[str, Returned]) -> list[Part]:
    """The sources of one agency; the more of them have faults, the fewer of each are told, so that it stays one page."""
    faulty = sum(report.source in returned for report in reports)
    most = max(1, min(MOST_REASONS, MOST_LINES // max(faulty, 1)))
    parts = []
    for report in reports:
        kinds = _kinds(returned[report.source].reasons) if report.source in returned else []
        sentences = tuple(_sentence(kind) for kind in kinds[:most])
        workbook = f"{report.source}.xlsx" if kinds else ""
        parts.append(Part(project.contracts[report.source], report, sentences, len(kinds[most:]), workbook))
    return parts


def letter(project: Project, agency: str, parts: Sequence[Part]) -> str:
    """The page for one agency as HTML."""
    assessment, partnership = project.assessment, project.partnership
    strictest = max((part.contract for part in parts), key=lambda one: SENSITIVITY.index(one.classification))
    concerned = [part for part in parts if part.received or part.report.problem]
    return _template().render(
        agency=agency,
        owners=list(dict.fromkeys(part.contract.owner for part in concerned)),
        partnership=partnership.name,
        contact=partnership.contact or assessment.prepared_by or partnership.name,
        notice=partnership.notice,
        assessment=assessment.title,
        as_at=long_date(assessment.as_at),
        marking=marking(strictest),
        received=[part for part in parts if part.received],
        faulty=[part for part in parts if part.workbook],
        unread=[part for part in parts if part.report.problem],
        missing=[part for part in parts if part.missing],
        different=[part for part in parts if part.differences],
        most=MOST_REASONS,
        absent=[part for part in parts if not part.received and not part.report.problem],
    )


def slug(agency: str) -> str:
    """An agency's name as the name of a file: "exampleshire-police"."""
    plain = unicodedata.normalize("NFKD", agency).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "agency"


def _free(path: Path, taken: list[Path]) -> Path:
    """A path that no other agency's page has."""
    number, free = 1, path
    while free in taken:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _kinds(reasons: Iterable[Reason]) -> list[list[Reason]]:
    """Reasons of one kind over all files together, the commonest kind first."""
    kinds: dict[tuple[str, str, str], list[Reason]] = {}
    for reason in reasons:
        kinds.setdefault((reason.column, reason.rule, reason.sentence), []).append(reason)
    return sorted(kinds.values(), key=lambda kind: (-sum(one.rows for one in kind), kind[0].sentence))


def _sentence(kind: list[Reason]) -> str:
    """One kind of fault in words: "Ward is not one of the agreed names: 7 rows, such as row 12 of incidents.csv."."""
    first, rows = kind[0], sum(one.rows for one in kind)
    count, example = f"{rows:,} rows, such as" if rows > 1 else "one row,", f"row {first.first_row} of {first.file}"
    told = first.sentence.rstrip(".")
    return f"{told[:1].upper()}{told[1:]}: {count} {example}."


def _difference(contract: Contract, one: StatedTotal) -> str:
    if one.file:
        return f"You state {one.stated:,} records in {one.file}; we found {_number(one.found)}."
    of = "".join(f", {shown(contract, name)} '{spelled(contract, name, value)}'" for name, value in one.of)
    return (
        f"You state {one.stated:,} for {month_name(one.month)}{of}; the rows we accepted come to {_number(one.found)}."
    )


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("letter.html")

"""Drafts the contract of an example extract: what can be seen is filled in, what cannot is asked for in a remark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sia.drafting.column_drafts import ColumnDraft, draft_column
from sia.drafting.looked_at import Looked, look_at
from sia.drafting.names import code_for, identifier_for, title_for
from sia.drafting.opening import Opened
from sia.drafting.sample import Sample
from sia.drafting.shape import MOST_MEASURES, Shape, Wide, shape_of
from sia.errors import Problem
from sia.extracts.headers import plain
from sia.project.contract import RESERVED_COLUMNS
from sia.project.load import Project
from sia.project.yaml_files import problem_at

NOT_STATED = "not stated yet"
DATE_PARTS = {"year", "month", "day", "weekday", "hour"}
MOST_OTHERS = 5
MONTH_IN_NAME = re.compile(r"(?<!\d)\d{4}-(0[1-9]|1[0-2])(?!\d)")
FREQUENCY = {
    "month": "monthly",
    "quarter": "quarterly",
    "financial quarter": "quarterly",
    "calendar year": "annual",
    "financial year": "annual",
    "calendar years": "annual",
    "academic year": "annual",
}


@dataclass(frozen=True)
class Draft:
    """A drafted contract: the fields of its head, its columns, the rest; and what to say of the example.

    `roles` are the columns by the work that they do (`occurred_on`, `value`).
    """

    id: str
    kind: str
    title: str
    frequency: str
    personal: bool
    columns: tuple[ColumnDraft, ...]
    key: tuple[str, ...] = ()
    coverage: str = ""
    unpivot: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    records: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether a column says when: without one nothing can be counted by month or period."""
        return not {"recorded_on", "occurred_on", "month", "period", "period_start"}.isdisjoint(self.roles)

    def column(self, name: str) -> ColumnDraft | None:
        return next((one for one in self.columns if one.name == name), None)


def draft_contract(
    name: str,
    title: str,
    opened: Opened,
    sample: Sample,
    register: Mapping[str, Mapping[str, str]],
    kind: str = "",
    file: str = "",
) -> Draft:
    """The draft for a sample of rows; `register` is from level to the names and codes of areas, `kind` what was asked for,
    `file` the name of the file."""
    looked = look_at(sample, register)
    shape = shape_of(sample, looked, kind)
    wide = set(shape.wide.at) if shape.wide else set()
    parts = _date_parts(looked, shape)
    numbers = _other_numbers(looked, shape)
    left = wide | parts | numbers
    used = [one for one in looked if one.at not in left and one.kind.type != "empty"]
    names = _names(looked, used, shape)
    columns = [
        draft_column(one, names[one.at], _title(one, names, looked), shape.kind, shape.roles.get(one.at, ""))
        for one in used
    ]
    if shape.wide:
        columns += _wide_columns(shape.wide, sample)
    return Draft(
        id=name,
        kind=shape.kind,
        title=title,
        frequency=_frequency(columns, shape, looked),
        personal=any(one.personal.what for one in looked),
        columns=tuple(columns),
        key=_key(shape, names, columns),
        coverage=_coverage(names, shape),
        unpivot=_unpivot(shape.wide, columns),
        sheet=opened.sheet,
        records=opened.records,
        roles=_roles(shape, names, columns),
        remarks=(*_remarks(opened, sample, looked, parts, numbers), *_month_in_name(file, looked, shape)),
    )


def unfinished(project: Project) -> list[Problem]:
    """Drafted contracts that do not say yet who sends the extract and who answers for it."""
    problems = []
    for contract in project.contracts.values():
        for name, ask in (("agency", "Say who sends it."), ("owner", "Say which role answers for it there.")):
            if getattr(contract, name) == NOT_STATED:
                shown_as = f"sources/{contract.id}.yml"
                problems.append(problem_at(project.root / shown_as, shown_as, (name,), f"this is {NOT_STATED}.", ask))
    return problems


def _names(looked: list[Looked], used: list[Looked], shape: Shape) -> dict[int, str]:
    """A name for each column: that of its work, or else of its header; never one that is another column's header."""
    taken: set[str] = set(RESERVED_COLUMNS)
    names: dict[int, str] = {}
    for one in sorted(used, key=lambda one: one.at not in shape.roles):
        others = {plain(other.header) for other in looked if other.at != one.at}
        wanted = shape.roles.get(one.at, identifier_for(one.header))
        name, number = wanted, 2
        while name in taken or plain(name) in others:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name)
        names[one.at] = name
    return names


def _title(one: Looked, names: dict[int, str], looked: list[Looked]) -> str:
    """The header in plain letters, unless another column answers to that."""
    title = title_for(one.header)
    others = {plain(names[at]) for at in names if at != one.at} | {
        plain(other.header) for other in looked if other.at != one.at
    }
    return title if plain(title) not in others else f"{title} (column {one.at + 1})"


def _date_parts(looked: list[Looked], shape: Shape) -> set[int]:
    """Columns that repeat a part of the date: its year, the name of its month or day."""
    if shape.kind == "series" or not any(one.kind.type == "date" and one.kept for one in looked):
        return set()
    return {
        one.at
        for one in looked
        if one.words and one.words <= DATE_PARTS - {"hour"} and one.kind.type in ("integer", "text")
    }


def _other_numbers(looked: list[Looked], shape: Shape) -> set[int]:
    """In a series of a value and many other numbers, these: each would be a source's worth of its own."""
    if shape.kind == "events" or shape.wide:
        return set()
    numbers = {one.at for one in looked if one.kind.is_number and not one.areas} - set(shape.roles) - set(shape.key)
    return numbers if len(numbers) > MOST_MEASURES else set()


def _wide_columns(wide: Wide, sample: Sample) -> list[ColumnDraft]:
    """The two columns that headers and cells of a wide table become."""
    value = ColumnDraft("value", {"type": "integer" if wide.cells.type == "integer" else "number", "title": "Value"})
    if wide.periods:
        headers = {"type": "period", "title": "Period", "required": True, "periods": list(wide.periods)}
        return [ColumnDraft("period", headers), value]
    codes = {kind: code_for(kind) for kind in wide.kinds}
    return [ColumnDraft("measure", {"type": "code", "title": "Measure", "required": True, "codes": codes}), value]


def _key(shape: Shape, names: dict[int, str], columns: list[ColumnDraft]) -> tuple[str, ...]:
    """The key of the columns; in a wide table what was its header is a part of it."""
    key = tuple(names[at] for at in shape.key)
    return (*key, columns[-2].name) if key and shape.wide else key


def _roles(shape: Shape, names: dict[int, str], columns: list[ColumnDraft]) -> dict[str, str]:
    roles = {role: names[at] for at, role in shape.roles.items() if at in names}
    return roles | ({one.name: one.name for one in columns[-2:]} if shape.wide else {})


def _unpivot(wide: Wide | None, columns: list[ColumnDraft]) -> dict[str, str]:
    if wide is None:
        return {}
    return {"headers": wide.pattern, "name": columns[-2].name, "value": columns[-1].name}


def _frequency(columns: list[ColumnDraft], shape: Shape, looked: list[Looked]) -> str:
    """How often there is a new period, by its kind or by how many there are in a year; events are taken for monthly."""
    periods = next((one.fields["periods"] for one in columns if one.fields.get("type") == "period"), [])
    if shape.kind == "events":
        return "monthly"
    days = next((one.kind for one in looked if shape.roles.get(one.at) in ("period", "period_start")), None)
    if days is None or days.type == "period" or not days.years[0]:
        return FREQUENCY[periods[0]] if periods else "annual"
    a_year = len(days.counts) / (days.years[1] - days.years[0] + 1)
    return "monthly" if a_year > 6 else "quarterly" if a_year > 2.5 else "twice a year" if a_year > 1.5 else "annual"


def _coverage(names: dict[int, str], shape: Shape) -> str:
    """The column that tells which months are there; the date on which an event was recorded before that of the event."""
    if shape.kind == "series":
        return ""
    mine = {role: names[at] for at, role in shape.roles.items()}
    return next((mine[role] for role in ("recorded_on", "occurred_on", "month") if role in mine), "")


def _remarks(opened: Opened, sample: Sample, looked: list[Looked], parts: set[int], numbers: set[int]) -> list[str]:
    """What the draft was made from, and what of the file it leaves."""
    rows = f"{'the first ' if sample.cut else ''}{sample.seen:,} rows"
    remarks = [f"Drafted from {rows}." if sample.whole else f"Drafted from {sample.rows:,} of {rows}."]
    if opened.others:
        named = ", ".join(f"'{one}'" for one in opened.others[:MOST_OTHERS])
        more = f" and {len(opened.others) - MOST_OTHERS} more" if len(opened.others) > MOST_OTHERS else ""
        remarks.append(f"The file also holds {named}{more}.")
    empty = {one.at for one in looked if one.kind.type == "empty"}
    for what, at in (
        ("Blank in every row", empty),
        ("Parts of the date", parts),
        ("Further columns of numbers", numbers),
    ):
        if at:
            remarks.append(f"{what}, and left out: {_listed([one.header for one in looked if one.at in at])}.")
    return remarks


def _month_in_name(file: str, looked: list[Looked], shape: Shape) -> list[str]:
    """That each file may hold one month, where the name says one and all rows lie in one."""
    days = [one.kind for one in looked if shape.roles.get(one.at) in ("recorded_on", "occurred_on", "month")]
    if shape.kind == "events" and MONTH_IN_NAME.search(file) and any(kind.months == 1 for kind in days):
        return [
            "All rows lie in one month: if each file is the whole month that its name says, write 'by: files' under coverage."
        ]
    return []


def _listed(headers: list[str]) -> str:
    return ", ".join(headers[:MOST_OTHERS]) + (
        f" and {len(headers) - MOST_OTHERS} more" if len(headers) > MOST_OTHERS else ""
    )


def as_mapping(draft: Draft) -> dict[str, Any]:
    """The fields of the contract that the draft fills in, in the order in which they are written."""
    content: dict[str, Any] = {"title": draft.title, "agency": NOT_STATED, "owner": NOT_STATED, "kind": draft.kind}
    content |= {"frequency": draft.frequency, "classification": "official-sensitive" if draft.personal else "official"}
    content |= {name: value for name, value in (("sheet", draft.sheet), ("records", draft.records)) if value}
    content["columns"] = {one.name: one.fields for one in draft.columns}
    if draft.unpivot:
        content["unpivot"] = draft.unpivot
    if draft.key:
        content["key"] = list(draft.key)
    if draft.column("reporting_basis"):
        content["reporting_basis"] = "reporting_basis"
    if draft.coverage:
        content["coverage"] = {"by": "rows", "column": draft.coverage}
    return content

"""Writes the staging query of a drafted source, and its branch in the query that puts all sources of a kind together.

The columns are those of the project's own `all_events.sql` or `series.sql`, in their order; what the source does not have
is null, cast as the project's other staging queries cast it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sia.drafting.draft import Draft
from sia.errors import UserError
from sia.project.text_files import read_utf8

TOGETHER = {"events": "queries/staging/all_events.sql", "series": "queries/series/series.sql"}
STAGING = "queries/staging"
FIRST_BRANCH = re.compile(r"^select\n(.*?)^from (\w+)", re.MULTILINE | re.DOTALL)
NULL = re.compile(r"cast\(null as (\w+)\) as (\w+)")
CATEGORY_WORDS = (
    "severity",
    "category",
    "offence",
    "crime",
    "type",
    "kind",
    "class",
    "nature",
    "subtype",
    "subcategory",
)
STEM = 6
NEVER_ABSENT = {"month": "date", "period_start": "date", "period_end": "date", "value": "double"}
NOT_CATEGORIES = {"sex", "gender", "age", "ageband", "ethnicity", "outcome", "status", "day", "month"}


@dataclass(frozen=True)
class Queries:
    """The files to write: the new staging query, and the whole text of the query that gains a branch ('' if it has it)."""

    staging_path: str
    staging: str
    together_path: str
    together: str


def draft_queries(root: Path, draft: Draft) -> Queries:
    """The queries of a draft. Raises UserError when the project's own query cannot be understood."""
    path = TOGETHER[draft.kind]
    whole = read_utf8(root / path, path) if (root / path).is_file() else ""
    first = FIRST_BRANCH.search(whole)
    if not first:
        raise UserError.at(path, "there is no 'select ... from' to add a branch to.", "Add --contract-only.")
    columns = [line.strip().rstrip(",") for line in first[1].splitlines() if line.strip()]
    values = _event_values(draft) if draft.kind == "events" else _series_values(draft)
    nulls = NEVER_ABSENT | _nulls(root)
    lines = [_line(name, values.get(name) or f"cast(null as {nulls.get(name, 'varchar')})") for name in columns]
    staging = (
        f"-- {_header(draft, values)}\nselect\n" + ",\n".join(f"    {line}" for line in lines) + f"\nfrom {draft.id}\n"
    )
    return Queries(f"{STAGING}/stg_{draft.id}.sql", staging, path, _with_branch(whole, draft.id, columns))


def categories(draft: Draft) -> tuple[str, ...]:
    """The columns of codes that say what kind of event it was, the likeliest first; two at most."""
    codes = [one.name for one in draft.columns if one.fields.get("type") == "code" and "codes" in one.fields]
    codes = [name for name in codes if not NOT_CATEGORIES & set(name.split("_"))]
    return tuple(sorted(codes, key=lambda name: _likelihood(name, draft.id))[:2])


def _likelihood(name: str, source: str) -> tuple[int, bool]:
    """How late a column comes: by the word for kinds in its name, and behind one that shares a word with the source."""
    words = name.split("_")
    rank = min((CATEGORY_WORDS.index(word) for word in words if word in CATEGORY_WORDS), default=len(CATEGORY_WORDS))
    return rank, not any(len(word) >= STEM and word[:STEM] in source for word in words)


def _with_branch(whole: str, name: str, columns: list[str]) -> str:
    if re.search(rf"^from stg_{name}$", whole, re.MULTILINE):
        return ""
    return (
        whole.rstrip("\n")
        + "\nunion all\nselect\n"
        + ",\n".join(f"    {one}" for one in columns)
        + f"\nfrom stg_{name}\n"
    )


def _line(name: str, value: str) -> str:
    return name if value == name else f"{value} as {name}"


def _nulls(root: Path) -> dict[str, str]:
    """How the project's staging queries cast a column that a source does not have."""
    found: dict[str, str] = {}
    for path in sorted((root / STAGING).glob("stg_*.sql")):
        for kind, name in NULL.findall(read_utf8(path, path.name)):
            found.setdefault(name, kind)
    return found


def _header(draft: Draft, values: dict[str, str]) -> str:
    if draft.kind == "series":
        return f"one row per period, area and measure of {draft.title}"
    category = values["category"].removeprefix("coalesce(").split(",")[0]
    said = f"; category is {category.replace('_', ' ')}" if category != "''" else ""
    return f"one row per record of {draft.title}{said}"


def _event_values(draft: Draft) -> dict[str, str]:
    """What each column of all events is in this source; a column that is not here is null."""
    mine = draft.roles
    kinds = [f"coalesce({name}, '')" for name in categories(draft)] + ["''", "''"]
    values = {
        "source": f"'{draft.id}'",
        "event_id": _event_id(draft),
        "kind": f"'{draft.title.lower().replace(chr(39), '')}'",
        "category": kinds[0],
        "subcategory": kinds[1],
        "month": _month(mine),
        "whole_district": "true" if _own_district_only(draft) else "false",
        "district_code": mine.get("area_code", ""),
        "source_file": "source_file",
        "source_row": "source_row",
    }
    ward = draft.column(mine.get("ward_code", ""))
    if ward and ward.fields.get("type") == "code":
        values["area_given"] = f"{ward.name}_given"
    victim = next((one.name for one in draft.columns if one.fields.get("pseudonymise")), "")
    same = ("occurred_on", "recorded_on", "ward_code", "lsoa_code", "longitude", "latitude")
    return values | {name: mine[name] for name in same if name in mine} | ({"victim_key": victim} if victim else {})


def _month(roles: dict[str, str]) -> str:
    """The month in which an event counts: that of its recording, or else in which it happened."""
    if "month" in roles:
        return roles["month"]
    day = roles.get("recorded_on") or roles.get("occurred_on")
    return f"cast(date_trunc('month', {day}) as date)" if day else ""


def _event_id(draft: Draft) -> str:
    row = "concat(source_file, ' row ', cast(source_row as varchar))"
    if not draft.key:
        return row
    parts = [_as_text(draft, name) for name in draft.key]
    whole = parts[0] if len(parts) == 1 else f"concat({', '.join(_between(parts))})"
    return whole if draft.column(draft.key[0]).fields.get("required") else f"coalesce({whole}, {row})"


def _between(parts: list[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        if number:
            yield "'-'"
        yield part


def _as_text(draft: Draft, name: str) -> str:
    kind = draft.column(name).fields.get("type", "text")
    return name if kind in ("text", "code") else f"cast({name} as varchar)"


def _own_district_only(draft: Draft) -> bool:
    """Whether rows without a place may count for the district: not where the file has rows of other areas too."""
    placed = {"area_code", "lsoa_code"} & set(draft.roles)
    ward = draft.column(draft.roles.get("ward_code", ""))
    return not placed and (ward is None or (ward.fields.get("areas") == "ward" and "unknown_codes" not in ward.fields))


def _series_values(draft: Draft) -> dict[str, str]:
    """What each column of all series is in this source."""
    mine = draft.roles
    values = {"source": f"'{draft.id}'", "measure": "''", "category": "''"}
    values |= {"source_file": "source_file", "source_row": "source_row"}
    if "measure" in mine:
        values["measure"] = f"coalesce({mine['measure']}, '')"
    for name in ("value", "numerator", "denominator", "lower", "upper"):
        if name in mine:
            values[name] = f"cast({mine[name]} as double)"
    if "value" in mine:
        values["value_mark"] = f"{mine['value']}_mark"
    values |= {name: mine[name] for name in ("area_code",) if name in mine}
    if draft.column("significance"):
        values["significance"] = "significance"
    return values | _period_values(draft)


def _period_values(draft: Draft) -> dict[str, str]:
    period = draft.column(draft.roles.get("period", ""))
    if period is None:
        said = ("period_start", "period_end", "period_label")
        return {name: draft.roles[name] for name in said if name in draft.roles}
    name = period.name
    if period.fields.get("type") == "period":
        return {"period_start": f"{name}_start", "period_end": f"{name}_end", "period_label": name}
    return {"period_start": name, "period_end": name}

"""Drafts one column of a contract from what an example's column was seen to hold, with remarks for who knows the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sia.drafting.kinds import Kind
from sia.drafting.looked_at import Looked
from sia.drafting.names import code_for
from sia.drafting.personal import could_be_people, names_somebody
from sia.drafting.sample import TOTAL
from sia.extracts.headers import plain
from sia.extracts.period_labels import read_period

CODES_AT_MOST, RARE = 40, 3
MEANING = {"type", "class", "severity", "category", "code", "status", "outcome", "sex", "gender", "ethnicity", "mode"}
KINDS_AT_MOST = 25
LIMITS = {"longitude": (-9, 2), "latitude": (49, 61)}


@dataclass(frozen=True)
class ColumnDraft:
    """One column of the draft: its name, the fields as they are written, and remarks that stand above them."""

    name: str
    fields: dict[str, Any]
    remarks: tuple[str, ...] = ()
    position: int | None = field(default=None, compare=False)


def draft_column(looked: Looked, name: str, title: str, shape: str, role: str) -> ColumnDraft:
    """The draft of one column; `shape` is the kind of the source, `role` what the column does in it ('' for nothing)."""
    fields: dict[str, Any] = {"title": title, "headers": [looked.header]}
    if looked.personal.what:
        remark = f"Looks personal ({looked.personal.why}). "
        remark += {
            "drop": "It is never read; keep it only if it is not.",
            "pseudonymise": "It becomes a keyed hash; set drop instead if repeats need not be counted.",
        }[looked.personal.what]
        return ColumnDraft(name, {**fields, looked.personal.what: True}, (remark,), looked.at)
    kind, remarks = _kind_fields(looked, shape, role)
    fields = {**kind.pop("before", {}), **fields}
    if looked.always and not looked.kind.gaps and "" not in kind.get("codes", {}).values():
        fields["required"] = True
    return ColumnDraft(name, {**fields, **kind}, remarks, looked.at)


def _kind_fields(looked: Looked, shape: str, role: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Type and what goes with it; under 'before' what is written above the headers."""
    kind = looked.kind
    if looked.areas and role.endswith("_code"):
        return _area_fields(looked, shape, role)
    if shape == "series" and role == "period":
        return _period_fields(kind)
    if role == "period_label":
        return {}, ()
    if kind.type in ("date", "month"):
        return _day_fields(kind)
    if kind.type == "period":
        return {"before": {"type": "period"}, "periods": list(kind.periods)}, ()
    if kind.is_number:
        return _number_fields(looked, role)
    if kind.type == "boolean":
        return {"before": {"type": "boolean"}}, ()
    return _text_fields(looked)


def _area_fields(looked: Looked, shape: str, role: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    areas, level = looked.areas, looked.areas.level
    if level == "lsoa" or (areas.official and level in ("ward", "msoa") and not areas.mostly_known):
        return {}, (f"Official codes of {_called(level)}; they are placed by areas/lookup.csv.",)
    fields: dict[str, Any] = {"before": {"type": "code"}, "areas": level}
    if areas.mostly_known and areas.unknown == 0:
        return fields, ()
    different = len(looked.kind.counts)
    known = f"The area register knows {different - areas.unknown:,} of the {different:,} different values"
    if level == "district" or not areas.mostly_known:
        fields["unknown_codes"] = "keep"
        return fields, (f"{known}; rows with the others are kept, as rows of elsewhere.",)
    return fields, (f"{known}; rows with the others are set aside. Former names belong in areas/lookup.csv.",)


def _called(level: str) -> str:
    return {"lsoa": "small areas (LSOA)", "msoa": "middle-layer areas (MSOA)", "ward": "wards"}.get(level, f"{level}s")


def _period_fields(kind: Kind) -> tuple[dict[str, Any], tuple[str, ...]]:
    if kind.type == "date" and not all(read_period(value, ("month",)) for value in kind.counts):
        return _day_fields(kind)
    periods = list(kind.periods) or (["month"] if kind.type in ("date", "month") else ["calendar year"])
    fields = {"before": {"type": "period"}, "periods": periods}
    if kind.unread:
        return fields, (
            f"{kind.unread:,} of {kind.filled:,} labels fit none of these periods: their rows are set aside.",
        )
    if "financial year" in periods:
        return fields, ("Say academic year instead if these run from September to August.",)
    if periods == ["calendar year"]:
        return fields, ("Say financial year instead if 2019 means the year from April 2019.",)
    return fields, ()


def _day_fields(kind: Kind) -> tuple[dict[str, Any], tuple[str, ...]]:
    fields: dict[str, Any] = {"before": {"type": kind.type}}
    if kind.formats:
        fields["formats"] = list(kind.formats)
    if kind.ambiguous:
        return fields, ("No day in the example is above 12, so it cannot show whether days or months come first: ask.",)
    return fields, ()


def _number_fields(looked: Looked, role: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    kind = looked.kind
    fields: dict[str, Any] = {"before": {"type": kind.type}}
    if role in LIMITS:
        fields["minimum"], fields["maximum"] = LIMITS[role]
    few = kind.type == "integer" and 1 < len(kind.counts) <= KINDS_AT_MOST
    if few and looked.words & MEANING:
        return fields, ("If each number stands for something, make it 'type: code' and say in 'codes' for what.",)
    return fields, ()


def _text_fields(looked: Looked) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A list of codes where values repeat as those of a list do, and else plain text, of which nothing is shown."""
    counts = looked.kind.counts
    counts = Counter({value: count for value, count in counts.items() if not TOTAL.fullmatch(value)})
    repeated = len(counts) <= CODES_AT_MOST and looked.kind.filled >= 2 * len(counts)
    if not repeated or all(value.isdecimal() for value in counts):
        return {}, ()
    rarest = RARE if could_be_people(looked.header, counts) else 1
    listed = {value: count for value, count in counts.items() if count >= rarest and not names_somebody(value)}
    left = len(counts) - len(listed)
    codes = _codes(listed)
    if not codes:
        return {}, ()
    remarks = [f"Not listed, in case they name people: {left} further value{'s' * (left != 1)}."] if left else []
    return {"before": {"type": "code"}, "codes": codes}, tuple(remarks)


def _codes(counts: Mapping[str, int]) -> dict[str, str]:
    """From each value to our code, the commonest first; spellings that differ in case or spaces only are one."""
    codes: dict[str, str] = {}
    seen: dict[str, str] = {}
    for value, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if value != "-1" and plain(value) in seen:
            continue
        seen[plain(value)] = value
        codes[value] = code_for(value)
    return codes

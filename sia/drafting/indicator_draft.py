"""Drafts the indicator that a new source can feed, to be pasted below `indicators:` of a priority."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count

from sia.drafting.draft import Draft
from sia.drafting.queries import categories
from sia.drafting.written import scalar

MOST_STRANDS = 10
FREQUENCY = {
    "monthly": "monthly",
    "weekly": "monthly",
    "quarterly": "quarterly",
    "twice a year": "snapshot",
    "annual": "annual",
}


def indicator_text(draft: Draft, taken: Collection[str] = ()) -> str:
    """The lines of an indicator, indented as they stand in a priority's file; its id is none of those `taken`."""
    name = next(name for name in chain([draft.id], (f"{draft.id}_{n}" for n in count(2))) if name not in taken)
    lines = [f"{name}:", f"  title: {scalar(draft.title[:1].lower() + draft.title[1:])}"]
    lines.append("  polarity: ambiguous  # lower or higher, if one of them is better")
    lines += _events(draft) if draft.kind == "events" else _series(draft)
    lines.append("  definition: What is counted, and what is not.")
    return "\n".join(f"  {line}" for line in lines)


def _events(draft: Draft) -> list[str]:
    lines = ["  unit: incidents", "  sources:", f"    {draft.id}: {{}}"]
    category, *_ = (*categories(draft), "")
    codes = dict(draft.column(category).fields["codes"]) if category else {}
    titles = {code: value for value, code in reversed(codes.items()) if code}
    if 1 < len(titles) <= MOST_STRANDS:
        lines += ["  strands: category", "  strand_titles:"]
        lines += [f"    {scalar(code)}: {scalar(title.lower())}" for code, title in reversed(titles.items())]
    happened = "occurred_on" in draft.roles and "recorded_on" not in draft.roles
    return [*lines, f"  counted_by: {'occurred' if happened else 'recorded'}"]


def _series(draft: Draft) -> list[str]:
    value = draft.column(draft.roles.get("value", ""))
    whole = value is not None and value.fields.get("type") == "integer"
    lines = [f"  value: {_value(whole, draft.frequency)}"]
    lines += ["  unit: what the value counts", "  sources:"]
    measure = draft.column(draft.roles.get("measure", ""))
    codes = [code for code in (measure.fields.get("codes", {}) if measure else {}).values() if code]
    lines += [f"    {draft.id}:", f"      measure: [{scalar(codes[0])}]"] if codes else [f"    {draft.id}: {{}}"]
    return [*lines, f"  frequency: {FREQUENCY[draft.frequency]}", "  small_areas: false"]


def _value(whole: bool, frequency: str) -> str:
    """Counts of months or quarters are added up over a year; those of whole years are set side by side, as levels are."""
    if not whole:
        return "rate  # or proportion, or level: a stock or a score at a date"
    return "level" if frequency in ("twice a year", "annual") else "count  # or level: a stock or a score at a date"

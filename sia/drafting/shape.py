"""What kind of table an example is: a row an event, or a row a period and area; and which columns do which work in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sia.drafting.kinds import Kind, kind_of_all
from sia.drafting.looked_at import PERIOD_WORDS, Looked
from sia.drafting.personal import REFERENCES, words_of
from sia.drafting.sample import Sample
from sia.extracts.period_labels import read_period
from sia.project.column import PeriodKind

VALUE_WORDS = (
    "value",
    "values",
    "rate",
    "count",
    "number",
    "total",
    "deaths",
    "incidents",
    "percentage",
    "score",
    "of",
)
LIMIT_WORDS = {"lower": {"lower", "lcl", "lci"}, "upper": {"upper", "ucl", "uci"}}
PART_WORDS = {"numerator": {"numerator"}, "denominator": {"denominator"}}
MEASURE_WORDS = {"indicator", "measure", "metric", "statistic"}
FIRST_DAY, LAST_DAY = {"start", "from", "first", "begin", "begins"}, {"end", "to", "last", "ends", "until"}
RECORDED = {
    "recorded",
    "reported",
    "created",
    "logged",
    "opened",
    "received",
    "registered",
    "notified",
    "entered",
    "raised",
}
OCCURRED = {"occurred", "incident", "offence", "committed", "collision", "accident", "event", "call", "happened"}
LATER = {"closed", "resolved", "completed", "ended", "updated", "modified", "due", "reviewed", "finalised"}
WIDE: tuple[tuple[str, PeriodKind], ...] = (
    (r"(19|20)\d\d", "calendar year"),
    (r"(19|20)\d\d[-/]\d\d(\d\d)?", "financial year"),
    (r"[A-Z][a-z]{2}[- ]\d\d(\d\d)?", "month"),
    (r"(19|20)\d\d-\d\d", "month"),
    (r"Q[1-4] (19|20)\d\d", "quarter"),
)
SURELY_REFERENCES = {"ref", "reference", "id", "urn", "index", "identifier"}
LEAST_WIDE, MOST_MEASURES, NEARLY_ALL = 3, 12, 0.98


@dataclass(frozen=True)
class Wide:
    """The columns that become rows: the expression for their headers, what they are together, and what the headers say."""

    pattern: str
    at: tuple[int, ...]
    cells: Kind
    periods: tuple[PeriodKind, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """The kind of the source, the work of columns (`roles`, from position to the name that queries use), the key."""

    kind: str
    roles: dict[int, str] = field(default_factory=dict)
    key: tuple[int, ...] = ()
    wide: Wide | None = None


def shape_of(sample: Sample, looked: Sequence[Looked], kind: str = "") -> Shape:
    """The shape of an example; `kind` is what it must be, where somebody said so."""
    kept = [one for one in looked if one.kept and one.kind.type != "empty"]
    wide = None if kind == "events" else _wide_periods(kept)
    single = _unique(kept, sample)
    days = [one for one in kept if one.kind.type in ("date", "month")]
    periods = [one for one in kept if _says_period(one)]
    values = _values(kept)
    if not kind:
        kind = "series" if wide or _is_series(sample, kept, days, periods, values) else "events"
    if kind == "events":
        return Shape("events", _event_roles(kept, days), single or _together(kept, sample))
    return _series(sample, kept, wide, _series_times(periods, days), values)


def _is_series(
    sample: Sample, kept: list[Looked], days: list[Looked], periods: list[Looked], values: list[Looked]
) -> bool:
    """Whether rows are periods and areas with values: period, area and kinds tell every row from the others."""
    named = bool(values) and _named_value(values[0])
    edges = [one for one in days if one.kind.edges]
    time = periods if values and (named or not days) else []
    time = time or (days if named else edges if values and len(edges) == len(days) else [])
    return bool(time) and bool(_series_key(sample, kept, _area_roles(kept) | _time_roles(time)))


def _series_times(periods: list[Looked], days: list[Looked]) -> dict[int, str]:
    """The columns that say when: two of days with the label of the period beside them, one of periods, or one of days."""
    spans = _time_roles(days)
    if len(spans) == 2:
        return spans | {one.at: "period_label" for one in periods[:1]}
    return _time_roles(periods) or spans


def _time_roles(times: list[Looked]) -> dict[int, str]:
    """Two columns of days that say from when and to when, or one that says when."""
    first = next((one for one in times if one.words & FIRST_DAY and one.kind.type == "date"), None)
    last = next((one for one in times if one.words & LAST_DAY and one.kind.type == "date"), None)
    if first and last and first is not last:
        return {first.at: "period_start", last.at: "period_end"}
    return {times[0].at: "period"} if times else {}


def _wide_periods(kept: list[Looked]) -> Wide | None:
    """Three or more columns of numbers with a period for a header."""
    for pattern, period in WIDE:
        fits = [one for one in kept if re.fullmatch(pattern, one.header) and one.kind.is_number]
        if len(fits) >= LEAST_WIDE and all(read_period(one.header, (period,)) for one in fits):
            return Wide(pattern, tuple(one.at for one in fits), kind_of_all([one.kind for one in fits]), (period,))
    return None


def _says_period(one: Looked) -> bool:
    """A column of periods, or whole numbers that are years under a header that says so."""
    if one.kind.type == "period":
        return True
    years = one.kind.type == "integer" and all(read_period(value, ("calendar year",)) for value in one.kind.counts)
    return years and bool(one.words & PERIOD_WORDS)


def _values(kept: list[Looked]) -> list[Looked]:
    """Columns of numbers that can be what is measured, the likeliest first."""
    others = {word for words in (*LIMIT_WORDS.values(), *PART_WORDS.values()) for word in words}
    numbers = [one for one in kept if one.kind.is_number and not _says_period(one) and not one.areas]
    numbers = [
        one for one in numbers if not one.words & (others | REFERENCES - {"number", "num", "no"}) and not _index(one)
    ]
    rank = {one.at: min((VALUE_WORDS.index(w) for w in one.words if w in VALUE_WORDS), default=99) for one in numbers}
    return sorted(numbers, key=lambda one: rank[one.at])


def _index(one: Looked) -> bool:
    """Whether whole numbers only count the rows, one after the other."""
    if one.kind.type != "integer" or len(one.kind.counts) < one.kind.filled or one.kind.filled < LEAST_WIDE:
        return False
    numbers = [int(float(value.replace(",", ""))) for value in one.kind.counts]
    return numbers == sorted(numbers) and numbers[1] - numbers[0] == 1


def _named_value(one: Looked) -> bool:
    """Whether a header says nothing but that here is the value."""
    return one.words <= set(VALUE_WORDS)


def _event_roles(kept: list[Looked], days: list[Looked]) -> dict[int, str]:
    roles = _area_roles(kept)
    recorded = next((one for one in days if one.words & RECORDED), None)
    rest = [one for one in days if one is not recorded and not one.words & (RECORDED | LATER)]
    likely = [one for one in rest if one.words & OCCURRED]
    occurred = next(iter(likely or (rest if recorded is None else [])), None)
    for one, role in ((recorded, "recorded_on"), (occurred, "occurred_on")):
        if one is not None:
            roles[one.at] = "month" if one.kind.type == "month" else role
    for role, words, low, high in (
        ("longitude", {"lon", "long", "lng", "longitude"}, -9, 2),
        ("latitude", {"lat", "latitude"}, 49, 61),
    ):
        found = [one for one in kept if one.words & words and one.kind.is_number and _between(one.kind, low, high)]
        if found:
            roles[found[0].at] = role
    return roles


def _between(kind: Kind, low: float, high: float) -> bool:
    inside = sum(count for value, count in kind.counts.items() if low <= float(value.replace(",", "")) <= high)
    return inside >= 0.9 * kind.filled


def _area_roles(kept: list[Looked]) -> dict[int, str]:
    """One column for each level: official codes before names."""
    roles: dict[int, str] = {}
    for one in sorted((one for one in kept if one.areas), key=lambda one: not one.areas.official):
        role = "area_code" if one.areas.level == "district" else f"{one.areas.level}_code"
        if role not in roles.values():
            roles[one.at] = role
    return roles


def _series(
    sample: Sample, kept: list[Looked], wide: Wide | None, times: dict[int, str], values: list[Looked]
) -> Shape:
    roles = {at: role for at, role in _area_roles(kept).items() if role == "area_code"}
    wide = wide or _wide_measures(kept, values)
    if not (wide and wide.periods):
        roles |= times
    if not wide and values:
        roles[values[0].at] = "value"
    for role, words in (LIMIT_WORDS | PART_WORDS).items():
        found = next((one for one in kept if one.words & words and one.kind.is_number), None)
        if found and found.at not in roles:
            roles[found.at] = role
    measure = next((one for one in kept if one.words & MEASURE_WORDS and one.kind.type == "text"), None)
    if measure and not (wide and wide.kinds) and measure.at not in roles:
        roles[measure.at] = "measure"
    rest = [one for one in kept if not wide or one.at not in wide.at]
    return Shape("series", roles, _series_key(sample, rest, roles), wide)


def _wide_measures(kept: list[Looked], values: list[Looked]) -> Wide | None:
    """Several columns of numbers without one that is called the value: each is a measure of its own."""
    if not 2 <= len(values) <= MOST_MEASURES or any(_named_value(one) for one in values):
        return None
    headers = tuple(one.header for one in values)
    pattern = "|".join(re.escape(header).replace(r"\ ", " ") for header in headers)
    return Wide(pattern, tuple(one.at for one in values), kind_of_all([one.kind for one in values]), kinds=headers)


def _series_key(sample: Sample, kept: list[Looked], roles: dict[int, str]) -> tuple[int, ...]:
    """Period, area and measure, and as many columns of kinds as make each row different."""
    order = ["measure", "area_code", "period", "period_start"]
    key = [at for role in order for at, name in roles.items() if name == role]
    kinds = [
        one for one in kept if one.kind.type == "text" or (one.kind.type == "integer" and one.words & PERIOD_WORDS)
    ]
    more = [one.at for one in kinds if one.at not in roles and len(one.kind.counts) > 1]
    for at in (None, *more):
        key += [at] if at is not None else []
        if key and _differ(sample, key):
            return tuple(key)
    return ()


def _unique(kept: list[Looked], sample: Sample) -> tuple[int, ...]:
    """The column that numbers the rows: a reference of which hardly a value returns, as in a row that was sent twice."""
    for one in kept:
        if (
            _reference(one)
            and one.kind.filled >= 0.5 * sample.rows
            and len(one.kind.counts) >= NEARLY_ALL * one.kind.filled
        ):
            return (one.at,)
    return ()


def _together(kept: list[Looked], sample: Sample) -> tuple[int, ...]:
    """Two or three columns of references that number the rows together, such as a collision and a casualty in it."""
    references = [one.at for one in kept if _reference(one)][:4]
    for number in (2, 3):
        if len(references) >= number and _differ(sample, references[:number]):
            return tuple(references[:number])
    return ()


def _reference(one: Looked) -> bool:
    """Whether a header says that here are references: a number of something, not how many there are."""
    if one.areas or one.kind.type not in ("text", "integer"):
        return False
    last = set(words_of(one.header)[-1:])
    return (
        bool(one.words & SURELY_REFERENCES)
        or bool(last & REFERENCES)
        or bool(re.search(r"(no|n°|nº|#|ref|urn)$", one.header.lower()))
    )


def _differ(sample: Sample, key: Sequence[int]) -> bool:
    """Whether hardly a row is equal to another in these columns; rows without a value in the first do not count."""
    rows = Counter(row for row in zip(*(sample.columns[at] for at in key), strict=True) if row[0] is not None)
    return len(rows) >= NEARLY_ALL * max(sum(rows.values()), 1)

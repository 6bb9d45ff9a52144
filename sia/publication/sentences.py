"""The sentences of an assessment, written from what may be shown and hedged exactly as the evidence is.

A sentence about a change gives both numbers and what is compared with what; it calls a change clear only when the
interval excludes no change, gives a percentage only from a base of 50, and says when the figures are small, withheld
or cannot be calculated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sia.publication.evidence import Comparison, LevelFigure, PeerFigure, SevereFigure
from sia.publication.wording import (
    against,
    count_of,
    full_stop,
    in_words,
    listed,
    number,
    ordinal,
    percent,
    range_of,
    rate,
    sentence_case,
)

SMALL_NUMBERS = 10
#: Of a count of severe harm, judged at 5 % on one side.
UNUSUAL = "chance alone would bring as many or more in fewer than one year of 20"
USUAL = "that is no more than chance alone can bring"
BETTER_WORSE = {"better": "better than", "worse": "worse than", "similar": "similar to"}
TREND_WORDS = {
    "increasing": "Over the last five published periods it has been increasing.",
    "decreasing": "Over the last five published periods it has been decreasing.",
    "no significant change": "Over the last five published periods there is no statistically significant trend.",
}


def change_sentence(one: Comparison, periods: bool = True) -> str:
    """What happened to a count between two periods: "Burglary fell by 8%, from 3,204 to 2,948 offences, in …".

    Without `periods` the two are left out, for where they have been named before.
    """
    if not one.calculable:
        return cannot_sentence(one)
    if one.withheld or one.current_count is None or one.previous_count is None:
        return withheld_sentence(one)
    none = margin_of_none(one) if _has_margin(one) else ""
    verdict = "small numbers" if small(one) and not one.clear else verdict_of(one) + none
    between = f" {against(one.current, one.previous, one.basis)}" if periods else ""
    return f"{sentence_case(one.name)} {movement(one) if periods else movement(one).rstrip(',')}{between}: {verdict}."


def margin_of_none(one: Comparison) -> str:
    """How large a change the figures leave open, so that no clear change is not taken for no change."""
    if one.clear or not _is_percentage(one):
        return ""
    low, high = (_more_or_fewer(100 * (limit - 1)) for limit in (one.lower, one.upper))
    return f" (95% interval from {low} to {high})"


def _more_or_fewer(change: float) -> str:
    return f"{percent(change)} {'more' if change > 0 else 'fewer'}"


def margin(one: Comparison) -> str:
    """The limits of a clear change: " (95% interval 2% to 10%)"."""
    if not _is_percentage(one):
        return ""
    near, far = sorted(abs(100 * (limit - 1)) for limit in (one.lower, one.upper))
    return f" (95% interval {percent(near)} to {percent(far)})"


def _is_percentage(one: Comparison) -> bool:
    return one.change_percent is not None and one.lower is not None and one.upper is not None


def _has_margin(one: Comparison) -> bool:
    """Limits are told of headline measures, where a percentage is; the data pages have those of all."""
    return one.role == "headline" and not one.strand


def movement(one: Comparison) -> str:
    """The verb and the numbers: "fell by 8%, from 3,204 to 2,948 offences,"."""
    earlier, later = earlier_count(one), one.current_count
    numbers = f"from {number(earlier, 0 if float(earlier).is_integer() else 1)} to {count_of(later, one.unit)},"
    if later == earlier:
        return f"stood at {count_of(later, one.unit)} both times,"
    if not one.clear:
        return f"went {numbers}"
    verb = "rose" if later > earlier else "fell"
    limits = margin(one) if _has_margin(one) else ""
    by = f"by {percent(one.change_percent)}{limits}, " if one.change_percent is not None else ""
    return f"{verb} {by}{numbers}"


def earlier_count(one: Comparison) -> float:
    """The earlier count on the later period's footing: for the mean of three years, a year's mean."""
    ratio = len(one.previous.months) / len(one.current.months)
    return one.previous_count if ratio == 1 else round(one.previous_count / ratio, 1)


def small(one: Comparison) -> bool:
    """Whether a comparison rests on fewer than ten events in each period."""
    counts = (one.current_count, one.previous_count)
    return all(count is not None and count < SMALL_NUMBERS for count in counts)


def verdict_of(one: Comparison) -> str:
    """The judgement on a change, and how many comparisons it was made among."""
    among = one.clear and _in_family(one)
    return plain_verdict(one) + (
        f", after allowing for {in_words(one.family_size)} comparisons made together" if among else ""
    )


def plain_verdict(one: Comparison) -> str:
    """The judgement alone, in the words of the bands: "a clear, moderate fall", "no clear change"."""
    if not one.clear:
        return "no clear change"
    direction = "rise" if (one.change or 0) > 0 else "fall"
    return f"a clear, {one.size} {direction}" if one.size else f"a clear {direction}"


def _in_family(one: Comparison) -> bool:
    return bool(one.strand and one.family_size and one.family_size > 1)


def withheld_sentence(one: Comparison) -> str:
    """What is said when the counts are suppressed."""
    return (
        f"The figures for {one.name} {against(one.current, one.previous, one.basis)} are not shown: "
        "small numbers could identify people, or be worked out from them."
    )


def cannot_sentence(one: Comparison) -> str:
    """What is said when there is no comparison, with the reason."""
    reason = one.reason or "the figures needed were not supplied"
    return full_stop(f"the change in {one.name} cannot be calculated: {reason}")


def change_finding(one: Comparison) -> str:
    """The finding of a chart, in short: "Burglary: a clear, large fall, by 19%"."""
    if not one.calculable:
        return full_stop(sentence_case(one.name))
    by = f", by {percent(one.change_percent)}" if one.clear and one.change_percent is not None else ""
    return f"{sentence_case(one.name)}: {verdict_of(one)}{by}."


def break_sentence(one: Comparison) -> str:
    """What is said when recording changed between the two periods."""
    if not one.break_inside or not one.calculable:
        return ""
    what = f" ({one.break_what.rstrip('.')})" if one.break_what else ""
    counted = "" if one.counts_towards_rating else ", so this change is shown and not counted towards the rating"
    return f"Recording changed between the two periods{what}{counted}."


def proxy_sentence(one: Comparison) -> str:
    """What the source really counts, when it stands in for the indicator."""
    return full_stop(f"this is a stand-in: it counts {one.proxy}") if one.proxy else ""


def strands_sentences(strands: Sequence[Comparison]) -> list[str]:
    """Which strands rose or fell clearly, with their numbers, and what is left to say of the others."""
    shown = [one for one in strands if one.calculable and not one.withheld]
    rising = [one for one in shown if one.clear and (one.change or 0) > 0]
    falling = [one for one in shown if one.clear and (one.change or 0) < 0]
    level = [one for one in shown if not one.clear]
    hidden = [one for one in strands if one.calculable and one.withheld]
    sentences = [
        _moved(rising, "up"),
        _moved(falling, "down"),
        _unmoved(level, len(shown), every=len(shown) == len(strands)),
    ]
    if hidden:
        names = listed(one.strand_title for one in hidden)
        sentences.append(f"Not shown, because a number is small or would give a small one away: {names}.")
    return [sentence for sentence in sentences if sentence]


def _moved(strands: Sequence[Comparison], verb: str) -> str:
    parts = "; ".join(f"{one.strand_title}, {_by(one)}" for one in strands)
    return f"Clearly {verb}: {parts}." if strands else ""


def _by(one: Comparison) -> str:
    by = f"by {percent(one.change_percent)}, " if one.change_percent is not None else ""
    return f"{by}from {number(one.previous_count)} to {number(one.current_count)}"


def _unmoved(strands: Sequence[Comparison], shown: int, every: bool) -> str:
    if not strands:
        return ""
    if len(strands) == shown and shown > 1:
        which = "Neither of the two" if shown == 2 else f"None of the {in_words(shown)}"
        return f"{which} parts{'' if every else ' that can be compared'} shows a clear change."
    return f"No clear change: {listed(one.strand_title for one in strands)}."


def projection_sentence(one: Comparison, year: str, last_year: str) -> str:
    """Where the financial year would end on the pattern so far, with its range, and how that compares.

    Two years differ by chance, and most of both has happened: unless a clear change goes the same way, it says that a
    difference is no sign of one.
    """
    if one.projected is None or one.withheld:
        return ""
    text = (
        f"On the pattern so far, {year} would end at about {number(one.projected)} "
        f"(80% range {range_of(one.projected_lower_80, one.projected_upper_80)})"
    )
    if one.previous_year_total is None or one.projection_direction is None:
        return f"{text}."
    words = {"lower": "lower than", "higher": "higher than", "similar": "not clearly different from"}
    borne_out = one.projection_direction == "similar" or (one.clear and _goes(one) == one.projection_direction)
    hedge = "" if borne_out else "; that by itself is no sign of change"
    return f"{text}, {words[one.projection_direction]} the {number(one.previous_year_total)} of {last_year}{hedge}."


def _goes(one: Comparison) -> str:
    return "higher" if (one.change or 0) > 0 else "lower"


def severe_sentence(one: SevereFigure) -> str:
    """A count of severe harm against its expectation; never a percentage."""
    if one.reason and one.above_expectation is None:
        return full_stop(f"whether {one.title} are more than expected cannot be calculated: {one.reason}")
    verdict = UNUSUAL if one.above_expectation else USUAL
    years = f"{in_words(one.years_used)} earlier years" if one.years_used else "earlier years"
    if one.withheld or one.current is None:
        return (
            f"The number of {one.unit or one.title} in {one.current_label} is not shown because it is small; set "
            f"against {years}, {verdict}."
        )
    if one.expected is None:
        return (
            f"{sentence_case(one.title)}: {number(one.current)} in {one.current_label}; set against {years}, whose "
            f"numbers are too small to show, {verdict}."
        )
    return (
        f"{sentence_case(one.title)}: {number(one.current)} in {one.current_label}, where the {years} lead one to "
        f"expect about {rate(one.expected)}; {verdict}."
    )


def level_sentence(one: LevelFigure) -> str:
    """A rate, share or level at its latest period, with limits, against its benchmark and the period before."""
    if not one.withheld and one.value is None:
        return full_stop(f"the level of {one.name} cannot be given: {one.reason or 'no figures were supplied'}")
    if one.withheld:
        return f"The figures for {one.name} are not shown: small numbers could identify people, or be worked out from them."
    text = f"{sentence_case(one.name)}: {level_value(one)} in {one.period_label}{_limits(one)}"
    before = (
        f", after {level_value(one, one.previous_value)} in {one.previous_label}"
        if one.previous_value is not None
        else ""
    )
    return f"{text}{before}{_level_verdict(one) if before else ''}."


def _level_verdict(one: LevelFigure) -> str:
    """Whether the two values differ clearly; a trend over five values is told in a sentence of its own."""
    if one.trend in TREND_WORDS or one.previous_value is None:
        return ""
    if one.signal == "no clear change":
        return ": no clear change"
    if one.signal not in ("improving", "worsening", "rising", "falling"):
        return ""
    return ": a clear rise" if (one.value or 0) > one.previous_value else ": a clear fall"


def parts_sentence(parts: Sequence[LevelFigure]) -> str:
    """The levels of an indicator's parts in one sentence, each with the value before in brackets, where all are alike."""
    first = parts[0] if parts else None
    if first is None or len(parts) == 1 or not all(_alike(one, first) for one in parts):
        return joined(level_sentence(one) for one in parts)
    told = [f"{one.strand_title} {_bare(one.value)} ({_bare(one.previous_value)})" for one in parts]
    unit = "per cent" if first.value_kind == "proportion" else first.unit
    return f"By part, in {first.period_label} and, in brackets, {first.previous_label}, in {unit}: {listed(told)}."


def _alike(one: LevelFigure, other: LevelFigure) -> bool:
    """Whether two parts have values of the same periods and unit, and no limits or benchmark to speak of."""
    own, same = ((part.period_label, part.previous_label, part.unit, part.value_kind) for part in (one, other))
    plain = one.lower is None and one.benchmark is None and not one.withheld and not one.whole
    return own == same and plain and one.value is not None and one.previous_value is not None


def _bare(value: float | None) -> str:
    return number(value or 0, 1)


def level_value(one: LevelFigure, value: float | None = None) -> str:
    """A level as its kind is written: "62.1%", "9.3 per 100,000 people", "1,204 people", "2.5 points of 4"."""
    value = one.value if value is None else value
    if one.value_kind == "proportion":
        return f"{number(value, 1)}%"
    if one.whole:
        return count_of(round(value), one.unit)
    return f"{rate(value)} {one.unit}".strip()


def _limits(one: LevelFigure) -> str:
    if one.lower is None or one.upper is None:
        return ""
    sign = "%" if one.value_kind == "proportion" else ""
    return f" (95% interval {rate(one.lower)}{sign} to {rate(one.upper)}{sign})"


def level_finding(one: LevelFigure) -> str:
    """The finding of a chart, in short: "Deaths from drug misuse: worse than England"."""
    if one.position in BETTER_WORSE and one.benchmark_name:
        return f"{sentence_case(one.name)}: {BETTER_WORSE[one.position]} {one.benchmark_name}."
    return f"{sentence_case(one.name)}: {level_value(one)} in {one.period_label}."


def benchmark_sentence(one: LevelFigure) -> str:
    """The position against the benchmark, and the recent trend."""
    if one.withheld or one.value is None:
        return ""
    parts = []
    if one.position in BETTER_WORSE and one.benchmark is not None:
        name = one.benchmark_name or "the benchmark"
        value = f"{rate(one.benchmark)}%" if one.value_kind == "proportion" else rate(one.benchmark)
        judged = ", as its publisher judges" if one.lower is None else ""
        strict = ", by the stricter 99.8% limits as well" if one.position_998 == one.position != "similar" else ""
        parts.append(f"That is {BETTER_WORSE[one.position]} {name} ({value}){strict or judged}.")
    if one.trend in TREND_WORDS:
        parts.append(TREND_WORDS[one.trend])
    return " ".join(parts)


def rank_sentence(peers: Sequence[PeerFigure], peers_name: str) -> str:
    """The district's rank among its peers, what it is a rank of, and ties."""
    own = next((one for one in peers if one.is_subject), None)
    if own is None or own.withheld or own.rank is None or own.areas < 2:
        return ""
    what = _ranked_what(own)
    place = "highest" if own.rank == 1 else "lowest" if own.rank == own.areas else f"{ordinal(own.rank)} highest"
    tie = f", a place shared with {in_words(own.ties)} other{'s' if own.ties > 1 else ''}" if own.ties else ""
    name = peers_name or "districts compared"
    shown = " whose numbers can be shown" if any(one.withheld for one in peers) else ""
    return f"{own.name} had the {place} {what} of the {in_words(own.areas)} {name}{shown}{tie}, {own.period_label}. Ranks are not tested."


def _ranked_what(own: PeerFigure) -> str:
    if own.value_kind == "count" or own.rate is None:
        return f"number ({number(own.count)}, not allowing for how districts differ in size)"
    if own.value_kind == "proportion":
        return f"share ({rate(own.rate)}%)"
    return f"rate ({rate(own.rate)} {own.per})"


def joined(sentences: Iterable[str]) -> str:
    """Sentences as one paragraph; empty ones leave no trace."""
    return " ".join(sentence for sentence in sentences if sentence)

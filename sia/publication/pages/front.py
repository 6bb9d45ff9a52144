"""The first page: what this is, what is decided, which priorities come first, what changed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import polars as pl

from sia.publication.edition import Edition
from sia.publication.evidence import Comparison
from sia.publication.markdown import bullets, document, heading, rating
from sia.publication.rated import PublishedRating
from sia.publication.sentences import change_sentence, joined
from sia.publication.tables import Table, plain_text
from sia.publication.wording import against, full_stop, in_words, listed, sentence_case

MOST_CHANGES, MOST_NAMED = 6, 3


def cover(edition: Edition) -> str:
    """The cover table: purpose, as-at date, by whom and for whom, the decision asked for, the steps of the cycle."""
    assessment, partnership = edition.project.assessment, edition.project.partnership
    rows = [
        ("Partnership", plain_text(partnership.name)),
        (
            "Purpose",
            f"To assess the priorities of the partnership plan for {partnership.district.name}: what the evidence says of each, which rating is proposed, and why.",
        ),
        ("Figures as at", edition.as_at),
        ("Prepared by", plain_text(assessment.prepared_by)),
        ("Prepared for", plain_text(assessment.prepared_for)),
        ("Decision required", plain_text(assessment.decision_required)),
        *(
            (sentence_case(plain_text(stage.body)), f"{plain_text(stage.on)}: {plain_text(stage.purpose)}")
            for stage in assessment.stages
        ),
    ]
    kept = tuple((f"**{name}**", text) for name, text in rows if text)
    table = Table(
        "cover",
        f"{plain_text(assessment.title)}: at a glance.",
        ("Item", "Details"),
        kept,
        numbers=False,
        widths=(28, 72),
    )
    return document(table.markdown())


def summary(edition: Edition) -> str:
    """The first screen: the highest priorities with their first reason, then what changed, then what cannot be said."""
    ratings = list(edition.ratings.values())
    return document(
        heading(2, "The highest priorities", "sec-highest"),
        _counted(ratings),
        _reds(ratings),
        heading(2, "What changed", "sec-changes"),
        _changes(edition),
        _moved(ratings),
        _gaps(edition, ratings),
    )


def _counted(ratings: list[PublishedRating]) -> str:
    counts = Counter(one.proposed for one in ratings)
    rated = listed(f"{in_words(counts[word])} as {word}" for word in ("Red", "Amber", "Green") if counts[word])
    unrated = f"{in_words(counts['Not rated'])} cannot be rated" if counts["Not rated"] else ""
    told = "; ".join(part for part in (f"the rules propose {rated}" if rated else "", unrated) if part)
    confirmed = "Each rating is a proposal until the partnership confirms it."
    return joined([f"Of {in_words(len(ratings))} priorities, {told}.", confirmed, _by_judgement(ratings)])


def _by_judgement(ratings: list[PublishedRating]) -> str:
    named = [one.title for one in ratings if one.note == "judgement only"]
    if not named:
        return ""
    return f"{listed(named)} {'has' if len(named) == 1 else 'have'} no measure and {'is' if len(named) == 1 else 'are'} kept in view by judgement."


def _reds(ratings: list[PublishedRating]) -> str:
    reds = [one for one in ratings if one.proposed == "Red"]
    if not reds:
        return "No priority is proposed as Red."
    return bullets(f"{rating('Red')} **{one.title}.** {one.first_reason}" for one in reds)


def _changes(edition: Edition) -> str:
    """Clear and material changes of the indicators that priorities are told by, the worst first."""
    headlines = [edition.evidence.headline(priority) for priority in edition.project.priorities.values()]
    totals = [edition.evidence.comparisons.get((name, "")) for name in headlines if name]
    clear = [one for one in totals if one is not None and one.material and not one.withheld]
    worse = _largest(one for one in clear if one.signal == "worsening")
    better = _largest(one for one in clear if one.signal == "improving")
    other = _largest(one for one in clear if one.signal not in ("worsening", "improving"))
    shown = [*worse, *better, *other][:MOST_CHANGES]
    between = {against(one.current, one.previous, one.basis) for one in shown}
    alike = len(shown) > 1 and len(between) == 1  # periods that all share are named once
    lines = [joined([change_sentence(one, periods=not alike), _not_counted(edition, one)]) for one in shown]
    steady = sum(1 for one in totals if one is not None and one.calculable and not one.clear)
    rest = (
        f"{sentence_case(in_words(steady))}{' other' if lines else ''} main measure{'s show' if steady != 1 else ' shows'} no clear change."
        if steady
        else ""
    )
    if not any(one is not None and one.calculable for one in totals):
        return "No measure can be compared with a year before; the section of each priority says why."
    if not lines:
        return "None of the measures that the priorities are told by shows a clear change large enough to matter."
    head = f"{sentence_case(between.pop())}:" if alike else ""
    return document(head, bullets(lines), rest).strip()


def _not_counted(edition: Edition, one: Comparison) -> str:
    """Why a change does not count towards its priority's rating, if it does not."""
    if one.break_inside and not one.counts_towards_rating:
        return "Recording changed between the two periods, so it is not counted towards the rating."
    context = edition.registers.context.filter(
        (pl.col("kind") == "reporting_effect")
        & (pl.col("strength") == "asserted")
        & (pl.col("priority") == edition.project.indicators[one.indicator][0].id)
        & pl.col("indicator").fill_null("").is_in(["", one.indicator])
        & (pl.col("expires_on") >= edition.project.assessment.as_at)
    )
    if not context.height or one.signal != "worsening":
        return ""
    return (
        f"It is put down to better reporting ({plain_text(context['said_by'][0])}) and not counted towards the rating."
    )


def _largest(comparisons: Iterable[Comparison]) -> list[Comparison]:
    return sorted(comparisons, key=lambda one: (-abs((one.ratio or 1) - 1), one.indicator))


def _moved(ratings: list[PublishedRating]) -> str:
    raised = [f"{one.title} (from {one.previous} to {one.proposed})" for one in ratings if one.change == "raised"]
    lowered = [f"{one.title} (from {one.previous} to {one.proposed})" for one in ratings if one.change == "lowered"]
    if not any(one.previous for one in ratings):
        return ""
    if not raised and not lowered:
        return "Every proposal is the same as last year's rating."
    parts = [
        f"Raised since last year: {listed(raised)}." if raised else "",
        f"Lowered since last year: {listed(lowered)}." if lowered else "",
    ]
    return joined(parts)


def _gaps(edition: Edition, ratings: list[PublishedRating]) -> str:
    unrated = [one.title for one in ratings if one.proposed == "Not rated"]
    missing = [edition.source_title(report.source) for report in edition.reports if not report.supplied]
    lines = []
    if unrated:
        lines.append(f"Not rated, because what is needed was not supplied or cannot be compared: {listed(unrated)}.")
    if missing:
        were = "was" if len(missing) == 1 else "were"
        unread = " or could not be read" if any(report.problem for report in edition.reports) else ""
        counted = f"{sentence_case(in_words(len(missing)))} of {in_words(len(edition.reports))} sources"
        total = f"{counted} {were} not supplied{unread}"
        named = f": {listed(missing)}" if len(missing) <= MOST_NAMED else "; the page on data quality names them"
        lines.append(full_stop(f"{total}{named}"))
    return joined(lines)


def rating_tables(edition: Edition) -> str:
    """The ratings by theme: the word, one sentence of reason, last year's rating."""
    blocks = []
    for name, theme in edition.themes().items():
        rows = tuple(
            _rating_row(edition.ratings[one.id]) for one in edition.priorities_of(name) if one.id in edition.ratings
        )
        remembered = any(one.previous for one in edition.ratings.values())
        columns, widths = ("Priority", "Proposed", "Why", "Last year"), (22, 14, 46, 18)
        if not remembered:  # a first assessment has no year before
            rows, columns, widths = tuple(row[:3] for row in rows), columns[:3], (22, 14, 64)
        table = Table(
            f"ratings-{name}",
            f"{theme.title}: proposed ratings, as at {edition.as_at}.",
            columns,
            rows,
            numbers=False,
            widths=widths,
        )
        blocks += [heading(2, theme.title, f"sec-ratings-{name}"), table.markdown()]
    return document(blocks, scale(edition))


def _rating_row(one: PublishedRating) -> tuple[str, ...]:
    before = f"{rating(one.previous)} {one.change}" if one.previous else "–"
    note = f" {one.note}" if one.note else ""
    return f"**{one.title}**", f"{rating(one.proposed)}{note}", one.first_reason, before


def scale(edition: Edition) -> str:
    """What each word of the scale means."""
    rows = tuple((rating(one.rating), full_stop(one.meaning)) for one in edition.project.rules.scale)
    table = Table("scale", "What the ratings mean.", ("Rating", "Meaning"), rows, numbers=False, widths=(20, 80))
    text = "A rating says how much attention a priority needs, not how well a service works. A priority can be Red while its total falls, and a rise can be good news, for example when more people come forward."
    return document(heading(2, "What the ratings mean", "sec-scale"), text, table.markdown())

"""The page on methods: how figures were compared, how ratings were proposed, and how small numbers were protected."""

from __future__ import annotations

from string import Formatter
from typing import Any

from sia.calendar import Basis, comparison_windows
from sia.publication.edition import Edition
from sia.publication.markdown import bullets, definitions, document, heading, rating
from sia.publication.pages.data import RANKS
from sia.publication.pages.methods_catalogue import catalogue
from sia.publication.tables import Table, plain_text
from sia.publication.wording import BASIS_NAMES, against, full_stop, number, percent, sentence_case
from sia.ratings.columns import threshold_words
from sia.ratings.misled import misled_sentences

ANY_INDICATOR = {"Title": "An indicator", "title": "an indicator", "benchmark_name": "its benchmark"}
FURTHER = (
    "Some measures are compared on a further basis beside their own. It is printed with its months and judged by the same test, and only "
    "a measure's own basis can count towards a rating. Two comparisons of one measure share months, so that they are no two independent "
    "findings; and one of the two is more easily clear by chance than one alone. Of simulated series in which nothing changed, April to "
    "December or the calendar year or both were called clear in 5 to 10 of 100, where one comparison alone is in 3 to 7."
)

IN_SHORT = (
    "**Like is compared with like:** the same months of two years, or whole years. Part of a year is never set against a whole one.",
    "**A clear change** is larger than the count usually varies from month to month: the 95% interval of the ratio excludes no change. Were "
    "nothing ever to change, about one comparison in twenty would by itself still be called clear. Of parts or places that are looked at side "
    "by side, one is called clear only after allowing for how many were compared.",
    "**No clear change** does not mean that nothing changed. The interval says how large a change remains possible.",
    "**A clear change is not a cause.** What happens, what is reported, what is recorded and what services look for all move a count. Changes "
    "of recording that are known stand in a register; a comparison across one counts towards a rating only where the count moved clearly against "
    "what that change would do to it.",
    "**Small numbers** get no percentage: one is given only where the earlier count is 50 or more. Counts that could identify people are not "
    "shown at all.",
    "**What cannot be calculated** is said to be so, with the reason. It is never shown as nought.",
)


def methods_page(edition: Edition) -> str:
    """What a reader in a hurry needs, periods, rules, disclosure control, indicators; then every method and deviation."""
    return document(_plainly(edition), catalogue())


def methods_summary(edition: Edition) -> str:
    """The same for a printed report, without the catalogue of methods, which is on the page."""
    return document(
        _plainly(edition),
        "How each kind of figure is calculated, whose method that is and how it was verified stands on the page on methods of the "
        "site, with a list of where results differ from those of other tools.",
    )


def _plainly(edition: Edition) -> str:
    return document(
        heading(2, "In short", "sec-in-short"),
        bullets(IN_SHORT),
        heading(2, "What is compared with what", "sec-periods"),
        _periods(edition),
        _size_words(edition),
        heading(2, "How ratings are proposed", "sec-rules"),
        "The rules are tried in this order and the first that applies proposes the rating. They name no priority. A priority of the "
        "current plan is never proposed below Amber; it becomes Green only by a decision. A figure that cannot be calculated makes no rule apply.",
        _limits(edition),
        _rules(edition),
        _own_rules(edition),
        misled_sentences(),
        heading(2, "How small numbers are protected", "sec-disclosure"),
        _disclosure(edition),
        _definitions(edition),
    )


def _periods(edition: Edition) -> str:
    declared = [indicator for _, indicator in edition.project.indicators.values()]
    used = {basis for indicator in declared for basis in (indicator.basis, *indicator.also)}
    as_at = edition.project.assessment.as_at
    lines = []
    for basis in Basis:
        if basis in used:
            current, previous = comparison_windows(basis, as_at)
            lines.append(f"{BASIS_NAMES[basis]}: {against(current, previous, basis).removeprefix('in ')}.")
    further = FURTHER if any(indicator.also for indicator in declared) else ""
    return document(bullets(lines), further, RANKS if any(edition.evidence.peers.values()) else "").strip()


def _size_words(edition: Edition) -> str:
    words = edition.project.rules.size_words
    return (
        f"A clear change of less than {percent(words.moderate_from)} is called slight, one of {percent(words.large_from)} or more "
        "large, and what lies between them moderate. A change from fewer than ten events is given no such word."
    )


def _rules(edition: Edition) -> str:
    rows = tuple(
        (str(place), rating(rule.proposes), _explained(rule))
        for place, rule in enumerate(edition.project.rules.rules, 1)
    )
    table = Table(
        "rules", "The rules, in their order.", ("Order", "Proposes", "When"), rows, numbers=False, widths=(10, 18, 72)
    )
    return table.markdown()


def _explained(rule: Any) -> str:
    """The rule's name and its explanation, or else its sentence where this can be said of any indicator."""
    named = {name for _, name, _, _ in Formatter().parse(rule.sentence) if name}
    general = rule.sentence.format(**ANY_INDICATOR) if named <= set(ANY_INDICATOR) else ""
    name = sentence_case(rule.id.replace("-", " "))
    return " ".join([f"**{name}.**", *(full_stop(text) for text in (rule.explanation or general,) if text)])


def _limits(edition: Edition) -> str:
    """The thresholds that the rules share, in words, with their values."""
    limits = edition.project.rules.thresholds
    lines = [
        f"{sentence_case(threshold_words(name))}: {number(value, 0 if value == int(value) else 1)}."
        for name, value in limits.items()
    ]
    return document("Limits that the rules use:", bullets(lines)).strip() if lines else ""


def _own_rules(edition: Edition) -> str:
    own = [(priority.title, rule) for priority in edition.project.priorities.values() for rule in priority.rules]
    return bullets(
        f"{title} has a rule of its own, tried first, that proposes {rule.proposes}: {full_stop(rule.explanation or rule.id.replace('-', ' '))}"
        for title, rule in own
    )


def _disclosure(edition: Edition) -> str:
    return (
        "Counts that could identify people are not shown: those below five, or below the number that the agency's agreement names, and "
        "those from which such a count could be worked out. Both carry the same mark, \\[c\\], and every figure made of one is withheld "
        "with it. A nought is shown. Figures that are published elsewhere anyway are exempt. Before anything was published, an independent "
        "check tried to work out every suppressed count from all that is shown, and found none that could be."
    )


def _definitions(edition: Edition) -> str:
    """What each indicator counts, from whom, and what to beware of."""
    chosen = dict(edition.readings.chosen_sources.select("indicator", "source").iter_rows())
    terms, absent = [], []
    for name, (_, indicator) in edition.project.indicators.items():
        if name not in chosen:
            absent.append(indicator.title)
            continue
        texts = (indicator.definition, indicator.caveat, _source(edition, chosen[name]))
        terms.append((sentence_case(indicator.title), " ".join(full_stop(text) for text in texts if text)))
    without = f"No extract was supplied for: {'; '.join(absent)}." if absent else ""
    return document(
        heading(2, "What each indicator counts", "sec-indicators"), definitions(terms) if terms else "", without
    )


def _source(edition: Edition, source: str) -> str:
    return f"Source: {plain_text(edition.source_title(source))}, {plain_text(edition.project.contracts[source].agency)}"

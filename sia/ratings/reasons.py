"""The sentences of reasons: templates without figures, filled from the facts they are about."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from sia.ratings.context import Context, ContextNote
from sia.ratings.counted import LED_ELSEWHERE, NOT_CALCULATED, REPORTING, SENTENCES, SUPPORTING
from sia.ratings.evidence import Case
from sia.ratings.facts import CANNOT, COUNT, IMPROVING, LEVEL, NO_CHANGE, PLACE, SEVERE, WORSENING, Fact
from sia.ratings.judge import Verdict
from sia.ratings.proposal import NOT_RATED, Reason
from sia.ratings.rulebook import Rule

MOVED = "{direction} from {previous_count} to {current_count} ({current_label}, against {previous_label})"
MOVED_LEVEL = "{direction} from {previous_value} ({previous_label}) to {value} ({period_label})"
WHOLE = {
    NO_CHANGE: "there was no clear change in {} as a whole",
    IMPROVING: "{} as a whole improved",
    WORSENING: "{} as a whole worsened",
    "rising": "{} as a whole rose",
    "falling": "{} as a whole fell",
    CANNOT: "{} as a whole cannot be calculated",
}
AGAINST = ("better", "similar", "worse")
NO_EXTRACT = "no extract supplied for "
PRESSURE_WORDS = {"diffuse": "wider pressures may push it up", "specific": "a named and dated pressure lies ahead"}
#: What may be said in a rule's sentence, beside the figures and words of the fact it is about.
MADE_UP = ("title", "Title", "direction", "movement", "the_whole", "context", "forward_pressure", "community_concern")
NOTES = {
    "reporting_effect": "{effect} ({said_by}): {statement}",
    "forward_pressure": "Ahead ({said_by}): {statement}",
    "community_concern": "Residents' concern ({said_by}): {statement}",
    "led_elsewhere": "Led by another board ({said_by}): {statement}",
    "assurance": "Assurance ({said_by}): {statement}",
    "designation": "Duty or designation ({said_by}): {statement}",
    "capacity": "Capacity, noted and not counted ({said_by}): {statement}",
}
NONE_RECORDED = {
    "reporting_effect": "{said_by} sees no effect of better reporting: {statement}",
    "forward_pressure": "{said_by} sees no pressure ahead: {statement}",
}
#: How strongly people put a rise down to better reporting, as a sentence begins.
EFFECTS_SAID = {
    "possible": "Better reporting may be a reason for a rise",
    "partial": "Better reporting is part of the reason for a rise",
    "asserted": "Better reporting is the reason given for a rise",
}


def names_in(template: str) -> list[str]:
    """The names of the values that a template calls for."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def reason(kind: str, template: str, fact: Fact | None = None, **words: Any) -> Reason:
    """A reason about a fact, with exactly the values that its sentence names."""
    if fact is not None:
        template = template.replace("{movement}", MOVED_LEVEL if fact.kind == LEVEL else MOVED)
    known = {**(_values(fact) if fact else {}), **words}
    values = {name: known[name] for name in names_in(template) if name in known}
    return Reason(kind, template, fact.indicator if fact else "", fact.strand if fact else "", values)


def reasons_for(case: Case, verdict: Verdict) -> tuple[Reason, ...]:
    """Why this rating: what decided it first, then what else speaks, what is not counted, and what people recorded."""
    decided = _decisive(case, verdict)
    said = {one.indicator for one in decided if "said_by" in one.values}
    return (
        *decided,
        *(_by_rule("also", rule, case) for rule in verdict.also),
        *_floor(verdict),
        *_by_proxy(case, verdict),
        *(
            one
            for one in _not_counted(case, verdict)
            if one.kind != f"not counted: {REPORTING}" or one.indicator not in said
        ),
        *(_note(note) for note in case.context.notes if note.live and not _told(note, verdict, case.context)),
        *(_expired(note) for note in case.context.expired),
    )


def _told(note: ContextNote, verdict: Verdict, context: Context) -> bool:
    """Whether the rule's own sentence has already said what this note says, and who said it."""
    told = verdict.rule is not None and f"{{{note.kind}}}" in verdict.rule.declared.sentence
    return told and _of_the_strongest(note, context)


def _decisive(case: Case, verdict: Verdict) -> list[Reason]:
    rule = verdict.rule
    if rule is None or rule.condition.text.strip().lower() != "true":
        return [_by_rule("rule", rule, case)] if rule else _without_rule(case, verdict)
    if not case.priority.indicators:
        text = "There is no agreed measure, so the rating is a matter of judgement."
        return [reason("judgement only", text), _by_rule("rule", rule, case)]
    return [*_how_it_stands(case), _by_rule("rule", rule, case)]


def _without_rule(case: Case, verdict: Verdict) -> list[Reason]:
    if verdict.rating != NOT_RATED:
        return [reason("rule", "No rule applies. It is on the plan and kept in view.")]
    causes = list(
        dict.fromkeys(fact.words["reason"] for fact in case.facts if fact.is_whole and "reason" in fact.words)
    )
    told = _together(causes) or "nothing that it declares was measured"
    return [reason("not rated", "Not rated: {causes}.", causes=told)]


def _together(causes: list[str]) -> str:
    """Several causes in one phrase: first what lacks in what was supplied, then the extracts that were not, together."""
    missing = [cause.removeprefix(NO_EXTRACT) for cause in causes if cause.startswith(NO_EXTRACT)]
    listed = [NO_EXTRACT + " and ".join(", ".join(missing).rsplit(", ", 1))] if missing else []
    return "; ".join([*(cause for cause in causes if not cause.startswith(NO_EXTRACT)), *listed])


def _by_rule(kind: str, rule: Rule, case: Case) -> Reason:
    """The rule's own sentence, about the first measured part that its condition names."""
    subject = next((case.subjects[name] for name in rule.subjects if name in case.subjects), None)
    return reason(kind, rule.declared.sentence, subject, **_around(case, subject))


def _around(case: Case, subject: Fact | None) -> dict[str, str]:
    statements = {
        kind: " ".join(
            f"{note.statement.removesuffix('.')} ({note.said_by})."
            for note in case.context.of_kind(kind)
            if _of_the_strongest(note, case.context)
        )
        for kind in ("forward_pressure", "community_concern")
    }
    return {**statements, "the_whole": _the_whole(case, subject), "context": _context_words(case.context)}


def _of_the_strongest(note: ContextNote, context: Context) -> bool:
    return note.kind != "forward_pressure" or note.strength == context.forward_pressure


def _the_whole(case: Case, subject: Fact | None) -> str:
    """What the whole does of which the subject is a part."""
    whole = next(
        (fact for fact in case.facts if subject and fact.is_whole and fact.indicator == subject.indicator), None
    )
    if whole is None or whole is subject:
        whole = case.subjects.get("headline")
    return whole_words(whole) if whole else "no whole is measured"


def whole_words(whole: Fact) -> str:
    """What a whole does, in words: "hate incidents as a whole fell"; a level is said to improve or worsen."""
    moved = _direction(whole) if whole.kind == COUNT and whole.signal in (IMPROVING, WORSENING) else ""
    return f"{whole.title} as a whole {moved}" if moved else WHOLE[whole.signal].format(whole.title)


def _context_words(context: Context) -> str:
    words = ["residents name it as a concern"] if context.of_kind("community_concern") else []
    pressure = context.forward_pressure
    return " and ".join([*words, *([PRESSURE_WORDS[pressure]] if pressure in PRESSURE_WORDS else [])])


def _how_it_stands(case: Case) -> list[Reason]:
    """The measure that says most about a priority kept in view: its headline, or what else can be calculated."""
    whole = [fact for fact in case.facts if fact.is_whole and fact.calculable]
    rank = ("headline", "benchmark", "component", "target", "supporting", "severe")
    worst = case.subjects.get("benchmark")
    ordered = sorted(whole, key=lambda fact: (rank.index(fact.role), fact is not worst))
    stands = [_stands(fact, case) for fact in ordered[:1]]
    component = case.subjects.get("component")
    rising = component is not None and case.row["component"].get("signal") == WORSENING
    return stands + (
        [reason("component", "{Title} {movement}, a clear change for the worse.", component)] if rising else []
    )


def _stands(fact: Fact, case: Case) -> Reason:
    if fact.kind == SEVERE:
        text = "{Title}: {current_count} in {current_label}, not clearly more than earlier years lead one to expect."
    elif fact.signal == NO_CHANGE and fact.kind == COUNT:
        text = "No clear change in {title}: {current_count} in {current_label}, {previous_count} in {previous_label}."
    elif fact.position in AGAINST:
        text = "{Title}: {value} ({period_label}), clearly {position} than {benchmark_name} ({benchmark})."
        text = text if fact.position != "similar" else text.replace("clearly {position} than", "similar to")
    elif fact.signal in (NO_CHANGE, CANNOT):
        text = "{Title} stood at {value} ({period_label})."
    elif REPORTING in case.standing(fact).why_not:
        text = "{Title} {movement}; the rise is not counted, as it is put down to better reporting ({said_by})."
    else:
        text = "{Title} {movement}: {verdict}."
    words = {"verdict": _verdict_words(fact), "position": fact.position or ""}
    return reason("standing", text, fact, **words, **case.standing(fact).words)


def _verdict_words(fact: Fact) -> str:
    if fact.signal in (IMPROVING, WORSENING):
        return f"a clear change for the {'better' if fact.signal == IMPROVING else 'worse'}"
    return "a clear change, which by itself is neither good nor bad"


def _floor(verdict: Verdict) -> list[Reason]:
    text = "A priority of the current plan is at least Amber; it leaves the plan by a decision."
    return [reason("floor", text)] if verdict.lifted else []


def _by_proxy(case: Case, verdict: Verdict) -> list[Reason]:
    text = "The rule on '{rule}' is not applied: it rests only on figures that stand in for the measure ({proxy})."
    proxies = "; ".join(dict.fromkeys(fact.proxy for fact in case.facts if fact.proxy))
    return [reason("proxy", text, rule=rule.id.replace("-", " "), proxy=proxies) for rule in verdict.on_proxy_alone]


def _not_counted(case: Case, verdict: Verdict) -> list[Reason]:
    """Wholes, and strands that show something, which do not count; said once where the whole is not counted either."""
    found = _not_calculated(case) if verdict.rating != NOT_RATED else []
    for fact in case.facts:
        standing = case.standing(fact)
        for why in standing.why_not:
            if why not in (SUPPORTING, LED_ELSEWHERE, NOT_CALCULATED) and _worth_saying(case, fact, why):
                found.append(reason(f"not counted: {why}", SENTENCES[why], fact, **standing.words))
    return found + _led_elsewhere(case)


def _not_calculated(case: Case) -> list[Reason]:
    """One sentence for all the measures that cannot be calculated for the same cause."""
    titles: dict[str, list[str]] = {}
    for fact in case.facts:
        if fact.is_whole and NOT_CALCULATED in case.standing(fact).why_not:
            titles.setdefault(fact.words.get("reason", "nothing is measured"), []).append(fact.title)
    return [
        reason(f"not counted: {NOT_CALCULATED}", SENTENCES[NOT_CALCULATED], titles=", ".join(named), reason=cause)
        for cause, named in titles.items()
    ]


def _worth_saying(case: Case, fact: Fact, why: str) -> bool:
    if fact.is_whole:
        return True
    whole = next((one for one in case.facts if one.is_whole and one.indicator == fact.indicator), None)
    said = whole is not None and why in case.standing(whole).why_not
    return fact.signal in (WORSENING, IMPROVING) and fact.kind != PLACE and not said


def _led_elsewhere(case: Case) -> list[Reason]:
    """One sentence for all the measures that another board leads on."""
    titles = [fact.title for fact in case.facts if fact.is_whole and LED_ELSEWHERE in case.standing(fact).why_not]
    words = {"titles": ", ".join(titles), "led_elsewhere": case.priority.led_elsewhere}
    return [reason(f"not counted: {LED_ELSEWHERE}", SENTENCES[LED_ELSEWHERE], **words)] if titles else []


def _note(note: ContextNote) -> Reason:
    none = note.strength == "none"
    text = NONE_RECORDED.get(note.kind, NOTES[note.kind]) if none else NOTES[note.kind]
    words = {"effect": EFFECTS_SAID.get(note.strength, ""), "said_by": note.said_by, "statement": note.statement}
    return _about(note, reason(f"context: {note.kind}", text, **words))


def _expired(note: ContextNote) -> Reason:
    from sia.calendar import long_date

    text = "No longer counted, as it expired on {expires_on}: {statement}"
    expires_on = long_date(note.expires_on) if note.expires_on else ""
    return _about(note, reason("expired", text, expires_on=expires_on, statement=note.statement))


def _about(note: ContextNote, said: Reason) -> Reason:
    return Reason(said.kind, said.text, note.indicator, "", said.values)


def _values(fact: Fact) -> Mapping[str, Any]:
    capital = fact.title[:1].upper() + fact.title[1:]
    words = {"title": fact.title, "Title": capital, "direction": _direction(fact), "proxy": fact.proxy}
    defaults = {"break_what": "see the register of recording changes", "benchmark_name": "its benchmark"}
    return {**defaults, **fact.figures, **fact.words, **words}


def _direction(fact: Fact) -> str:
    change = fact.figures.get("change")
    if change is None and {"value", "previous_value"} <= set(fact.figures):
        change = fact.figures["value"] - fact.figures["previous_value"]
    return "changed" if change is None else "rose" if change > 0 else "fell" if change < 0 else "did not change, going"

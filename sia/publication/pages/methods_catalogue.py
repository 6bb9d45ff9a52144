"""Every method with its formula, source and verification, and every known difference from other tools."""

from __future__ import annotations

from typing import Any

from sia.publication.markdown import definitions, document, heading
from sia.publication.wording import full_stop, sentence_case


def catalogue() -> str:
    """Two sections, from the registries of the trends room."""
    return document(
        heading(2, "How figures are judged", "sec-judged"),
        "Each method with the question it answers, how it is calculated, whose method it is, how this engine’s results were checked, and what "
        "to beware of. Figures on simulated series say what the method claims where nothing happened.",
        _methods(),
        heading(2, "Where results differ from other tools", "sec-deviations"),
        "Analysts who know these tools will find other figures here than there. Each difference can be undone by whoever runs the "
        "engine; its documentation says how.",
        definitions(_deviations()),
    )


def _methods() -> str:
    """Each method with what it answers, how, from where, how it was verified and what to beware of, group by group."""
    from sia.trends.methods import GROUPS

    blocks = []
    for group in GROUPS:
        terms = [(sentence_case(one.name), _told(one)) for one in group.methods]
        blocks += [heading(3, group.title, f"methods-{_identifier(group.title)}"), group.what, definitions(terms)]
    return document(blocks)


def _identifier(title: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split())


def _told(method: Any) -> list[str]:
    """A paragraph each; a leading word says which."""
    named = {"How": method.formula, "Source": method.source, "Verified": method.verified, "Beware": method.beware}
    texts = [full_stop(method.what), *(f"**{name}:** {full_stop(text)}" for name, text in named.items() if text)]
    return [text.replace(" %", "%") for text in texts]


def _deviations() -> list[tuple[str, str]]:
    from sia.trends.deviations import DEVIATIONS

    return [
        (f"{sentence_case(one.subject)}: {one.tool}", f"There: {one.theirs}. Here: {one.ours}, because {one.why}.")
        for one in DEVIATIONS
    ]

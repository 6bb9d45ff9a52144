"""Everything that points at something: ids and references to them, footnotes, links to pages and to published files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from sia.errors import Problem, did_you_mean
from sia.render.body import Body
from sia.render.locations import located
from sia.render.shortcodes import Unresolved

_ID = re.compile(r"\{[^{}\n]*?#([A-Za-z][\w:.-]*)[^{}\n]*\}")
_REFERENCE = re.compile(r"(?<![\w@.\\])@((?:fig|tbl|sec)-[\w-]*\w)")
_LINK = re.compile(r"(?<!!)(?<!\\)\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\(([^()\s]+)(?:\s+\"[^\"]*\")?\)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+", re.M)
_AUTOLINK = re.compile(r"<(?!https?:|mailto:)([A-Za-z][\w+.-]*:[^<>\s]*)>")
_ELSEWHERE = re.compile(r"^(?:https?:|mailto:|tel:)")


def identifiers(body: Body) -> dict[str, list[int]]:
    """Every declared id and the positions at which it is declared."""
    found: dict[str, list[int]] = {}
    for match in body.found(_ID):
        found.setdefault(match[1], []).append(match.start(1))
    return found


def references(body: Body, root: Path, assessment: str, pages: Collection[PurePosixPath]) -> Iterator[Problem]:
    """A problem for each id given twice, reference to nothing, footnote without text, and link that leads nowhere."""
    declared = identifiers(body)
    for identifier, offsets in declared.items():
        for offset in offsets[1:]:
            first = body.place(offsets[0])
            yield body.problem(offset, f"the id '{identifier}' is given twice; first in {first}.", "Ids are unique.")
    for match in body.found(_REFERENCE):
        if match[1] not in declared:
            yield body.problem(match.start(), f"'@{match[1]}' refers to nothing.", _choices(match[1], declared))
    yield from _footnotes(body)
    for match in body.found(_DEFINITION):
        yield body.problem(match.start(), "a link's address stands apart from it.", "Write [words](address).")
    for match in body.found(_AUTOLINK):
        yield body.problem(match.start(), f"'{match[1]}' is not an address for readers.", "Use https or mailto.")
    for match in body.found(_LINK):
        yield from _link(body, match, declared, root, assessment, pages)


def _choices(wanted: str, declared: Collection[str]) -> str:
    kind = wanted.partition("-")[0] + "-"
    return did_you_mean(wanted, [name for name in declared if name.startswith(kind)])


def _footnotes(body: Body) -> Iterator[Problem]:
    texts = {match[1] for match in body.found(_FOOTNOTE) if match[2]}
    used = {match[1]: match.start() for match in body.found(_FOOTNOTE) if not match[2]}
    for name, offset in used.items():
        if name not in texts:
            yield body.problem(offset, f"the footnote '{name}' has no text.", f"Add a line '[^{name}]: ...'.")


def _link(
    body: Body,
    match: re.Match[str],
    declared: Collection[str],
    root: Path,
    assessment: str,
    pages: Collection[PurePosixPath],
) -> Iterator[Problem]:
    target = match[1]
    if _ELSEWHERE.match(target):
        return
    if target.startswith("#"):
        if re.match(r"#(?:fig|tbl|sec)-", target) and target[1:] not in declared:
            yield body.problem(match.start(), f"the link '{target}' leads nowhere.", _choices(target[1:], declared))
        return
    try:
        path = located(root, assessment, body.document.path.parent, target)
    except Unresolved as unresolved:
        yield body.problem(match.start(), unresolved.message, unresolved.remedy)
        return
    if path.suffix == ".qmd" and path not in pages:
        yield body.problem(
            match.start(), f"the link '{target}' leads to no page.", did_you_mean(str(path), map(str, pages))
        )
    elif not (root / path).is_file():
        yield body.problem(match.start(), f"the link '{target}' leads to no file.", "Correct it, or run `sia build`.")

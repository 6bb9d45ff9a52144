"""The build of a document: its title, its headings, its divisions, and the classes and conditions they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sia.errors import Problem, did_you_mean
from sia.project.theme import SIGNALS
from sia.render.body import Body

_HEADING = re.compile(r"^(#{1,6})\s+(?P<text>\S.*)$")
_FENCE = re.compile(r"^ {0,3}(:{3,})\s*(?P<attributes>\{.*\}|[\w-]+)?\s*:*\s*$")
_ATTRIBUTES = re.compile(r"(?P<before>[\])`]|^ {0,3}:{3,}\s*)?\{(?P<inner>(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*)\}", re.M)
_CLASS = re.compile(r"(?:^|\s)\.([\w-]+)")
_PAIR = re.compile(r"([\w-]+)=(?:\"((?:[^\"\\]|\\.)*)\"|(\S+))")

RATINGS = ("red", "amber", "green", "none")
CALLOUTS = ("note", "tip", "important", "warning", "caution")
FORMATS = ("html", "pdf", "docx", "typst")
EDITIONS = ("public", "partner")
CONDITIONS = {"when-format": FORMATS, "unless-format": FORMATS, "when-profile": EDITIONS, "unless-profile": EDITIONS}


def structure(body: Body) -> Iterator[Problem]:
    """A problem for each fault in the build of a document."""
    title = body.document.front.get("title")
    if not isinstance(title, str) or not title.strip():
        yield Problem(f"{body.document.path}:1", "the document has no title.", "Give it one: 'title: ...'.")
    yield from _headings(body)
    yield from _divisions(body)
    for match in body.found(_ATTRIBUTES):
        classes = _CLASS.findall(match["inner"])
        yield from _classes(body, match.start(), classes)
        if "content-visible" in classes or "content-hidden" in classes:
            yield from _conditions(body, match)


def _headings(body: Body) -> Iterator[Problem]:
    first = 1 if body.document.is_report else 2
    last, inside = first - 1, []
    for index, line in enumerate(body.prose.split("\n")):
        inside = _inside_callouts(inside, line)
        heading = _HEADING.match(line)
        if not heading or any(inside):
            continue
        level = len(heading[1])
        if level < first:
            yield body.problem(body.starts[index], "a page's level-1 heading is its title.", "Begin at level 2: '##'.")
        elif level > last + 1:
            message = f"the heading '{heading['text']}' is of level {level}; level {last + 1} comes first."
            yield body.problem(body.starts[index], message, "Do not skip a level.")
        last = max(level, first)


def _inside_callouts(inside: list[bool], line: str) -> list[bool]:
    """The open divisions, outermost first: whether each is a callout, whose heading is its title."""
    fence = _FENCE.match(line)
    if not fence:
        return inside
    return [*inside, ".callout-" in fence["attributes"]] if fence["attributes"] else inside[:-1]


def _divisions(body: Body) -> Iterator[Problem]:
    lines, opened = body.prose.split("\n"), []
    for index, line in enumerate(lines):
        fence = _FENCE.match(line)
        if not fence:
            if line.lstrip().startswith(":::"):
                yield body.problem(body.starts[index], f"'{line.strip()}' is not a division.", "Write '::: {.class}'.")
        elif fence["attributes"]:
            opened.append(index)
            if index and lines[index - 1].strip() and not _FENCE.match(lines[index - 1]):
                yield body.problem(
                    body.starts[index], "a division begins in a paragraph.", "Leave a line empty before it."
                )
        elif opened:
            opened.pop()
        else:
            yield body.problem(body.starts[index], "a division ends that did not begin.", "Remove the ':::'.")
    for index in opened:
        yield body.problem(body.starts[index], "a division is not ended.", "End it with a line ':::'.")


def _classes(body: Body, offset: int, classes: list[str]) -> Iterator[Problem]:
    for name, known in (("rating", RATINGS), ("signal", SIGNALS), ("callout", CALLOUTS)):
        for each in classes:
            variant = each.removeprefix(f"{name}-")
            if each.startswith(f"{name}-") and variant not in known:
                remedy = did_you_mean(each, [f"{name}-{one}" for one in known])
                yield body.problem(offset, f"there is no class '{each}'.", remedy)
            elif each.startswith(f"{name}-") and name not in classes and name != "callout":
                yield body.problem(offset, f"'.{each}' lacks its class '.{name}'.", f"Write '.{name} .{each}'.")


def _conditions(body: Body, match: re.Match[str]) -> Iterator[Problem]:
    if match["before"] is None or match["before"][0] not in "]:":
        remedy = "Put it into a division '::: {...}' or a span '[...]{...}' with the condition."
        yield body.problem(match.start(), "a condition stands on something other than a division or a span.", remedy)
    pairs = [(key, quoted or plain) for key, quoted, plain in _PAIR.findall(match["inner"])]
    if not pairs:
        remedy = 'Write when-format="html" or when-profile="partner".'
        yield body.problem(match.start(), "the condition is missing.", remedy)
    for key, value in pairs:
        if key not in CONDITIONS:
            yield body.problem(match.start(), f"there is no condition '{key}'.", did_you_mean(key, CONDITIONS))
        elif value not in CONDITIONS[key]:
            remedy = did_you_mean(value, CONDITIONS[key])
            yield body.problem(match.start(), f"'{value}' is not allowed for {key}.", remedy)

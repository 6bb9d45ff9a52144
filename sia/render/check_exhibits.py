"""Figures and tables: each with its file, its caption, its alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sia.errors import Problem
from sia.render.body import Body
from sia.render.locations import located
from sia.render.shortcodes import Unresolved

_TARGET = re.compile(r"\((?P<src>[^()\s]+)(?:\s+\"[^\"]*\")?\)(?P<attributes>\{(?:[^{}\"]|\"(?:[^\"\\]|\\.)*\")*\})?")
_IMAGE = re.compile(r"(?<!\\)!\[")
_ALT = re.compile(r"fig-alt=\"((?:[^\"\\]|\\.)*)\"")
_RULE = re.compile(r"^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CAPTION = re.compile(r"^ {0,3}(?:Table)?:\s+(?P<text>\S.*)$")
_WIDTHS = re.compile(r"tbl-colwidths=\"\[([^\]\"]*)\]\"")
_FIGURE_DIV = re.compile(r"^ {0,3}:{3,}\s*\{[^}\n]*#(?:fig|tbl)-", re.M)


@dataclass(frozen=True)
class Image:
    """An image as written: where it stands and ends, its caption, its file and its attributes."""

    start: int
    end: int
    caption: str
    src: str
    attributes: str


def exhibits(body: Body, root: Path, assessment: str) -> Iterator[Problem]:
    """A problem for each figure without file, caption or alternative text and each table without a caption."""
    for start in (match.start() for match in body.found(_IMAGE)):
        image = _read_image(body.prose, start)
        if image is None:
            remedy = 'Write ![Caption](/path/to.svg){#fig-name fig-alt="..."}.'
            yield body.problem(start, "the image is not written as a figure.", remedy)
        else:
            yield from _image(body, image, root, assessment)
    for match in body.found(_FIGURE_DIV):
        remedy = "Give the id to the image or to the table's caption."
        yield body.problem(match.start(), "a division cannot be a figure or a table.", remedy)
    yield from _tables(body)


def _read_image(text: str, start: int) -> Image | None:
    """The image that begins at `start`; its caption may hold brackets. None when it is written otherwise."""
    end = _closing(text, start + 2)
    target = _TARGET.match(text, end + 1) if end is not None else None
    if end is None or not target:
        return None
    return Image(start, target.end(), text[start + 2 : end], target["src"], target["attributes"] or "")


def _closing(text: str, start: int) -> int | None:
    depth = 1
    for offset in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[offset], 0)
        if depth == 0:
            return offset
        if text.startswith("\n\n", offset):
            return None
    return None


def _image(body: Body, image: Image, root: Path, assessment: str) -> Iterator[Problem]:
    if not _stands_alone(body.prose, image):
        remedy = "Give it a paragraph of its own, with an empty line before and after."
        yield body.problem(image.start, "the figure stands within a paragraph.", remedy)
    alt = _ALT.search(image.attributes)
    if not alt or not alt[1].strip():
        yield body.problem(image.start, f"the figure '{image.src}' has no alternative text.", 'Add fig-alt="...".')
    if not image.caption.strip():
        yield body.problem(image.start, f"the figure '{image.src}' has no caption.", "Write it in the brackets.")
    try:
        path = located(root, assessment, body.document.path.parent, image.src)
    except Unresolved as unresolved:
        yield body.problem(image.start, unresolved.message, unresolved.remedy)
        return
    if not image.src.startswith("/"):
        yield body.problem(image.start, f"'{image.src}' does not begin at the project.", f"Write '/{path}'.")
    if path.suffix not in (".svg", ".png"):
        yield body.problem(image.start, f"the figure '{image.src}' is neither SVG nor PNG.")
    for needed in dict.fromkeys((path, path.with_suffix(".png"))):
        if not (root / needed).is_file():
            yield body.problem(image.start, f"there is no file '/{needed}'.", "Run `sia build`, which writes figures.")


def _stands_alone(text: str, image: Image) -> bool:
    """Whether nothing but empty lines and the fences of divisions is around an image."""
    above, _, before = text[: image.start].rpartition("\n")
    after, _, below = text[image.end :].partition("\n")
    neighbours = (above.rpartition("\n")[2].strip(), below.partition("\n")[0].strip())
    return not before.strip() and not after.strip() and all(not each or each.startswith(":::") for each in neighbours)


def _tables(body: Body) -> Iterator[Problem]:
    lines = body.prose.split("\n")
    for index, line in enumerate(lines):
        if "|" in line and _RULE.match(line) and index and "|" in lines[index - 1]:
            caption = _caption_near(lines, index)
            offset = body.starts[index]
            if caption is None:
                yield body.problem(offset, "the table has no caption.", "Add ': Caption {#tbl-name}' after the table.")
            elif "#tbl-" in caption or "tbl-colwidths" in caption:
                yield from _widths(body, offset, caption, _columns(line))


def _columns(rule: str) -> int:
    return len(rule.strip().strip("|").split("|"))


def _caption_near(lines: list[str], rule: int) -> str | None:
    """The caption below the table's last row or above its head, an empty line between or not."""
    end = rule
    while end + 1 < len(lines) and lines[end + 1].strip() and not _CAPTION.match(lines[end + 1]):
        end += 1
    below = [lines[index] for index in (end + 1, end + 2) if index < len(lines)]
    above = [lines[index] for index in (rule - 2, rule - 3) if index >= 0]
    for near in (below, above):
        written = next((line for line in near if line.strip()), "")
        if match := _CAPTION.match(written):
            return match["text"]
    return None


def _widths(body: Body, offset: int, caption: str, columns: int) -> Iterator[Problem]:
    declared = _WIDTHS.search(caption)
    if not declared:
        return
    shares = [part for part in re.split(r"[,\s]+", declared[1].strip()) if part]
    if len(shares) != columns or not all(re.fullmatch(r"\d+(?:\.\d+)?", share) for share in shares):
        message = f"'tbl-colwidths' gives {len(shares)} widths for {columns} columns."
        yield body.problem(offset, message, "Give one number a column.")

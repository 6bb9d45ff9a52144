"""Charts inside a page: the SVG itself, so that it takes the page's typeface and its text can be read and searched."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

_IMAGE = re.compile(r'<img src="(?P<src>/[^"]+\.svg)" alt="(?P<alt>[^"]*)"(?P<rest>[^>]*)>')
_OPENING = re.compile(r"<svg\b[^>]*>")
_ID = re.compile(r'\bid="([^"]+)"')
_OF_THE_WHOLE = re.compile(r'\s(?:class|tabindex|style)="[^"]*"')
_FOR_READERS = re.compile(r'\s(?:role|aria-[\w-]+)="[^"]*"')

# What charts are drawn with. A file that holds anything else is shown as an image, in which nothing can run.
_DRAWN_WITH = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "text", "tspan"),
    *("path", "rect", "line", "circle", "ellipse", "polyline", "polygon"),
    *("clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient", "stop"),
}


def width_on_paper(path: Path, full_width: float) -> str | None:
    """The share of a line that a chart takes, so that the text of all charts is of one size; None when it says no width.

    A chart as wide as `full_width` pixels, the width that the theme gives to charts, takes the whole line.
    """
    opening = _OPENING.search(path.read_text(encoding="utf-8"))
    declared = re.search(r'\swidth="([\d.]+)(?:px)?"', opening[0]) if opening else None
    return f"{min(100.0, 100 * float(declared[1]) / full_width):.0f}%" if declared else None


def with_charts(body: str, root: Path) -> str:
    """`body` with each SVG image replaced by the drawing, named for readers by the image's alternative text."""
    counter = iter(range(1, 10_000))
    return _IMAGE.sub(lambda match: _chart(match, root, f"chart{next(counter)}"), body)


def drawn(svg: str, alt: str, prefix: str, attributes: str = "") -> str | None:
    """An SVG file's drawing for use inside a page: one image to readers, its ids its own.

    None when the file is not plainly a drawing: scripts, styles, foreign content, event handlers, outside references.
    """
    if not _is_plain(svg):
        return None
    found = _OPENING.search(svg)
    assert found is not None  # it has been parsed as SVG
    drawing = _FOR_READERS.sub("", svg[found.start() :].strip())
    for identifier in sorted(set(_ID.findall(drawing)), key=len, reverse=True):
        for before, after in (('id="', '"'), ("url(#", ")"), ('href="#', '"')):
            drawing = drawing.replace(f"{before}{identifier}{after}", f"{before}{prefix}-{identifier}{after}")
    opening = drawing[: drawing.index(">")]
    kept = _OF_THE_WHOLE.sub("", opening)
    return f'{kept} role="img" aria-label="{escape(alt)}"{attributes}{drawing[len(opening) :]}'


def _chart(match: re.Match[str], root: Path, prefix: str) -> str:
    svg = (root / PurePosixPath(match["src"].lstrip("/"))).read_text(encoding="utf-8")
    drawing = drawn(svg, unescape(match["alt"]), prefix, match["rest"])
    return f'<div class="chart-scroll" tabindex="0">{drawing or match[0]}</div>'


def _is_plain(svg: str) -> bool:
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        return False
    try:
        elements = list(ElementTree.fromstring(svg).iter())
    except ElementTree.ParseError:
        return False
    return all(_is_drawing(element) for element in elements)


def _is_drawing(element: ElementTree.Element) -> bool:
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] not in _DRAWN_WITH:
        return False
    for name, value in element.attrib.items():
        name = name.rpartition("}")[2].lower()
        outside = name == "href" and not value.startswith("#")
        if name.startswith("on") or outside or re.search(r"url\(\s*['\"]?(?!#)|javascript:", value, re.I):
            return False
    return True

"""Charts inside a page: the SVG itself, so that it takes the page's typeface and its text can be read and searched."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path, PurePosixPath

_IMAGE = re.compile(r'<img src="(?P<src>/[^"]+\.svg)" alt="(?P<alt>[^"]*)"(?P<rest>[^>]*)>')
_OPENING = re.compile(r"<svg\b[^>]*>")
_ID = re.compile(r'\bid="([^"]+)"')
_DANGEROUS = re.compile(r"<script\b.*?</script\s*>|\son\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.S | re.I)


def with_charts(body: str, root: Path) -> str:
    """`body` with each SVG image replaced by the drawing, named for readers by the image's alternative text."""
    counter = iter(range(1, 10_000))
    return _IMAGE.sub(lambda match: _chart(match, root, f"chart{next(counter)}"), body)


def _chart(match: re.Match[str], root: Path, prefix: str) -> str:
    svg = (root / PurePosixPath(match["src"].lstrip("/"))).read_text(encoding="utf-8")
    drawing = drawn(svg, unescape(match["alt"]), prefix, match["rest"])
    label = escape(unescape(match["alt"]))
    return f'<div class="chart-scroll" role="group" aria-label="{label}" tabindex="0">{drawing}</div>'


def drawn(svg: str, alt: str, prefix: str, attributes: str = "") -> str:
    """An SVG file's drawing for use inside a page: one image to readers, its ids its own, nothing in it runs."""
    found = _OPENING.search(svg)
    if not found:
        raise ValueError("the file holds no svg element")
    drawing = _DANGEROUS.sub("", svg[found.start() :].strip())
    for identifier in sorted(set(_ID.findall(drawing)), key=len, reverse=True):
        for before, after in (('id="', '"'), ("url(#", ")"), ('href="#', '"')):
            drawing = drawing.replace(f"{before}{identifier}{after}", f"{before}{prefix}-{identifier}{after}")
    opening = _OPENING.match(drawing)
    assert opening is not None
    kept = re.sub(r'\s(?:role|aria-[\w-]+|class|tabindex|style)="[^"]*"', "", opening[0][:-1])
    return f'{kept} role="img" aria-label="{escape(alt)}"{attributes}>{drawing[opening.end() :]}'

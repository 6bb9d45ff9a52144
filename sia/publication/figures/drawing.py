"""From specifications to files: SVG for the site and the PDF, PNG for Word, without a browser."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sia.project.theme import font_directory
from sia.publication.figures.figure import Figure

VEGA_LITE, PNG_SCALE = "6.4", 2


def draw(figures: Iterable[Figure], folder: Path) -> list[Path]:
    """Write every figure as SVG and PNG into `folder`; the same specification gives the same bytes.

    One after the other: the converter holds the interpreter while it draws, so that threads gain nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _register_fonts()
    return [path for figure in figures for path in _draw(figure, folder)]


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(font_directory()))


def _draw(figure: Figure, folder: Path) -> list[Path]:
    import vl_convert

    svg = vl_convert.vegalite_to_svg(figure.spec, vl_version=VEGA_LITE)
    paths = [folder / f"{figure.id}.svg", folder / f"{figure.id}.png"]
    paths[0].write_text(svg, encoding="utf-8", newline="\n")
    paths[1].write_bytes(vl_convert.svg_to_png(svg, scale=PNG_SCALE))
    return paths

"""The look of documents, charts and the review board, as declared in `theme/tokens.yml`.

Whoever draws reads this one file, so that the site, the PDF, the DOCX, the charts and the board share their
colours, sizes and type. The typeface itself comes from the package `font-source-sans-pro`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sia.errors import Problem, UserError
from sia.project.validation import Declared, load_model

TOKENS = Path("theme") / "tokens.yml"

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
Share = Annotated[float, Field(gt=0, le=4)]


class Colours(Declared):
    """Colours of text and page."""

    text: Colour
    quiet: Colour
    page: Colour
    panel: Colour
    rule: Colour
    accent: Colour
    focus: Colour


class RatingMark(Declared):
    """A rating as it is drawn: its word, its shape, the colour of word and shape, the colour behind them."""

    word: str
    shape: Literal["triangle", "diamond", "circle", "ring"]
    text: Colour
    fill: Colour


class RatingMarks(Declared):
    """The four marks."""

    red: RatingMark
    amber: RatingMark
    green: RatingMark
    none: RatingMark


class SignalMark(Declared):
    """Direction of travel as it is drawn before its word."""

    arrow: Literal["up", "down", "level", "none"]
    text: Colour


class Callouts(Declared):
    """The colour of the line beside each kind of callout."""

    note: Colour
    tip: Colour
    important: Colour
    warning: Colour
    caution: Colour


class Type(Declared):
    """Typeface and sizes: pixels on screen, points on paper, headings as a share of body text."""

    family: Literal["Source Sans Pro"]  # the one that is packaged, so that every machine makes the same documents
    fallback: tuple[str, ...]
    screen_size: Annotated[float, Field(ge=12, le=28)]
    print_size: Annotated[float, Field(ge=8, le=16)]
    small: Share
    headings: tuple[Share, Share, Share, Share]
    line_height: Annotated[float, Field(ge=1.2, le=2)]


class Spacing(Declared):
    """Gaps in pixels, the longest line in characters, the page's margin in millimetres."""

    unit: Annotated[int, Field(ge=4, le=16)]
    measure: Annotated[int, Field(ge=45, le=80)]
    page_margin: Annotated[float, Field(ge=10, le=40)]


class Chart(Declared):
    """The size of a chart and of its text, in pixels."""

    width: Annotated[int, Field(ge=200, le=2000)]
    height: Annotated[int, Field(ge=100, le=2000)]
    text_size: Annotated[float, Field(ge=8, le=30)]


SIGNALS = ("improving", "worsening", "no-change", "cannot")


class Theme(Declared):
    """Every token of `theme/tokens.yml`; `signals` holds the keys of `SIGNALS`."""

    colours: Colours
    series: Annotated[tuple[Colour, ...], Field(min_length=4)]
    ratings: RatingMarks
    signals: dict[Literal["improving", "worsening", "no-change", "cannot"], SignalMark]
    callouts: Callouts
    type: Type
    spacing: Spacing
    chart: Chart


def load_theme(root: Path) -> Theme:
    """The theme of the project at `root`.

    Raises `UserError` with one problem for each token that is missing, unknown or not of its kind, when the file is
    not there or is not YAML, and for text that could not be read on its ground (contrast below 4.5:1, WCAG 2.2, 1.4.3).
    """
    theme = load_model(Theme, root / TOKENS, root)
    faint = [*_missing_signals(theme), *_faint(theme)]
    if faint:
        raise UserError(*faint)
    return theme


def font_directory() -> Path:
    """The folder of the packaged Source Sans font files (TTF and OTF), for charts, PDF and the site."""
    from font_source_sans_pro import font_directory as packaged

    return Path(packaged)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _missing_signals(theme: Theme) -> list[Problem]:
    return [
        Problem(f"{TOKENS.as_posix()}, signals.{signal}", "is missing.")
        for signal in SIGNALS
        if signal not in theme.signals
    ]


def _faint(theme: Theme) -> list[Problem]:
    colours = theme.colours
    pairs = {f"ratings.{name}": (mark.text, mark.fill) for name, mark in vars(theme.ratings).items()}
    pairs |= {f"colours.{name}": (getattr(colours, name), colours.panel) for name in ("text", "quiet", "accent")}
    pairs |= {f"signals.{name}": (mark.text, colours.page) for name, mark in theme.signals.items()}
    pairs |= {f"callouts.{name}": (colour, colours.page) for name, colour in vars(theme.callouts).items()}
    return [
        Problem(
            f"{TOKENS.as_posix()}, {name}",
            f"text {text} on {ground} has a contrast of {contrast(text, ground):.1f}:1.",
            "Text needs at least 4.5:1 (WCAG 2.2).",
        )
        for name, (text, ground) in pairs.items()
        if contrast(text, ground) < 4.5
    ]

"""The theme's tokens as CSS custom properties and as Quarto's SCSS, so that both sites show the same values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sia.project.theme import Theme

SCSS = Path("theme") / "sia.scss"
DOCUMENTS = Path("theme") / "documents.css"
SITE = Path(__file__).parent / "site" / "site.css"

# Weight and style of each font file of the site, by the stem of the packaged file.
FONT_FACES = {
    "SourceSansPro-Regular": (400, "normal"),
    "SourceSansPro-It": (400, "italic"),
    "SourceSansPro-Semibold": (600, "normal"),
    "SourceSansPro-Bold": (700, "normal"),
}


def site_css(root: Path, theme: Theme) -> str:
    """The one stylesheet of the embedded site: tokens, type, what documents hold, and the page around them."""
    documents = (root / DOCUMENTS).read_text(encoding="utf-8")
    return "\n".join(
        [font_faces(theme, "fonts"), custom_properties(theme), documents, SITE.read_text(encoding="utf-8")]
    )


def custom_properties(theme: Theme) -> str:
    """Every token that a stylesheet needs, as one `:root` rule."""
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in _properties(theme)) + "}\n"


def font_faces(theme: Theme, folder: str) -> str:
    """The rules that load the typeface from `folder`, which is relative to the stylesheet."""
    return "".join(
        f'@font-face {{\n  font-family: "{theme.type.family}";\n  font-weight: {weight};\n  font-style: {style};\n'
        f'  font-display: swap;\n  src: url("{folder}/{stem}.woff") format("woff");\n}}\n'
        for stem, (weight, style) in FONT_FACES.items()
    )


def scss(theme: Theme) -> str:
    """The text of `theme/sia.scss`: Bootstrap's variables for Quarto, then the same custom properties."""
    size = theme.type
    defaults = {
        "font-family-sans-serif": _families(theme),
        "font-size-root": f"{size.screen_size:g}px",
        "line-height-base": f"{size.line_height:g}",
        "body-color": theme.colours.text,
        "body-bg": theme.colours.page,
        "primary": theme.colours.accent,
        "link-color": theme.colours.accent,
        "border-color": theme.colours.rule,
        "table-border-color": theme.colours.rule,
        "headings-font-weight": "600",
        **{f"h{level}-font-size": f"{share:g}rem" for level, share in enumerate(size.headings, start=1)},
    }
    lines = "".join(f"${name}: {value};\n" for name, value in defaults.items())
    return (
        "/*-- scss:defaults --*/\n"
        "// Made from theme/tokens.yml by `sia render`: change the tokens, not this file.\n"
        f"{lines}\n/*-- scss:rules --*/\n{font_faces(theme, '../../theme/fonts')}{custom_properties(theme)}"
    )


def _families(theme: Theme) -> str:
    names = [theme.type.family, *theme.type.fallback]
    return ", ".join(f'"{name}"' if " " in name else name for name in names)


def _properties(theme: Theme) -> Iterator[tuple[str, str]]:
    for name, colour in theme.colours.model_dump().items():
        yield f"colour-{name}", colour
    for name, mark in theme.ratings:
        yield f"rating-{name}-text", mark.text
        yield f"rating-{name}-fill", mark.fill
    for name, signal in sorted(theme.signals.items()):
        yield f"signal-{name}", signal.text
    for name, colour in theme.callouts:
        yield f"callout-{name}", colour
    yield "type-family", _families(theme)
    yield "type-size", f"{theme.type.screen_size / 16:g}rem"
    yield "type-print-size", f"{theme.type.print_size:g}pt"
    yield "type-small", f"{theme.type.small:g}em"
    yield "line-height", f"{theme.type.line_height:g}"
    for level, share in enumerate(theme.type.headings, start=1):
        yield f"heading-{level}", f"{share:g}em"
    yield "space", f"{theme.spacing.unit}px"
    # A character of Source Sans is on average 0.46 em wide (English text), so a measure in characters becomes a width.
    yield "measure", f"{theme.spacing.measure * 0.46 * theme.type.screen_size / 16:.4g}rem"

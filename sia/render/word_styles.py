"""The theme's tokens as Word's `styles.xml`.

Sizes in the file are half-points, gaps are twentieths of a point (ECMA-376 Part 1, 17.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from sia.project.theme import Theme

_OPENING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\n'
)
SIGNAL_NAMES = {
    "improving": "Signal Improving",
    "worsening": "Signal Worsening",
    "no-change": "Signal No Change",
    "cannot": "Signal Cannot",
}


def styles_xml(theme: Theme, lang: str) -> str:
    """The whole `word/styles.xml` of a report in the language `lang`."""
    parts = [_OPENING, _defaults(theme, lang), *_text(theme), *_headings(theme), *_lists(theme), *_exhibits(theme)]
    return "\n".join([*parts, *_marks(theme), *_panels(theme), "</w:styles>\n"])


def _defaults(theme: Theme, lang: str) -> str:
    font = quoteattr(theme.type.family)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:cs={font} w:eastAsia={font}/>"
        f"{_size(theme.type.print_size)}"
        f"<w:lang w:val={quoteattr(lang)}/></w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _text(theme: Theme) -> Iterator[str]:
    size, quiet = theme.type.print_size, _colour(theme.colours.quiet)
    small = _size(size * theme.type.small)
    # The colour stands here and not among the defaults, which LibreOffice puts over the marks inside a table.
    yield _style("paragraph", "Normal", "Normal", based="", run=_colour(theme.colours.text), default=True)
    yield _style("paragraph", "BodyText", "Body Text")
    yield _style("paragraph", "FirstParagraph", "First Paragraph", based="BodyText")
    yield _style("paragraph", "LeadIn", "Lead In", based="BodyText", paragraph="<w:keepNext/>")
    yield _style("paragraph", "Compact", "Compact", paragraph='<w:spacing w:before="20" w:after="20"/>')
    title = '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>'
    yield _style("paragraph", "Title", "Title", paragraph=title, run="<w:b/>" + _size(size * 2))
    yield _style("paragraph", "Subtitle", "Subtitle", paragraph=title, run=quiet + _size(size * 1.25))
    yield _style("paragraph", "Author", "Author", run=quiet)
    yield _style("paragraph", "Date", "Date", paragraph='<w:spacing w:after="240"/>', run=quiet)
    indent = '<w:ind w:left="400"/>'
    yield _style("paragraph", "BlockText", "Block Text", paragraph=indent, run=quiet)
    yield _style("paragraph", "FootnoteText", "footnote text", paragraph='<w:spacing w:after="40"/>', run=small)
    yield _style("paragraph", "FootnoteBlockText", "Footnote Block Text", based="FootnoteText")
    yield _style("paragraph", "Header", "header", paragraph='<w:spacing w:after="0"/>', run=quiet + small)
    yield _style("paragraph", "Footer", "footer", paragraph='<w:spacing w:after="0"/>', run=quiet + small)
    yield '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
    yield _style("character", "FootnoteReference", "footnote reference", run='<w:vertAlign w:val="superscript"/>')
    yield _style("character", "Hyperlink", "Hyperlink", run=_colour(theme.colours.accent) + '<w:u w:val="single"/>')
    yield _style("character", "SectionNumber", "Section Number", run='<w:b w:val="0"/>' + quiet)
    yield _style("character", "Source", "Source", run=quiet + small)
    yield _style("character", "VerbatimChar", "Verbatim Char", run='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')


def _headings(theme: Theme) -> Iterator[str]:
    before = (480, 360, 280, 220, 200, 200)
    for level in range(1, 7):
        share = theme.type.headings[min(level, 4) - 1] * 0.86 if level <= 3 else 1.0
        spacing = f'<w:spacing w:before="{before[level - 1]}" w:after="100" w:line="240" w:lineRule="auto"/>'
        paragraph = f'<w:keepNext/><w:keepLines/>{spacing}<w:outlineLvl w:val="{level - 1}"/>'
        run = "<w:b/>" + _size(theme.type.print_size * max(share, 1.0))
        yield _style("paragraph", f"Heading{level}", f"heading {level}", paragraph=paragraph, run=run, after="BodyText")
    heading = '<w:keepNext/><w:spacing w:before="240" w:after="100"/>'
    yield _style(
        "paragraph", "TOCHeading", "TOC Heading", paragraph=heading, run="<w:b/>" + _size(theme.type.print_size * 1.3)
    )
    for level in range(1, 5):
        paragraph = (
            f'<w:spacing w:before="{80 if level == 1 else 0}" w:after="20"/><w:ind w:left="{(level - 1) * 300}"/>'
        )
        yield _style("paragraph", f"TOC{level}", f"toc {level}", paragraph=paragraph)


def _lists(theme: Theme) -> Iterator[str]:
    yield _style(
        "paragraph",
        "DefinitionTerm",
        "Definition Term",
        paragraph='<w:keepNext/><w:spacing w:after="0"/>',
        run="<w:b/>",
    )
    yield _style("paragraph", "Definition", "Definition", paragraph='<w:ind w:left="300"/>')


def _exhibits(theme: Theme) -> Iterator[str]:
    size, quiet = theme.type.print_size, _colour(theme.colours.quiet)
    keep = '<w:keepNext/><w:spacing w:before="240" w:after="80"/>'
    yield _style("paragraph", "Caption", "caption", paragraph='<w:spacing w:after="200"/>')
    yield _style("paragraph", "TableCaption", "Table Caption", based="Caption", paragraph=keep, run="<w:b/>")
    yield _style(
        "paragraph", "ImageCaption", "Image Caption", based="Caption", run=quiet + _size(size * theme.type.small)
    )
    yield _style("paragraph", "Figure", "Figure")
    yield _style(
        "paragraph",
        "CaptionedFigure",
        "Captioned Figure",
        based="Figure",
        paragraph='<w:keepNext/><w:spacing w:before="200" w:after="60"/>',
    )
    rule, text = theme.colours.rule[1:], theme.colours.text[1:]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>' for side in ("bottom", "insideH")
    )
    cells = '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar>'
    head = (
        f'<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{text}"/></w:tcBorders></w:tcPr>'
    )
    yield (
        '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/>'
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/></w:pPr>'
        f"<w:rPr>{_size(size * 0.92)}</w:rPr>"
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{cells}</w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>{head}</w:tblStylePr></w:style>'
    )


def _marks(theme: Theme) -> Iterator[str]:
    for name, mark in theme.ratings:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{mark.fill[1:]}"/>'
        title = f"Rating {name.capitalize()}"
        yield _style("character", title.replace(" ", ""), title, run="<w:b/>" + _colour(mark.text) + shade)
    for name, signal in sorted(theme.signals.items()):
        title = SIGNAL_NAMES[name]
        yield _style("character", title.replace(" ", ""), title, run="<w:b/>" + _colour(signal.text))


def _panels(theme: Theme) -> Iterator[str]:
    small, quiet = _size(theme.type.print_size * theme.type.small), _colour(theme.colours.quiet)
    beside = '<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{}"/></w:pBdr><w:ind w:left="280"/>'
    line = beside.format(theme.colours.accent[1:])
    yield _style("paragraph", "Commentary", "Commentary", paragraph="<w:keepNext/>" + line)
    yield _style(
        "paragraph",
        "CommentarySignature",
        "Commentary Signature",
        based="Commentary",
        paragraph='<w:keepNext w:val="0"/>' + line,
        run=quiet + small,
    )
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{theme.colours.panel[1:]}"/>'
    yield _style("paragraph", "Notice", "Notice", paragraph=shade, run=small)
    for kind, colour in theme.callouts:
        name, paragraph = f"Callout {kind.capitalize()}", beside.format(colour[1:])
        yield _style("paragraph", name.replace(" ", ""), name, paragraph=paragraph)
        yield _style(
            "paragraph",
            f"{name} Title".replace(" ", ""),
            f"{name} Title",
            paragraph="<w:keepNext/>" + paragraph,
            run="<w:b/>" + _colour(colour),
        )


def _style(
    kind: str,
    identifier: str,
    name: str,
    *,
    based: str | None = None,
    paragraph: str = "",
    run: str = "",
    after: str = "",
    default: bool = False,
) -> str:
    based = {"paragraph": "Normal", "character": "DefaultParagraphFont"}[kind] if based is None else based
    as_default = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{as_default} w:styleId="{identifier}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{after}"/>' if after else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour[1:]}"/>'

"""The reference document that gives a DOCX its look: Pandoc's own, with our styles, page, header and footer in it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from sia.project.theme import Theme
from sia.render.pandoc_run import pandoc
from sia.render.word_styles import styles_xml

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GRID_COLUMN = re.compile(rb'<w:gridCol w:w="(\d+)"')
_PANDOCS_TEXT_WIDTH = 7920
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_reference(path: Path, theme: Theme, *, lang: str, head: str, notice: bool, foot: str, page_of: str) -> None:
    """Write the reference document of one report.

    `head` stands on top of every page, on a panel when it is a `notice`; `foot` and the page's number below.
    The bytes depend on nothing but the arguments and Pandoc's version.
    """
    parts = _pandocs_own()
    parts["word/styles.xml"] = styles_xml(theme, lang).encode()
    parts["word/header1.xml"] = _header(head, "Notice" if notice else "Header").encode()
    parts["word/footer1.xml"] = _footer(foot, page_of, text_width(theme)).encode()
    parts["word/document.xml"] = _document(theme).encode()
    parts["word/fontTable.xml"] = _font_table(theme).encode()
    _extend(parts, "[Content_Types].xml", "</Types>", _content_types())
    _extend(parts, "word/_rels/document.xml.rels", "</Relationships>", _relations())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)


def widen_tables(path: Path, theme: Theme) -> None:
    """Let tables with declared widths fill the line: Pandoc takes every line for 5.5 inches wide."""
    with zipfile.ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    share = text_width(theme) / _PANDOCS_TEXT_WIDTH
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in parts.items():
            archive.writestr(info, _wider(content, share) if info.filename == "word/document.xml" else content)


def _wider(document: bytes, share: float) -> bytes:
    return _GRID_COLUMN.sub(lambda match: b'<w:gridCol w:w="%d"' % round(int(match[1]) * share), document)


def _pandocs_own() -> dict[str, bytes]:
    printed = subprocess.run(
        [pandoc(), "--print-default-data-file=reference.docx"], capture_output=True, check=True
    ).stdout
    with zipfile.ZipFile(io.BytesIO(printed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _extend(parts: dict[str, bytes], name: str, ending: str, addition: str) -> None:
    parts[name] = parts[name].decode().replace(ending, addition + ending).encode()


def _content_types() -> str:
    return "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_TYPE}.{kind}+xml"/>' for kind in ("header", "footer")
    )


def _relations() -> str:
    return "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{kind}1.xml"/>'
        for number, kind in ((41, "header"), (42, "footer"))
    )


def _header(text: str, style: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'{_XML}<w:hdr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p></w:hdr>'


def _footer(text: str, page_of: str, width: int) -> str:
    before, _, rest = page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    runs = (
        _run(text)
        + "<w:r><w:tab/></w:r>"
        + _run(before)
        + _field("PAGE")
        + _run(between)
        + _field("NUMPAGES")
        + _run(after)
    )
    return f'{_XML}<w:ftr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="Footer"/>{tab}</w:pPr>{runs}</w:p></w:ftr>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def text_width(theme: Theme) -> int:
    """The width of a line of text, in twentieths of a point."""
    return _twips(210) - 2 * _twips(theme.spacing.page_margin)


def _document(theme: Theme) -> str:
    side = _twips(theme.spacing.page_margin)
    return (
        f"{_XML}<w:document {_W} {_R}><w:body><w:p/><w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId41"/><w:footerReference w:type="default" r:id="rId42"/>'
        f'<w:pgSz w:w="{_twips(210)}" w:h="{_twips(297)}"/>'
        f'<w:pgMar w:top="{_twips(26)}" w:bottom="{_twips(22)}" w:left="{side}" w:right="{side}" '
        f'w:header="{_twips(11)}" w:footer="{_twips(11)}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _font_table(theme: Theme) -> str:
    """Word falls back to the first of the fallback faces where the typeface is not installed."""
    name, other = quoteattr(theme.type.family), quoteattr(theme.type.fallback[0] if theme.type.fallback else "Arial")
    return (
        f"{_XML}<w:fonts {_W}><w:font w:name={name}><w:altName w:val={other}/>"
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )

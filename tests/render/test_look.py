"""One look everywhere: tokens, stylesheets, fonts, charts in pages, Word styles."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sia.errors import UserError
from sia.project.theme import contrast, font_directory, load_theme
from sia.render.charts import drawn
from sia.render.stylesheet import DOCUMENTS, SCSS, SITE, custom_properties, scss
from sia.render.web_fonts import woff
from sia.render.word_styles import styles_xml

REPOSITORY = Path(__file__).parents[2]
THEME = load_theme(REPOSITORY)


class TestTheme:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ("#000000", "#FFFFFF", 21.0),
            ("#FFFFFF", "#FFFFFF", 1.0),
            ("#777777", "#FFFFFF", 4.48),
            ("#FFB000", "#1A1A1A", 9.50),
        ],
    )
    def test_contrast_as_the_standard_defines_it(self, one: str, other: str, ratio: float) -> None:
        assert contrast(one, other) == pytest.approx(ratio, abs=0.01) == contrast(other, one)

    def _changed(self, tmp_path: Path, before: str, after: str) -> list[str]:
        text = (REPOSITORY / "theme" / "tokens.yml").read_text(encoding="utf-8")
        assert before in text
        (tmp_path / "theme").mkdir()
        (tmp_path / "theme" / "tokens.yml").write_text(text.replace(before, after), encoding="utf-8")
        with pytest.raises(UserError) as raised:
            load_theme(tmp_path)
        return [str(problem) for problem in raised.value.problems]

    def test_a_faint_colour_is_refused(self, tmp_path: Path) -> None:
        assert self._changed(tmp_path, '"#B3141C" }', '"#FF8888" }') == [
            "theme/tokens.yml, ratings.red: text #FFFFFF on #FF8888 has a contrast of 2.3:1. Text needs at least 4.5:1 (WCAG 2.2).",
            "theme/tokens.yml, signals.worsening: text #FF8888 on #FFFFFF has a contrast of 2.3:1. Text needs at least 4.5:1 (WCAG 2.2).",
            "theme/tokens.yml, callouts.caution: text #FF8888 on #FFFFFF has a contrast of 2.3:1. Text needs at least 4.5:1 (WCAG 2.2).",
        ]

    def test_a_token_misspelt(self, tmp_path: Path) -> None:
        found = self._changed(tmp_path, "accent:", "accnt:")
        assert any("Did you mean 'accent'?" in each for each in found)

    def test_a_signal_left_out(self, tmp_path: Path) -> None:
        text = '  cannot: { arrow: none, text: "#505A5F" }\n'
        assert self._changed(tmp_path, text, "") == ["theme/tokens.yml, signals.cannot: is missing."]


class TestStylesheets:
    def test_quarto_gets_the_values_of_the_tokens(self) -> None:
        assert (REPOSITORY / SCSS).read_text(encoding="utf-8") == scss(THEME)

    @pytest.mark.parametrize("sheet", [REPOSITORY / DOCUMENTS, SITE])
    def test_every_property_that_is_used_is_declared(self, sheet: Path) -> None:
        text = sheet.read_text(encoding="utf-8")
        used, declared = set(re.findall(r"var\((--[\w-]+)\)", text)), custom_properties(THEME) + text
        assert {name for name in used if f"{name}:" not in declared} == set()

    @pytest.mark.parametrize("sheet", [REPOSITORY / DOCUMENTS, SITE])
    def test_colours_come_from_the_tokens_alone(self, sheet: Path) -> None:
        assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text(encoding="utf-8")) == []

    def test_word_styles_hold_every_mark(self) -> None:
        text = styles_xml(THEME, "en-GB")
        for _, mark in THEME.ratings:
            assert f'w:fill="{mark.fill[1:]}"' in text and f'w:val="{mark.text[1:]}"' in text

    @pytest.mark.parametrize(
        ("part", "order"),
        [
            ("rPr", ["rFonts", "b", "color", "sz", "szCs", "u", "shd", "vertAlign", "lang"]),
            ("pPr", ["keepNext", "keepLines", "pBdr", "shd", "spacing", "ind", "outlineLvl"]),
        ],
    )
    def test_word_styles_keep_the_order_of_the_schema(self, part: str, order: list[str]) -> None:
        """ECMA-376 Part 1, A.1: Word refuses a file whose properties come in another order."""
        namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        for properties in ElementTree.fromstring(styles_xml(THEME, "en-GB").encode()).iter(f"{namespace}{part}"):
            names = [each.tag.removeprefix(namespace) for each in properties]
            assert names == sorted(names, key=order.index)


class TestFonts:
    @pytest.mark.parametrize("stem", ["SourceSansPro-Regular", "SourceSansPro-It"])
    def test_a_web_font_holds_the_same_tables(self, stem: str) -> None:
        font = (font_directory() / f"{stem}.otf").read_bytes()
        packed = woff(font)
        signature, flavour, length, count = struct.unpack_from(">4s4sIH", packed)
        assert (signature, flavour, length) == (b"wOFF", font[:4], len(packed))
        for index in range(count):
            tag, offset, size, original, _ = struct.unpack_from(">4sIIII", packed, 44 + 20 * index)
            data = packed[offset : offset + size]
            data = zlib.decompress(data) if size < original else data
            assert data == _table(font, tag) and offset % 4 == 0


def _table(font: bytes, wanted: bytes) -> bytes:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == wanted:
            return font[offset : offset + length]
    raise AssertionError(wanted)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="x" width="9">{}</svg>'


class TestCharts:
    def test_a_drawing_is_one_image_with_ids_of_its_own(self) -> None:
        body = '<defs><clipPath id="a"><path d="M0"/></clipPath><path id="ab" role="graphics-symbol" aria-label="x"/></defs><g clip-path="url(#a)"><use xlink:href="#ab"/></g>'
        drawing = drawn(SVG.format(body), 'Say "so"', "chart1")
        assert drawing is not None
        assert drawing.startswith("<svg xmlns=") and 'width="9" role="img" aria-label="Say &quot;so&quot;">' in drawing
        assert drawing.count("role=") == drawing.count("aria-label=") == 1
        assert 'id="chart1-a"' in drawing and "url(#chart1-a)" in drawing and 'href="#chart1-ab"' in drawing

    @pytest.mark.parametrize(
        "body",
        [
            "<script>alert(1)</script>",
            '<rect onclick="alert(1)"/>',
            "<foreignObject><p/></foreignObject>",
            '<use href="https://example.org/x.svg#a"/>',
            '<rect fill="url(https://example.org/x)"/>',
            "<style>p{}</style>",
            '<image href="https://example.org/x.png"/>',
            "<not closed",
        ],
    )
    def test_what_is_not_plainly_a_drawing_stays_an_image(self, body: str) -> None:
        assert drawn(SVG.format(body), "x", "chart1") is None


def test_the_colour_of_text_in_word_stands_in_a_style_so_that_marks_keep_theirs() -> None:
    """LibreOffice puts a colour among the defaults over the marks inside a table: white on red would turn black."""
    from pathlib import Path

    from sia.project.theme import load_theme
    from sia.render.word_styles import styles_xml

    styles = styles_xml(load_theme(Path(__file__).parents[2]), "en-GB")
    defaults = styles[styles.index("<w:docDefaults>") : styles.index("</w:docDefaults>")]
    assert "w:color " not in defaults
    assert '<w:color w:val="FFFFFF"/>' in styles[styles.index('w:styleId="RatingRed"') :][:400]

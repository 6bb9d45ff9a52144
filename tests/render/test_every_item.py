"""Every item of docs/documents.md, in the three formats, against one written expectation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

docx = pytest.importorskip("docx")
html = pytest.importorskip("lxml.html")

PAGE = "assessments/2024/index.html"


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


@pytest.fixture(scope="module")
def page(rendered: Path) -> Any:
    return html.fromstring((rendered / "_site" / PAGE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def main(page: Any) -> Any:
    return page.find(".//main")


@pytest.fixture(scope="module")
def word(rendered: Path) -> Any:
    return docx.Document(str(rendered / "_site" / "report.docx"))


class TestSite:
    def test_title_and_headings(self, main: Any, expected: dict[str, Any]) -> None:
        assert [_words(each.text_content()) for each in main.iter("h1")] == [expected["site"]["title"]]
        found = [
            [int(each.tag[1]), _words(each.text_content())]
            for each in main.iter("h2", "h3")
            if each.get("id") != "on-this-page"
        ]
        assert found == expected["site"]["headings"]

    def test_captions_are_numbered_in_order(self, main: Any, expected: dict[str, Any]) -> None:
        found = [_words(each.text_content()) for each in main.iter("caption", "figcaption")]
        assert found == expected["site"]["captions"]

    def test_references_name_and_reach_what_they_refer_to(self, main: Any, expected: dict[str, Any]) -> None:
        links = [
            each
            for each in main.iter("a")
            if re.match("#(fig|tbl|sec)-", each.get("href", "")) and each.getparent().tag == "p"
        ]
        assert [_words(each.text_content()) for each in links] == expected["site"]["references"]
        assert all(main.get_element_by_id(each.get("href")[1:]) is not None for each in links)

    def test_tables_have_headers_with_a_scope(self, main: Any, expected: dict[str, Any]) -> None:
        tables = list(main.iter("table"))
        heads = [
            [_words(each.text_content()) for each in table.iter("th") if each.get("scope") == "col"] for table in tables
        ]
        rows = [
            [_words(cell.text_content()) for cell in row] for table in tables for row in table.find("tbody").iter("tr")
        ]
        assert heads == expected["table_headers"]
        assert rows == expected["table_rows"]
        assert all(
            row[0].tag == "th" and row[0].get("scope") == "row"
            for table in tables
            for row in table.find("tbody").iter("tr")
        )

    def test_numbers_are_aligned_right(self, main: Any) -> None:
        ward_table = main.get_element_by_id("tbl-wards")
        assert all("right" in cell.get("style", "") for cell in ward_table.find("tbody").iter("td"))

    def test_charts_are_images_with_their_alternative_text(self, main: Any, expected: dict[str, Any]) -> None:
        charts = list(main.iter("svg"))
        assert [each.get("aria-label") for each in charts] == expected["alternative_texts"]
        assert {each.get("role") for each in charts} == {"img"}

    def test_another_language_is_marked(self, main: Any) -> None:
        assert [each.text_content() for each in main.xpath(".//*[@lang='cy']")] == ["gair"]

    def test_marks_keep_their_word(self, main: Any) -> None:
        marks = {
            (each.get("class"), each.text_content())
            for each in main.iter("span")
            if "rating" in (each.get("class") or "")
        }
        assert {("rating rating-red", "Red"), ("rating rating-none", "Not rated")} <= marks

    def test_callouts_say_their_kind(self, main: Any, expected: dict[str, Any]) -> None:
        titles = [_words(each.text_content()) for each in main.find_class("callout-title")]
        assert titles == expected["callouts"]

    def test_parts_for_others_are_left_out(self, main: Any, expected: dict[str, Any]) -> None:
        text = _words(main.text_content())
        assert [each for each in expected["site"]["texts"] if each not in text] == []
        assert [each for each in expected["site"]["not_texts"] if each in text] == []

    def test_what_every_page_shows(self, rendered: Path, expected: dict[str, Any]) -> None:
        pages = [
            path for path in (rendered / "_site").rglob("*.html") if path.name != "index.html" or "2024" in path.parts
        ]
        assert len(pages) == 4
        for path in pages:
            text = html.fromstring(path.read_text(encoding="utf-8")).text_content()
            assert expected["notice"] in text and expected["licence"] in text and "31 December 2023" in text, path

    def test_every_local_address_leads_to_a_file(self, rendered: Path) -> None:
        site = rendered / "_site"
        for path in sorted(site.rglob("*.html")):
            tree = html.fromstring(path.read_text(encoding="utf-8"))
            for address in [*tree.xpath("//@href"), *tree.xpath("//@src")]:
                if not re.match(r"[a-z]+:|#", address):
                    target = (path.parent / address.partition("#")[0]).resolve()
                    assert target.is_file() and target.is_relative_to(site.resolve()), f"{path.name}: {address}"

    def test_the_index_lists_pages_and_sections_by_title(self, rendered: Path) -> None:
        tree = html.fromstring((rendered / "_site" / "pages.html").read_text(encoding="utf-8"))
        listed = [_words(each.text_content()) for each in tree.find_class("index-of-pages")[0].iter("a")]
        assert listed == sorted(listed, key=str.casefold)
        assert {"Places", "Building inclusive communities", "Hate crime Red", "Figures"} <= set(listed)


class TestPdf:
    def test_headings_with_numbers(self, pdf: Any, expected: dict[str, Any]) -> None:
        found = [
            [int(tag[1]), *_numbered(text)]
            for tag, text, _ in pdf.elements
            if re.fullmatch("H[1-6]", tag) and text != "Contents"
        ]
        assert found == expected["report"]["headings"]
        assert pdf.texts("Title") == [expected["report"]["title"]]

    def test_bookmarks_and_contents_have_plain_words(self, pdf: Any, expected: dict[str, Any]) -> None:
        headings = [" ".join(each[1:]).strip() for each in expected["report"]["headings"]]
        assert [_words(each) for each in pdf.outline() if each != "Contents"] == headings
        listed = [re.sub(r" \d+$", "", text) for text in pdf.texts("TOCI")]
        assert listed == expected["report"]["contents"]

    def test_captions_references_and_alternative_texts(self, pdf: Any, expected: dict[str, Any]) -> None:
        assert pdf.texts("Caption") == expected["report"]["captions"]
        links = [text for text in pdf.texts("Link") if re.fullmatch(r"(Section|Figure|Table) [\d.]+|2", text)]
        assert links == expected["report"]["references"]
        assert pdf.alternatives() == [*expected["alternative_texts"], "Line falling."]

    def test_tables(self, pdf: Any, expected: dict[str, Any]) -> None:
        assert pdf.texts("TH") == [text for head in expected["table_headers"] for text in head]
        assert pdf.texts("TD") == [text for row in expected["table_rows"] for text in row]

    def test_parts_for_others_are_left_out(self, pdf: Any, expected: dict[str, Any]) -> None:
        text = " ".join(pdf.texts("P", "Document"))
        assert [each for each in expected["pdf"]["texts"] if each not in text] == []
        assert [each for each in expected["pdf"]["not_texts"] if each in text] == []
        assert [
            each for each in (expected["footnote"], expected["signature"], expected["licence"]) if each not in text
        ] == []

    def test_the_notice_is_on_every_page(self, pdf: Any, expected: dict[str, Any]) -> None:
        assert len(pdf.page_texts()) > 2
        assert all(expected["notice"] in text and "31 December 2023" in text for text in pdf.page_texts())

    def test_another_language_is_marked(self, pdf: Any) -> None:
        assert [text for text, lang in pdf.languages() if lang.startswith("cy")] == ["gair"]

    def test_it_says_that_it_is_accessible(self, pdf: Any) -> None:
        metadata = pdf.pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.pdf.Root.Lang) == "en-GB"
        assert bool(pdf.pdf.Root.MarkInfo.Marked)

    def test_only_the_packaged_typeface_is_used_for_text(self, pdf: Any) -> None:
        names = {str(font.BaseFont).split("+")[-1] for page in pdf.pdf.pages for font in page.Resources.Font.values()}
        assert {name.split("-")[0] for name in names} <= {"SourceSansPro", "DejaVuSansMono"}


class TestWord:
    def test_headings_with_numbers(self, word: Any, expected: dict[str, Any]) -> None:
        found = [
            [int(each.style.name[-1]), *_numbered(_words(each.text.replace("\t", " ")))]
            for each in word.paragraphs
            if each.style.name.startswith("Heading")
        ]
        assert found == expected["report"]["headings"]

    def test_contents_stand_there_before_any_update(self, word: Any, expected: dict[str, Any]) -> None:
        listed = [_words(each.text) for each in word.paragraphs if re.fullmatch(r"toc \d", each.style.name)]
        assert listed == expected["report"]["contents"]

    def test_captions_and_alternative_texts(self, word: Any, expected: dict[str, Any]) -> None:
        captions = [
            _words(each.text) for each in word.paragraphs if each.style.name in ("Table Caption", "Image Caption")
        ]
        assert captions == expected["report"]["captions"]
        described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
        assert described == [*expected["alternative_texts"], "Line falling."]

    def test_references_are_links_to_bookmarks(self, word: Any, expected: dict[str, Any]) -> None:
        names = {each.get(_w("name")) for each in word.element.iter(_w("bookmarkStart"))}
        links = [each for each in word.element.iter(_w("hyperlink")) if each.get(_w("anchor"))]
        texts = [_words("".join(part.text or "" for part in each.iter(_w("t")))) for each in links]
        assert {each.get(_w("anchor")) for each in links} <= names
        assert [text for text in texts if re.fullmatch(r"(Section|Figure|Table) [\d.]+|2", text)] == expected["report"][
            "references"
        ]

    def test_tables_repeat_their_header_row(self, word: Any, expected: dict[str, Any]) -> None:
        heads = [[_words(cell.text) for cell in table.rows[0].cells] for table in word.tables]
        rows = [[_words(cell.text) for cell in row.cells] for table in word.tables for row in table.rows[1:]]
        assert heads == expected["table_headers"]
        assert rows == expected["table_rows"]
        assert all(table.rows[0]._tr.find(f".//{_w('tblHeader')}") is not None for table in word.tables)

    def test_marks_are_character_styles_with_their_colours(self, word: Any) -> None:
        runs = [
            (run.text.strip(), run.style.name)
            for each in word.paragraphs
            for run in each.runs
            if run.style.name.startswith("Rating")
        ]
        assert ("Red", "Rating Red") in runs and ("Not rated", "Rating None") in runs
        shade = word.styles["Rating Red"].element.find(f".//{_w('shd')}")
        assert shade.get(_w("fill")) == "B3141C"

    def test_parts_for_others_are_left_out(self, word: Any, expected: dict[str, Any]) -> None:
        text = "\n".join(each.text for each in word.paragraphs)
        assert [
            each
            for each in [*expected["docx"]["texts"], expected["signature"], expected["licence"]]
            if each not in text
        ] == []
        assert [each for each in expected["docx"]["not_texts"] if each in text] == []

    def test_another_language_is_marked(self, word: Any) -> None:
        marked = [
            each for each in word.element.iter(_w("r")) if each.find(f".//{_w('lang')}[@{_w('val')}='cy']") is not None
        ]
        assert ["".join(part.text for part in each.iter(_w("t"))) for each in marked] == ["gair"]

    def test_tables_with_widths_fill_the_line(self, word: Any) -> None:
        columns = [int(each.get(_w("w"))) for each in word.tables[0]._tbl.iter(_w("gridCol"))]
        section = word.sections[0]
        width = (section.page_width - section.left_margin - section.right_margin) / 635
        assert abs(sum(columns) - width) < 10
        assert abs(columns[0] - 2 * columns[1]) <= 2

    def test_header_footer_and_page(self, word: Any, expected: dict[str, Any]) -> None:
        section = word.sections[0]
        assert section.header.paragraphs[0].text == expected["notice"]
        assert "31 December 2023" in section.footer.paragraphs[0].text
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)

    def test_properties(self, word: Any, expected: dict[str, Any]) -> None:
        assert word.core_properties.title == expected["report"]["title"]
        assert word.core_properties.author == "Exemplar Community Safety Partnership"
        assert word.core_properties.language == "en-GB"


def _numbered(text: str) -> tuple[str, str]:
    match = re.match(r"(\d[\d.]*) (.*)", text)
    return (match[1], match[2]) if match else ("", text)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"

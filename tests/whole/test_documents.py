"""The reference partnership's documents, as people get them: complete, linked, accessible, and the same every time."""

from __future__ import annotations

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from sia.build.documents import build_and_render

NOTICE = "Synthetic data: Exampleborough is a fictional district."
AWKWARD = re.compile(r"\bnan\b|\bNone\b(?! of)|\?meta|\{\{<|\{[a-z_]+\}|\bnull\b|\b[a-z]+_[a-z_]+\b")


class Page(HTMLParser):
    """What a page holds: its text as read, its links, its ids, its images and headings."""

    def __init__(self, path: Path):
        super().__init__()
        self.text, self.links, self.ids, self.images, self.first_headings, self.hidden = [], [], set(), [], 0, 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.ids |= {values["id"]} if values.get("id") else set()
        self.links += [values["href"]] if tag == "a" and values.get("href") else []
        self.images += [values.get("alt")] if tag == "img" else []
        self.first_headings += tag == "h1"
        self.hidden += tag in ("script", "style", "code")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        self.text += [data] if not self.hidden else []


@pytest.fixture(scope="module")
def site(reference) -> Path:
    build_and_render(reference.root, renderer="embedded")
    return reference.root / "_site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html")) if path != site / "index.html"}


def test_there_is_a_page_for_the_summary_each_theme_each_place_methods_and_data_quality(site: Path, pages) -> None:
    names = {
        path.relative_to(site / "assessments" / "2024").as_posix() for path in pages if "assessments" in path.parts
    }
    assert {
        "index.html",
        "ratings.html",
        "places.html",
        "methods.html",
        "data-quality.html",
        "sharing-ledger.html",
        "accessibility.html",
    } <= names
    assert len([name for name in names if name.startswith("generated/themes/")]) == 4
    assert len([name for name in names if name.startswith("generated/places/")]) == 4


def test_every_page_says_that_the_data_are_invented(pages) -> None:
    for path, page in pages.items():
        assert NOTICE in " ".join("".join(page.text).split()), path


def test_every_page_has_one_first_heading_and_every_image_an_alternative(pages) -> None:
    for path, page in pages.items():
        assert page.first_headings == 1, path
        assert all(alternative for alternative in page.images), path


def test_every_link_leads_somewhere(pages) -> None:
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("http", "mailto:")):
                continue
            file, _, anchor = unquote(link).partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), f"{path}: {link}"
            if anchor and target in pages:
                assert anchor in pages[target].ids, f"{path}: {link}"


def test_no_page_shows_a_raw_value(pages) -> None:
    for path, page in pages.items():
        found = AWKWARD.findall("".join(page.text))
        assert not found, f"{path}: {found[:5]}"


def test_every_priority_has_a_section_with_its_rating_in_the_heading(reference) -> None:
    themes = "".join(path.read_text("utf-8") for path in (reference.publication / "fragments" / "themes").glob("*.md"))
    for rating in reference.ratings.values():
        heading = rf"^## {re.escape(rating['title'])} \[{rating['proposed']}\]\{{\.rating"
        assert re.search(heading, themes, re.MULTILINE), rating["title"]


def test_the_pdf_is_tagged_titled_and_in_english(site: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(site / "report.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert "pdfuaid:part" in str(pdf.open_metadata())
        assert len(pdf.pages) > 20


def test_the_word_document_has_headings_table_headers_and_alternative_texts(site: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document(str(site / "report.docx"))
    headings = [one.text for one in document.paragraphs if one.style.name.lower().startswith("heading")]
    assert any("Hate crime" in heading for heading in headings)
    assert all("tblHeader" in table._tbl.xml for table in document.tables)
    pictures = document.element.body.xpath(".//wp:docPr")
    assert pictures
    assert all(picture.get("descr") for picture in pictures)


def test_documents_are_made_again_only_when_something_changed(reference, site: Path) -> None:
    assert not build_and_render(reference.root, renderer="embedded").fresh
    page = reference.root / "assessments" / "2024" / "accessibility.qmd"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nOne more sentence.\n", encoding="utf-8")
    assert build_and_render(reference.root, renderer="embedded").fresh
    assert "One more sentence." in (site / "assessments" / "2024" / "accessibility.html").read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    build_and_render(reference.root, renderer="embedded")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_any_page_and_nothing_is_cut_off(pages, width: int) -> None:
    api = pytest.importorskip("playwright.sync_api")
    from axe_playwright_python.sync_playwright import Axe

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed")
    standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        for path in pages:
            page.goto(path.as_uri())
            violations = Axe().run(page, options={"runOnly": standard}).response["violations"]
            assert [(path.name, each["id"], each["nodes"][0]["html"]) for each in violations] == []
            assert page.evaluate("document.documentElement.scrollWidth") == width, path
        browser.close()


def test_what_people_typed_into_the_documents_is_worded_plainly(reference):
    """And only what they typed is looked at: generated pages and fragments word themselves."""
    from sia.build.checks import check_remarks
    from sia.render.typed import typed_in_documents

    typed = list(typed_in_documents(reference.root, "2024"))
    assert any(one.place.startswith("assessments/2024/index.qmd:") and one.text.strip() for one in typed)
    assert not [one.place for one in typed if "generated" in one.place or one.place.startswith("build")]
    assert check_remarks(reference.root) == []

"""A small project that uses every item documents may hold, rendered once for all tests that look at the result."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
AS_AT = date(2023, 12, 31)


def _copy_project(target: Path) -> Path:
    shutil.copytree(HERE / "_everything", target, ignore=shutil.ignore_patterns("published", "expected.yml"))
    shutil.copytree(HERE / "_everything" / "published", target / "build" / "2024" / "publication")
    shutil.copytree(REPOSITORY / "theme", target / "theme")
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh copy of the project, to be changed by a test."""
    return _copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project rendered by the embedded renderer; only to be looked at."""
    from sia.render import render_project

    root = _copy_project(tmp_path_factory.mktemp("rendered") / "project")
    render_project(root, "2024", renderer="embedded", as_at=AS_AT)
    return root


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    """The written expectation."""
    return YAML(typ="safe", pure=True).load((HERE / "_everything" / "expected.yml").read_text(encoding="utf-8"))


@pytest.fixture
def write(project: Path) -> Callable[[str, str], None]:
    """Write the body of the page `places.qmd`, or of another document of the project."""

    def put(body: str, name: str = "places.qmd", front: str = "title: Places") -> None:
        text = f"---\n{front}\n---\n\n{body}\n"
        (project / "assessments" / "2024" / name).write_text(text, encoding="utf-8", newline="\n")

    return put


class PdfStructure:
    """A tagged PDF as its tags tell it: a list of (tag, text, alternative text) in reading order."""

    def __init__(self, path: Path):
        import pikepdf

        self.pdf = pikepdf.open(path)
        self._texts = {page.objgen: _marked_texts(page) for page in self.pdf.pages}
        self.elements = list(self._walk(self.pdf.Root.StructTreeRoot.K, None))

    def texts(self, *tags: str) -> list[str]:
        """The texts of every element with one of these tags."""
        return [text for tag, text, _ in self.elements if tag in tags]

    def alternatives(self) -> list[str]:
        """The alternative texts of the figures."""
        return [alt for tag, _, alt in self.elements if tag == "Figure"]

    def languages(self) -> list[tuple[str, str]]:
        """Every run of text whose marks name a language: the text and the language."""
        import pikepdf

        return [
            (self._texts[page.objgen][int(operands[1].MCID)], str(operands[1].Lang))
            for page in self.pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/Lang" in operands[1]
        ]

    def outline(self) -> list[str]:
        """The titles of the bookmarks, outermost first."""

        def titles(items: Any) -> Iterator[str]:
            for item in items:
                yield item.title
                yield from titles(item.children)

        with self.pdf.open_outline() as outline:
            return list(titles(outline.root))

    def page_texts(self) -> list[str]:
        """Everything printed on each page, artefacts such as headers and footers too."""
        return [" ".join(texts.values()) for texts in self._texts.values()]

    def _walk(self, element: Any, page: Any) -> Iterator[tuple[str, str, str]]:
        import pikepdf

        if isinstance(element, pikepdf.Array):
            for kid in element:
                yield from self._walk(kid, page)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            page = element.get("/Pg", page)
            yield str(element.S)[1:], self._text(element.get("/K", []), page), str(element.get("/Alt", ""))
            yield from self._walk(element.get("/K", []), page)

    def _text(self, kid: Any, page: Any) -> str:
        import pikepdf

        if isinstance(kid, pikepdf.Array):
            return _joined(self._text(each, page) for each in kid)
        if isinstance(kid, pikepdf.Dictionary):
            page = kid.get("/Pg", page)
            if "/S" in kid:
                return self._text(kid.get("/K", []), page)
            return self._texts[page.objgen].get(int(kid.MCID), "") if "/MCID" in kid else ""
        return self._texts[page.objgen].get(int(kid), "")


@pytest.fixture(scope="session")
def pdf(rendered: Path) -> PdfStructure:
    """The report as PDF, read through its tags."""
    return PdfStructure(rendered / "_site" / "report.pdf")


@pytest.fixture(scope="session")
def pdf_structure() -> type[PdfStructure]:
    """The reader itself, for other PDFs."""
    return PdfStructure


def _joined(parts: Iterator[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(parts).replace("\xa0", " ")).strip()


def _marked_texts(page: Any) -> dict[int | None, str]:
    """The text of each marked-content id of a page; under None what is marked as an artefact."""
    import pikepdf

    fonts: dict[str, dict[int, str]] = {}
    texts: dict[int | None, str] = {}
    open_marks: list[int | None] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else None
            if isinstance(properties, pikepdf.Name):
                properties = page.Resources.Properties[str(properties)]
            open_marks.append(int(properties.MCID) if properties is not None and "/MCID" in properties else None)
        elif name == "EMC":
            open_marks.pop()
        elif name == "Tf":
            font = fonts.setdefault(str(operands[0]), _glyph_texts(page.Resources.Font[str(operands[0])]))
        elif name in ("Tj", "TJ"):
            shown = (
                [operands[0]] if name == "Tj" else [part for part in operands[0] if isinstance(part, pikepdf.String)]
            )
            mark = next((each for each in reversed(open_marks) if each is not None), None)
            texts[mark] = texts.get(mark, "") + "".join(_decoded(bytes(part), font) for part in shown)
    return texts


def _decoded(glyphs: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(glyphs[at : at + 2], "big"), "") for at in range(0, len(glyphs), 2))


def _glyph_texts(font: Any) -> dict[int, str]:
    """Glyph number to text, from a font's ToUnicode map."""
    source = font.ToUnicode.read_bytes().decode("latin-1")
    texts: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        for glyph, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            texts[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = bytes.fromhex(text).decode("utf-16-be")
            for step, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                texts[glyph] = start[:-1] + chr(ord(start[-1]) + step)
    return texts

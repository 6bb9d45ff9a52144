"""The whole report on paper: PDF/UA-1 by way of Typst, and DOCX."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sia.errors import Problem, UserError
from sia.project.theme import Theme, font_directory
from sia.render.charts import width_on_paper
from sia.render.configuration import Configuration
from sia.render.pandoc_run import Job
from sia.render.sources import Document
from sia.render.words import language, words

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"


@dataclass(frozen=True)
class Report:
    """The report with all that is printed on each of its pages."""

    document: Document
    configuration: Configuration
    theme: Theme
    as_at: date
    as_at_words: str

    @property
    def front(self) -> Mapping[str, Any]:
        """Its front matter, over what holds for every document."""
        return self.document.front

    @property
    def lang(self) -> str:
        """The language tag of the report."""
        return str(self.front.get("lang") or self.configuration.lang)

    def value(self, name: str) -> str:
        """A text that the build wrote for every page, empty when it wrote none."""
        return str(self.configuration.values.get(name) or "")

    @property
    def licences(self) -> list[str]:
        """Sentences on the licences of the data, one paragraph each."""
        return [str(each) for each in self.configuration.values.get("licences") or []]

    @property
    def dated(self) -> str:
        """The date under the title: the one the report declares, else the one its figures are as at."""
        return str(self.front.get("date") or f"{words(self.lang)['as_at']} {self.as_at_words}")

    @property
    def foot(self) -> str:
        """What stands at the foot of every page."""
        said = f"{words(self.lang)['as_at']} {self.as_at_words}"
        return f"{self.value('partnership')} · {said}" if self.value("partnership") else said


def report_job(root: Path, report: Report, form: str, output: str = "", reference: str = "") -> Job:
    """What Pandoc is to make of the report: `form` is "typst" or "docx"."""
    front = report.front
    return Job(
        name=str(report.document.path),
        text=report.document.text + _licences(report.document.text, report.licences),
        format=form,
        title=str(front.get("title") or report.configuration.title),
        subtitle=str(front.get("subtitle") or ""),
        date=report.dated,
        lang=language(report.lang),
        tag=report.lang,
        author=report.value("partnership"),
        numbered=bool(front.get("number-sections", True)),
        toc_depth=int(front.get("toc-depth", 2)),
        contents=bool(front.get("toc", True)),
        contents_after=str(front.get("contents-after") or ""),
        output=output,
        reference=reference,
        widths=_chart_widths(root, report),
        line_points=(210 - 2 * report.theme.spacing.page_margin) * 72 / 25.4,
    )


def write_pdf(report: Report, result: Mapping[str, Any], root: Path, workspace: Path, destination: Path) -> None:
    """Compile Typst source to PDF/UA-1; raises `UserError` with Typst's own words when it cannot be accessible."""
    import typst

    source = workspace / "report.typ"
    source.write_text(_source(report, result), encoding="utf-8", newline="\n")
    midnight = datetime(report.as_at.year, report.as_at.month, report.as_at.day, tzinfo=UTC)
    try:
        written = typst.compile(
            str(source),
            root=str(root),
            font_paths=[str(font_directory())],
            ignore_system_fonts=True,
            sys_inputs={"given": json.dumps(_given(report, result), ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=midnight,
        )
    except typst.TypstError as error:
        raise UserError(
            Problem(str(report.document.path), f"cannot be made as PDF: {error.message}", " ".join(error.hints))
        ) from error
    destination.write_bytes(written)


def _chart_widths(root: Path, report: Report) -> dict[str, str]:
    named = sorted(set(re.findall(r"\]\((/[^()\s]+\.svg)\)", report.document.text)))
    widths = {src: width_on_paper(root / src.lstrip("/"), report.theme.chart.width) for src in named}
    return {src: width for src, width in widths.items() if width}


def _licences(text: str, licences: list[str]) -> str:
    """The licences that the report itself does not print, as a notice at its end."""
    licences = [one for one in licences if one not in text]
    if not licences:
        return ""
    return "\n::: {.notice}\n" + "\n\n".join(licences) + "\n:::\n"


def _source(report: Report, result: Mapping[str, Any]) -> str:
    subtitle = f"[{result['subtitle']}]" if result["subtitle"] else "none"
    lines = [line for line in (report.value("partnership"), report.dated) if line]
    listed = "".join(f"{json.dumps(line, ensure_ascii=False)}, " for line in lines)
    block = f"#title-block([{result['title']}], {subtitle}, ({listed}))\n\n"
    return TEMPLATE.read_text(encoding="utf-8") + "\n" + block + result["body"]


def _given(report: Report, result: Mapping[str, Any]) -> dict[str, Any]:
    tag, _, region = report.lang.partition("-")
    return {
        "theme": report.theme.model_dump(),
        "words": words(report.lang),
        "title_plain": result["title_plain"],
        "author": report.value("partnership"),
        "keywords": [],
        "lang": tag,
        "region": region or None,
        "notice": report.value("notice"),
        "foot": report.foot,
        "numbered": bool(report.front.get("number-sections", True)),
        "toc_depth": int(report.front.get("toc-depth", 2)),
    }

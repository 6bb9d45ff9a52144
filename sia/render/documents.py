"""The story of a rendering: documents checked, the site and the report made aside, and swapped in when all is well."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from sia.calendar import long_date
from sia.errors import UserError
from sia.project.theme import Theme, load_theme
from sia.render.check import check_read_documents, read_documents
from sia.render.configuration import Configuration
from sia.render.pandoc_run import Job, convert
from sia.render.quarto import find_quarto, quarto_version, render_site
from sia.render.report import Report, report_job, write_pdf
from sia.render.site_pages import Site, page_jobs, write_site
from sia.render.sources import Document
from sia.render.stylesheet import SCSS, scss
from sia.render.web_fonts import write_fonts
from sia.render.word_reference import widen_tables, write_reference
from sia.render.words import words

FORMATS = ("html", "pdf", "docx")
_REPORTS = {"pdf": ("report.pdf", "PDF"), "docx": ("report.docx", "Word")}


@dataclass(frozen=True)
class RenderResult:
    """What a rendering made: by which renderer, where the site is, and every file in it in order of its path."""

    renderer: str
    quarto_version: str | None
    site: Path
    files: list[Path]


def render_project(
    root: Path,
    assessment: str,
    *,
    renderer: str = "auto",
    formats: Sequence[str] = FORMATS,
    as_at: date,
    progress: Callable[[str], None] | None = None,
) -> RenderResult:
    """Render an assessment's documents into the configured output folder (`_site`).

    HTML is made by Quarto where it is found ("auto"), or by the renderer that is named ("quarto", "embedded");
    `report.pdf` (PDF/UA-1) and `report.docx` always by the embedded one. Everything is made aside and swapped in. Only
    the public edition is rendered. Raises `UserError` with every problem of the documents, and when the renderer that
    was asked for is not there.
    """
    run = _Run(root, assessment, as_at, tuple(formats), progress or (lambda message: None))
    quarto = _chosen(renderer)
    run.read()
    version = quarto_version(quarto) if quarto and "html" in formats else None
    if version:
        _write_if_changed(root / SCSS, scss(run.theme))
    run.progress("Rendering with Quarto" if version else "Rendering with the embedded renderer")
    run.make(quarto if version else None)
    files = sorted(path for path in run.output.rglob("*") if path.is_file())
    return RenderResult("quarto" if version else "embedded", version, run.output, files)


def _chosen(renderer: str) -> Path | None:
    if renderer not in ("auto", "quarto", "embedded"):
        raise UserError.at("--renderer", f"'{renderer}' is not a renderer.", "Allowed: auto, quarto, embedded.")
    quarto = find_quarto() if renderer != "embedded" else None
    if renderer == "quarto" and quarto is None:
        remedy = "Install Quarto, set QUARTO_PATH, or use `--renderer embedded`."
        raise UserError.at("quarto", "there is no Quarto on PATH or in QUARTO_PATH.", remedy)
    return quarto


@dataclass
class _Run:
    root: Path
    assessment: str
    as_at: date
    formats: tuple[str, ...]
    progress: Callable[[str], None]
    configuration: Configuration = field(init=False)
    documents: Mapping[PurePosixPath, Document] = field(init=False)
    theme: Theme = field(init=False)

    @property
    def workspace(self) -> Path:
        return self.root / "build" / f".render-{self.assessment}"

    @property
    def aside(self) -> Path:
        return self.workspace / "site"

    @property
    def before(self) -> Path:
        return self.workspace / "before"

    @property
    def output(self) -> Path:
        return self.root / self.configuration.output

    @property
    def pages(self) -> dict[PurePosixPath, Document]:
        return {path: document for path, document in self.documents.items() if not document.is_report}

    @property
    def report(self) -> Document | None:
        return next((document for document in self.documents.values() if document.is_report), None)

    @property
    def as_at_words(self) -> str:
        declared = self.configuration.values.get("as-at")
        return str(declared) if declared else long_date(self.as_at)

    def read(self) -> None:
        """Read configuration, theme and documents; raises `UserError` with every problem found in them."""
        self.theme = load_theme(self.root)
        self.configuration, self.documents = read_documents(self.root, self.assessment)
        problems = check_read_documents(self.root, self.assessment, self.configuration, self.documents)
        if problems:
            raise UserError(*problems)

    def make(self, quarto: Path | None) -> None:
        """Make everything aside, then swap it in; raises `UserError` while another rendering does the same."""
        from filelock import FileLock, Timeout

        self.workspace.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.workspace / "lock", timeout=0):
                self._make(quarto)
        except Timeout:
            place = self.workspace.relative_to(self.root).as_posix()
            raise UserError.at(place, "another rendering is under way.", "Run again when it is done.") from None

    def _make(self, quarto: Path | None) -> None:
        if self.before.exists() and not self.output.exists():  # killed between the two moves of a swap
            self.before.rename(self.output)
        shutil.rmtree(self.aside, ignore_errors=True)
        self.aside.mkdir()
        with ThreadPoolExecutor(max_workers=2) as pool:
            report = pool.submit(self._write_report)
            site = pool.submit(self._write_site, quarto)
            report.result()
            site.result()
        self._swap()

    def _write_site(self, quarto: Path | None) -> None:
        if "html" not in self.formats:
            return
        if quarto:
            render_site(quarto, self.root, self.aside, self.as_at)
            write_fonts(self.aside / "theme" / "fonts")
            return
        downloads = tuple(_REPORTS[form] for form in self.formats if form in _REPORTS and self.report)
        jobs = page_jobs(self.configuration, self.pages)
        made = convert(self.root, self.workspace / "html", jobs, self.as_at, workers=1)
        results = dict(zip(self.configuration.pages, made, strict=True))
        site = Site(self.root, self.configuration, self.pages, results, self.theme, self.as_at_words, downloads)
        write_site(site, self.aside)

    def _write_report(self) -> None:
        wanted = [form for form in ("pdf", "docx") if form in self.formats]
        if self.report is None or not wanted:
            return
        report = Report(self.report, self.configuration, self.theme, self.as_at, self.as_at_words)
        jobs = {form: self._report_job(report, form) for form in wanted}
        results = convert(self.root, self.workspace / "report", list(jobs.values()), self.as_at)
        for form, result in zip(jobs, results, strict=True):
            made = self.workspace / f"report.{form}"
            if form == "pdf":
                write_pdf(report, result, self.root, self.workspace, made)
            else:
                widen_tables(made, self.theme)
            shutil.copyfile(made, self.aside / made.name)

    def _report_job(self, report: Report, form: str) -> Job:
        if form == "pdf":
            return report_job(self.root, report, "typst")
        reference = self.workspace / "reference.docx"
        notice = report.value("notice")
        write_reference(
            reference,
            self.theme,
            lang=report.lang,
            head=notice or str(report.front.get("title") or ""),
            notice=bool(notice),
            foot=report.foot,
            page_of=words(report.lang)["page_of"],
        )
        shown = self.workspace.relative_to(self.root).as_posix()
        return report_job(self.root, report, "docx", f"{shown}/report.docx", f"{shown}/reference.docx")

    def _swap(self) -> None:
        old = self.before
        shutil.rmtree(old, ignore_errors=True)
        try:
            if self.output.exists():
                self.output.rename(old)
            self.aside.rename(self.output)
        except OSError as error:
            if old.exists() and not self.output.exists():
                old.rename(self.output)
            remedy = "Close the programs that have files of it open, and run again."
            raise UserError.at(
                str(self.configuration.output), f"cannot be replaced: {error.strerror}.", remedy
            ) from error
        shutil.rmtree(old, ignore_errors=True)


def _write_if_changed(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")

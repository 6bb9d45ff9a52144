"""The embedded renderer's HTML site: a page for each document, with navigation, contents, and all that it refers to."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import Any

from sia.project.theme import Theme
from sia.render.charts import with_charts
from sia.render.configuration import Configuration
from sia.render.navigation import Item, flat, navigation, relative, target
from sia.render.pandoc_run import Job
from sia.render.sources import Document
from sia.render.stylesheet import site_css
from sia.render.web_fonts import write_fonts
from sia.render.words import language, words

TEMPLATES = Path(__file__).parent / "site"
_ADDRESS = re.compile(r'\b(href|src)="/([^"]*)"')
INDEX = PurePosixPath("pages.html")


@dataclass(frozen=True)
class Site:
    """All that the pages share: where they come from, how they are configured, what is printed on each.

    `results` are what Pandoc made of each page: `body`, `title`, `title_plain`, `subtitle` and `contents`.
    """

    root: Path
    configuration: Configuration
    documents: Mapping[PurePosixPath, Document]
    results: Mapping[PurePosixPath, Mapping[str, Any]]
    theme: Theme
    as_at: str
    downloads: tuple[tuple[str, str], ...]

    @cached_property
    def items(self) -> list[Item]:
        """The navigation."""
        titles = {page: result["title_plain"] for page, result in self.results.items()}
        return navigation(self.root, self.configuration, self.documents, titles)

    @cached_property
    def home(self) -> PurePosixPath:
        """The first page in reading order."""
        return next(item.page for item in flat(self.items) if item.page is not None)


def page_jobs(configuration: Configuration, documents: Mapping[PurePosixPath, Document]) -> list[Job]:
    """What Pandoc is to make: one job a page, in the order of `configuration.pages`."""
    return [_job(documents[page], configuration) for page in configuration.pages]


def write_site(site: Site, folder: Path) -> None:
    """Write every page, the index of pages, the stylesheet, the fonts and every file the pages refer to."""
    template = _template("page.html")
    order = list(flat(site.items))
    written = {target(page): _page(site, template, page, order) for page in site.configuration.pages}
    written[INDEX] = _index(site, template)
    written[PurePosixPath("index.html")] = _moved(site)
    for path, text in written.items():
        _write(folder / path, _local_addresses(text, path, site.root, folder))
    _write(folder / "theme" / "sia.css", site_css(site.root, site.theme))
    write_fonts(folder / "theme" / "fonts")


def _job(document: Document, configuration: Configuration) -> Job:
    front = document.front
    return Job(
        name=str(document.path),
        text=document.text,
        format="html",
        title=str(front.get("title") or ""),
        subtitle=str(front.get("subtitle") or ""),
        lang=language(str(front.get("lang") or configuration.lang)),
        numbered=bool(front.get("number-sections", configuration.number_sections)),
        toc_depth=int(front.get("toc-depth", configuration.toc_depth)) if front.get("toc", True) else 0,
    )


def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(TEMPLATES, encoding="utf-8")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    ).get_template(name)


def _page(site: Site, template: Any, page: PurePosixPath, order: list[Item]) -> str:
    front, result = site.documents[page].front, site.results[page]
    position = next((index for index, item in enumerate(order) if item.page == page), None)
    before = order[position - 1] if position else None
    after = order[position + 1] if position is not None and position + 1 < len(order) else None
    return template.render(
        **_shared(site, str(front.get("lang") or site.configuration.lang), target(page)),
        page=page,
        title=result["title"],
        title_plain=result["title_plain"],
        subtitle=result["subtitle"],
        description=str(front.get("description") or ""),
        contents=result["contents"],
        body=with_charts(result["body"], site.root),
        downloads=site.downloads if page == site.home else (),
        before=before,
        after=after,
    )


def _shared(site: Site, lang: str, written_to: PurePosixPath) -> dict[str, Any]:
    values = site.configuration.values
    return {
        "lang": lang,
        "words": words(lang),
        "site_title": site.configuration.title,
        "partnership": str(values.get("partnership") or ""),
        "notice": str(values.get("notice") or ""),
        "licences": values.get("licences") or [],
        "as_at": site.as_at,
        "home": target(site.home),
        "navigation": site.items,
        "target": target,
        "address": partial(relative, written_to),
    }


def _index(site: Site, template: Any) -> str:
    """An index of pages and their sections by title, which serves where a search would need a script."""
    from markupsafe import Markup, escape

    lang = site.configuration.lang
    entries = [
        (entry["text"], f"{target(page)}#{entry['id']}", result["title_plain"])
        for page, result in site.results.items()
        for entry in result["contents"]
        if entry["level"] == 2
    ]
    entries += [(result["title_plain"], str(target(page)), "") for page, result in site.results.items()]
    lines = [
        Markup('<li><a href="/{}">{}</a>{}</li>').format(address, text, f" – {within}" if within else "")
        for text, address, within in sorted(entries, key=lambda entry: (entry[0].casefold(), entry[1]))
    ]
    heading = words(lang)["all_pages"]
    return template.render(
        **_shared(site, lang, INDEX),
        page=None,
        title=escape(heading),
        title_plain=heading,
        subtitle="",
        description="",
        contents=[],
        body=Markup('<ul class="index-of-pages">\n{}\n</ul>').format(Markup("\n").join(lines)),
        downloads=(),
        before=None,
        after=None,
    )


def _moved(site: Site) -> str:
    lang = site.configuration.lang
    return _template("moved.html").render(
        lang=lang, words=words(lang), site_title=site.configuration.title, home=target(site.home)
    )


def _local_addresses(text: str, page: PurePosixPath, root: Path, folder: Path) -> str:
    """Addresses from the project's root made relative; the files they lead to copied beside the pages."""

    def local(match: re.Match[str]) -> str:
        path = match[2].partition("#")[0]
        source = root / path
        if source.is_file() and not path.endswith(".html"):
            _copy(source, folder / path)
        return f'{match[1]}="{relative(page, match[2])}"'

    return _ADDRESS.sub(local, text)


def _copy(source: Path, destination: Path) -> None:
    if not destination.exists():
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, destination)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")

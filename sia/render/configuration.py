"""What `_quarto.yml` says of the site, read so that both renderers follow one configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from sia.errors import Problem, UserError
from sia.project.yaml_files import problem_at, read_yaml

CONFIGURATION = "_quarto.yml"


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: a page, a section with pages below it, or a set of pages named by a pattern."""

    page: PurePosixPath | None = None
    text: str = ""
    pattern: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Configuration:
    """The site as configured: `pages` in the order of the render list, `values` for `meta` shortcodes."""

    title: str
    lang: str
    output: PurePosixPath
    pages: tuple[PurePosixPath, ...]
    navigation: tuple[Entry, ...]
    values: Mapping[str, Any]
    number_sections: bool
    toc_depth: int

    def front(self, document_front: Mapping[str, Any]) -> dict[str, Any]:
        """A document's own front matter over what holds for every document."""
        return {**self.values, **document_front}


def read_configuration(root: Path, assessment: str) -> Configuration:
    """The configuration of the site of one assessment.

    Raises `UserError` when there is none, when it is for another assessment, or when the build has not yet written
    the metadata that it names.
    """
    path = root / CONFIGURATION
    content = read_yaml(path, CONFIGURATION)
    if not isinstance(content, Mapping):
        raise UserError.at(CONFIGURATION, "the file must hold named fields ('project: ...').")
    website, project = _mapping(content, "website"), _mapping(content, "project")
    html = _mapping(_mapping(content, "format"), "html")
    return Configuration(
        title=str(website.get("title") or content.get("title") or "Strategic Intelligence Assessment"),
        lang=str(content.get("lang") or "en-GB"),
        output=PurePosixPath(project.get("output-dir") or "_site"),
        pages=tuple(_pages(root, assessment, project, path)),
        navigation=tuple(_navigation(website)),
        values=_values(root, assessment, content, path),
        number_sections=bool(html.get("number-sections", content.get("number-sections", False))),
        toc_depth=int(html.get("toc-depth", content.get("toc-depth", 3))),
    )


def matching(root: Path, pattern: str) -> list[PurePosixPath]:
    """Files below the root that a pattern of the configuration names, in order of their paths.

    A pattern may begin with "/", which for Quarto means the project's root and nowhere below; here it always does.
    """
    pattern = pattern.lstrip("/")
    if (root / pattern).is_dir():
        pattern = f"{pattern.rstrip('/')}/**/*.qmd"
    found = (PurePosixPath(path.relative_to(root).as_posix()) for path in root.glob(pattern) if path.is_file())
    return sorted(path for path in found if not any(part.startswith(("_", ".")) for part in path.parts))


def _mapping(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = content.get(key)
    return value if isinstance(value, Mapping) else {}


def _pages(root: Path, assessment: str, project: Mapping[str, Any], path: Path) -> list[PurePosixPath]:
    patterns = project.get("render")
    if not isinstance(patterns, list) or not patterns:
        remedy = f"List the pages: 'render: [assessments/{assessment}/*.qmd]'."
        raise UserError(problem_at(path, CONFIGURATION, ("project", "render"), "there is no render list.", remedy))
    refused = {page for each in patterns if str(each).startswith("!") for page in matching(root, str(each)[1:])}
    pages = [page for each in patterns if not str(each).startswith("!") for page in matching(root, str(each))]
    report = PurePosixPath("assessments", assessment, "report.qmd")
    pages = [page for page in dict.fromkeys(pages) if page not in refused and page != report]
    if not pages:
        message, remedy = "the render list names no page that exists.", f"Does it name assessment '{assessment}'?"
        raise UserError(problem_at(path, CONFIGURATION, ("project", "render"), message, remedy))
    return pages


def _values(root: Path, assessment: str, content: Mapping[str, Any], path: Path) -> dict[str, Any]:
    files = content.get("metadata-files") or []
    expected = f"build/{assessment}/publication/metadata.yml"
    if expected not in files:
        message, remedy = f"'metadata-files' does not name '{expected}'.", "Name the assessment that is rendered."
        raise UserError(problem_at(path, CONFIGURATION, ("metadata-files",), message, remedy))
    if not (root / expected).is_file():
        raise UserError(Problem(expected, "there is no such file.", "Run `sia build`, which writes it."))
    own = ("project", "website", "format", "metadata-files", "filters")
    values = {key: value for key, value in content.items() if key not in own}
    for name in files:
        read = read_yaml(root / name, str(name))
        values = _merged(values, read if isinstance(read, Mapping) else {})
    return values


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _navigation(website: Mapping[str, Any]) -> Iterator[Entry]:
    sidebar = website.get("sidebar") or {}
    if isinstance(sidebar, list):
        sidebar = next((each for each in sidebar if isinstance(each, Mapping)), {})
    yield from _entries(sidebar.get("contents") or [])


def _entries(contents: Any) -> Iterator[Entry]:
    for item in contents if isinstance(contents, list) else [contents]:
        if isinstance(item, str) and not item.startswith("---"):
            yield Entry(pattern=item) if "*" in item else Entry(page=PurePosixPath(item))
        elif isinstance(item, Mapping):
            yield from _declared(item)


def _declared(item: Mapping[str, Any]) -> Iterator[Entry]:
    if "auto" in item:
        yield Entry(pattern=str(item["auto"]))
    elif "contents" in item:
        yield Entry(text=str(item.get("section") or ""), entries=tuple(_entries(item["contents"])))
    elif "href" in item:
        yield Entry(page=PurePosixPath(str(item["href"])), text=str(item.get("text") or ""))

"""A document as it will be read: its includes taken in, its values filled in, every line knowing where it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from sia.errors import Problem
from sia.render.locations import located
from sia.render.shortcodes import Unresolved, included_path, resolve

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True)
class Line:
    """One line of text and where it was written."""

    text: str
    file: str
    number: int

    @property
    def place(self) -> str:
        """The line as a message names it: "assessments/2024/index.qmd:12"."""
        return f"{self.file}:{self.number}"


@dataclass(frozen=True)
class Document:
    """One document with its includes and values in place; `problems` are those met on the way."""

    path: PurePosixPath
    front: Mapping[str, Any]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """The whole body as Markdown."""
        return "\n".join(line.text for line in self.lines) + "\n"

    @property
    def is_report(self) -> bool:
        """Whether this is the whole report, which becomes PDF and DOCX, and not a page of the site."""
        return self.path.name == "report.qmd"


def read_document(root: Path, assessment: str, path: PurePosixPath, values: Mapping[str, Any]) -> Document:
    """The document at `path` (from the root), with `values` for its `meta` shortcodes.

    What cannot be resolved stays as it was written and is reported in `problems`, never raised.
    """
    reader = _Reader(root, assessment, values)
    lines = reader.lines_of(path, ())
    front, body = _split_front_matter(lines, reader.problems)
    body = tuple(reader.filled(body))
    return Document(path, reader.filled_front(front, path), body, tuple(reader.problems))


@dataclass
class _Reader:
    root: Path
    assessment: str
    values: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def lines_of(self, path: PurePosixPath, above: tuple[PurePosixPath, ...]) -> list[Line]:
        """A file's lines with its includes in place of the lines that name them."""
        lines: list[Line] = []
        for line in _without_comments(self._read(path)):
            written = included_path(line.text) if line.text.lstrip().startswith("{{<") else None
            lines += self._included(line, written, (*above, path)) if written else [line]
        return lines

    def filled(self, lines: list[Line]) -> Iterator[Line]:
        """Lines with their shortcodes resolved."""
        for line in lines:
            if "{{" not in line.text:
                yield line
                continue
            for text in self._resolved(line.text, line.place).split("\n"):
                yield Line(text, line.file, line.number)

    def filled_front(self, front: Any, path: PurePosixPath) -> Any:
        """Front matter with the shortcodes of its texts resolved."""
        if isinstance(front, Mapping):
            return {key: self.filled_front(value, path) for key, value in front.items()}
        if isinstance(front, str):
            return self._resolved(front, f"{path}:1")
        return front

    def _included(self, line: Line, written: str, above: tuple[PurePosixPath, ...]) -> list[Line]:
        try:
            if not written.startswith("/") and len(above) > 1:
                raise Unresolved(f"'{written}' does not begin at the project.", f"Write '/' before it: '/{written}'.")
            target = located(self.root, self.assessment, above[-1].parent, written)
            if target in above:
                raise Unresolved(f"'{written}' includes itself.")
            if not (self.root / target).is_file():
                raise Unresolved(f"there is no file '{written}' to include.", _remedy(target))
        except Unresolved as unresolved:
            self.problems.append(Problem(line.place, unresolved.message, unresolved.remedy))
            return []
        return self.lines_of(target, above)

    def _resolved(self, text: str, place: str) -> str:
        try:
            return resolve(text, self.values)
        except Unresolved as unresolved:
            self.problems.append(Problem(place, unresolved.message, unresolved.remedy))
            return text

    def _read(self, path: PurePosixPath) -> list[Line]:
        try:
            text = (self.root / path).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self.problems.append(
                Problem(str(path), f"is not UTF-8 text (byte {error.start + 1}).", "Save it as UTF-8.")
            )
            return []
        return [Line(text, str(path), number) for number, text in enumerate(text.splitlines(), start=1)]


def _remedy(target: PurePosixPath) -> str:
    return "Run `sia build`, which writes it." if target.parts[0] == "build" else "Write it, or correct the name."


def _split_front_matter(lines: list[Line], problems: list[Problem]) -> tuple[dict[str, Any], list[Line]]:
    if not lines or lines[0].text.rstrip() != "---":
        return {}, lines
    for end, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() in ("---", "..."):
            return _front_matter(lines[:end], problems), lines[end + 1 :]
    problems.append(Problem(lines[0].place, "the front matter is not closed.", "End it with a line '---'."))
    return {}, []


def _front_matter(lines: list[Line], problems: list[Problem]) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        front = YAML(typ="safe", pure=True).load("\n".join(line.text for line in lines[1:]))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = lines[min(mark.line + 1, len(lines) - 1) if mark else 0].place
        wrong = str(getattr(error, "problem", None) or "it cannot be read").split("\n")[0]
        problems.append(Problem(place, f"the front matter is not valid YAML: {wrong}."))
        return {}
    if front is None:
        return {}
    if not isinstance(front, dict):
        problems.append(Problem(lines[0].place, "the front matter must hold named fields ('title: ...')."))
        return {}
    return front


def _without_comments(lines: list[Line]) -> Iterator[Line]:
    """Lines without `<!-- ... -->`, which may span lines; code is left as it is."""
    open_fence, inside = "", False
    for line in lines:
        fence = FENCE.match(line.text)
        if fence and not inside and (not open_fence or fence[1].startswith(open_fence)):
            open_fence = "" if open_fence else fence[1]
        if open_fence or ("<!--" not in line.text and not inside):
            yield line
            continue
        text, inside = _strip_comments(line.text, inside)
        yield Line(text, line.file, line.number)


def _strip_comments(text: str, inside: bool) -> tuple[str, bool]:
    kept = ""
    while text:
        marker = "-->" if inside else "<!--"
        before, found, text = text.partition(marker)
        kept += "" if inside else before
        if not found:
            break
        inside = not inside
    return kept, inside

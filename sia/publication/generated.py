"""The pages that a build writes beside the documents: front matter and one include each, only when their text changed."""

from __future__ import annotations

import json
from pathlib import Path

from sia.publication.edition import Edition
from sia.publication.pages.data import has_data


def write_pages(edition: Edition) -> list[Path]:
    """Write `generated/{themes,places,data}/<id>.qmd`, and remove generated pages of things that are no more."""
    folder = edition.project.assessment_folder / "generated"
    wanted = {folder / name: text for name, text in pages(edition).items()}
    for path in sorted(folder.rglob("*.qmd")):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return list(wanted)


def pages(edition: Edition) -> dict[str, str]:
    """The text of each generated page by its path below `generated/`."""
    found = {}
    for order, (name, theme) in enumerate(edition.themes().items(), 1):
        found[f"themes/{name}.qmd"] = _page(edition, theme.title, order, f"themes/{name}.md")
    places = edition.readings.areas.filter(edition.readings.areas["level"] == "place").sort("name")
    for order, (code, title) in enumerate(places.select("area_code", "name").iter_rows(), 1):
        found[f"places/{code.lower()}.qmd"] = _page(edition, title, order, f"places/{code.lower()}.md")
    for order, (name, priority) in enumerate(edition.project.priorities.items(), 1):
        if has_data(edition, name):
            found[f"data/{name}.qmd"] = _page(edition, f"Data: {priority.title}", order, f"data/{name}.md")
    return found


def _page(edition: Edition, title: str, order: int, fragment: str) -> str:
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\norder: {order}\n---\n\n{{{{< include {edition.root}/fragments/{fragment} >}}}}\n"

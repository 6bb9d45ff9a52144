"""The pages of the site in the order people read them, and how they name one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sia.render.configuration import Configuration, Entry, matching
from sia.render.sources import Document


@dataclass(frozen=True)
class Item:
    """One line of the navigation as shown: a title, the page it leads to (None for a section), what lies below."""

    title: str
    page: PurePosixPath | None
    items: tuple[Item, ...] = ()


def navigation(root: Path, configuration: Configuration, documents: Mapping[PurePosixPath, Document]) -> list[Item]:
    """The navigation with every pattern expanded; pages that it does not name come last, so that none is lost."""
    items = list(_items(root, configuration.navigation, documents))
    named = {item.page for item in flat(items)}
    return items + [Item(title(documents[page]), page) for page in configuration.pages if page not in named]


def flat(items: list[Item] | tuple[Item, ...]) -> Iterator[Item]:
    """Every item that leads to a page, in reading order."""
    for item in items:
        if item.page is not None:
            yield item
        yield from flat(item.items)


def title(document: Document) -> str:
    """A document's title, or its file's name when it has none."""
    return str(document.front.get("title") or document.path.stem)


def target(page: PurePosixPath) -> PurePosixPath:
    """Where a page of the site is written: beside its source's path, as HTML."""
    return page.with_suffix(".html")


def relative(origin: PurePosixPath, destination: PurePosixPath | str) -> str:
    """The relative address of a file of the site as seen from a page, so that the site works from a folder."""
    return "../" * (len(origin.parts) - 1) + str(destination)


def _items(root: Path, entries: tuple[Entry, ...], documents: Mapping[PurePosixPath, Document]) -> Iterator[Item]:
    for entry in entries:
        if entry.pattern:
            yield from _matched(root, entry.pattern, documents)
        elif entry.entries:
            below = tuple(_items(root, entry.entries, documents))
            if below:
                yield Item(entry.text, None, below)
        elif entry.page in documents:
            yield Item(entry.text or title(documents[entry.page]), entry.page)


def _matched(root: Path, pattern: str, documents: Mapping[PurePosixPath, Document]) -> Iterator[Item]:
    """Pages by their `order`, then by file name, as Quarto orders them; an index page is its section's own."""
    found = [documents[page] for page in matching(root, pattern) if page in documents and page.stem != "index"]
    for document in sorted(found, key=_order):
        yield Item(title(document), document.path)


def _order(document: Document) -> tuple[float, str]:
    order = document.front.get("order")
    return (float(order) if isinstance(order, int | float) else float("inf"), document.path.stem.upper())

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


def navigation(
    root: Path,
    configuration: Configuration,
    documents: Mapping[PurePosixPath, Document],
    titles: Mapping[PurePosixPath, str],
) -> list[Item]:
    """The navigation with every pattern expanded; pages that it does not name come last, so that none is lost.

    `titles` are the pages' titles as plain text.
    """
    items = list(_items(root, configuration.navigation, documents, titles))
    named = {item.page for item in flat(items)}
    return items + [Item(titles[page], page) for page in configuration.pages if page not in named]


def flat(items: list[Item] | tuple[Item, ...]) -> Iterator[Item]:
    """Every item that leads to a page, in reading order."""
    for item in items:
        if item.page is not None:
            yield item
        yield from flat(item.items)


def target(page: PurePosixPath) -> PurePosixPath:
    """Where a page of the site is written: beside its source's path, as HTML."""
    return page.with_suffix(".html")


def relative(origin: PurePosixPath, destination: PurePosixPath | str) -> str:
    """The relative address of a file of the site as seen from a page, so that the site works from a folder."""
    return "../" * (len(origin.parts) - 1) + str(destination)


def _items(
    root: Path,
    entries: tuple[Entry, ...],
    documents: Mapping[PurePosixPath, Document],
    titles: Mapping[PurePosixPath, str],
) -> Iterator[Item]:
    for entry in entries:
        if entry.pattern:
            found = [documents[page] for page in matching(root, entry.pattern) if page in documents]
            yield from (Item(titles[document.path], document.path) for document in sorted(found, key=_order))
        elif entry.entries:
            below = tuple(_items(root, entry.entries, documents, titles))
            if below:
                yield Item(entry.text, None, below)
        elif entry.page in documents:
            yield Item(entry.text or titles[entry.page], entry.page)


def _order(document: Document) -> tuple[float, str]:
    """Pages of a folder go by their `order`, then by file name, as Quarto orders them."""
    order = document.front.get("order")
    return (float(order) if isinstance(order, int | float) else float("inf"), document.path.stem.upper())

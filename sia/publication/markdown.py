"""The Markdown that fragments are made of: headings, marks, lists, blocks; nothing outside the supported list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

RATING_CLASSES = {"Red": "red", "Amber": "amber", "Green": "green", "Not rated": "none"}
SIGNAL_CLASSES = {
    "improving": "improving",
    "worsening": "worsening",
    "no clear change": "no-change",
    "cannot be calculated": "cannot",
}


def document(*blocks: str | Iterable[str]) -> str:
    """Blocks with an empty line between them and one newline at the end; empty blocks leave no trace."""
    flat = [block for given in blocks for block in ([given] if isinstance(given, str) else given)]
    text = "\n\n".join(block.strip("\n") for block in flat if block.strip())
    return f"{text}\n" if text else ""


def heading(level: int, text: str, anchor: str = "") -> str:
    """A heading, with an id if given."""
    return f"{'#' * level} {text}" + (f" {{#{anchor}}}" if anchor else "")


def rating(word: str) -> str:
    """A rating as a mark: word, shape and colour."""
    return f"[{word}]{{.rating .rating-{RATING_CLASSES[word]}}}"


def signal(word: str) -> str:
    """A signal as a mark; a direction that is neither better nor worse stays a plain word."""
    name = SIGNAL_CLASSES.get(word)
    return f"[{word}]{{.signal .signal-{name}}}" if name else word


def bullets(items: Iterable[str]) -> str:
    """A bulleted list."""
    return "\n".join(f"- {item}" for item in items if item)


def numbered(items: Iterable[str]) -> str:
    """A numbered list."""
    return "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1))


def definitions(terms: Iterable[tuple[str, str] | tuple[str, Sequence[str]]]) -> str:
    """A definition list; a term can have several definitions, a paragraph each."""
    return "\n\n".join(f"{term}\n{_meanings(meaning)}" for term, meaning in terms)


def _meanings(meaning: str | Sequence[str]) -> str:
    if isinstance(meaning, str):
        return f":   {meaning}"
    return "\n" + "\n\n".join(f":   {one}" for one in meaning)


def block(kind: str, *paragraphs: str) -> str:
    """A division with a class, such as commentary or notice."""
    inside = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return f"::: {{{kind}}}\n{inside}\n:::"


def source_line(text: str) -> str:
    """A line of small type below a table or a section."""
    return f"[{text}]{{.source}}"

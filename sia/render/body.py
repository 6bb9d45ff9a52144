"""A document's text for checking: code set aside, and every position traced back to the file and line it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from sia.errors import Problem
from sia.render.sources import FENCE, Document

_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Body:
    """`text` is the document as written, `prose` the same with code blanked, character for character."""

    document: Document
    text: str = field(init=False)
    prose: str = field(init=False)
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        lines = [line.text for line in self.document.lines]
        object.__setattr__(self, "text", "\n".join(lines))
        object.__setattr__(self, "prose", "\n".join(_without_code(lines)))
        object.__setattr__(self, "starts", tuple(accumulate((len(line) + 1 for line in lines), initial=0)))

    def place(self, offset: int) -> str:
        """The file and line of a position in the text."""
        index = min(bisect_right(self.starts, offset) - 1, len(self.document.lines) - 1)
        return self.document.lines[index].place

    def problem(self, offset: int, message: str, remedy: str = "") -> Problem:
        """A problem at a position in the text."""
        return Problem(self.place(offset), message, remedy)

    def found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern outside code."""
        yield from pattern.finditer(self.prose)


def _without_code(lines: list[str]) -> Iterator[str]:
    """Lines with fenced code and code within a line blanked; the fences themselves stay."""
    fence = ""
    for line in lines:
        found = FENCE.match(line)
        if found and (not fence or (found[1].startswith(fence) and not line.strip().strip(fence[0]))):
            fence = "" if fence else found[1]
            yield line
        else:
            yield " " * len(line) if fence else _INLINE_CODE.sub(lambda match: " " * len(match[0]), line)

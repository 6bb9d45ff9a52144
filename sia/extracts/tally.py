"""Counts, block by block, what tells a damaged text from a sound one and its lines from its records."""

from __future__ import annotations

LONGEST_LINE = 2_000_000  # DuckDB reads no longer ones
BLOCK = 1 << 20
NO_BREAK = b"\xa0"  # the last byte of a no-break space, in UTF-8 as in Windows-1252
TOO_LONG = f"a line has more than {LONGEST_LINE:,} characters, so this is no table"
ZEROS = "the text holds zero bytes, so it is damaged; ask for it again"


class Tally:
    """Size in bytes, line feeds, whether there is a zero byte, and whether a line is too long to be read.

    `odd_spaces` is false when there is neither a tab nor a no-break space, nor a letter that has a byte in common with it.
    """

    def __init__(self) -> None:
        self.size, self.line_feeds, self.zeros, self.too_long, self.odd_spaces = 0, 0, False, False, False
        self._open = 0  # bytes since the last end of a line

    def add(self, text: bytes) -> None:
        for begin in range(0, len(text), BLOCK):
            self._add(text[begin : begin + BLOCK] if len(text) > BLOCK else text)

    def _add(self, block: bytes) -> None:
        self.size += len(block)
        self.line_feeds += block.count(b"\n")
        self.zeros = self.zeros or b"\0" in block
        self.odd_spaces = self.odd_spaces or b"\t" in block or NO_BREAK in block
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        if last < 0:
            self._open += len(block)
        else:
            ends = [end for end in (block.find(b"\n"), block.find(b"\r")) if end >= 0]
            self.too_long = self.too_long or self._open + min(ends) > LONGEST_LINE
            self._open = len(block) - last - 1
        self.too_long = self.too_long or self._open > LONGEST_LINE

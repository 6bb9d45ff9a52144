"""Where the bytes of a text are: in a file, packed by gzip, in a member of an archive; and in which encoding.

DuckDB reads plain and gzipped UTF-8 from the disk by itself. Everything else is unpacked and recoded in memory while
DuckDB reads it, a block at a time: a file on the disk would hold the columns that a contract drops.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from sia.extracts.digest import CHUNK, TOO_LARGE, UNPACKED_LIMIT
from sia.extracts.report import NotRead
from sia.extracts.tally import TOO_LONG, ZEROS, Tally

UTF8 = ("utf-8", "utf-8-sig")
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
DAMAGED_MEMBER = "the archive is damaged or protected by a password"


@dataclass(frozen=True)
class Place:
    """The bytes of one text: a file, or a member of an archive, gzipped or not, in an encoding of Python's names."""

    path: Path
    member: str = ""
    packed: bool = False
    encoding: str = "utf-8"

    @property
    def straight(self) -> bool:
        """Whether DuckDB can read the text from the disk."""
        return not self.member and self.encoding in UTF8

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The unpacked bytes, from the beginning. Raises NotRead when a packed text or an archive is damaged."""
        try:
            with self._unpacking() as stream:
                yield stream
        except (RuntimeError, zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, gzip.BadGzipFile):
            raise NotRead(DAMAGED_MEMBER if self.member else "the packed file is damaged; ask for it again") from None

    @contextmanager
    def _unpacking(self) -> Iterator[BinaryIO]:
        if not self.member:
            with gzip.open(self.path) if self.packed else self.path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as inner:
            if not self.packed:
                yield inner
                return
            with gzip.GzipFile(fileobj=inner) as stream:
                yield stream

    def start(self, size: int) -> bytes:
        """The first bytes of the unpacked text."""
        with self.opened() as stream:
            return stream.read(size)

    def content(self, limit: int) -> bytes:
        """All of the bytes. Raises NotRead when there are more than `limit`."""
        with self.opened() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise NotRead(f"it is larger than {limit >> 20} MB; ask for it as CSV")
        return content

    def blocks(self) -> Iterator[bytes]:
        """The unpacked bytes, block by block."""
        with self.opened() as stream:
            while block := stream.read(CHUNK):
                yield block

    def utf8(self) -> Iterator[bytes]:
        """The text in UTF-8 without a byte-order mark, block by block. Raises NotRead where the encoding does not fit."""
        decoder, line, begun = codecs.getincrementaldecoder(self.encoding)(), 1, False
        for chunk in chain(self.blocks(), [b""]):
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise NotRead(self._no_text(line + error.object[: error.start].count(b"\n"))) from None
            line += chunk.count(b"\n")
            text, begun = (text if begun else text.removeprefix("\ufeff")), begun or bool(text)
            if text:
                yield text.encode()

    def _no_text(self, line: int) -> str:
        if self.encoding in UTF8:
            return f"line {line} is not UTF-8, though other lines are; save it as UTF-8"
        if self.encoding == "cp1252":
            return f"the text is neither UTF-8 nor Windows-1252 (line {line}); save it as UTF-8"
        return f"the text breaks off in the middle of a character (line {line}); ask for it again"


def survey(place: Place) -> Tally:
    """Read a text once from end to end. Raises NotRead when it cannot be decoded, holds zero bytes or is too large."""
    tally = Tally()
    for block in place.utf8():
        tally.add(block)
        if tally.zeros or tally.too_long:
            raise NotRead(ZEROS if tally.zeros else TOO_LONG)
        if tally.size > UNPACKED_LIMIT and (place.packed or place.member):
            raise NotRead(TOO_LARGE)
    return tally


class Utf8Stream(io.RawIOBase):
    """A text in UTF-8 that is recoded as it is read; going back begins again at the start."""

    def __init__(self, place: Place):
        super().__init__()
        self.place, self.position = place, 0
        self.blocks, self.held = place.utf8(), b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only from the start")
        if offset < self.position:
            self.blocks.close()
            self.position, self.blocks, self.held = 0, self.place.utf8(), b""
        while self.position < offset and self.read(min(CHUNK, offset - self.position)):
            pass
        return self.position

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for, fewer only at the end."""
        found, length = [self.held], len(self.held)
        while size < 0 or length < size:
            block = next(self.blocks, None)
            if block is None:
                break
            found.append(block)
            length += len(block)
        whole = b"".join(found)
        cut = length if size < 0 else size
        self.held = whole[cut:]
        self.position += min(cut, length)
        return whole[:cut]

    def readinto(self, buffer: memoryview) -> int:
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self.blocks.close()
        super().close()

"""Reads a file once from end to end: its hash, whether a packed one is whole, and what its text is made of."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

from sia.extracts.report import NotRead
from sia.extracts.tally import Tally

GZIP = b"\x1f\x8b"
CHUNK = 1 << 20
GZIP_WINDOW = 31  # zlib: a gzip header, the largest window
UNPACKED_LIMIT = 2 << 30
TOO_LARGE = f"it would unpack to more than {UNPACKED_LIMIT >> 20:,} MB"


@dataclass(frozen=True)
class Digest:
    """SHA-256 and size in bytes of a file as it lies there; the tally is of what it unpacks to."""

    sha256: str
    bytes: int
    text: Tally


def digest_of(path: Path) -> Digest:
    """Hash a file; a gzip file is unpacked on the way, since only that shows whether it is whole.

    Raises NotRead for a packed file that is damaged, ends too early or unpacks to more than 2 GB; OSError when the file
    cannot be opened.
    """
    digest, size, plain, unpack = hashlib.sha256(), 0, Tally(), None
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if size == 0 and chunk.startswith(GZIP):
                unpack = _Gzip(path.name, plain)
            digest.update(chunk)
            size += len(chunk)
            if unpack:
                unpack.feed(chunk)
            else:
                plain.add(chunk)
    if unpack:
        unpack.finish()
    return Digest(digest.hexdigest(), size, plain)


def sha256_of(path: Path) -> str:
    """The hash alone. Raises OSError when the file cannot be opened."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Gzip:
    """Tests the check sums of a gzip file's members without keeping what they hold."""

    def __init__(self, name: str, tally: Tally):
        self.name, self.tally = name, tally
        self.member, self.begun = zlib.decompressobj(GZIP_WINDOW), False

    def feed(self, data: bytes) -> None:
        try:
            while data := data if self.begun else data.lstrip(b"\0"):
                self.begun = True
                self._count(self.member.decompress(data, 4 * CHUNK))
                data = self.member.unconsumed_tail
                if self.member.eof:
                    data, self.member, self.begun = self.member.unused_data, zlib.decompressobj(GZIP_WINDOW), False
        except zlib.error:
            raise NotRead(f"{self.name}: the packed file is damaged; ask for it again") from None

    def finish(self) -> None:
        if self.begun:
            raise NotRead(f"{self.name}: the packed file ends too early; ask for it again")

    def _count(self, text: bytes) -> None:
        self.tally.add(text)
        if self.tally.size > UNPACKED_LIMIT:
            raise NotRead(f"{self.name}: {TOO_LARGE}")

"""The packaged typeface in the form browsers take: WOFF 1.0, each table of the font compressed by itself.

Source: W3C, "WOFF File Format 1.0", sections 3 to 5.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

from sia.project.theme import font_directory
from sia.render.stylesheet import FONT_FACES

_HEADER = struct.Struct(">4s4sIHHIHHIIIII")
_ENTRY = struct.Struct(">4sIIII")


def write_fonts(folder: Path) -> list[Path]:
    """Write the site's font files and their licence into `folder`; returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for stem in FONT_FACES:
        written.append(folder / f"{stem}.woff")
        written[-1].write_bytes(woff((font_directory() / f"{stem}.otf").read_bytes()))
    licence = folder / "LICENSE.txt"
    licence.write_bytes((font_directory() / "LICENSE.txt").read_bytes())
    return [*written, licence]


def woff(font: bytes) -> bytes:
    """An OpenType font as WOFF; the glyphs and their layout are unchanged."""
    flavour, count = struct.unpack(">4sH", font[:6])
    tables = sorted(_tables(font, count))
    offset, directory, body = _HEADER.size + _ENTRY.size * count, b"", b""
    for tag, checksum, data in tables:
        packed = _packed(data)
        directory += _ENTRY.pack(tag, offset + len(body), len(packed), len(data), checksum)
        body += packed + bytes(-len(packed) % 4)
    size = 12 + 16 * count + sum(len(data) + -len(data) % 4 for _, _, data in tables)
    header = _HEADER.pack(b"wOFF", flavour, offset + len(body), count, 0, size, 1, 0, 0, 0, 0, 0, 0)
    return header + directory + body


def _tables(font: bytes, count: int) -> Iterable[tuple[bytes, int, bytes]]:
    for index in range(count):
        tag, checksum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        yield tag, checksum, font[offset : offset + length]


def _packed(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return packed if len(packed) < len(data) else data

"""Reading the text files that people write: UTF-8, with or without a byte-order mark."""

from __future__ import annotations

from pathlib import Path

from sia.errors import UserError


def read_utf8(path: Path, shown_as: str) -> str:
    """The text of a file, line ends as they stand; raises UserError when it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError.at(
            shown_as, f"the file is not UTF-8 text (byte {error.start + 1}).", "Save it as UTF-8."
        ) from None

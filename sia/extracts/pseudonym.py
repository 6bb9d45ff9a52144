"""Replaces a person's identifier by a keyed hash (HMAC-SHA-256, RFC 2104), so that repeats can be counted and nothing else.

The key is in the environment, never in a file. Python and SQL compute the same hash, so that a person is the same in a
workbook and in a text file.
"""

from __future__ import annotations

import hmac
import os

from sia.extracts.report import NotRead
from sia.project.contract import Contract

KEY_VARIABLE = "SIA_PSEUDONYM_KEY"
SHORTEST_KEY = 16
BLOCK = 64
LENGTH = 32
MARK = b"sia: the manner of reading"


def key_for(contract: Contract) -> bytes | None:
    """The key, or None when the contract needs none. Raises NotRead when it is needed and absent or too short."""
    columns = [name for name, column in contract.kept.items() if column.pseudonymise]
    if not columns:
        return None
    key = key_given() or b""
    if len(key) < SHORTEST_KEY:
        what = "is not set" if not key else f"is shorter than {SHORTEST_KEY} characters"
        raise NotRead(f"its {', '.join(columns)} must be replaced by a keyed hash, and {KEY_VARIABLE} {what}")
    return key


def mark_of(key: bytes | None) -> str:
    """A keyed mark: it shows that the key is another, and nothing of the key; '' without one."""
    return hmac.new(key, MARK, "sha256").hexdigest() if key else ""


def key_given() -> bytes | None:
    """The key of the environment, whether or not a contract needs it."""
    return os.environ.get(KEY_VARIABLE, "").encode() or None


def pseudonym(key: bytes, value: str | None) -> str | None:
    """The first 128 bits of the keyed hash of a text, in hexadecimal; None for a blank."""
    return hmac.new(key, value.encode(), "sha256").hexdigest()[:LENGTH] if value else None


def pads(key: bytes) -> dict[str, bytes]:
    """The inner and outer key blocks that `pseudonym_sql` takes as parameters."""
    import hashlib

    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return {"inner": bytes(byte ^ 0x36 for byte in block), "outer": bytes(byte ^ 0x5C for byte in block)}


def pseudonym_sql(text: str) -> str:
    """The same hash as SQL over a text expression, with the parameters $inner and $outer."""
    return f"left(sha256($outer || unhex(sha256($inner || encode({text})))), {LENGTH})"

"""Fields that explain themselves: what they say, values that are good, and values that are refused with which sentence.

The JSON Schema, the reference page and their test are all made from these words, so that none of them can drift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

GOOD, REFUSED, BESIDE = "examples", "x-refused", "x-beside"


def described(
    description: str,
    default: Any = ...,
    *,
    good: Sequence[Any],
    refused: Sequence[tuple[Any, str]] = (),
    beside: Mapping[str, Any] | None = None,
    **limits: Any,
) -> Any:
    """A field with its description, good values, and refused values each with the sentence that people get.

    `beside` are other fields of the same mapping that the examples need in order to make sense; `limits` are those of
    pydantic's `Field`.
    """
    extra: dict[str, Any] = {}
    if refused:
        extra[REFUSED] = [{"value": value, "sentence": sentence} for value, sentence in refused]
    if beside:
        extra[BESIDE] = dict(beside)
    return Field(default, description=description, examples=list(good), json_schema_extra=extra or None, **limits)

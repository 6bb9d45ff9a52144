"""The only door out of the warehouse: words, figures, tables and values, through disclosure control."""

from __future__ import annotations

from sia.publication.publish import Published, publish

__all__ = ["Published", "publish"]

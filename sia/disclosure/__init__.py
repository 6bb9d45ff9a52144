"""Disclosure control of everything that is published at once: suppression, and an independent attack on it."""

from __future__ import annotations

from sia.disclosure.attack import attack
from sia.disclosure.figures import withheld
from sia.disclosure.suppression import suppress

__all__ = ["attack", "suppress", "withheld"]

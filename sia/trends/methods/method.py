"""What the methods page says of a method, and how methods are grouped there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A method in words: what it answers, its formula, where it comes from, how it was verified here, what to beware of.

    Sentences carry no final full stop; `beware` may be empty.
    """

    id: str
    name: str
    what: str
    formula: str
    source: str
    verified: str
    beware: str = ""


@dataclass(frozen=True)
class Group:
    """Methods that answer one kind of question, in the order in which a reader needs them."""

    title: str
    what: str
    methods: tuple[Method, ...]

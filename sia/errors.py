"""The one kind of error that people who use `sia` are meant to see.

A problem says where (file, line, field), what was found and what to do about it. Whoever checks something collects
every problem first and raises them together, so that a file is mended in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: its place ("indicators/hate-crime.yml:12, polarity"), a sentence, and a remedy."""

    place: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.place}: {self.message}", self.remedy) if part)


class UserError(Exception):
    """Raised with every problem found; shown as plain lines, never as a traceback."""

    def __init__(self, *problems: Problem):
        if not problems:
            raise ValueError("a UserError carries at least one problem")
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def at(cls, place: str, message: str, remedy: str = "") -> UserError:
        """The error with a single problem."""
        return cls(Problem(place, message, remedy))


def nearest(value: str, choices: Iterable[str]) -> str | None:
    """The choice most like `value`, ignoring case; None when nothing is close."""
    by_lower = {choice.lower(): choice for choice in choices}
    matches = get_close_matches(str(value).lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[matches[0]] if matches else None


def did_you_mean(value: str, choices: Iterable[str]) -> str:
    """A remedy for an unknown name: the nearest valid choice, and else all choices."""
    choices = sorted(choices)
    close = nearest(value, choices)
    if close:
        return f"Did you mean '{close}'?"
    return (
        f"Allowed: {', '.join(choice or 'blank' for choice in choices)}."
        if choices
        else "Nothing is declared to choose from."
    )

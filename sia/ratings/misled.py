"""How often the rules that ship propose Red although nothing changed.

Counted by `benchmarks/null_sets.py`, whose page `docs/null-sets.md` has the figures by priority and by rule.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Misled:
    """Per cent of priorities with a headline indicator that are proposed Red although nothing changed.

    `sets` sets of invented extracts were tried: `red` with the registers as they are, `red_with_concern` had residents'
    concern been recorded for every priority, which is when most rules can fire.
    """

    sets: int
    red: float
    red_with_concern: float


MISLED = Misled(sets=200, red=2.3, red_with_concern=4.2)


def misled_sentences() -> str:
    """What the page on methods says of it."""
    return (
        f"As they come with the engine, the rules were tried on {MISLED.sets} sets of invented extracts in which nothing changed "
        f"from year to year. A priority with a headline indicator was proposed Red in {MISLED.red:.1f}% of cases, and in "
        f"{MISLED.red_with_concern:.1f}% had residents' concern been recorded for it as well. A proposal is where a discussion "
        "starts, not where it ends."
    )

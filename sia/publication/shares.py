"""Shares of rows as pages on data quality may show them: whole per cent, and nothing that gives a small number away."""

from __future__ import annotations

from dataclasses import dataclass

from sia.project.contract import Contract
from sia.publication.wording import SUPPRESSED, number, percent

#: With so many times the threshold in rows, even "less than 1%" may be any count below the threshold.
ROWS_TO_HIDE_IN = 200


@dataclass(frozen=True)
class Protection:
    """How the figures of one source are shown: counts only where the source's own figures are published."""

    public: bool
    threshold: int

    @classmethod
    def of(cls, contract: Contract, held: bool = False) -> Protection:
        """The protection that a contract asks for; `held` when its own totals are withheld."""
        return cls(contract.public, 0 if contract.public else max(contract.suppress_below, 10**9 if held else 0))

    def share(self, count: float, rows: float) -> str:
        """`count` of `rows` in whole per cent; "[c]" where the share would tell a count below the threshold, or the rest.

        What rounds to nothing or to everything without being it is "less than 1%" and "over 99%".
        """
        if not rows or self._tells_a_small_number(count, rows):
            return SUPPRESSED
        share = 100 * count / rows
        return "over 99%" if 99.5 <= share < 100 else percent(share)

    def count(self, value: float) -> str:
        """A count of a published source; '' of any other, whose counts go through disclosure control or nowhere."""
        return number(round(value)) if self.public else ""

    def is_small(self, *values: float) -> bool:
        """Whether one of the values is a count that is not to be told."""
        return any(0 < value < self.threshold for value in values)

    def _tells_a_small_number(self, count: float, rows: float) -> bool:
        return rows < ROWS_TO_HIDE_IN * self.threshold and self.is_small(count, rows - count)

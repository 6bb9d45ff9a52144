"""A part of a file that is the same as at the last good build and was read in the same manner then."""

from __future__ import annotations

from dataclasses import dataclass

from sia.extracts.folder import Extract


@dataclass(frozen=True)
class KeptPart:
    """What the last good build wrote down of a part: its place among the parts, the kept columns that it lacks, its rows.

    Of the rows, `rows_faulty` broke the contract, and others stood in for `rows_aside` of those that did not.
    """

    name: str
    extract: Extract
    place: int
    absent: tuple[str, ...]
    rows_in: int
    rows_faulty: int
    rows_aside: int

    @property
    def rows_sound(self) -> int:
        return self.rows_in - self.rows_faulty

    @property
    def whole(self) -> bool:
        """Whether all of its sound rows lie in one of the two tables of the source."""
        return self.rows_aside in (0, self.rows_sound)

"""Our code for an agency's code or name, old names included: spellings differ in case, spaces and punctuation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from sia.extracts.headers import plain
from sia.project.contract import Column


def code_reader(column: Column) -> Callable[[str, bool], tuple[str | None, bool]]:
    """A function from a spelling, and whether it marks a gap, to our code and whether the contract knows it.

    The exact spelling comes first, because codes such as 1 and -1 differ in punctuation only; a spelling that comes as
    near to two codes is not known. A mark such as '-' or 'n/a' that is no code is a known gap.
    """
    near = spellings_by_code(column)

    def read(spelling: str, gap: bool) -> tuple[str | None, bool]:
        spelling = spelling.strip()
        if spelling in column.codes:
            return column.codes[spelling] or None, True
        found = near.get(plain(spelling), {})
        if len(found) == 1:
            return next(iter(found)) or None, True
        if gap:
            return None, True
        return (spelling, True) if column.unknown_codes == "keep" and not found else (None, False)

    return read


def spellings_by_code(column: Column) -> dict[str, dict[str, list[str]]]:
    """For the letters and digits of each spelling: our codes that it can mean, and the spellings that say so.

    Our own codes are spellings too, unless an agency uses the same letters for another code.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for agency, code in column.codes.items():
        if plain(agency):
            found[plain(agency)][code].append(agency)
    theirs = set(found)
    for code in column.codes.values():
        if plain(code) and plain(code) not in theirs:
            found[plain(code)][code].append(code)
    return found

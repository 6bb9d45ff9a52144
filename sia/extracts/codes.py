"""Our code for an agency's code or name, old names included: spellings differ in case, spaces and punctuation."""

from __future__ import annotations

from sia.extracts.headers import plain
from sia.project.contract import Column


def code_of(column: Column, spelling: str, gap: bool) -> tuple[str | None, bool]:
    """Our code for a spelling, and whether the contract knows it; a mark such as '-' or 'n/a' is a known gap.

    The exact spelling comes first, because codes such as 1 and -1 differ in punctuation only.
    """
    if spelling.strip() in column.codes:
        return column.codes[spelling.strip()] or None, True
    known = {plain(code): code for code in column.codes.values()} | {
        plain(agency): code for agency, code in column.codes.items()
    }
    if plain(spelling) in known:
        return known[plain(spelling)] or None, True
    if gap:
        return None, True
    return (spelling.strip(), True) if column.unknown_codes == "keep" else (None, False)

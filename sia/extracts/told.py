"""How counts and codes are told in remarks: nothing below the threshold of a source that is not public, no bare codes."""

from __future__ import annotations

from sia.project.contract import Contract


def is_hidden(contract: Contract, count: float) -> bool:
    """Whether a count is too small to be told."""
    return not contract.public and 0 < count < contract.suppress_below


def told(contract: Contract, count: float) -> str:
    """A count in figures, or that it is below the source's threshold."""
    if is_hidden(contract, count):
        return f"fewer than {contract.suppress_below}"
    return f"{int(count):,}" if count == int(count) else f"{count:,}"


def spelled(contract: Contract, column: str, code: str) -> str:
    """The agency's own spelling of a code, as the contract has it first; any other value as it is."""
    codes = contract.columns[column].codes
    return next((spelling for spelling, value in codes.items() if value == code), code)

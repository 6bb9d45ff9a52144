"""The terms that a contract should state of data that are not public: what for, under which law, for how long."""

from __future__ import annotations

from sia.errors import Problem
from sia.project.contract import Contract
from sia.project.load import Project

FIELDS = {"purpose": "purpose", "lawful_basis": "lawful basis", "retention_months": "retention"}


def unstated(contract: Contract) -> list[str]:
    """Which of purpose, lawful basis and retention the contract leaves open, in words; none for public data."""
    if contract.classification == "public":
        return []
    return [words for name, words in FIELDS.items() if not getattr(contract, name)]


def terms_to_state(project: Project) -> list[Problem]:
    """A remark for each contract that leaves a term open; nothing fails for it."""
    return [
        Problem(
            f"sources/{contract.id}.yml",
            f"{' and '.join(missing)} not stated, though the data are {contract.classification}.",
            f"Add {', '.join(name for name, words in FIELDS.items() if words in missing)}.",
        )
        for contract in project.contracts.values()
        if (missing := unstated(contract))
    ]

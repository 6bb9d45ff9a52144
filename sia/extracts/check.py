"""What can be wrong with contracts before any extract is read, beyond what their models can see."""

from __future__ import annotations

from collections.abc import Iterator

from sia.errors import Problem
from sia.extracts.check_columns import column_faults
from sia.extracts.check_rules import rule_faults
from sia.extracts.check_tables import contract_faults
from sia.project.contract import Contract
from sia.project.load import Project
from sia.project.yaml_files import problem_at

TAKEN = {
    "actions", "area_lookup", "area_profile", "area_rates", "areas", "chosen_sources", "context_signals",
    "contributions", "coverage", "denominators", "event_ages", "event_flags", "events", "given_names", "indicator_selections", "indicator_sources", "indicators",
    "late_recording", "levels", "measures", "months", "months_received_again", "offences", "parameters", "peer_ranks", "period_comparisons",
    "placed_by", "point_areas", "population", "priorities", "quarantine", "quarantine_reasons", "receipts_categories", "receipts_changed", "recording_breaks", "register_counts", "residents_of_ages", "series", "shares",
    "source_files", "source_months", "sources", "standard_bands", "standardised_counts", "strand_titles", "unfitting_bands", "themes", "windows",
}  # fmt: skip


def check_contracts(project: Project) -> list[Problem]:
    """Every problem of the project's contracts that their models cannot see, in the order of the files."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoload_known_extensions": False})
    try:
        return [
            problem
            for contract in project.contracts.values()
            for problem in (
                *_name(project, contract),
                *(_problem(project, contract, *fault) for fault in contract_faults(contract)),
                *(_problem(project, contract, *fault) for fault in column_faults(connection, contract)),
                *(_problem(project, contract, *fault) for fault in rule_faults(connection, contract)),
            )
        ]
    finally:
        connection.close()


def _name(project: Project, contract: Contract) -> Iterator[Problem]:
    if contract.id in TAKEN:
        message = f"the name '{contract.id}' is taken by a table of the warehouse."
        yield _problem(project, contract, (), message, "Give the file another name.")


def _problem(project: Project, contract: Contract, where: tuple[int | str, ...], message: str, remedy: str) -> Problem:
    shown_as = f"sources/{contract.id}.yml"
    return problem_at(project.root / shown_as, shown_as, where, message, remedy)

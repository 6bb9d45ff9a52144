"""Everything that can be known to be wrong before anything is run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sia.build.older import queries_told
from sia.errors import Problem, UserError
from sia.project.load import Project, load_project

if TYPE_CHECKING:
    from sia.registers import Registers

Read = TypeVar("Read")


def check_project(root: Path, assessment: str | None = None) -> list[Problem]:
    """All problems of a project's declarations, contracts, registers, rules, queries and documents.

    Queries are bound to the tables that the contracts promise, without a row in them. Documents use published values,
    so that they are judged only once there is a publication.
    """
    from sia.drafting import unfinished
    from sia.extracts import check_contracts
    from sia.project.theme import load_theme
    from sia.publication.boundaries import read_boundaries
    from sia.ratings import check_rules
    from sia.registers import read_registers
    from sia.render import check_documents

    problems: list[Problem] = []
    _collect(problems, lambda: load_theme(root))
    project = _collect(problems, lambda: load_project(root, assessment))
    if project is None:
        return problems
    _collect(problems, lambda: read_boundaries(project))
    registers = _collect(problems, lambda: read_registers(project))
    problems += check_contracts(project)
    problems += unfinished(project)
    problems += check_rules(project)
    if registers is not None and not problems:
        with_age = queries_told(root)(_bind_queries)
        _collect(problems, lambda: with_age(project, registers))
    if (project.build_folder / "publication").is_dir():
        problems += check_documents(root, project.assessment.id)
    return problems


def check_remarks(root: Path, assessment: str | None = None) -> list[Problem]:
    """What works and should still be said, or said better: terms of sharing that contracts leave open, breaks
    that touch nothing, loose wording.

    Empty as well when the declarations cannot be read, which `check_project` tells.
    """
    from sia.registers import unheeded_breaks
    from sia.sharing.terms import terms_to_state

    try:
        project = load_project(root, assessment)
        return [*terms_to_state(project), *unheeded_breaks(project), *_wording(project)]
    except UserError:
        return []


def _wording(project: Project) -> list[Problem]:
    """Wording typed into registers and, once there is a publication that fills their values, into documents."""
    from sia.project.loose_wording import loose_wording
    from sia.registers.texts import typed_in_registers
    from sia.render.typed import typed_in_documents

    texts = list(typed_in_registers(project))
    if (project.build_folder / "publication").is_dir():
        texts += typed_in_documents(project.root, project.assessment.id)
    return loose_wording(texts)


def _bind_queries(project: Project, registers: Registers) -> None:
    """Run every query over empty tables and read what the engine reads: what is unknown shows without an extract."""
    from sia.extracts import read_sources
    from sia.publication.readings import read_warehouse
    from sia.signals.measured import read_measured
    from sia.warehouse import load_reference, open_warehouse, run_queries

    connection = open_warehouse(":memory:")
    try:
        with tempfile.TemporaryDirectory(prefix="sia-check-") as nothing:
            read_sources(connection, replace(project, root=Path(nothing)))
        load_reference(connection, project, registers)
        run_queries(connection, project.root / "queries")
        read_measured(connection, project)
        read_warehouse(connection)
    finally:
        connection.close()


def _collect(problems: list[Problem], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except UserError as error:
        problems.extend(error.problems)
        return None

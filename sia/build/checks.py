"""Everything that can be known to be wrong before anything is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sia.errors import Problem, UserError

Read = TypeVar("Read")


def check_project(root: Path, assessment: str | None = None) -> list[Problem]:
    """All problems of a project's declarations, registers, rules, queries and documents, in the order of the files.

    Documents that use published values can be checked in full only after a build; before the first one their includes
    and values are not judged.
    """
    from sia.project.load import load_project
    from sia.ratings import check_rules
    from sia.registers import read_registers
    from sia.render import check_documents
    from sia.warehouse import check_queries

    problems: list[Problem] = []
    project = _collect(problems, lambda: load_project(root, assessment))
    if project is None:
        return problems
    _collect(problems, lambda: read_registers(project))
    problems += check_rules(project)
    problems += check_queries(project)
    if (project.build_folder / "publication").is_dir():
        problems += check_documents(root, project.assessment.id)
    return problems


def _collect(problems: list[Problem], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except UserError as error:
        problems.extend(error.problems)
        return None

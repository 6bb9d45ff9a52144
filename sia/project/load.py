"""Finds a project and reads all that it declares; every problem of every file is reported at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sia.errors import Problem, UserError, did_you_mean
from sia.project.area_names import area_names
from sia.project.assessment import Assessment
from sia.project.at_hand import at_hand
from sia.project.contract import Contract
from sia.project.find import MARKER, newest_assessment
from sia.project.indicators import Indicator, Priority, RatingRules
from sia.project.partnership import Partnership
from sia.project.validation import load_model
from sia.project.yaml_files import problem_at

RULES_FILE = "rating-rules.yml"
Read = TypeVar("Read")


@dataclass(frozen=True)
class Project:
    """A whole project as declared, for one assessment."""

    root: Path
    partnership: Partnership
    contracts: dict[str, Contract]
    priorities: dict[str, Priority]
    rules: RatingRules
    assessment: Assessment

    @property
    def assessment_folder(self) -> Path:
        return self.root / "assessments" / self.assessment.id

    @property
    def build_folder(self) -> Path:
        return self.root / "build" / self.assessment.id

    @property
    def indicators(self) -> dict[str, tuple[Priority, Indicator]]:
        """Every indicator by id, with the priority that declares it."""
        return {
            name: (priority, one) for priority in self.priorities.values() for name, one in priority.indicators.items()
        }


def load_project(root: Path, assessment: str | None = None) -> Project:
    """Read and cross-check everything declared, less what waits for an optional source (`at_hand`).

    Raises UserError with all problems of all files.
    """
    problems: list[Problem] = []
    partnership = _collect(problems, lambda: load_model(Partnership, root / MARKER, root))
    contracts = _folder(problems, root, "sources", Contract)
    priorities = _folder(problems, root, "indicators", Priority)
    rules = _collect(problems, lambda: load_model(RatingRules, root / "indicators" / RULES_FILE, root))
    chosen = _collect(problems, lambda: _assessment(root, assessment))
    if partnership and chosen and rules and not problems:
        names = area_names(root, partnership.areas)
        contracts = {name: contract.with_areas(names) for name, contract in contracts.items()}
        ordered = dict(sorted(priorities.items(), key=lambda item: (item[1].position, item[0])))
        project = Project(root, partnership, contracts, ordered, rules, chosen)
        problems.extend(_cross_check(project))
    if problems:
        raise UserError(*problems)
    return replace(project, priorities=at_hand(root, project.contracts, project.priorities))


def _assessment(root: Path, wanted: str | None) -> Assessment:
    name = wanted or newest_assessment(root)
    path = root / "assessments" / name / "assessment.yml"
    if not path.is_file():
        known = [found.parent.name for found in (root / "assessments").glob("*/assessment.yml")]
        raise UserError.at("assessments/", f"there is no assessment '{name}'.", did_you_mean(name, known))
    return load_model(Assessment, path, root, id=name)


def _folder(problems: list[Problem], root: Path, folder: str, model: type[Read]) -> dict[str, Read]:
    found: dict[str, Read] = {}
    for path in sorted((root / folder).glob("*.yml")):
        if path.name == RULES_FILE:
            continue
        one = _collect(problems, lambda path=path: load_model(model, path, root, id=path.stem))
        if one is not None:
            found[path.stem] = one
    return found


def _collect(problems: list[Problem], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except UserError as error:
        problems.extend(error.problems)
        return None


def _cross_check(project: Project) -> list[Problem]:
    problems: list[Problem] = []
    first_use: dict[str, str] = {}
    for priority in project.priorities.values():
        path = project.root / "indicators" / f"{priority.id}.yml"
        shown_as = f"indicators/{priority.id}.yml"
        if priority.theme not in project.partnership.themes:
            hint = did_you_mean(priority.theme, project.partnership.themes)
            problems.append(problem_at(path, shown_as, ("theme",), f"there is no theme '{priority.theme}'.", hint))
        for name, indicator in priority.indicators.items():
            if name in first_use:
                message = f"the indicator '{name}' is declared in indicators/{first_use[name]}.yml already."
                problems.append(problem_at(path, shown_as, ("indicators", name), message, "Give it another id."))
            first_use.setdefault(name, priority.id)
            for source in indicator.sources:
                if source not in project.contracts:
                    where = ("indicators", name, "sources", source)
                    hint = did_you_mean(source, project.contracts)
                    problems.append(problem_at(path, shown_as, where, f"there is no source '{source}'.", hint))
    return problems

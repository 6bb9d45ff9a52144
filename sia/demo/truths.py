"""The truths planted in the reference partnership, declared in one file (`truths.yml`)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import Field

from sia.demo.geography import FOLDER
from sia.errors import did_you_mean
from sia.project.validation import Declared
from sia.project.yaml_files import read_yaml

Rating = Literal["Red", "Amber", "Green", "Not rated"]


class Expectation(Declared):
    """What must stand in one cell of what an assessment computes for the district, as text; lists are joined by commas."""

    frame: Literal["signals", "severe", "levels", "peer_ranks", "mix_cells"] = "signals"
    indicator: str
    strand: str = Field(default="", description="Blank: the whole indicator.")
    season: str = Field(default="", description="Of `mix_cells`: the season of the year.")
    column: str
    value: str = Field(description="With every truth in place.")
    otherwise: str = Field(description="With this truth alone left out.")
    contained: bool = Field(
        default=False,
        description="True: the cell contains `value`, and does not without the truth; `otherwise` is blank.",
    )


class RegisterRows(Declared):
    """Rows of a register that carry a truth: those equal in every column given."""

    file: str
    where: dict[str, str] = Field(min_length=1)


class Truth(Declared):
    """One planted truth: what it is, where it lies, and what an assessment must find."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    planted: str
    priority: str
    sources: tuple[str, ...] = Field(default=(), description="Sources whose extracts carry it.")
    registers: tuple[RegisterRows, ...] = ()
    proposed: Rating = Field(description="The rating proposed for the priority with every truth in place.")
    proposed_without: Rating = Field(description="The rating proposed when this truth alone is left out.")
    find: tuple[Expectation, ...] = Field(
        description="Empty where the truth shows in sentences or in the rating alone."
    )


@cache
def planted_truths() -> tuple[Truth, ...]:
    """Every planted truth, in the order of the plan's priorities."""
    return tuple(Truth.model_validate(entry) for entry in read_yaml(FOLDER / "truths.yml", "sia/demo/truths.yml"))


def check_names(names: frozenset[str]) -> None:
    """Raise ValueError, with the nearest choice, for a name that is not a planted truth."""
    known = {truth.id for truth in planted_truths()}
    for name in sorted(names - known):
        raise ValueError(f"there is no planted truth '{name}'. {did_you_mean(name, known)}")

"""What every new project starts from: the reference partnership's own contracts, queries, indicators and documents.

The repository's folders are the only copy. A wheel carries them inside the package; a checkout has them beside it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import sia
from sia.errors import UserError
from sia.project.find import MARKER, newest_assessment
from sia.project.yaml_files import read_yaml

DEFINITIONS = ("sources", "queries", "indicators", "theme", "_quarto.yml")
CARRIED = (MARKER, *DEFINITIONS, "assessments", "areas")
DOCUMENT_SUFFIXES = {".qmd"}
OWN_WORDS = ("led_elsewhere:",)  # what a partnership declared for itself, which no other may be made to say
OF_INVENTED_EXTRACTS = ("synthetic:", "files:", "licence:", "attribution:")


def scaffold_folder() -> Path:
    """Where the scaffold lies: in the installed package, or in the checkout around it."""
    package = Path(sia.__file__).parent
    for folder in (package / "scaffold", package.parent):
        if (folder / MARKER).is_file():
            return folder
    raise UserError.at("sia", "the installation does not carry the files a project starts from.", "Install sia again.")


def copy_definitions(destination: Path) -> None:
    """Copy contracts, queries, indicators, the theme and the Quarto project, which any partnership starts with."""
    source = scaffold_folder()
    destination.mkdir(parents=True, exist_ok=True)
    for name in DEFINITIONS:
        if (source / name).is_dir():
            shutil.copytree(source / name, destination / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copyfile(source / name, destination / name)
    for path in sorted((destination / "indicators").glob("*.yml")):
        _rewrite(path, lambda text: _without(text, OWN_WORDS))
    for path in sorted((destination / "sources").glob("*.yml")):
        _rewrite(path, _for_any_partnership)


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def _without(text: str, fields: tuple[str, ...]) -> str:
    """A declaration without these fields and the lines that continue them."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        inside = line.startswith(fields) or (inside and line.startswith((" ", "\n")))
        if not inside:
            kept.append(line)
    return "".join(kept)


def _for_any_partnership(contract: str) -> str:
    """A contract as any partnership may take it over: agencies by what they are, no licence or file name of invented data."""
    if "\nsynthetic: true" in contract:
        contract = _without(contract, OF_INVENTED_EXTRACTS)
    for name in _own_names():
        contract = contract.replace(f"{name} ", "").replace(f", {name}", "")
    return contract


def _own_names() -> tuple[str, ...]:
    """What the reference partnership's district and county are called."""
    declared = read_yaml(scaffold_folder() / MARKER, MARKER)
    return declared["district"]["name"], declared["force"].removesuffix(" Police")


def copy_documents(destination: Path, assessment: str) -> None:
    """Copy the newest assessment's documents for another assessment, whose id takes the place of the old one."""
    source = scaffold_folder()
    old = newest_assessment(source)
    folder = destination / "assessments" / assessment
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((source / "assessments" / old).iterdir()):
        if path.suffix in DOCUMENT_SUFFIXES:
            _copy_for(path, folder / path.name, old, assessment)
    configuration = (source / "_quarto.yml").read_text(encoding="utf-8").replace(old, assessment)
    (destination / "_quarto.yml").write_text(configuration, encoding="utf-8", newline="\n")


def _copy_for(source: Path, target: Path, old: str, new: str) -> None:
    text = source.read_text(encoding="utf-8")
    for folder in ("build", "assessments"):
        text = text.replace(f"{folder}/{old}/", f"{folder}/{new}/")
    target.write_text(text, encoding="utf-8", newline="\n")

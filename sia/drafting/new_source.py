"""The story of a new source: an example is looked at, a contract and its queries are drafted, tried, and written.

Nothing is written before everything is drafted, and nothing is ever written over.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from sia.drafting.draft import Draft, draft_contract
from sia.drafting.indicator_draft import indicator_text
from sia.drafting.names import identifier_for, source_name, source_title
from sia.drafting.opening import open_example
from sia.drafting.queries import Queries, draft_queries
from sia.drafting.sample import Sample, take_sample
from sia.drafting.trial import Trial, try_contract
from sia.drafting.written import contract_text
from sia.errors import UserError
from sia.extracts.check import TAKEN
from sia.extracts.report import NotRead
from sia.project.area_names import area_names
from sia.project.contract import Contract, Identifier
from sia.project.load import Project


@dataclass(frozen=True)
class NewSource:
    """What was drafted and written (paths relative to the project), an indicator to paste, and what the reader makes of
    the example (None when it was not tried)."""

    draft: Draft
    written: tuple[str, ...]
    indicator: str
    sample: Sample
    trial: Trial | None


def draft_source(
    project: Project, example: Path, name: str = "", kind: str = "", sheet: str = "", contract_only: bool = False
) -> NewSource:
    """Draft what a project needs in order to read files like the example, and write it.

    `name` is the id of the source, by default made from the file's name, or that of its folder in `extracts/`; `kind` is
    events or series, by default judged. Raises UserError when the example cannot be read or a file would be written over.
    """
    name = _free_name(project, name or _name_for(project, example))
    register = area_names(project.root, project.partnership.areas)
    try:
        opened = open_example(example, sheet)
        sample = take_sample(opened.rows)
    except NotRead as error:
        raise UserError.at(example.name, f"{error}.", "Give an example that can be read.") from None
    draft = draft_contract(name, _title(name, example), opened, sample, register, kind, example.name)
    text = contract_text(draft)
    contract = _validated(name, text)
    queries = None if contract_only or not draft.dated else draft_queries(project.root, draft)
    trial = None if sample.cut else try_contract(project, contract, example, register)
    indicator = indicator_text(draft, project.indicators)
    return NewSource(draft, _write(project.root, name, text, queries), indicator, sample, trial)


def _name_for(project: Project, example: Path) -> str:
    folder = example.resolve().parent
    if folder.parent == (project.root / "extracts").resolve():
        return identifier_for(folder.name)
    return source_name(example)


def _free_name(project: Project, name: str) -> str:
    """The id, if it is one and nothing has it yet."""
    if not re.match(Identifier, name):
        remedy = f"Say --id {identifier_for(name)}, for instance."
        raise UserError.at("--id", f"'{name}' is not made of small letters, digits and underscores.", remedy)
    if name in TAKEN:
        raise UserError.at("--id", f"'{name}' is the name of a table of the warehouse.", "Choose another with --id.")
    for there in (f"sources/{name}.yml", f"queries/staging/stg_{name}.sql"):
        if (project.root / there).exists():
            raise UserError.at(
                there,
                "this file is there already, and is not written over.",
                "Remove it to draft anew, or choose another name with --id.",
            )
    return name


def _title(name: str, example: Path) -> str:
    """The title of the file, where the name was made from it, and else the name in words."""
    title = source_title(example)
    return title if identifier_for(title) == name else (name[:1].upper() + name[1:]).replace("_", " ")


def _validated(name: str, text: str) -> Contract:
    """The contract as the project will read it from the text."""
    from ruamel.yaml import YAML

    return Contract.model_validate({**YAML(typ="safe", pure=True).load(text), "id": name})


def _write(root: Path, name: str, text: str, queries: Queries | None) -> tuple[str, ...]:
    """Write every file; the query that many sources share comes last, and is replaced whole."""
    files = {f"sources/{name}.yml": text} | ({queries.staging_path: queries.staging} if queries else {})
    (root / "extracts" / name).mkdir(parents=True, exist_ok=True)
    for there, content in files.items():
        with (root / there).open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    if queries and queries.together:
        path = root / queries.together_path
        aside = path.with_name(f".{path.name}.new")
        aside.write_text(queries.together, encoding="utf-8", newline="\n")
        os.replace(aside, path)
        return (*files, queries.together_path)
    return tuple(files)

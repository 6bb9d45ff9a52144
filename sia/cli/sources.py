"""`sia sources new FILE`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sia.cli.console import print_json, progress
from sia.cli.options import json_option, project_option, project_root

if TYPE_CHECKING:
    from sia.drafting import NewSource
    from sia.drafting.trial import Trial

MOST_REASONS = 5


@click.group("sources")
def command() -> None:
    """Draft the contract of a new source from an example of its extracts.

    \b
    Example:
        sia sources new downloads/casualties-2025.csv
    """


@command.command("new")
@click.argument("example", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@project_option
@click.option(
    "--id", "name", default="", help="The source's name, such as fire_incidents; by default from the file's name."
)
@click.option("--kind", type=click.Choice(["events", "series"]), default=None, help="By default judged from the file.")
@click.option("--sheet", default="", help="The sheet of a workbook; by default the fullest.")
@click.option("--contract-only", is_flag=True, help="Write no queries.")
@json_option
def new(
    example: Path,
    project_folder: Path | None,
    name: str,
    kind: str | None,
    sheet: str,
    contract_only: bool,
    as_json: bool,
) -> None:
    """Look at an example extract and draft a contract for it, and the queries that it needs.

    The draft says of each column what it seems to hold. Columns that look personal are not kept, and no value of one is
    written anywhere. Nothing is written over; FILE itself stays where it is.

    \b
    Example:
        sia sources new downloads/casualties-2025.csv --id gm_road_casualties
    """
    from sia.drafting import draft_source
    from sia.project.load import load_project

    with progress(quiet=as_json) as say:
        say("Looking at the file")
        made = draft_source(load_project(project_root(project_folder)), example, name, kind or "", sheet, contract_only)
    if as_json:
        print_json(_as_json(made))
    else:
        for line in _lines(made, example):
            click.echo(line)


def _lines(made: NewSource, example: Path) -> list[str]:
    draft = made.draft
    contract, *others = made.written
    lines = [f"Drafted {contract}: {_what(made)}."]
    lines += [f"  {remark}" for remark in draft.remarks]
    for field, words in (("drop", "never read"), ("pseudonymise", "replaced by a keyed hash")):
        if titles := [column.fields["title"] for column in draft.columns if field in column.fields]:
            lines.append(f"  Looks personal, and is {words}: {', '.join(titles)}.")
    lines += [f"  {line}" for line in _trial(made)]
    if not draft.dated:
        lines.append(
            "  No column of days, months or periods says when: nothing can be counted, so no queries were written. "
            "Ask the agency for a date, then draft again."
        )
    if others:
        lines.append(f"Also written: {', '.join(others)}.")
    lines += [
        "Next:",
        f"  1. In {contract}, answer every line that ends in a question, and look at every column.",
        *_copy(made, example),
    ]
    if others:
        lines += [
            "  3. Give it an indicator: paste this below 'indicators:' of a priority in indicators/, in your own words.",
            "",
            made.indicator,
            "",
        ]
    hashed = any("pseudonymise" in column.fields for column in draft.columns)
    key = ", with the environment variable SIA_PSEUDONYM_KEY set" if hashed else ""
    return [*lines, f"  {4 if others else 3}. sia check, then sia build{key}."]


def _copy(made: NewSource, example: Path) -> list[str]:
    if example.resolve().parent.name == made.draft.id:
        return [f"  2. Files like {example.name} are read from extracts/{made.draft.id}/."]
    return [f"  2. Copy {example.name} into extracts/{made.draft.id}/."]


def _what(made: NewSource) -> str:
    columns = len(made.draft.columns)
    row = "a row an event" if made.draft.kind == "events" else "a row a period and area"
    return f"{made.draft.kind} ({row}), {columns} column{'s' * (columns != 1)}"


def _trial(made: NewSource) -> list[str]:
    """What the reader makes of the example with this draft."""
    trial = made.trial
    if trial is None:
        return ["The file is large, so the draft was not tried on it; sia build will say how many rows it reads."]
    if trial.problem:
        return [f"The draft cannot read the file yet: {trial.problem}"]
    lines = [f"Tried on the file: {trial.accepted:,} of {trial.rows:,} rows read."]
    if trial.duplicate:
        lines.append(f"  {trial.duplicate:,} are equal to another in the columns of the key; is the key right?")
    lines += [f"  {reason}." for reason in trial.reasons[:MOST_REASONS]]
    if len(trial.reasons) > MOST_REASONS:
        lines.append(f"  and {len(trial.reasons) - MOST_REASONS} further reasons.")
    return lines


def _as_json(made: NewSource) -> dict[str, Any]:
    return {
        "id": made.draft.id,
        "kind": made.draft.kind,
        "written": list(made.written),
        "rows_seen": made.sample.seen,
        "personal": [one.name for one in made.draft.columns if {"drop", "pseudonymise"} & set(one.fields)],
        "tried": _trial_as_json(made.trial) if made.trial else None,
    }


def _trial_as_json(trial: Trial) -> dict[str, Any]:
    return {
        "rows": trial.rows,
        "accepted": trial.accepted,
        "duplicate": trial.duplicate,
        "set_aside": trial.set_aside,
        "reasons": list(trial.reasons),
        "problem": trial.problem,
    }

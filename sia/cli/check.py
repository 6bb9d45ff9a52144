"""`sia check`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sia.cli.console import print_json, problems_as_json
from sia.cli.options import assessment_option, json_option, project_option, project_root

if TYPE_CHECKING:
    from sia.errors import Problem


@click.command("check")
@project_option
@assessment_option
@json_option
def command(project_folder: Path | None, assessment: str | None, as_json: bool) -> None:
    """Check contracts, indicators, rules, registers, queries and documents; nothing is run.

    Every problem of every file is printed at once, with its place and what to do. Exit code 1 when there is one. A remark
    is something that works and should still be said, such as the lawful basis of a source; it fails nothing.

    \b
    Example:
        sia check
    """
    from sia.build.checks import check_project, check_remarks

    root = project_root(project_folder)
    problems, remarks = check_project(root, assessment), check_remarks(root, assessment)
    if as_json:
        found = {"problem": problems_as_json(problems), "remark": problems_as_json(remarks)}
        print_json([{"kind": kind, **one} for kind, several in found.items() for one in several])
    else:
        for problem in problems:
            click.echo(str(problem))
        for remark in remarks:
            click.echo(f"Remark: {remark}")
        also = f"; {_count(remarks, 'remark')}" if remarks else ""
        click.echo(f"{_count(problems, 'problem')} found{also}.")
    raise click.exceptions.Exit(1 if problems else 0)


def _count(found: Sequence[Problem], noun: str) -> str:
    """How many there are, in words: "No problems", "1 remark"."""
    return f"{len(found) or 'No'} {noun}{'s' * (len(found) != 1)}"

"""`sia check`"""

from __future__ import annotations

from pathlib import Path

import click

from sia.cli.console import print_json, problems_as_json
from sia.cli.options import assessment_option, json_option, project_option, project_root


@click.command("check")
@project_option
@assessment_option
@json_option
def command(project_folder: Path | None, assessment: str | None, as_json: bool) -> None:
    """Check contracts, indicators, rules, registers, queries and documents; nothing is run.

    Every problem of every file is printed at once, with its place and what to do. Exit code 1 when there is one.

    \b
    Example:
        sia check
    """
    from sia.build.checks import check_project

    problems = check_project(project_root(project_folder), assessment)
    if as_json:
        print_json(problems_as_json(problems))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"{len(problems)} problem{'s' * (len(problems) != 1)} found." if problems else "No problems found.")
    raise click.exceptions.Exit(1 if problems else 0)

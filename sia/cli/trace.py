"""`sia trace VALUE`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sia.cli.console import print_json
from sia.cli.options import assessment_option, json_option, project_option, project_root
from sia.cli.published import choose, read_published


@click.command("trace")
@click.argument("value")
@project_option
@assessment_option
@json_option
def command(value: str, project_folder: Path | None, assessment: str | None, as_json: bool) -> None:
    """Say where a published VALUE comes from: its query, its source files and their hashes.

    VALUE is the name that documents use: what stands in {{< meta ... >}}.

    \b
    Example:
        sia trace hate_incidents.change_percent
    """
    values = read_published(project_root(project_folder), assessment, "values.json")
    chosen = choose(value, {one["id"]: one for one in values}, "published value")
    if as_json:
        print_json(chosen)
        return
    click.echo("\n".join(_lines(chosen)))


def _lines(value: dict[str, Any]) -> list[str]:
    trace = value["trace"]
    lines = [f"{value['id']}: {value['text']}", f"  query: {trace['query']}"]
    lines += [f"  file: {entry['file']} ({entry['source']}), SHA-256 {entry['sha256']}" for entry in trace["inputs"]]
    return lines

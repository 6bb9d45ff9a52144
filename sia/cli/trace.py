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

    VALUE is the name that documents use: what stands in {{< meta ... >}}. The name of an indicator or a priority
    alone lists the values it has.

    \b
    Example:
        sia trace hate_incidents.change_percent
    """
    root = project_root(project_folder)
    values = read_published(root, assessment, "values.json")
    by_id = {one["id"]: one for one in values}
    if value not in by_id and (own := [one for one in values if one["id"].startswith(f"{value}.")]):
        _list(own, as_json)
        return
    begins = sorted({name.split(".")[0] for name in by_id})
    chosen = choose(value, by_id, "published value", offered=begins)
    if as_json:
        print_json(chosen)
        return
    click.echo("\n".join(_lines(root, chosen)))


def _list(values: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(values)
    else:
        click.echo("\n".join(f"{one['id']}: {one['text']}" for one in values))


def _lines(root: Path, value: dict[str, Any]) -> list[str]:
    trace = value["trace"]
    written = [path.relative_to(root).as_posix() for path in root.glob(f"queries/**/{trace['query']}.sql")]
    lines = [f"{value['id']}: {value['text']}", f"  query: {written[0] if written else trace['query']}"]
    lines += [f"  file: {entry['file']} ({entry['source']}), SHA-256 {entry['sha256']}" for entry in trace["inputs"]]
    return lines

"""`sia build`"""

from __future__ import annotations

from pathlib import Path

import click

from sia.cli.console import print_json, progress, report_warnings
from sia.cli.options import all_option, assessment_option, json_option, project_option, project_root


@click.command("build")
@project_option
@assessment_option
@all_option
@json_option
def command(project_folder: Path | None, assessment: str | None, everything: bool, as_json: bool) -> None:
    """Turn extracts into trends, proposed ratings and a publication.

    Reads extracts/, runs queries/, assesses trends, proposes a rating for each priority and writes
    build/<assessment>/: warehouse.duckdb, manifest.json, timings.json and publication/. Nothing is run again when no
    input has changed.

    \b
    Example:
        sia build --assessment 2024
    """
    from sia.build import build

    root = project_root(project_folder)
    with progress(quiet=as_json) as say:
        result = build(root, assessment, everything=everything, say=say)
    where = result.folder.relative_to(root).as_posix()
    if as_json:
        print_json({"folder": where, "fresh": result.fresh, "warnings": list(result.warnings)})
        return
    click.echo(f"Built {where}/." if result.fresh else f"Nothing has changed; {where}/ stands.")
    report_warnings(result.warnings)

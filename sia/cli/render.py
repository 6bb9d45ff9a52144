"""`sia render`"""

from __future__ import annotations

from pathlib import Path

import click

from sia.cli.console import print_json, progress, report_warnings
from sia.cli.options import all_option, assessment_option, json_option, project_option, project_root


@click.command("render")
@project_option
@assessment_option
@click.option(
    "--renderer",
    type=click.Choice(["auto", "quarto", "embedded"]),
    default="auto",
    help="What makes the site: Quarto where it is found (auto), or one of the two. PDF and DOCX are always embedded.",
)
@all_option
@json_option
def command(
    project_folder: Path | None, assessment: str | None, renderer: str, everything: bool, as_json: bool
) -> None:
    """Build if needed, then make the site, the PDF and the Word document in _site/.

    \b
    Example:
        sia render
    """
    from sia.build.documents import build_and_render

    root = project_root(project_folder)
    with progress(quiet=as_json) as say:
        result = build_and_render(root, assessment, renderer=renderer, everything=everything, say=say)
    site = result.site.relative_to(root).as_posix()
    if as_json:
        print_json(
            {"site": site, "renderer": result.renderer, "fresh": result.fresh, "warnings": list(result.warnings)}
        )
        return
    made = f"The documents are in {site}/ (made by the {result.renderer} renderer)"
    click.echo(f"{made}: open {site}/index.html." if result.fresh else f"Nothing has changed; {site}/ stands.")
    report_warnings(result.warnings)

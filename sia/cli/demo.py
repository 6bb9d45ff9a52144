"""`sia demo`"""

from __future__ import annotations

from pathlib import Path

import click

from sia.cli.console import progress, report_warnings
from sia.cli.options import project_option, project_root
from sia.errors import UserError


@click.command("demo")
@project_option
@click.option("--seed", type=int, default=2023, show_default=True, help="Another seed, another set of invented events.")
def command(project_folder: Path | None, seed: int) -> None:
    """Write the reference partnership's synthetic extracts, build and render.

    Works in the reference partnership only: a fictional district whose every event is invented.

    \b
    Example:
        sia demo
    """
    from sia.build.documents import build_and_render
    from sia.demo import ensure_extracts
    from sia.project.load import load_project

    root = project_root(project_folder)
    if not load_project(root).partnership.synthetic:
        raise UserError.at(
            "partnership.yml",
            "this is a real partnership, and synthetic extracts must not be mixed with real ones.",
            "Run 'sia demo' in a copy of the reference partnership; here, drop extracts in and run 'sia render'.",
        )
    with progress() as say:
        say("Writing synthetic extracts")
        ensure_extracts(root / "extracts", seed=seed)
        result = build_and_render(root, None, say=say)
    site = result.site.relative_to(root).as_posix()
    click.echo(f"The reference partnership's assessment is in {site}/: open {site}/index.html.")
    report_warnings(result.warnings)

"""Options that several commands share, worded once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sia.project.find import find_project


class Day(click.ParamType):
    """A day as 2025-12-31; gives a datetime at midnight. Another spelling is refused with the one that is meant."""

    name = "day"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d")
        except ValueError:
            self.fail(f"'{value}' is no day. Write year, month and day, as in 2025-12-31.", param, ctx)


project_option = click.option(
    "--project",
    "project_folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The project's folder; by default the nearest one, from here upwards, with partnership.yml.",
)
assessment_option = click.option(
    "--assessment", default=None, help="The assessment's id, such as 2024; by default the newest."
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for programs instead of text for people."
)
all_option = click.option(
    "--all", "everything", is_flag=True, help="Run everything again, even if no input has changed."
)


def project_root(folder: Path | None) -> Path:
    """The project a command works on."""
    return find_project(folder or Path.cwd())

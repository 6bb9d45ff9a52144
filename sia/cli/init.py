"""`sia init DIR`"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from sia.cli.console import progress
from sia.cli.options import Day
from sia.errors import Problem, UserError

BLANK_NEXT = """\
Next, in {folder}:
  1. partnership.yml: correct the names and the district's code; areas/areas.csv: list your places and wards.
  2. extracts/<source>/: drop files in; sources/<source>.yml: say which headers, dates and codes they use.
  3. sia check, then sia build, then sia render."""
NOT_FOR_VERSION_CONTROL = """\
# What is received or computed is never committed.
/extracts/*
!/extracts/README.md
/build/
/_site/
assessments/*/generated/

# Quarto's own leavings
.quarto/
*.quarto_ipynb
"""
ABOUT_EXTRACTS = """\
# Extracts

One folder for each source that `sources/` declares. Drop the agency's files into it as they came; `sia build` says what
it could not read, which rows it turned away and why. Nothing here is changed, sent anywhere, or committed to version
control.

| folder | what it holds |
|---|---|
"""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--district", required=True, help="The district's name, as published data and agencies spell it.")
@click.option(
    "--code",
    default="",
    help="The district's code, such as E08000016; without it the name serves as code. Not with --street.",
)
@click.option(
    "--street",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of street-level crime files (*-street.csv or .csv.gz, one a force and month).",
)
@click.option(
    "--reference",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="With --street: a folder of published lookups, populations and indices; docs/open-data.md lists the files.",
)
@click.option(
    "--as-at",
    type=Day(),
    metavar="DATE",
    help="The last day that the assessment sees, the end of a month. Not with --street, where it is the newest month's.",
)
def command(
    folder: Path, district: str, code: str, street: Path | None, reference: Path | None, as_at: datetime | None
) -> None:
    """Start a project for a partnership in the new folder DIR.

    With --street, a first assessment can be built at once from published street-level crime files alone. Without it,
    the project waits for the partnership's own extracts.

    \b
    Example:
        sia init barnsley --district Barnsley --street downloads/south-yorkshire
        sia init our-partnership --district Ourtown --as-at 2025-12-31
    """
    from sia.build.swap import made_aside

    target = folder.resolve()
    _refuse_used(target, folder)
    _refuse_ignored(street, reference, code, as_at)
    with progress() as say, made_aside(target) as project:
        say("Starting the project")
        lines = _from_street(project, district, street, reference) if street else _blank(project, district, code, as_at)
    click.echo(f"Started a project for {district} in {folder}.")
    for line in lines:
        click.echo(f"  {line}")
    click.echo(f"Next: cd {folder}, then sia render." if street else BLANK_NEXT.format(folder=folder))


def _refuse_used(target: Path, shown_as: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError.at(str(shown_as), "this folder is not empty.", "Choose a new folder for the project.")


def _refuse_ignored(street: Path | None, reference: Path | None, code: str, as_at: datetime | None) -> None:
    """An option that would have no effect is a misunderstanding, better said than passed over."""
    problems = []
    if street is None and reference is not None:
        problems.append(Problem("--reference", "it is only read with --street.", "Add --street, or leave it out."))
    if street is not None and as_at is not None:
        remedy = "Leave it out; change as_at in assessments/<year>/assessment.yml afterwards if need be."
        problems.append(Problem("--as-at", "with --street it is the end of the newest month with data.", remedy))
    if street is not None and code:
        problems.append(
            Problem("--code", "with --street the areas and their codes are taken from the files.", "Leave it out.")
        )
    if street is None and as_at is None:
        remedy = "Add it, such as --as-at 2025-12-31, or --street to start from open data."
        problems.append(Problem("--as-at", "the assessment's as-at date is needed.", remedy))
    if problems:
        raise UserError(*problems)


def _blank(project: Path, district: str, code: str, as_at: datetime) -> list[str]:
    from sia.project.scaffold import copy_definitions, copy_documents
    from sia.project.start import start_blank

    copy_definitions(project)
    assessment = start_blank(project, district=district, code=code, as_at=_month_end(as_at.date()))
    copy_documents(project, assessment)
    _extract_folders(project)
    return [f"assessments/{assessment}/ holds the documents and the registers to fill."]


def _month_end(day: date) -> date:
    from sia.calendar import last_day, long_date

    if day != last_day(day):
        raise UserError.at(
            "--as-at", f"{long_date(day)} is not the last day of a month.", f"Say --as-at {last_day(day).isoformat()}."
        )
    return day


def _from_street(project: Path, district: str, street: Path, reference: Path | None) -> list[str]:
    from sia.opendata import init_street
    from sia.project.scaffold import copy_definitions, copy_documents

    copy_definitions(project)
    report = init_street(project, district=district, street=street, reference=reference)
    copy_documents(project, report.assessment)
    _extract_folders(project)
    return list(report.lines)


def _extract_folders(project: Path) -> None:
    """One folder for each source, so that nobody need guess where a file goes, and none of it kept in version control."""
    from sia.project.yaml_files import read_yaml

    rows = []
    for contract in sorted((project / "sources").glob("*.yml")):
        (project / "extracts" / contract.stem).mkdir(parents=True, exist_ok=True)
        rows.append(f"| `{contract.stem}/` | {read_yaml(contract, contract.name)['title']} |\n")
    _write(project / "extracts" / "README.md", ABOUT_EXTRACTS + "".join(rows))
    _write(project / ".gitignore", NOT_FOR_VERSION_CONTROL)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

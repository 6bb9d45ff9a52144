"""`sia purge`"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sia.cli.console import print_json
from sia.cli.options import Day, json_option, project_option, project_root
from sia.errors import UserError

if TYPE_CHECKING:
    from sia.sharing.purge import Plan
    from sia.sharing.receipts import Entry

SHOWN = 20


@click.command("purge")
@project_option
@click.option(
    "--as-at",
    type=Day(),
    metavar="DATE",
    help="The day on which files must be within their retention; by default the newest assessment's as-at date.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be removed; nothing is changed.")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@json_option
def command(project_folder: Path | None, as_at: datetime | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Remove extracts past their retention, and the copies of their rows that builds keep.

    How long a source may be kept is `retention_months` in its contract, counted from the day in received.csv, else from
    the end of the newest month in the file. Warehouses and returned rows of builds that read such a file go with it;
    published figures stay. What was removed is written down in purge-receipts/.

    \b
    Example:
        sia purge --as-at 2025-12-31 --dry-run
    """
    from sia.build.purging import plan, purge

    root, day = project_root(project_folder), _day(as_at)
    if dry_run:
        planned = plan(root, day)
        print_json(_as_json(planned, None)) if as_json else _tell(planned, "would be removed")
        return
    planned, ended = purge(
        root, day, lambda planned: yes or _agreed(planned, as_json), lambda text: click.echo(text, err=True)
    )
    if as_json:
        print_json(_as_json(planned, ended))
    elif ended is not None:
        _tell_ended(planned, ended, told=not yes)
    elif not planned.all:
        _tell(planned, "removed")
    else:
        click.echo("Nothing was removed.")


def _day(given: datetime | None) -> date | None:
    """The day given. Raises UserError for one to come, by which everything may be past its retention."""
    if given is not None and given.date() > date.today():
        raise UserError.at("--as-at", f"{given:%Y-%m-%d} is still to come.", "Give a day that has been.")
    return given.date() if given else None


def _agreed(planned: Plan, as_json: bool) -> bool:
    """Ask, with the plan in view; raises UserError where nobody can be asked."""
    if as_json or not _can_ask():
        raise UserError.at(
            "sia purge",
            f"{_files(len(planned.all))} would be removed for good, and there is no terminal to ask on.",
            "Look at 'sia purge --dry-run', then add --yes.",
        )
    _tell(planned, "to be removed")
    return click.confirm("Remove them for good?", default=False)


def _can_ask() -> bool:
    return sys.stdin.isatty()


def _tell(planned: Plan, what: str) -> None:
    from sia.calendar import long_date
    from sia.sharing.purge import COPY, EXTRACT

    click.echo(f"As at {long_date(planned.as_at)}")
    extracts = [f"{entry.path}: {entry.rule}" for entry in planned.all if entry.what == EXTRACT]
    copies = [entry.path for entry in planned.all if entry.what == COPY]
    _list(f"Past their retention, {what}:" if extracts else "No extract is past its retention.", extracts)
    _list(f"Copies of their rows, {what}:" if copies else "", copies)
    _list(
        "Age unknown, kept (say in received.csv when they arrived):" if planned.unknown_age else "", planned.unknown_age
    )
    _list("Kept, since their contract states no retention:" if planned.no_retention else "", planned.no_retention)
    _list("Kept, since they belong to no source:" if planned.of_no_source else "", planned.of_no_source)


def _tell_ended(planned: Plan, ended: list[Entry], told: bool) -> None:
    from sia.sharing.receipts import FOLDER, REACH, REMOVED

    if not told:
        _tell(planned, "removed")
    removed = [entry for entry in ended if entry.state == REMOVED]
    size = sum(entry.bytes for entry in removed)
    click.echo(f"Removed {_files(len(removed))} ({size / 1e6:,.1f} MB). The receipt is in {FOLDER}/: keep it.")
    for entry in ended:
        if entry.state != REMOVED:
            click.echo(f"  {entry.path}: {entry.state}")
    click.echo(REACH)


def _list(heading: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if heading:
        click.echo(heading)
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  and {len(lines) - SHOWN:,} more; --json lists all.")


def _files(count: int) -> str:
    return f"{count:,} file{'s' * (count != 1)}"


def _as_json(planned: Plan, ended: list[Entry] | None) -> dict[str, Any]:
    return {
        "as_at": planned.as_at.isoformat(),
        "done": ended is not None,
        "files": [asdict(entry) for entry in (planned.all if ended is None else ended)],
        "kept_age_unknown": list(planned.unknown_age),
        "kept_no_retention_stated": list(planned.no_retention),
        "kept_of_no_source": list(planned.of_no_source),
    }

"""What people see while a command runs: progress on a terminal, plain lines elsewhere, problems and warnings at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from sia.errors import Problem, UserError


@contextmanager
def progress(quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Give a function that says what is being done: a spinner on a terminal, a plain line each otherwise."""
    if quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("Starting") as status:
            yield lambda text: status.update(text)
    else:
        yield lambda text: click.echo(text, err=True)


def report_problems(error: UserError) -> None:
    """Print every problem, one line each, to standard error."""
    for problem in error.problems:
        click.echo(str(problem), err=True)


def report_warnings(warnings: Sequence[str]) -> None:
    """Print what to look at, once, at the end."""
    if not warnings:
        return
    click.echo(f"\n{len(warnings)} thing{'s' * (len(warnings) != 1)} to look at:")
    for warning in warnings:
        click.echo(f"  - {warning}")


def print_json(content: Any) -> None:
    """Print JSON for programs."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def problems_as_json(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Problems as plain mappings."""
    return [{"place": one.place, "message": one.message, "remedy": one.remedy} for one in problems]

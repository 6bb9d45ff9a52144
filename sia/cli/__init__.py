"""The commands. This module stays light: each command's room is imported only when the command runs."""

from __future__ import annotations

import importlib

import click

import sia
from sia.cli.console import report_problems
from sia.errors import UserError

COMMANDS = {
    "init": "Start a project for a partnership.",
    "sources": "Draft the contract of a new source from an example of its extracts.",
    "check": "Check everything declared; nothing is run.",
    "build": "Turn extracts into trends, proposed ratings and a publication.",
    "render": "Build if needed, then make the documents.",
    "explain": "Say why a priority is rated as it is.",
    "trace": "Say where a published value comes from.",
    "purge": "Remove extracts past their retention, and copies of their rows.",
    "demo": "Write synthetic extracts, build and render.",
}
DONE, FOUND_PROBLEMS, COULD_NOT_RUN = 0, 1, 2


class _Commands(click.Group):
    """Loads the module of a command only when that command is called, so that help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"sia.cli.{name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]):
        from sia.errors import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command '{args[0]}'. {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(sia.__version__, prog_name="sia")
def commands() -> None:
    """Partnership intelligence assessment engine.

    Agency extracts in; indicator trends, proposed Red / Amber / Green ratings with their reasons, and the documents
    of a Strategic Intelligence Assessment out.

    \b
    Example, in the reference partnership:
        sia demo
    Example, for a real district from published street-level crime:
        sia init barnsley --district Barnsley --street downloads/police-uk
    """


def main() -> None:
    """Run a command; problems of people's or of the machine's making are printed as lines and end with exit code 2."""
    try:
        raise SystemExit(commands.main(standalone_mode=False) or DONE)
    except UserError as error:
        report_problems(error)
        raise SystemExit(COULD_NOT_RUN) from None
    except click.exceptions.Exit as exit_:
        raise SystemExit(exit_.exit_code) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(COULD_NOT_RUN) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"{where}{error.strerror or error}. The last good build stands.", err=True)
        raise SystemExit(COULD_NOT_RUN) from None
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; the last good build stands.", err=True)
        raise SystemExit(COULD_NOT_RUN) from None

"""`sia explain PRIORITY`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sia.cli.console import print_json
from sia.cli.options import assessment_option, json_option, project_option, project_root
from sia.cli.published import choose, read_published


@click.command("explain")
@click.argument("priority")
@project_option
@assessment_option
@json_option
def command(priority: str, project_folder: Path | None, assessment: str | None, as_json: bool) -> None:
    """Say why PRIORITY (an id, a title or another name it goes by) is rated as it is, and what would change it.

    \b
    Example:
        sia explain hate-crime
    """
    root = project_root(project_folder)
    ratings = read_published(root, assessment, "ratings.json")
    names = {name: rating for rating in ratings for name in _names(root, rating)}
    chosen = choose(priority, names, "priority", offered=[rating["priority"] for rating in ratings])
    if as_json:
        print_json(chosen)
        return
    click.echo("\n".join(_lines(chosen)))


def _names(root: Path, rating: dict[str, Any]) -> list[str]:
    """What a priority may be called: its title, its id, and what its file says it also goes by, if it still stands."""
    from sia.project.yaml_files import read_yaml

    declared = root / "indicators" / f"{rating['priority']}.yml"
    aliases = read_yaml(declared, declared.name).get("aliases", []) if declared.is_file() else []
    return [rating["title"], rating["priority"], *aliases]


def _lines(rating: dict[str, Any]) -> list[str]:
    note = f" - {rating['note']}" if rating.get("note") else ""
    rule = f" (rule '{rating['rule']}')" if rating.get("rule") else ""
    lines = [f"{rating['title']}: {rating['proposed']}{note}{rule}"]
    lines += _section("Because", rating["reasons"])
    lines += _section("The evidence", [entry["sentence"] for entry in rating["evidence"] if entry.get("sentence")])
    lines += _section("Shown beside the evidence, and not counted", _further(rating))
    lines += _section("What would change it", rating["sensitivity"])
    lines += _section("Rules that nearly fired", rating["near_misses"])
    lines += _section("What does not fit together", rating["contradictions"])
    confidence = rating["confidence"]
    return lines + _section(f"Confidence: {confidence['level']}", confidence["reasons"])


def _further(rating: dict[str, Any]) -> list[str]:
    """Comparisons on further bases, those of the same months as another one once."""
    beside = [one for entry in rating["evidence"] for one in entry.get("further", [])]
    return [one["sentence"] for one in beside if not one["same_months_as"]]


def _section(title: str, sentences: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  - {sentence}" for sentence in sentences)] if sentences else []

"""Reading declared YAML: YAML 1.2, duplicate keys refused, and the line of every field for messages.

Files are parsed with the plain loader; line numbers, which cost time, are looked up only when there is a problem to
report.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sia.errors import Problem, UserError
from sia.project.text_files import read_utf8


def read_yaml(path: Path, shown_as: str) -> Any:
    """The content of a YAML file as plain Python values; raises UserError for a file that is not YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if not path.is_file():
        raise UserError.at(shown_as, "there is no such file.", "Write it, or correct the name.")
    text = read_utf8(path, shown_as)
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        wrong = str(error.problem or error.context).split("\n")[0]
        raise UserError.at(f"{shown_as}{line}", f"this is not valid YAML: {wrong}.") from None
    except YAMLError as error:
        raise UserError.at(shown_as, f"this is not valid YAML: {str(error).splitlines()[0]}.") from None


def line_of(path: Path, location: tuple[int | str, ...]) -> int | None:
    """The line (from 1) on which a field stands, or the line of its nearest declared parent; None without a file."""
    from ruamel.yaml import YAML

    node, line = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig")), 1
    for step in location:
        try:
            marks = node.lc.data[step]
        except (AttributeError, KeyError, TypeError, IndexError):
            continue
        line = marks[0] + 1
        node = node[step]
    return line


def place_of(path: Path, shown_as: str, location: tuple[int | str, ...]) -> str:
    """How a message names a field: "indicators/hate-crime.yml:12, indicators.hate_crime.polarity"."""
    field = ".".join(str(step) for step in location)
    line = line_of(path, location)
    return f"{shown_as}:{line}, {field}" if field else f"{shown_as}:{line}"


def problem_at(path: Path, shown_as: str, location: tuple[int | str, ...], message: str, remedy: str = "") -> Problem:
    """A problem with one field of a YAML file."""
    return Problem(place_of(path, shown_as, location), message, remedy)

"""Quarto's shortcodes, as far as documents may use them: `include`, `meta` and `pagebreak`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sia.errors import did_you_mean

SHORTCODE = re.compile(r"\{\{<\s*(?P<name>[\w-]*)\s*(?P<arguments>[^>]*?)\s*>\}\}")
INCLUDE = re.compile(r"^\s*\{\{<\s*include\s+(?P<path>\S+?|\"[^\"]*\"|'[^']*')\s*>\}\}\s*$")
KNOWN = ("include", "meta", "pagebreak")

# Written with three braces, a shortcode is shown, not run; these stand in for its braces in the meantime.
_SHOWN = (("{{{<", "\ue000"), (">}}}", "\ue001"))


class Unresolved(Exception):
    """A shortcode that cannot be resolved: a sentence and a remedy."""

    def __init__(self, message: str, remedy: str = ""):
        super().__init__(message)
        self.message, self.remedy = message, remedy


def included_path(line: str) -> str | None:
    """The path that a line includes, or None for any other line."""
    match = INCLUDE.match(line)
    return match["path"].strip("\"'") if match else None


def resolve(text: str, values: Mapping[str, Any]) -> str:
    """`text` with its shortcodes replaced; raises `Unresolved` at the first that is unknown or has no value."""
    for shown, stand_in in _SHOWN:
        text = text.replace(shown, stand_in)
    resolved = SHORTCODE.sub(lambda match: _replacement(match, values), text)
    if "{{<" in resolved:
        raise Unresolved("a shortcode is not closed.", "Write it on one line, between {{< and >}}.")
    return resolved.replace("\ue000", "{{<").replace("\ue001", ">}}")


def lookup(values: Mapping[str, Any], key: str) -> str:
    """The text of a value by its dotted key; raises `Unresolved` with the nearest key that exists."""
    here: Any = values
    for part in key.split("."):
        if not isinstance(here, Mapping) or part not in here:
            raise Unresolved(f"there is no value '{key}'.", _nearest_key(here, key, part))
        here = here[part]
    if isinstance(here, Mapping | list) or here is None:
        raise Unresolved(f"'{key}' is not a single value.", "Name one value, down to its last part.")
    text = str(here).lower() if isinstance(here, bool) else str(here)
    if "\n" in text.strip():
        raise Unresolved(f"the value '{key}' has more than one line.", "Include it as a fragment.")
    return text.strip()


def _replacement(match: re.Match[str], values: Mapping[str, Any]) -> str:
    name, argument = match["name"], match["arguments"].strip().strip("\"'")
    if name == "meta":
        return _for_place(lookup(values, argument), match)
    if name == "pagebreak":
        return "\n::: {.page-break}\n:::\n"
    if name == "include":
        raise Unresolved("an include stands within a line.", "Give it a line of its own, with an empty line around.")
    raise Unresolved(f"the shortcode '{name}' is not known.", did_you_mean(name, KNOWN))


def _for_place(value: str, match: re.Match[str]) -> str:
    """A value written so that it cannot end a table cell or a quoted attribute."""
    before = match.string[: match.start()]
    if re.search(r'=("(?:[^"\\]|\\.)*)$', before):
        return value.replace("\\", "\\\\").replace('"', '\\"')
    return re.sub(r"(?<!\\)\|", r"\\|", value)


def _nearest_key(here: Any, key: str, part: str) -> str:
    if not isinstance(here, Mapping):
        return f"The value ends before '{part}'."
    lead = key.rpartition(part)[0]
    return did_you_mean(f"{lead}{part}", [f"{lead}{name}" for name in here])

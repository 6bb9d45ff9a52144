"""What a document may not hold: code that runs, raw parts of one format, shortcodes that nothing resolves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sia.errors import Problem
from sia.render.body import Body

_CELL = re.compile(r"^ {0,3}(?:`{3,}|~{3,})\s*\{(?!\.|#)\s*=?(\w+)[^}]*\}", re.M)
_INLINE_CELL = re.compile(r"(?<!`)`(?:\{(?!=)(\w+)\}|(r) )[^`]*`")
_RAW = re.compile(r"`\{=(\w+)\}")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_TEX = re.compile(r"\\(?:begin|end|newpage|clearpage|textcolor|pagebreak)\b")
_MATHS = re.compile(r"(?<!\\)\$(?=\S)[^$\n]*?(?<=\S)\$(?!\d)")
_EXAMPLE = re.compile(r"^ {0,3}\(@", re.M)
_FOOTNOTE_IN_HEADING = re.compile(r"^#{1,6} .*\[\^[^\]]+\]", re.M)


def refused(body: Body) -> Iterator[Problem]:
    """A problem for each thing that would run, vanish in one format or be read otherwise by another renderer."""
    for match in _CELL.finditer(body.text):
        if "=" in match[0].split("{")[1][:2]:
            yield body.problem(match.start(), f"raw {match[1]} is shown in one format only.", "Write it in Markdown.")
        else:
            remedy = "Documents hold no code: declare an exhibit, or quote code with '```text'."
            yield body.problem(match.start(), f"a code cell ({match[1]}) would run.", remedy)
    for match in _INLINE_CELL.finditer(body.text):
        remedy = "Use {{< meta ... >}} for a value."
        yield body.problem(match.start(), f"code within a line ({match[1] or match[2]}) would run.", remedy)
    for match in _RAW.finditer(body.text):
        yield body.problem(match.start(), f"raw {match[1]} is shown in one format only.", "Write it in Markdown.")
    for pattern, message, remedy in _PATTERNS:
        for match in body.found(pattern):
            yield body.problem(match.start(), message.format(match[0].strip()), remedy)


_PATTERNS = (
    (_TAG, "'{}' is HTML, which is shown in one format only.", "Write it in Markdown, with a class if needed."),
    (_TEX, "'{}' is LaTeX, which is shown in one format only.", "For a new page write {{< pagebreak >}}."),
    (_MATHS, "'{}' would be read as mathematics.", "Write a dollar sign as '\\$'."),
    (_EXAMPLE, "a paragraph that begins with '(@' is read as a numbered example.", "Begin with another word."),
    (_FOOTNOTE_IN_HEADING, "a heading has a footnote, which contents lists would repeat.", "Put it into the text."),
)

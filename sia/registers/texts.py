"""The free texts of an assessment's registers, with their places, for checks of wording."""

from __future__ import annotations

from collections.abc import Iterator

from sia.project.load import Project
from sia.project.loose_wording import Typed
from sia.registers.tables import find_table

#: Columns of free text, and whether documents print a date beside them.
TEXTS = {
    "context": (("statement",), False),
    "commentary": (("text",), True),
    "decisions": (("reason",), True),
    "actions": (("action", "explanation"), False),
    "next-year": (("text",), False),
    "data-gaps": (("gap", "why", "remedy"), False),
}


def typed_in_registers(project: Project) -> Iterator[Typed]:
    """Every text that a register holds; raises UserError when a register cannot be read."""
    for name, (columns, dated) in TEXTS.items():
        table = find_table(project.assessment_folder, name, project.root)
        for line in table.lines if table else ():
            for column in columns:
                if line.values.get(column):
                    yield Typed(table.place(line.number, column), line.values[column], dated)

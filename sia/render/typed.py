"""The sentences that people typed into the documents of an assessment, for checks of wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sia.project.loose_wording import Typed
from sia.render.body import Body
from sia.render.check import read_documents


def typed_in_documents(root: Path, assessment: str) -> Iterator[Typed]:
    """Every line of prose in a file of the assessment's own folder; what a build generates is not typed by anybody.

    Raises UserError when the configuration cannot be read.
    """
    own, generated = f"assessments/{assessment}/", f"assessments/{assessment}/generated/"
    once = set()
    for document in read_documents(root, assessment)[1].values():
        lines = Body(document).prose.split("\n") if document.lines else []
        for line, text in zip(document.lines, lines, strict=False):
            if line.file.startswith(own) and not line.file.startswith(generated) and line.place not in once:
                once.add(line.place)
                yield Typed(line.place, text)

"""The data behind a priority's figures, as tables and as files."""

from __future__ import annotations

from sia.publication.edition import Edition
from sia.publication.markdown import document, heading


def data_page(edition: Edition, priority: str) -> str:
    """A section a figure; empty when the priority has none."""
    blocks = []
    for figure in edition.figures.get(priority, []):
        link = f"[Download this table (CSV)]({edition.root}/tables/{figure.id}.csv)"
        blocks += [
            heading(2, figure.data.caption.partition(". ")[0], f"data-of-{figure.id}"),
            figure.data.markdown(),
            link,
        ]
    return document(blocks)

"""The data behind a priority's sentences and figures, as tables and as files."""

from __future__ import annotations

from sia.publication.comparison_table import comparison_tables
from sia.publication.edition import Edition
from sia.publication.markdown import document, heading
from sia.publication.tables import Table

HOW_TO_READ = (
    "A change is clear when the interval of the ratio excludes 1 and, among the parts of one measure, when it stays so after allowing "
    "for how many were compared together. Months known are those from which it was told how much the count usually varies."
)


def has_data(edition: Edition, priority: str) -> bool:
    """Whether there is anything for a data page to show."""
    return bool(edition.figures.get(priority) or comparison_tables(edition, priority))


def data_page(edition: Edition, priority: str) -> str:
    """What was compared, then a section a figure; empty when the priority has neither."""
    compared = comparison_tables(edition, priority)
    blocks = [heading(2, "What was compared", f"compared-of-{priority}"), HOW_TO_READ] if compared else []
    for table in compared:
        blocks += [table.markdown(), _download(edition, table.id)]
    for figure in edition.figures.get(priority, []):
        title = figure.data.caption.partition(". ")[0]
        blocks += [heading(2, title, f"data-of-{figure.id}"), figure.data.markdown(), _download(edition, figure.id)]
    return document(blocks)


def data_tables(edition: Edition) -> dict[str, Table]:
    """Every table of the data pages, by the name of its file."""
    compared = [table for name in edition.project.priorities for table in comparison_tables(edition, name)]
    drawn = [figure for figures in edition.figures.values() for figure in figures]
    return {table.id: table for table in compared} | {figure.id: figure.data for figure in drawn}


def _download(edition: Edition, name: str) -> str:
    return f"[Download this table (CSV)]({edition.root}/tables/{name}.csv)"

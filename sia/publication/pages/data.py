"""The data behind a priority's sentences and figures, as tables and as files."""

from __future__ import annotations

from sia.publication.comparison_table import comparison_tables
from sia.publication.edition import Edition
from sia.publication.figures.figure import Figure
from sia.publication.markdown import bullets, document, heading
from sia.publication.pages.listing import still_to_come
from sia.publication.projection_table import projection_table
from sia.publication.rare_words import rare_strands_sentence
from sia.publication.standardised_table import standardised_explained, standardised_table
from sia.publication.tables import Table
from sia.publication.wording import sentence_case

HOW_TO_READ = (
    "A change is clear when the interval of the ratio excludes 1 and, among the parts of one measure, when it stays so after allowing "
    "for how many were compared together. Months known are those from which it was told how much the count usually varies."
)

PROJECTIONS = (
    "A projection says what the year would come to if things go on as they have; by itself it is no sign of change. Beside it stand two "
    "simpler methods for comparison: the year so far scaled up to twelve months, and the year so far with the other months of last year."
)

STANDARDISED = (
    "A rate standardised for age says what the rate would be if the district had the ages of the standard population, so that periods "
    "and areas can be compared whose people differ in age. Ratings rest on the counts."
)


RANKS = "Ranks are of the numbers as they were counted, without a test: two districts that stand next to one another may differ by chance alone."

THRESHOLDS = (
    "The rules compare figures with thresholds that the partnership has agreed. With another threshold the proposal would change as "
    "follows; what else would change it stands in the priority's own section."
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
    blocks += _projected(edition, priority)
    blocks += _standardised(edition, priority)
    for figure in edition.figures.get(priority, []):
        blocks += drawn(edition, figure)
    return document(blocks, _too_few(edition, priority), _thresholds(edition, priority))


def drawn(edition: Edition, figure: Figure) -> list[str]:
    """The data behind a figure; ranks of districts come with what they do not say."""
    title = figure.data.caption.partition(". ")[0]
    ranked = [RANKS] if figure.id.endswith("-peers") else []
    return [heading(2, title, f"data-of-{figure.id}"), *ranked, figure.data.markdown(), _download(edition, figure.id)]


def _projected(edition: Edition, priority: str) -> list[str]:
    table = projection_table(edition, priority)
    if table is None:
        return []
    title = heading(2, "Where the year would end", f"projected-of-{priority}")
    return [title, PROJECTIONS, table.markdown(), _download(edition, table.id)]


def _standardised(edition: Edition, priority: str) -> list[str]:
    table = standardised_table(edition, priority)
    if table is None:
        return []
    title = heading(2, "Standardised for age", f"standardised-of-{priority}")
    notes = standardised_explained(edition, priority)
    return [title, STANDARDISED, *notes, table.markdown(), _download(edition, table.id)]


def _too_few(edition: Edition, priority: str) -> str:
    """Which parts have no monthly chart, and how the time between their events stands."""
    said = []
    for name, indicator in edition.project.priorities[priority].indicators.items():
        rare = rare_strands_sentence(edition.evidence.rare_strands(name), still_to_come(edition, name))
        said += [f"{sentence_case(indicator.title)}. {rare}"] if rare else []
    return document(heading(2, "Too few for a chart by month", f"too-few-of-{priority}"), bullets(said)) if said else ""


def _thresholds(edition: Edition, priority: str) -> str:
    """The thresholds of the rules at which the proposal would be another one."""
    rated = edition.ratings.get(priority)
    if rated is None or not rated.thresholds:
        return ""
    return document(
        heading(2, "Thresholds of the rating", f"thresholds-of-{priority}"), THRESHOLDS, bullets(rated.thresholds)
    )


def data_tables(edition: Edition) -> dict[str, Table]:
    """Every table of the data pages, by the name of its file."""
    compared = [table for name in edition.project.priorities for table in comparison_tables(edition, name)]
    projected = [table for name in edition.project.priorities if (table := projection_table(edition, name))]
    aged = [table for name in edition.project.priorities if (table := standardised_table(edition, name))]
    drawn = [figure for figures in edition.figures.values() for figure in figures]
    return {table.id: table for table in (*compared, *projected, *aged)} | {figure.id: figure.data for figure in drawn}


def _download(edition: Edition, name: str) -> str:
    return f"[Download this table (CSV)]({edition.root}/tables/{name}.csv)"

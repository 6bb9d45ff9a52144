"""A theme's page: its priorities in the order of the plan."""

from __future__ import annotations

from sia.publication.edition import Edition
from sia.publication.markdown import document
from sia.publication.pages.priority import priority_section
from sia.publication.wording import full_stop


def theme_page(edition: Edition, theme: str) -> str:
    """The theme's own summary, then a section a priority."""
    declared = edition.project.partnership.themes[theme]
    sections = [priority_section(edition, priority) for priority in edition.priorities_of(theme)]
    return document(full_stop(declared.summary) if declared.summary else "", sections)


def report_themes(edition: Edition) -> str:
    """The themes as chapters of the whole report: a heading and an include each."""
    blocks = []
    for name, theme in edition.themes().items():
        blocks += [
            f"# {theme.title} {{#sec-theme-{name}}}",
            f"{{{{< include {edition.root}/fragments/themes/{name}.md >}}}}",
        ]
    return document(blocks)

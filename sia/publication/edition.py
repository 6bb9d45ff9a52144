"""Everything that pages are written from, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from sia.calendar import add_months, financial_year_label, financial_year_start, long_date
from sia.project.indicators import Priority
from sia.project.load import Project
from sia.publication.evidence import Evidence
from sia.publication.figures.figure import Figure
from sia.publication.rated import PublishedRating
from sia.publication.readings import Readings


@dataclass(frozen=True)
class Edition:
    """One assessment in its public edition: what is declared, what may be shown, and the figures drawn from it."""

    project: Project
    readings: Readings
    evidence: Evidence
    ratings: dict[str, PublishedRating]
    registers: Any
    reports: list[Any]
    figures: dict[str, list[Figure]]
    quality: Any

    @property
    def as_at(self) -> str:
        return long_date(self.project.assessment.as_at)

    @property
    def year(self) -> str:
        """The financial year assessed: "2023/24"."""
        return financial_year_label(self.readings.newest_month)

    @property
    def last_year(self) -> str:
        return financial_year_label(add_months(financial_year_start(self.readings.newest_month), -12))

    @property
    def next_year(self) -> str:
        return financial_year_label(add_months(financial_year_start(self.readings.newest_month), 12))

    @property
    def root(self) -> str:
        """Where the publication lies, seen from the project's root, as documents name it."""
        return f"/build/{self.project.assessment.id}/publication"

    def priorities_of(self, theme: str) -> list[Priority]:
        """The priorities of a theme in the order of the plan."""
        return [one for one in self.project.priorities.values() if one.theme == theme]

    def themes(self) -> dict[str, Any]:
        """Themes that hold a priority, in the order of the plan."""
        used = {priority.theme for priority in self.project.priorities.values()}
        return {name: theme for name, theme in self.project.partnership.themes.items() if name in used}

    def population_year(self, indicator: str) -> str:
        """The year of the residents that an indicator's rates are of; '' where they are not known."""
        years = self.readings.denominators.filter(pl.col("indicator") == indicator)["year"]
        return str(years.item()) if years.len() else ""

    def source_title(self, source: str) -> str:
        contract = self.project.contracts.get(source)
        return contract.title if contract else source.replace("_", " ")

    def source_line(self, indicator: str) -> str:
        """Where the figures of an indicator come from, for captions."""
        chosen = {
            name: source for name, source in self.readings.chosen_sources.select("indicator", "source").iter_rows()
        }
        source = chosen.get(indicator, "")
        return f"Source: {self.source_title(source)}, as at {self.as_at}." if source else f"As at {self.as_at}."

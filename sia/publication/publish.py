"""The door out of the warehouse: everything that documents may show, written once, after disclosure control."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sia.project.load import Project
from sia.project.theme import load_theme
from sia.publication.book import metadata, value_book
from sia.publication.boundaries import read_boundaries
from sia.publication.edition import Edition
from sia.publication.evidence import Evidence
from sia.publication.exhibits import Exhibits, chart_groups
from sia.publication.figures.drawing import draw
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, specified_without_checks
from sia.publication.gathering import threshold_of
from sia.publication.generated import write_pages
from sia.publication.pages.data import data_page, data_tables, has_data
from sia.publication.pages.front import cover, rating_tables, summary
from sia.publication.pages.methods import methods_page, methods_summary
from sia.publication.pages.places import place_page, places_page
from sia.publication.pages.quality import LateShare, Quality, quality_page, quality_summary
from sia.publication.pages.quality_fields import completeness_by_month
from sia.publication.pages.sharing_ledger import ledger_page
from sia.publication.pages.theme import report_themes, theme_page
from sia.publication.rated import publish_ratings
from sia.publication.readings import Readings, read_warehouse
from sia.publication.released import evidence_of
from sia.publication.releasing import Released, gather_and_release
from sia.publication.values import as_json, as_yaml
from sia.quality import GRADE_RULE, Examined

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


NOT_EXAMINED = Examined()


@dataclass(frozen=True)
class Published:
    """What was published: files below the publication's folder, counts by kind, and what people should look at."""

    folder: Path
    files: tuple[Path, ...]
    figures: int
    values: int
    suppressed: int
    warnings: tuple[str, ...]


def publish(
    project: Project,
    connection: DuckDBPyConnection,
    signals: Any,
    proposals: Iterable[Any],
    registers: Any,
    reports: Iterable[Any],
    runs: Iterable[Any],
    folder: Path,
    examined: Examined = NOT_EXAMINED,
) -> Published:
    """Write values, ratings, fragments, figures and tables into `folder`, and the generated pages beside the documents.

    `signals` holds the frames of `sia.signals.assess`, `proposals` come from `sia.ratings.propose`, `registers` and
    `reports` from their rooms, `runs` are the queries as run, `examined` is what was found about the data. Raises
    UserError when a suppressed count could be worked out from what would be published; nothing is then written.
    """
    readings, reports = read_warehouse(connection), list(reports)
    released = gather_and_release(project, readings, signals, chart_groups(project, readings, signals.rare))
    evidence = evidence_of(project, readings, signals, released)
    edition = _edition(project, readings, evidence, proposals, registers, reports, released, examined)
    exhibits = Exhibits(edition, signals, released, Look(load_theme(project.root)), read_boundaries(project))
    with specified_without_checks():
        figures = {priority.id: exhibits.of_priority(priority) for priority in project.priorities.values()}
        figures |= exhibits.of_places()
    edition = replace(edition, figures=figures)
    return _write(edition, released, list(runs), folder)


def _edition(
    project: Project,
    readings: Readings,
    evidence: Evidence,
    proposals: Iterable[Any],
    registers: Any,
    reports: list[Any],
    released: Released,
    examined: Examined,
) -> Edition:
    ratings = publish_ratings(project, evidence, proposals, registers)
    return Edition(
        project=project,
        readings=readings,
        evidence=evidence,
        ratings={one.priority: one for one in ratings},
        registers=registers,
        reports=reports,
        figures={},
        quality=_quality(project, readings, released, reports, examined),
    )


def _quality(
    project: Project, readings: Readings, released: Released, reports: list[Any], examined: Examined
) -> Quality:
    late = {}
    for source in sorted({source for source, _ in released.gathered.late}):
        counts = [
            released.door.shown.get(released.gathered.late[source, what])
            for what in ("events", "recorded_after_30_days")
        ]
        late[source] = LateShare(source, *counts)
    thresholds = {report.source: threshold_of(project, report.source) for report in reports}
    chosen = dict(readings.chosen_sources.select("indicator", "source").iter_rows())
    held = {chosen[name] for (name, _), cell in released.gathered.severe.items() if released.door.withholds(cell)}
    return Quality(late, examined.found, examined.grades, GRADE_RULE, thresholds, frozenset(held))


def fragments(edition: Edition) -> dict[str, str]:
    """Every fragment by its path below `fragments/`; an empty text is a fragment that says nothing."""
    found = {
        "cover.md": cover(edition),
        "summary.md": summary(edition),
        "ratings.md": rating_tables(edition),
        "places.md": places_page(edition),
        "methods.md": methods_page(edition),
        "methods-summary.md": methods_summary(edition),
        "data-quality.md": quality_page(edition),
        "data-quality-summary.md": quality_summary(edition),
        "sharing-ledger.md": ledger_page(edition),
        "report-themes.md": report_themes(edition),
    }
    found |= {f"themes/{name}.md": theme_page(edition, name) for name in edition.themes()}
    found |= {
        f"data/{name}.md": data_page(edition, name) for name in edition.project.priorities if has_data(edition, name)
    }
    places = edition.readings.areas.filter(edition.readings.areas["level"] == "place")
    return found | {f"places/{code.lower()}.md": place_page(edition, code) for code in places["area_code"]}


def _write(edition: Edition, released: Released, runs: list[Any], folder: Path) -> Published:
    drawn = [figure for figures in edition.figures.values() for figure in figures]
    book = value_book(edition)
    texts = {f"fragments/{name}": text for name, text in fragments(edition).items()}
    texts |= {f"tables/{name}.csv": table.csv() for name, table in data_tables(edition).items()}
    texts["tables/completeness.csv"] = completeness_by_month(edition).csv()
    texts["ratings.json"] = as_json([one.json() for one in edition.ratings.values()])
    texts["values.json"] = book.json()
    texts["metadata.yml"] = as_yaml(metadata(edition, book))
    files = [_write_text(folder / name, text) for name, text in sorted(texts.items())]
    files += draw(drawn, folder / "figures")
    write_pages(edition)
    return Published(
        folder,
        tuple(sorted(files)),
        len(drawn),
        len(book.values),
        len(released.door.hidden),
        tuple(_warnings(edition, drawn)),
    )


def _write_text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _warnings(edition: Edition, drawn: list[Figure]) -> list[str]:
    """What somebody should look at before this goes to a meeting."""
    project = edition.project
    unrated = [priority.title for name, priority in project.priorities.items() if name not in edition.ratings]
    silent = [report for report in edition.reports if report.problem]
    found = [report.problem for report in silent]
    found += [f"no rating was proposed for {title}" for title in unrated]
    return found if drawn else [*found, "no chart could be drawn: no measure has enough figures for one"]

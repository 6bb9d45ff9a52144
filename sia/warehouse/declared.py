"""What a project declares, as tables that queries can join: themes, priorities, indicators and what they count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from sia.project.load import Project

SELECTION_FIELDS = ("category", "subcategory", "flag", "measure")
INDICATOR_FIELDS = (
    "title",
    "role",
    "polarity",
    "value",
    "unit",
    "strands",
    "strands_overlap",
    "counted_by",
    "basis",
    "frequency",
    "small_areas",
    "resident_rate",
    "target",
)
#: Of whom the rates of an indicator are: not `chosen` means all residents.
PER_FIELDS = ("first_age", "last_age", "sex", "chosen", "multiplier")


def declared_tables(project: Project) -> dict[str, pl.DataFrame]:
    """The frames themes, priorities, peers, indicators, indicator_sources, indicator_selections and strand_titles."""
    import polars as pl

    text, whole = pl.String, pl.Int32
    tables = {
        "themes": (_themes(project), {"theme": text, "title": text, "position": whole}),
        "priorities": (_priorities(project), {"priority": text, "theme": text, "title": text, "position": whole}),
        "peers": (_peers(project), {"area_code": text, "position": whole}),
        "indicators": (_indicators(project), _indicator_schema()),
        "indicator_sources": (
            _indicator_sources(project),
            {"indicator": text, "source": text, "source_kind": text, "preference": whole, "proxy": text},
        ),
        "indicator_selections": (
            _selections(project),
            dict.fromkeys(("indicator", "source", "field", "value"), text),
        ),
        "strand_titles": (_strand_titles(project), dict.fromkeys(("indicator", "strand", "title"), text)),
    }
    return {name: pl.DataFrame(list(rows), schema=schema, orient="row") for name, (rows, schema) in tables.items()}


def _indicator_schema() -> dict[str, Any]:
    import polars as pl

    kinds = {
        "strands_overlap": pl.Boolean,
        "small_areas": pl.Boolean,
        "resident_rate": pl.Boolean,
        "target": pl.Float64,
        "per_first_age": pl.Int64,
        "per_last_age": pl.Int64,
        "per_chosen": pl.Boolean,
        "per_multiplier": pl.Int64,
    }
    fields = ("indicator", "priority", *INDICATOR_FIELDS, *(f"per_{field}" for field in PER_FIELDS))
    return {field: kinds.get(field, pl.String) for field in fields}


def _themes(project: Project) -> Iterator[tuple[Any, ...]]:
    for position, (name, theme) in enumerate(project.partnership.themes.items(), start=1):
        yield name, theme.title, position


def _priorities(project: Project) -> Iterator[tuple[Any, ...]]:
    for priority in project.priorities.values():
        yield priority.id, priority.theme, priority.title, priority.position


def _peers(project: Project) -> Iterator[tuple[Any, ...]]:
    for position, code in enumerate(project.partnership.peers, start=1):
        yield code, position


def _indicators(project: Project) -> Iterator[tuple[Any, ...]]:
    for name, (priority, one) in project.indicators.items():
        values = one.model_dump(mode="json", include=set(INDICATOR_FIELDS))
        of_whom = (getattr(one.per, field) for field in PER_FIELDS)
        yield (name, priority.id, *(values[field] for field in INDICATOR_FIELDS), *of_whom)


def _indicator_sources(project: Project) -> Iterator[tuple[Any, ...]]:
    for name, (_, one) in project.indicators.items():
        for preference, (source, selection) in enumerate(one.sources.items(), start=1):
            yield name, source, project.contracts[source].kind, preference, selection.proxy


def _selections(project: Project) -> Iterator[tuple[Any, ...]]:
    for name, (_, one) in project.indicators.items():
        for source, selection in one.sources.items():
            for field in SELECTION_FIELDS:
                for value in getattr(selection, field):
                    yield name, source, field, value


def _strand_titles(project: Project) -> Iterator[tuple[Any, ...]]:
    for name, (_, one) in project.indicators.items():
        for strand, title in one.strand_titles.items():
            yield name, strand, title

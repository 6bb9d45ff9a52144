"""A made-up project with a few indicators, and measures for it that are written out or drawn with a seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from sia.calendar import month_range
from sia.project.assessment import Assessment
from sia.project.contract import Contract
from sia.project.indicators import Indicator, Priority, RatingRules
from sia.project.load import Project
from sia.project.partnership import District, Partnership, Theme
from sia.signals import Measured

DISTRICT = "X07000001"
AS_AT = date(2023, 12, 31)
THREE_YEARS = month_range(date(2021, 1, 1), date(2023, 12, 1))
BREAKS = {
    "date": pl.Date,
    "source": pl.String,
    "category": pl.String,
    "indicator": pl.String,
    "direction": pl.String,
    "what": pl.String,
}
SCHEMAS = {
    "measures": {
        "indicator": pl.String,
        "area_code": pl.String,
        "level": pl.String,
        "strand": pl.String,
        "month": pl.Date,
        "count": pl.Int64,
    },
    "chosen_sources": dict.fromkeys(("indicator", "source", "proxy"), pl.String),
    "levels": {
        "indicator": pl.String,
        "area_code": pl.String,
        "strand": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "period_label": pl.String,
        "value": pl.Float64,
        "lower": pl.Float64,
        "upper": pl.Float64,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "benchmark": pl.Float64,
        "benchmark_name": pl.String,
        "significance": pl.String,
        "mark": pl.String,
    },
    "series_gaps": {
        "indicator": pl.String,
        "area_code": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "mark": pl.String,
    },
    "register_counts": {
        "indicator": pl.String,
        "area_code": pl.String,
        "year_start": pl.Date,
        "count": pl.Int64,
    },
    "group_months": {
        "indicator": pl.String,
        "dimension": pl.String,
        "area_group": pl.String,
        "month": pl.Date,
        "count": pl.Int64,
    },
    "harm_parts": {"indicator": pl.String, "strand": pl.String, "weight": pl.Float64},
    "rare_event_days": {
        "indicator": pl.String,
        "strand": pl.String,
        "counted_on": pl.Date,
        "day_is": pl.String,
        "events": pl.Int64,
    },
    "areas": dict.fromkeys(("area_code", "level", "name"), pl.String),
    "sources": {"source": pl.String, "supplied": pl.Boolean, "problem": pl.String},
}


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = SCHEMAS[name]
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema, orient="row")


def monthly_rows(
    indicator: str, counts: list[int | None], *, strand: str = "", area: str = DISTRICT, level: str = "district"
):
    """One row a month for as many months as there are counts, the last one being December 2023; None is no row."""
    months = THREE_YEARS[-len(counts) :]
    about = {"indicator": indicator, "strand": strand, "area_code": area, "level": level}
    return [
        {**about, "month": month, "count": count}
        for month, count in zip(months, counts, strict=True)
        if count is not None
    ]


def stepping(before: int, now: int) -> list[int]:
    """Three years of months: `before` a month to March 2023, then `now`, a little up and down."""
    wave = (1, -1, 0, 2, -2, 1, 0, -1, 1, -1, 2, -2, 0)
    return [(before if number < 27 else now) + wave[number % len(wave)] for number in range(36)]


def project_of(root: Path, **indicators: dict[str, Any]) -> Project:
    """A project of one priority with these indicators, all from police_recorded_crime unless they say otherwise."""
    contract = {"agency": "Police", "owner": "Analyst", "frequency": "monthly", "classification": "official"}
    columns = {"recorded_on": {"type": "date"}}
    titles = {"police_recorded_crime": "Police recorded crime", "referrals": "National Referral Mechanism referrals"}
    declared = {
        name: Indicator(
            **{"title": name.replace("_", " "), "polarity": "lower", "sources": {"police_recorded_crime": {}}, **one}
        )
        for name, one in indicators.items()
    }
    return Project(
        root=root,
        partnership=Partnership(
            name="A partnership",
            district=District(code=DISTRICT, name="Exampleborough"),
            force="A force",
            themes={"theme": Theme(title="Theme")},
        ),
        contracts={
            name: Contract(id=name, title=title, kind="events", columns=columns, **contract)
            for name, title in titles.items()
        },
        priorities={
            "a-priority": Priority(
                id="a-priority", position=1, title="A priority", theme="theme", summary="About it.", indicators=declared
            )
        },
        rules=RatingRules(scale=(), thresholds={"material_count": 10, "material_percent": 5}, rules=()),
        assessment=Assessment(id="2024", title="Assessment", as_at=AS_AT),
    )


def measured_of(project: Project, **rows: list[dict[str, Any]]) -> Measured:
    """Frames with these rows; every indicator is served by its first source unless chosen_sources are given."""
    chosen = [
        {"indicator": name, "source": next(iter(one.sources)), "proxy": next(iter(one.sources.values())).proxy}
        for name, (_, one) in project.indicators.items()
    ]
    rows = {"chosen_sources": chosen, **rows}
    return Measured(**{name: frame(name, rows.get(name, [])) for name in SCHEMAS}, district=DISTRICT)


def break_rows(*rows: dict[str, Any]) -> SimpleNamespace:
    """The registers with these recording breaks."""
    blank = {
        "category": "",
        "indicator": "",
        "direction": "up",
        "what": "a new form",
        "source": "police_recorded_crime",
    }
    return SimpleNamespace(breaks=pl.DataFrame([{**blank, **row} for row in rows], schema=BREAKS, orient="row"))


@pytest.fixture(scope="session")
def given() -> SimpleNamespace:
    """The words in which measures are given."""
    return SimpleNamespace(
        project=project_of,
        measured=measured_of,
        monthly=monthly_rows,
        stepping=stepping,
        breaks=break_rows,
        as_at=AS_AT,
        district=DISTRICT,
    )

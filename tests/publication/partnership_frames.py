"""A small partnership made by hand: declarations, warehouse tables and signal frames as the rooms below would give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from partnership_given import (
    MONTHS,
    NEWEST,
    GivenFile,
    GivenProposal,
    GivenReason,
    GivenRegisters,
    GivenReport,
    proposals,
    registers,
    reports,
)

from sia.calendar import Window, add_months, comparison_windows
from sia.project.assessment import Assessment
from sia.project.contract import Column, Contract
from sia.project.indicators import Indicator, NamedRule, Priority, RatingRules, Scale, Selection
from sia.project.load import Project
from sia.project.partnership import District, Partnership, Theme
from sia.signals.frames import FURTHER, GAPS, RARE

# Everything that makes this partnership is reached through this module.
__all__ = [
    "GivenFile",
    "GivenProposal",
    "GivenReason",
    "GivenRegisters",
    "GivenReport",
    "proposals",
    "registers",
    "reports",
]

AS_AT = date(2023, 12, 31)
SUBJECT = "X07000001"
CURRENT, PREVIOUS = comparison_windows("financial_year_to_date", AS_AT)
WARDS = {"X05000001": "Fernhollow", "X05000002": "Millwheel", "X05000003": "Copperlea", "X05000004": "Gullhaven"}
PLACE = "X99000001"

#: Monthly counts: burglary falls, hate incidents are small, faults of each are told in the tests.
BURGLARY = [100 + (at % 12) - (20 if at >= 24 else 0) for at in range(36)]
HATE = [3 + at % 4 for at in range(36)]

#: Deaths on the roads, 2018 to 2023.
DEATHS = (5, 6, 5, 7, 6, 9)


def contract(name: str, public: bool = False, below: int = 5) -> Contract:
    return Contract(
        id=name,
        title=name.replace("_", " ").capitalize(),
        agency="Exampleshire Police",
        owner="Head of Insight",
        kind="events",
        frequency="monthly",
        classification="official",
        public=public,
        suppress_below=below,
        attribution="Contains public sector information licensed under the Open Government Licence v3.0."
        if public
        else "",
        columns={"reference": Column(), "value": Column(type="integer")},
    )


def declared(root: Path) -> Project:
    burglary = Indicator(
        title="burglary",
        role="headline",
        polarity="lower",
        unit="offences",
        sources={"police": Selection(category=("burglary",))},
        strands="subcategory",
        strand_titles={"home": "burglary of homes", "business": "burglary of businesses"},
    )
    hate = Indicator(
        title="hate incidents",
        role="headline",
        polarity="lower",
        unit="incidents",
        sources={"hate": Selection()},
        strands="flag",
        strands_overlap=True,
    )
    deaths = Indicator(
        title="deaths on the roads",
        role="severe",
        polarity="lower",
        unit="deaths",
        sources={"roads": Selection()},
        small_areas=False,
    )
    drugs = Indicator(
        title="deaths from drug misuse",
        role="benchmark",
        polarity="lower",
        value="rate",
        unit="per 100,000 people",
        sources={"health": Selection()},
        frequency="annual",
    )
    noise = Indicator(title="noise complaints", polarity="lower", unit="complaints", sources={"noise": Selection()})
    priorities = [
        Priority(
            id="burglary",
            position=1,
            title="Burglary",
            theme="crime",
            summary="Burglary of homes and businesses.",
            indicators={"burglary": burglary, "noise_complaints": noise},
        ),
        Priority(
            id="hate-crime",
            position=2,
            title="Hate crime",
            theme="crime",
            summary="Hate incidents and crimes.",
            indicators={"hate_incidents": hate},
        ),
        Priority(
            id="road-safety",
            position=3,
            title="Road safety",
            theme="risk",
            summary="Harm on the roads.",
            indicators={"road_deaths": deaths},
        ),
        Priority(
            id="drugs",
            position=4,
            title="Drugs",
            theme="risk",
            summary="Harm from drugs.",
            indicators={"drug_deaths": drugs},
        ),
        Priority(
            id="tensions", position=5, title="Community tensions", theme="risk", summary="Tensions between communities."
        ),
    ]
    return Project(
        root=root,
        partnership=Partnership(
            name="Exampleborough Partnership", district=District(code=SUBJECT, name="Exampleborough"), force="Exampleshire Police",
            synthetic=True, notice="Synthetic data: every figure is invented.", themes={"crime": Theme(title="Crime"), "risk": Theme(title="Reducing risk")},
            peers=("X07000002",), peers_name="districts of Exampleshire",
        ),
        contracts={name: contract(name) for name in ("police", "hate", "roads", "noise")} | {"health": contract("health", public=True)},
        priorities={one.id: one for one in priorities},
        rules=RatingRules(
            scale=(Scale(rating="Red", meaning="A highest priority."), Scale(rating="Amber", meaning="Kept in view.")),
            thresholds={"material_percent": 5},
            rules=(NamedRule(id="otherwise", proposes="Amber", condition="true", sentence="No rule applies."),),
        ),
        assessment=Assessment(id="2024", title="Strategic Intelligence Assessment", as_at=AS_AT, previous="2023", prepared_by="Insight Manager", prepared_for="The board", decision_required="Confirm the ratings."),
    )  # fmt: skip


@dataclass
class Frames:
    """The frames of `sia.signals.assess`."""

    signals: pl.DataFrame
    points: pl.DataFrame
    severe: pl.DataFrame
    levels: pl.DataFrame
    areas: pl.DataFrame
    groups: pl.DataFrame
    harm: pl.DataFrame
    further: pl.DataFrame
    mixes: pl.DataFrame
    mix_cells: pl.DataFrame
    rare: pl.DataFrame
    gaps: pl.DataFrame


def total(counts: list[int], window: Window) -> int:
    return sum(count for month, count in zip(MONTHS, counts, strict=True) if window.first <= month <= window.last)


def signal_row(name: str, counts: list[int], strand: str = "", **more: Any) -> dict[str, Any]:
    now, before = total(counts, CURRENT), total(counts, PREVIOUS)
    row = {
        "indicator": name, "strand": strand, "strand_title": None, "priority": "", "role": "headline", "polarity": "lower",
        "basis": "financial_year_to_date", "source": {"burglary": "police", "hate_incidents": "hate"}.get(name, "noise"), "proxy": "",
        "unit": "", "frequency": "monthly", "current_label": CURRENT.label, "previous_label": PREVIOUS.label,
        "current_first": CURRENT.first, "current_last": CURRENT.last, "previous_first": PREVIOUS.first, "previous_last": PREVIOUS.last,
        "current_count": now, "previous_count": before, "change": now - before,
        "change_percent": 100 * (now - before) / before if before >= 50 else None, "ratio": now / before if before else None,
        "lower": 0.7, "upper": 0.9, "p_value": 0.001, "q_value": None, "family_size": None, "clear": True, "material": True, "size": "large",
        "break_inside": False, "break_what": None, "counts_towards_rating": True, "reason": None,
        "signal": "improving" if now < before else "worsening", "season_strength": None, "season_peaks": None,
        "projected": None, "projected_lower_80": None, "projected_upper_80": None, "previous_year_total": None,
        "projection_months": None, "projection_method": None, "projection_reason": None, "projection_direction": None, "target": None, "assurance": None,
    }  # fmt: skip
    return {**row, **more}


HOME = [count - 40 for count in BURGLARY]
BUSINESS = [40] * 36
RACE = [max(count - 2, 0) for count in HATE]


def no_mixes() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Nothing whose make-up changes with the season."""
    mixes = {"indicator": pl.String, "changes": pl.Boolean, "first_month": pl.Date, "last_month": pl.Date}
    return pl.DataFrame(schema=mixes), pl.DataFrame(schema={"indicator": pl.String})


def signal_frames() -> Frames:
    rows = [
        signal_row(
            "burglary", BURGLARY, projected=1030.0, projected_lower_80=990.0, projected_upper_80=1070.0,
            previous_year_total=sum(BURGLARY[15:27]), projection_direction="lower", projection_method="weighted level", projection_months=12,
        ),
        signal_row("burglary", HOME, "home", q_value=0.01, family_size=2),
        signal_row("burglary", BUSINESS, "business", clear=False, material=False, size=None, signal="no clear change", family_size=2),
        signal_row("hate_incidents", HATE, clear=False, material=False, size=None, signal="no clear change"),
        signal_row("hate_incidents", RACE, "race", clear=False, material=False, size=None, signal="no clear change", family_size=1),
        signal_row("noise_complaints", [0] * 36, signal="cannot be calculated", reason="December 2023 is missing")
        | dict.fromkeys(("current_count", "previous_count", "change", "change_percent", "ratio", "lower", "upper", "p_value"))
        | {"clear": False, "material": False, "size": None},
    ]  # fmt: skip
    points = [
        {
            "indicator": "burglary",
            "strand": "",
            "month": month,
            "value": float(count),
            "adjusted": count * 1.01,
            "mean": 100.0,
            "lower_limit": 80.0,
            "upper_limit": 120.0,
            "special_cause": None,
            "phase": 1,
        }
        for month, count in zip(MONTHS, BURGLARY, strict=True)
    ]
    severe = [
        {
            "indicator": "road_deaths",
            "current": 9,
            "current_label": "the calendar year 2023",
            "expected": 4.2,
            "years_used": 5,
            "p_value": 0.02,
            "above_expectation": True,
            "reason": None,
        }
    ]
    level = {
        "indicator": "drug_deaths", "area_code": SUBJECT, "strand": "", "period_start": date(2020, 1, 1), "previous_start": date(2019, 1, 1), "years_ago_start": None, "period_label": "2020 to 2022", "value": 9.3, "lower": 7.9, "upper": 10.9,
        "previous_label": "2019 to 2021", "previous_value": 8.8, "benchmark": 5.2, "benchmark_name": "England", "position": "worse", "position_998": "worse",
        "trend": "no significant change", "signal": "no clear change", "reason": None,
    }  # fmt: skip
    areas = [
        {
            "indicator": "burglary",
            "area_code": code,
            "level": "ward",
            "name": name,
            "current_count": 1,
            "previous_count": 1,
            "change": 0,
            "change_percent": None,
            "ratio": 1.0,
            "lower": 0.9,
            "upper": 1.1,
            "p_value": 0.5,
            "q_value": 0.6,
            "clear": False,
            "signal": "no clear change",
            "reason": None,
        }
        for code, name in WARDS.items()
    ]
    points_of = {"current": 100.0 * total(HOME, CURRENT), "previous": 100.0 * total(HOME, PREVIOUS)}
    harm = {
        "indicator": "burglary",
        "current_points": points_of["current"],
        "previous_points": points_of["previous"],
        "ratio": points_of["current"] / points_of["previous"],
        "lower": 0.55,
        "upper": 0.84,
        "p_value": 0.001,
        "clear": True,
        "effective_events": 1000.0,
        "heaviest": "home",
        "method": "weighted_counts",
        "reason": None,
    }
    return Frames(
        pl.DataFrame(rows, infer_schema_length=None),
        pl.DataFrame(points),
        pl.DataFrame(severe),
        pl.DataFrame([level]),
        pl.DataFrame(areas),
        pl.DataFrame([{"indicator": "burglary", "level": "deprivation", "area_code": "1", "clear": True}]),
        pl.DataFrame([harm]),
        pl.DataFrame(schema=FURTHER),
        *no_mixes(),
        pl.DataFrame([rare_row("road_deaths", source="roads", treatment="list")], RARE, orient="row"),
        pl.DataFrame(schema=GAPS),
    )


def rare_row(indicator: str, strand: str = "", **more: Any) -> dict[str, Any]:
    """A row of `Signals.rare`."""
    return {**dict.fromkeys(RARE), "indicator": indicator, "strand": strand, "strand_title": strand, **more}


def ward_counts(all_now: int, all_before: int, small: int = 3) -> list[tuple[str, int, int]]:
    """Four wards and what is not placed: the third has a small count, for which what is not placed makes up."""
    now = [all_now // 3, all_now // 4, small]
    before = [all_before // 3, all_before // 4, 17]
    loose_now, loose_before = 14 - small, 13
    rest_now, rest_before = all_now - sum(now) - loose_now, all_before - sum(before) - loose_before
    codes = list(WARDS)
    return [
        *zip(codes, [*now, rest_now], [*before, rest_before], strict=True),
        ("", loose_now, loose_before),
    ]


def group_rows(now: int, before: int) -> list[tuple]:
    """Burglary in the most and in the least deprived fifth of small areas; 14 are in no known one."""
    residents = {"1": 30000, "5": 40000, "": None}
    counts = {"1": (now * 2 // 3, before * 3 // 4), "": (14, 14)}
    counts["5"] = tuple(whole - counts["1"][at] - 14 for at, whole in enumerate((now, before)))
    return [
        (
            "burglary",
            "deprivation",
            group,
            20 if group else 0,
            *counts[group],
            people,
            *area_sums(counts[group][0], people),
        )
        for group, people in residents.items()
    ]


def area_sums(count: int, people: int | None) -> tuple[float | None, float | None, float | None]:
    """Sums over twenty areas with as many people each, of which every other one has a fifth fewer events than the next."""
    if people is None:
        return None, None, None
    areas = [count / 20 * (0.9 if at % 2 else 1.1) for at in range(20)]
    each = people / 20
    return sum(one**2 for one in areas), sum(one * each for one in areas), 20 * each**2


def warehouse(small: int = 3) -> duckdb.DuckDBPyConnection:
    """An open database with the queries' results that publication reads."""
    connection = duckdb.connect()
    months = [month.isoformat() for month in MONTHS]
    measures = [
        (name, SUBJECT, "district", strand, month, count)
        for name, strand, counts in (
            ("burglary", "", BURGLARY),
            ("burglary", "home", HOME),
            ("burglary", "business", BUSINESS),
            ("hate_incidents", "", HATE),
            ("hate_incidents", "race", RACE),
        )
        for month, count in zip(months, counts, strict=True)
    ]
    peers = [("burglary", "X07000002", "district", "", month, 9) for month in months]
    wards = ward_counts(total(BURGLARY, CURRENT), total(BURGLARY, PREVIOUS), small)
    people = {"X05000001": 20000, "X05000002": 18000, "X05000003": 15000, "X05000004": 17000}
    tables = {
        "parameters": ("assessment varchar, district_code varchar, newest_month date", [("2024", SUBJECT, NEWEST)]),
        "measures": ("indicator varchar, area_code varchar, level varchar, strand varchar, month date, count bigint, denominator double", [(*row, None) for row in (*measures, *peers)]),
        "chosen_sources": ("indicator varchar, source varchar, proxy varchar", [("burglary", "police", ""), ("hate_incidents", "hate", ""), ("road_deaths", "roads", ""), ("drug_deaths", "health", ""), ("noise_complaints", "noise", "")]),
        "indicator_categories": ("indicator varchar, source varchar, category varchar, subcategory varchar", [("burglary", "police", "burglary", "home"), ("burglary", "police", "burglary", "business"), ("hate_incidents", "hate", "hate-incident", "")]),
        "area_rates": (
            "indicator varchar, area_code varchar, level varchar, name varchar, parent_code varchar, count bigint, persons double, rate double, previous_count bigint, rank bigint",
            [("burglary", code, "ward", WARDS.get(code, "not placed"), PLACE, now, people.get(code), 1000 * now / people[code] if code else None, before, place if code else None) for place, (code, now, before) in enumerate(wards, 1)],
        ),
        "group_counts": ("indicator varchar, dimension varchar, area_group varchar, areas bigint, count bigint, previous_count bigint, persons bigint, count_squares double, count_persons double, persons_squares double", group_rows(total(BURGLARY, CURRENT), total(BURGLARY, PREVIOUS))),
        "group_pieces": ("indicator varchar, period varchar, ward_code varchar, deprivation varchar, rural_urban varchar, count bigint", [("burglary", period, code or "", "1", "", count) for code, now, before in wards for period, count in (("current", now), ("previous", before))]),
        "harm_parts": ("indicator varchar, strand varchar, current_count bigint, previous_count bigint, weight double, weight_source varchar, version varchar, found_by_police boolean", [("burglary", name, total(counts, CURRENT), total(counts, PREVIOUS), weight, "made-up weights", "1", False) for name, counts, weight in (("home", HOME, 100.0), ("business", BUSINESS, None))]),
        "peer_ranks": ("indicator varchar, area_code varchar, name varchar, period_label varchar, count double, persons double, rate double, rank bigint, ties bigint, areas bigint, is_subject boolean, value_kind varchar", [("burglary", SUBJECT, "Exampleborough", CURRENT.label, float(total(BURGLARY, CURRENT)), 70000.0, 10.1, 1, 0, 2, True, "rate"), ("burglary", "X07000002", "Sampleton", CURRENT.label, 500.0, 60000.0, 8.3, 2, 0, 2, False, "rate")]),
        "register_counts": ("indicator varchar, area_code varchar, year_start date, count bigint", [("road_deaths", SUBJECT, date(year, 1, 1), count) for year, count in zip(range(2018, 2024), DEATHS, strict=True)]),
        "listed_years": ("indicator varchar, strand varchar, year_start date, count bigint", [("road_deaths", "", date(year, 1, 1), count) for year, count in zip(range(2018, 2024), DEATHS, strict=True)]),
        "levels": (
            "indicator varchar, area_code varchar, area_name varchar, strand varchar, period_start date, period_end date, period_label varchar, value double, lower double, upper double, numerator double, denominator double, benchmark double, benchmark_lower double, benchmark_upper double, benchmark_name varchar, mark varchar",
            [("drug_deaths", SUBJECT, "Exampleborough", "", date(year, 1, 1), date(year + 2, 12, 31), f"{year} to {year + 2}", 7.0 + year - 2016, 6.0 + year - 2016, 8.2 + year - 2016, None, None, 5.0, 4.9, 5.1, "England", None) for year in range(2016, 2021)],
        ),
        "denominators": ("indicator varchar, area_code varchar, year bigint, persons bigint", [(name, SUBJECT, 2022, 70000) for name in ("burglary", "hate_incidents")]),
        "standardised_counts": ("indicator varchar, area_code varchar, period varchar, months bigint, age_band varchar, first_age bigint, last_age bigint, standard double, version varchar, year bigint, persons bigint, count bigint", []),
        "unfitting_bands": ("indicator varchar, first_age bigint, last_age bigint, bands bigint", []),
        "outside_area": ("source varchar, month date, events bigint, without_location bigint", [("police", NEWEST, 120, 90), ("hate", NEWEST, 12, 2)]),
        "late_recording": ("source varchar, month date, events bigint, recorded_after_30_days bigint, share double", [("police", add_months(NEWEST, -at), 80, 6, 0.075) for at in range(12)]),
        "coverage": ("source varchar, area_code varchar, month date", [("police", SUBJECT, month) for month in MONTHS]),
        "areas": ("area_code varchar, level varchar, name varchar, parent_code varchar, valid_from date, valid_to date", [(SUBJECT, "district", "Exampleborough", "X23", None, None), (PLACE, "place", "Larkside", SUBJECT, None, None), *((code, "ward", name, PLACE, None, None) for code, name in WARDS.items())]),
        "sources": ("source varchar, title varchar, agency varchar, licence varchar, attribution varchar, public boolean, synthetic boolean, suppress_below integer, supplied boolean, problem varchar", [("police", "Police", "Exampleshire Police", "", "", False, True, 5, True, "")]),
    }  # fmt: skip
    for name, (columns, rows) in tables.items():
        connection.execute(f"create table {name} ({columns})")
        if rows:
            connection.executemany(f"insert into {name} values ({', '.join('?' * len(columns.split(',')))})", rows)
    return connection

"""Small areas ranked, and drawn as a map: rates with their intervals, what is suppressed left open and named."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from sia.publication.evidence import AreaFigure
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, rows
from sia.publication.tables import Table
from sia.publication.wording import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, listed, number, rate, sentence_case

MOST_AREAS, ROW, OPEN = 25, 20, "not shown"


def ranking_figure(
    look: Look,
    name: str,
    title: str,
    unit: str,
    areas: Sequence[AreaFigure],
    district: float | None,
    finding: str,
    source: str,
    table: Table,
) -> Figure | None:
    """Areas by rate, the highest first, with 95 % intervals; by count where there is no rate."""
    rated = all(area.rate is not None for area in areas if area.current_count is not None)
    shown = sorted(
        (area for area in areas if area.current_count is not None), key=lambda area: (-_value(area, rated), area.name)
    )[:MOST_AREAS]
    if len(shown) < 3:
        return None
    data = [_row(area, rated) for area in shown]
    order = [row["area"] for row in data]
    y = alt.Y("area:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, domain=False, ticks=False))
    axis = alt.Axis(title=None, orient="top", grid=True, domain=False, ticks=False, tickCount=5)
    base = alt.Chart(rows(data)).encode(y=y)
    layers: list[Any] = [base.mark_bar(size=ROW - 7, color=look.main).encode(x=alt.X("value:Q", axis=axis))]
    if rated:
        interval = base.mark_rule(color=look.main, strokeWidth=2, opacity=0.5).encode(
            x=alt.X("low:Q", axis=axis), x2="high:Q"
        )
        layers = [
            interval,
            base.mark_point(color=look.main, filled=True, size=60, opacity=1).encode(x=alt.X("value:Q", axis=axis)),
        ]
        if district is not None:
            mean = alt.Chart(rows([{"at": district}])).mark_rule(color=look.third, strokeDash=[4, 3], strokeWidth=1.5)
            layers.append(mean.encode(x=alt.X("at:Q")))
    what = (
        f"{sentence_case(unit)} {shown[0].per}, with 95% intervals; dashed: the district"
        if rated
        else sentence_case(unit)
    )
    chart = alt.layer(*layers).properties(width=look.width - 150, height=alt.Step(ROW), title=what)
    return Figure(name, finding, source, _alternative(title, shown, rated, areas), look.spec(chart), table)


def _value(area: AreaFigure, rated: bool) -> float:
    return area.rate if rated else area.current_count


def _row(area: AreaFigure, rated: bool) -> dict[str, Any]:
    row = {"area": area.name, "value": _value(area, rated)}
    return row | {"low": area.rate_lower, "high": area.rate_upper} if rated else row


def _alternative(title: str, shown: Sequence[AreaFigure], rated: bool, areas: Sequence[AreaFigure]) -> str:
    def told(area: AreaFigure) -> str:
        return f"{area.name} {rate(area.rate) if rated else number(area.current_count)}"

    per = f" {shown[0].per}" if rated else ""
    text = f"Ranking of {len(shown)} areas by {title}{per}: highest {listed(told(area) for area in shown[:3])}; lowest shown {told(shown[-1])}."
    withheld = sum(area.current_count is None for area in areas)
    return f"{text} {number(withheld)} not shown, to protect small numbers." if withheld else text


def map_figure(
    look: Look,
    name: str,
    title: str,
    areas: Sequence[AreaFigure],
    shapes: Mapping[str, Any],
    finding: str,
    source: str,
    table: Table,
) -> Figure | None:
    """A map of the rate in up to four classes; an area that is suppressed is hatched grey."""
    rated = [
        area for area in areas if area.current_count is not None and area.rate is not None and area.area_code in shapes
    ]
    if len(rated) < 3:
        return None
    limits = _quartiles([area.rate for area in rated])
    by_code = {area.area_code: area for area in areas}
    features = [
        {
            **shape,
            "properties": {
                "name": by_code[code].name if code in by_code else "",
                "class": _class(by_code.get(code), limits),
            },
        }
        for code, shape in sorted(shapes.items())
    ]
    hidden = any(feature["properties"]["class"] == OPEN for feature in features)
    domain = [*_class_labels(limits), *([OPEN] if hidden else [])]
    shades = [*_shades(look, len(limits) + 1), *([look.theme.colours.panel] if hidden else [])]
    chart = (
        alt.Chart(alt.Data(values=tuple(features)))
        .mark_geoshape(stroke=look.theme.colours.page, strokeWidth=1)
        .encode(
            color=alt.Color(
                "properties.class:N",
                scale=alt.Scale(domain=domain, range=shades),
                legend=alt.Legend(
                    title=sentence_case(rated[0].per), symbolType="square", orient="right", labelLimit=200
                ),
            )
        )
        .project(type="mercator")
        .properties(width=look.width - 150, height=look.height + 60)
    )
    top = sorted(rated, key=lambda area: -area.rate)[:3]
    alternative = f"Map of {title} {rated[0].per} by area: highest in {listed(f'{area.name} ({rate(area.rate)})' for area in top)}."
    return Figure(name, finding, source, alternative, look.spec(chart), table)


def _shades(look: Look, count: int) -> list[str]:
    """From the palest to the darkest, one for each class."""
    return ["#DCE6F0", "#9FB4CB", "#4F79A3", look.main][-count:]


def _quartiles(values: list[float]) -> list[float]:
    ordered = sorted(values)
    cuts = [ordered[len(ordered) * part // 4] for part in (1, 2, 3)]
    return sorted(set(cuts))


def _class(area: AreaFigure | None, limits: list[float]) -> str:
    if area is None or area.current_count is None or area.rate is None:
        return OPEN
    return _class_labels(limits)[sum(area.rate >= limit for limit in limits)]


def _class_labels(limits: list[float]) -> list[str]:
    between = [f"{rate(low)} to under {rate(high)}" for low, high in itertools.pairwise(limits)]
    return [f"under {rate(limits[0])}", *between, f"{rate(limits[-1])} or more"]


def area_table(name: str, areas: Sequence[AreaFigure], caption: str) -> Table:
    """Every area with both counts, its rank and, where residents are a fair measure, its rate."""
    rated = any(area.rate is not None for area in areas)
    headings = ("Area", "Earlier", "Latest", *((sentence_case(areas[0].per),) if rated else ()), "Rank", "Judgement")
    body = tuple(_area_row(area, rated) for area in areas)
    return Table(name, caption, headings, body, text_columns=(len(headings) - 1,))


def _area_row(area: AreaFigure, rated: bool) -> tuple[str, ...]:
    hidden = area.current_count is None
    per = SUPPRESSED if hidden else NOT_AVAILABLE if area.rate is None else rate(area.rate)
    rank = SUPPRESSED if hidden else NOT_APPLICABLE if area.rank is None else number(area.rank)
    counts = (SUPPRESSED if count is None else number(count) for count in (area.previous_count, area.current_count))
    return (area.name, *counts, *((per,) if rated else ()), rank, "not shown" if area.withheld else area.signal)

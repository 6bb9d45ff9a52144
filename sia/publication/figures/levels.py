"""A published rate or a level over its periods, with its interval, beside the benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt

from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, count_axis, rows
from sia.publication.tables import Table
from sia.publication.wording import NOT_AVAILABLE, number, sentence_case, short_period

FEWEST_PERIODS, PIXELS_A_LETTER, ROOM_FOR_NAMES = 2, 7, 110


@dataclass(frozen=True)
class LevelPoint:
    """One period of a level: its label, the value with its limits, and the benchmark's value."""

    label: str
    value: float
    lower: float | None
    upper: float | None
    benchmark: float | None


def level_figure(
    look: Look,
    name: str,
    title: str,
    unit: str,
    points: list[LevelPoint],
    area: str,
    benchmark_name: str,
    share: bool,
    finding: str,
    source: str,
) -> Figure | None:
    """None when there are fewer than two periods; `share`: values are percentages."""
    if len(points) < FEWEST_PERIODS:
        return None
    data = [_row(point) for point in points]
    order = [row["label"] for row in data]
    every = -(-len(order) * (PIXELS_A_LETTER * max(map(len, order)) + 14) // (look.width - ROOM_FOR_NAMES))
    axis = alt.Axis(title=None, labelAngle=0, labelOverlap=False, values=order[(len(order) - 1) % every :: every])
    x = alt.X("label:N", sort=order, scale=alt.Scale(domain=order, padding=0.3), axis=axis)
    y = count_axis("value")
    base = alt.Chart(rows(data)).encode(x=x)
    layers = [
        base.mark_rule(color=look.main, strokeWidth=2, opacity=0.45).encode(y=alt.Y("lower:Q"), y2="upper:Q"),
        base.mark_line(color=look.main, strokeWidth=2, point=alt.OverlayMarkDef(color=look.main, size=45)).encode(y=y),
    ]
    if any(point.benchmark is not None for point in points):
        layers.append(base.mark_line(color=look.third, strokeWidth=2, strokeDash=[5, 3]).encode(y=alt.Y("benchmark:Q")))
    layers += _names(look, data, x, area, benchmark_name)
    label = "Per cent" if share else sentence_case(unit)
    chart = alt.layer(*layers).properties(width=look.width - ROOM_FOR_NAMES, height=look.height, title=label)
    return Figure(
        name,
        finding,
        source,
        _alternative(title, points, area, benchmark_name, share),
        look.spec(chart),
        _table(name, title, points, benchmark_name, source),
    )


def _row(point: LevelPoint) -> dict:
    values = {"value": point.value, "lower": point.lower, "upper": point.upper, "benchmark": point.benchmark}
    return {"label": short_period(point.label), **values}


def _names(look: Look, data: list[dict], x: alt.X, area: str, benchmark_name: str) -> list[alt.Chart]:
    """Each line named beside its last point; a single line needs no name."""
    last = data[-1]
    if last["benchmark"] is None:
        return []
    return [
        alt.Chart(rows([{"label": last["label"], "at": last[field], "name": text}]))
        .mark_text(color=colour, align="left", dx=10, fontWeight="bold")
        .encode(x=x, y=alt.Y("at:Q"), text="name:N")
        for field, text, colour in (("value", area, look.main), ("benchmark", benchmark_name, look.third))
    ]


def _alternative(title: str, points: list[LevelPoint], area: str, benchmark_name: str, share: bool) -> str:
    write = _writer(points, "%" if share else "")
    first, last = points[0], points[-1]
    text = (
        f"Line chart of {title}: {area} {write(first.value)} in {first.label} and {write(last.value)} in {last.label}"
    )
    if last.benchmark is not None:
        text += f"; {benchmark_name} {write(last.benchmark)} in {last.label}"
    return f"{text}. Bars show 95% intervals." if last.lower is not None else f"{text}."


def _writer(points: list[LevelPoint], sign: str = "") -> Callable[[float], str]:
    """How values are written: whole numbers without a decimal where all are whole."""
    decimals = 0 if all(float(point.value).is_integer() for point in points) else 1
    return lambda value: f"{number(value, decimals)}{sign}"


def _table(name: str, title: str, points: list[LevelPoint], benchmark_name: str, source: str) -> Table:
    """Limits and benchmark have columns only where there are any."""
    columns = {
        "Value": "value",
        "Lower limit": "lower",
        "Upper limit": "upper",
        sentence_case(benchmark_name or "benchmark"): "benchmark",
    }
    kept = {
        heading: field for heading, field in columns.items() if any(getattr(one, field) is not None for one in points)
    }
    write = _writer(points)
    body = tuple(
        (
            point.label,
            *(
                NOT_AVAILABLE if getattr(point, field) is None else write(getattr(point, field))
                for field in kept.values()
            ),
        )
        for point in points
    )
    return Table(f"data-{name}", f"{sentence_case(title)}. {source}", ("Period", *kept), body)

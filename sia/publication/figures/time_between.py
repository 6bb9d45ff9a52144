"""The time between events too rare to be counted by month: each gap, how long is usual, and the limits (t-chart)."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from sia.calendar import add_months, long_date, month_of
from sia.publication.chart_series import MOST_MONTHS
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, rows, time_axis
from sia.publication.figures.trend import CAUSES, OUTSIDE
from sia.publication.rare_figure import RareFigure
from sia.publication.tables import Table
from sia.publication.wording import count_of, number, sentence_case

TICKS = (1, 5, 10, 20, 50, 100, 200, 400, 800, 1600)


def time_between_figure(
    look: Look, name: str, one: RareFigure, gaps: pl.DataFrame, finding: str, source: str
) -> Figure | None:
    """The gaps of the latest 72 months (`Signals.gaps` of one indicator); None where there is none."""
    if gaps.is_empty():
        return None
    oldest = add_months(month_of(gaps["occurred_on"].max()), 1 - MOST_MONTHS)
    points = [_point(row) for row in gaps.filter(pl.col("occurred_on") >= oldest).iter_rows(named=True)]
    return Figure(
        name,
        finding,
        source,
        _alternative(one, points, finding),
        look.spec(_chart(look, one, points)),
        _table(name, one, points, source),
    )


def _point(row: dict[str, Any]) -> dict[str, Any]:
    outside = row["special_cause"] in OUTSIDE
    return {
        "on": row["occurred_on"],
        "days": row["days"],
        "usual": row["mean"],
        "low": row["lower"],
        "high": row["upper"],
        "kind": "unusual" if outside else "value",
        "cause": CAUSES.get(row["special_cause"], ""),
    }


def _chart(look: Look, one: RareFigure, points: list[dict[str, Any]]) -> alt.LayerChart:
    x, top = time_axis("on", _months(points)), max(max(point["days"], point["high"]) for point in points)
    ticks = [tick for tick in TICKS if tick <= top]
    scale = alt.Scale(type="sqrt", domain=[0, 1.1 * top], nice=False)
    axis = alt.Axis(title=None, values=ticks, format=",~r")

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(rows(points)).encode(x=x)
    limit = base.mark_line(strokeWidth=1, color=look.quiet, strokeDash=[4, 3])
    kinds = ["value", "unusual"]
    point = base.mark_point(opacity=1, strokeWidth=1.5).encode(
        y=y("days"),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), legend=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[look.main, look.warm]), legend=None),
        fill=alt.Fill("kind:N", scale=alt.Scale(domain=kinds, range=[look.main, look.warm]), legend=None),
        size=alt.Size("kind:N", scale=alt.Scale(domain=kinds, range=[24, 90]), legend=None),
    )
    layers = [
        *([limit.encode(y=y("low"))] if max(point["low"] for point in points) >= 0.5 else []),
        limit.encode(y=y("high")),
        base.mark_line(strokeWidth=1.2, color=look.quiet).encode(y=y("usual")),
        base.mark_line(color=look.main, strokeWidth=1, strokeJoin="round", opacity=0.6).encode(y=y("days")),
        point,
    ]
    return alt.layer(*layers).properties(width=look.width, height=look.height, title=_title(one))


def _title(one: RareFigure) -> list[str]:
    return [
        f"Days between {one.unit}, at the day that ends each gap; the scale narrows towards the top:",
        "what is usual (grey line) and the range in which it usually varies (dashed)",
    ]


def _months(points: list[dict[str, Any]]) -> int:
    first, last = (month_of(points[place]["on"]) for place in (0, -1))
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _alternative(one: RareFigure, points: list[dict[str, Any]], finding: str) -> str:
    longest, shortest = (choose(points, key=lambda point: point["days"]) for choose in (max, min))
    last, outside = points[-1], sum(point["kind"] == "unusual" for point in points)
    text = (
        f"Line chart of the days between {one.title}, {long_date(points[0]['on'])} to {long_date(last['on'])}: from "
        f"{count_of(shortest['days'], 'days')} to {count_of(longest['days'], 'days')}, the longest ending on {long_date(longest['on'])}, "
        f"usually about {count_of(round(last['usual']), 'days')}, the latest {count_of(last['days'], 'days')}."
    )
    return (
        f"{text} {number(outside)} point{' lies' if outside == 1 else 's lie'} outside the limits." if outside else text
    )


def _table(name: str, one: RareFigure, points: list[dict[str, Any]], source: str) -> Table:
    body = tuple(
        (
            long_date(point["on"]),
            number(point["days"]),
            *(number(point[limit], 1) for limit in ("usual", "low", "high")),
            point["cause"],
        )
        for point in points
    )
    return Table(
        f"data-{name}",
        f"{sentence_case(one.title)}: days from one day with any to the next. {source}",
        ("Day that ends the gap", "Days", "Usual", "Lower limit", "Upper limit", "Special cause"),
        body,
        text_columns=(5,),
    )

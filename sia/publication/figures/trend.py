"""An indicator over time: the line, the limits within which it usually varies, changes of recording, the periods compared."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from sia.calendar import add_months
from sia.publication.chart_series import ChartSeries
from sia.publication.evidence import Comparison
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, count_axis, rows, time_axis
from sia.publication.tables import Table
from sia.publication.wording import financial_year_of, month_short, number, quarter, rate, sentence_case

EACH = {"month": "a month", "quarter": "a quarter", "year": "a financial year"}
#: Special causes in words, by the labels of the control chart.
CAUSES = {
    "Above UCL": "above the upper limit",
    "Below LCL": "below the lower limit",
    "7 Points Above CL": "seven or more in a row above the mean",
    "7 Points Below CL": "seven or more in a row below the mean",
    "2 in 3 Above CL": "two of three near the upper limit",
    "2 in 3 Below CL": "two of three near the lower limit",
    "7 Point Trend (Increasing)": "seven or more in a row rising",
    "7 Point Trend (Decreasing)": "seven or more in a row falling",
}
OUTSIDE = ("Above UCL", "Below LCL")
#: Above the greatest value, so that the names of the periods stand clear of the line.
HEADROOM = 1.15
BY = {"month": "by month", "quarter": "by quarter", "year": "by financial year"}


@dataclass(frozen=True)
class Limits:
    """The control chart of a monthly series, where it has one: by month the value charted (the count per 30.4 days, with
    the season taken out if `seasonal`), the centre, the limits, and the special causes."""

    charted: dict[date, float]
    mean: dict[date, float]
    lower: dict[date, float]
    upper: dict[date, float]
    special: dict[date, str]
    phase: dict[date, int]
    seasonal: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened on a date: a change in recording."""

    on: date
    label: str


def trend_figure(
    look: Look,
    name: str,
    series: ChartSeries,
    one: Comparison,
    finding: str,
    source: str,
    limits: Limits | None,
    marks: list[Mark],
    provisional: date | None,
) -> Figure:
    """The trend of an indicator at the grain that may be shown; limits are drawn on monthly values only."""
    drawn = limits if series.grain == "month" else None
    points = [_point(series, window.first, count, drawn, provisional) for window, count in series.points]
    layers = [
        *_windows(look, one, points),
        *_limits(look, points, drawn),
        *_line(look, points),
        *_marks(look, points, marks),
    ]
    title = _title(series, one, drawn)
    chart = alt.layer(*layers).properties(width=look.width, height=look.height, title=title)
    table = _table(name, series, one, points, drawn, source)
    return Figure(
        name, finding, source, _alternative(series, one, points, drawn, marks, finding), look.spec(chart), table
    )


def _point(
    series: ChartSeries, first: date, count: int, limits: Limits | None, provisional: date | None
) -> dict[str, Any]:
    row = {"from": first, "count": count, "drawn": limits.charted.get(first) if limits else count, "kind": "value"}
    if provisional is not None and series.grain == "month" and first >= provisional:
        row["kind"] = "provisional"
    if limits:
        row |= {"mean": limits.mean.get(first), "low": limits.lower.get(first), "high": limits.upper.get(first)}
        row["phase"] = limits.phase.get(first)
        row["kind"] = "unusual" if limits.special.get(first) in OUTSIDE else row["kind"]
    return row


def _windows(look: Look, one: Comparison, points: list[dict[str, Any]]) -> list[alt.Chart]:
    """The two periods compared, as quiet bands behind the line, named at their top."""
    if one.current is None or one.previous is None or not points:
        return []
    bands = [
        {"from": max(window.first, points[0]["from"]), "to": add_months(window.last, 1), "label": label}
        for window, label in ((one.previous, "compared with"), (one.current, "latest period"))
        if window.last >= points[0]["from"]
    ]
    base = alt.Chart(rows(bands))
    band = base.mark_rect(color=look.theme.colours.panel).encode(
        x=alt.X("from:T", scale=alt.Scale(type="utc")), x2="to:T"
    )
    label = base.mark_text(
        align="left", baseline="top", dx=4, color=look.quiet, fontSize=look.theme.chart.text_size - 2
    )
    return [band, label.encode(x=alt.X("from:T", scale=alt.Scale(type="utc")), y=alt.value(2), text="label:N")]


def _limits(look: Look, points: list[dict[str, Any]], limits: Limits | None) -> list[alt.Chart]:
    if not limits:
        return []
    plain = alt.Chart(rows(points)).encode(x=time_axis("from", len(points)))
    base = plain.encode(detail="phase:N")
    line = base.mark_line(strokeWidth=1, color=look.quiet, strokeDash=[4, 3])
    drawn = [
        line.encode(y=alt.Y("low:Q")),
        line.encode(y=alt.Y("high:Q")),
        base.mark_line(strokeWidth=1.2, color=look.quiet).encode(y=alt.Y("mean:Q")),
    ]
    raw = plain.mark_line(strokeWidth=1.2, color=look.second).encode(y=alt.Y("count:Q"))
    return [*drawn, raw] if limits.seasonal else drawn


def _title(series: ChartSeries, one: Comparison, limits: Limits | None) -> str | list[str]:
    title = f"{sentence_case(one.unit or one.title)} {EACH[series.grain]}"
    if not limits:
        return title
    if limits.seasonal:
        return [
            f"{title}: as counted (thin line) and with the season taken out (dark line),",
            "with the range in which it usually varies (dashed)",
        ]
    return f"{title} of 30.4 days, with the range in which it usually varies (dashed)"


def _line(look: Look, points: list[dict[str, Any]]) -> list[alt.Chart]:
    months = _span(points)
    base = alt.Chart(rows(_with_gaps(points))).encode(
        x=time_axis("from", months), y=count_axis("drawn", top=HEADROOM * _greatest(points))
    )
    shape = alt.Shape(
        "kind:N",
        scale=alt.Scale(domain=["value", "unusual", "provisional"], range=["circle", "diamond", "circle"]),
        legend=None,
    )
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["value", "unusual", "provisional"], range=[look.main, look.warm, look.main]),
        legend=None,
    )
    fill = alt.Fill(
        "kind:N",
        scale=alt.Scale(
            domain=["value", "unusual", "provisional"], range=[look.main, look.warm, look.theme.colours.page]
        ),
        legend=None,
    )
    size = alt.Size(
        "kind:N", scale=alt.Scale(domain=["value", "unusual", "provisional"], range=[24, 90, 40]), legend=None
    )
    return [
        base.mark_line(color=look.main, strokeWidth=2),
        base.mark_point(opacity=1, strokeWidth=1.5).encode(shape=shape, color=colour, fill=fill, size=size),
    ]


def _greatest(points: list[dict[str, Any]]) -> float:
    """The greatest number that the chart draws."""
    drawn = (point.get(name) for point in points for name in ("count", "drawn", "high"))
    return max(1.0, *(float(value) for value in drawn if value is not None))


def _with_gaps(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points with an empty one where periods are missing, so that no line is drawn across."""
    steps = [_months_between(a["from"], b["from"]) for a, b in itertools.pairwise(points)]
    usual = min(steps, default=1)
    filled: list[dict[str, Any]] = []
    for place, point in enumerate(points):
        filled.append(point)
        if place < len(steps) and steps[place] > usual:
            filled.append({"from": add_months(point["from"], usual), "count": None, "drawn": None, "kind": "value"})
    return filled


def _marks(look: Look, points: list[dict[str, Any]], marks: list[Mark]) -> list[alt.Chart]:
    inside = [
        {"from": mark.on, "label": mark.label} for mark in marks if points[0]["from"] < mark.on <= points[-1]["from"]
    ]
    if not inside:
        return []
    base = alt.Chart(rows(inside))
    x = alt.X("from:T", scale=alt.Scale(type="utc"))
    rule = base.mark_rule(color=look.third, strokeWidth=1.5, strokeDash=[2, 2]).encode(x=x)
    align = "right" if len(inside) == 1 and inside[0]["from"] > points[len(points) // 2]["from"] else "left"
    text = base.mark_text(align=align, baseline="bottom", dx=4 if align == "left" else -4, dy=-4, color=look.third)
    return [rule, text.encode(x=x, y=alt.value(look.height), text="label:N")]


def _span(points: list[dict[str, Any]]) -> int:
    return _months_between(points[0]["from"], points[-1]["from"]) + 1


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def period_label(series: ChartSeries, first: date) -> str:
    """How a point's period is named: "Dec 2023", "Oct–Dec 2023", "2022/23"."""
    return {"month": month_short, "quarter": quarter, "year": financial_year_of}[series.grain](first)


def _table(
    name: str, series: ChartSeries, one: Comparison, points: list[dict[str, Any]], limits: Limits | None, source: str
) -> Table:
    headings = (sentence_case(series.grain), sentence_case(one.unit or "count"))
    if limits:
        headings += ("As charted", "Mean", "Lower limit", "Upper limit", "Special cause")
    rows_ = [
        (period_label(series, point["from"]), number(point["count"]), *(_limit_cells(point, limits) if limits else ()))
        for point in points
    ]
    caption = f"{sentence_case(one.name)} {BY[series.grain]}. {source}"
    return Table(f"data-{name}", caption, headings, tuple(rows_), text_columns=(6,) if limits else ())


def _limit_cells(point: dict[str, Any], limits: Limits) -> tuple[str, ...]:
    numbers = (point["drawn"], point["mean"], point["low"], point["high"])
    return (
        *("" if value is None else rate(value) for value in numbers),
        CAUSES.get(limits.special.get(point["from"], ""), ""),
    )


def _alternative(
    series: ChartSeries,
    one: Comparison,
    points: list[dict[str, Any]],
    limits: Limits | None,
    marks: list[Mark],
    finding: str,
) -> str:
    highest = max(points, key=lambda point: point["count"])
    lowest = min(points, key=lambda point: point["count"])
    first, last = points[0], points[-1]
    text = (
        f"Line chart of {one.name} {BY[series.grain]}, {period_label(series, first['from'])} to "
        f"{period_label(series, last['from'])}: lowest {number(lowest['count'])} in {period_label(series, lowest['from'])}, "
        f"highest {number(highest['count'])} in {period_label(series, highest['from'])}, "
        f"latest {number(last['count'])}."
    )
    if limits and limits.special:
        count = sum(1 for point in points if point["kind"] == "unusual")
        text += f" {number(count)} point{' lies' if count == 1 else 's lie'} outside the limits." if count else ""
    named = [mark.label for mark in marks if first["from"] < mark.on <= last["from"]]
    return f"{text} Marked: {'; '.join(named)}." if named else text

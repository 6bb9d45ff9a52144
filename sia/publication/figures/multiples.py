"""The parts of an indicator over time, one small chart each, all from nought and at one grain."""

from __future__ import annotations

import altair as alt

from sia.publication.chart_series import ChartSeries
from sia.publication.evidence import Comparison
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, count_axis, rows, time_axis
from sia.publication.figures.trend import period_label
from sia.publication.tables import Table
from sia.publication.wording import listed, number, sentence_case

MOST_PANELS, COLUMNS, HEIGHT = 6, 3, 110


def strands_over_time(
    look: Look, name: str, one: Comparison, parts: list[tuple[Comparison, ChartSeries]], finding: str, source: str
) -> Figure | None:
    """At most six parts; None when fewer than two can be drawn."""
    parts = parts[:MOST_PANELS]
    if len(parts) < 2:
        return None
    columns = 2 if len(parts) in (2, 4) else COLUMNS
    width = (look.width - 50 * (columns - 1)) // columns
    panels = [_panel(look, part, series, width) for part, series in parts]
    lines = [alt.hconcat(*panels[at : at + columns], spacing=14) for at in range(0, len(panels), columns)]
    chart = alt.vconcat(*lines, spacing=18)
    ends = (
        f"{part.strand_title} from {number(series.points[0][1])} to {number(series.points[-1][1])}"
        for part, series in parts
    )
    first, last = (period_label(parts[0][1], parts[0][1].points[at][0].first) for at in (0, -1))
    alternative = (
        f"Small line charts of {one.title} by part and {parts[0][1].grain}, {first} to {last}: {listed(ends)}."
    )
    return Figure(name, finding, source, alternative, look.spec(chart), _table(name, one, parts, source))


def _panel(look: Look, part: Comparison, series: ChartSeries, width: int) -> alt.Chart:
    colour = look.warm if part.clear and (part.change or 0) > 0 else look.main
    points = [{"from": window.first, "count": count} for window, count in series.points]
    months = len(points) * {"month": 1, "quarter": 3, "year": 12}[series.grain]
    x = time_axis("from", max(months, 60))
    x.axis = alt.Axis(title=None, format="%Y", tickCount={"interval": "year", "step": 1 if months <= 48 else 2})
    return (
        alt.Chart(rows(points))
        .mark_line(color=colour, strokeWidth=2)
        .encode(x=x, y=count_axis("count", ticks=3))
        .properties(
            width=width,
            height=HEIGHT,
            title=alt.TitleParams(sentence_case(part.strand_title), color=look.theme.colours.text, fontWeight="bold"),
        )
    )


def _table(name: str, one: Comparison, parts: list[tuple[Comparison, ChartSeries]], source: str) -> Table:
    headings = ("Period", *(sentence_case(part.strand_title) for part, _ in parts))
    columns = [dict((window.first, count) for window, count in series.points) for _, series in parts]
    firsts = sorted({first for column in columns for first in column})
    body = tuple(
        (period_label(parts[0][1], first), *(number(column[first]) if first in column else "[x]" for column in columns))
        for first in firsts
    )
    caption = f"{sentence_case(one.title)} by part and {parts[0][1].grain}. {source}"
    return Table(f"data-{name}", caption, headings, body)

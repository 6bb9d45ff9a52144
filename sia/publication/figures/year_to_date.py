"""The financial year added up month by month against the year before, with where it would end on the pattern so far."""

from __future__ import annotations

from datetime import date

import altair as alt

from sia.calendar import add_months, financial_year_label, financial_year_start, month_name
from sia.publication.chart_series import ChartSeries
from sia.publication.evidence import Comparison
from sia.publication.figures.figure import Figure
from sia.publication.figures.look import Look, count_axis, rows
from sia.publication.tables import Table
from sia.publication.wording import number, range_of, sentence_case


def year_to_date_figure(
    look: Look, name: str, series: ChartSeries, one: Comparison, newest: date, finding: str, source: str
) -> Figure | None:
    """Two lines and a range; None without monthly points for both years or without a projection."""
    start = financial_year_start(newest)
    this, last = _running(series, start), _running(series, add_months(start, -12))
    if series.grain != "month" or one.projected is None or len(last) < 12 or len(this) < 2:
        return None
    labels = {start: financial_year_label(start), add_months(start, -12): financial_year_label(add_months(start, -12))}
    chart = _chart(look, this, last, one, list(labels.values())).properties(
        title=f"{sentence_case(one.unit)} since 1 April"
    )
    alternative = (
        f"Line chart of {one.name} added up from April: {labels[start]} stood at {number(this[-1]['total'])} at the end of "
        f"{month_name(newest)}, against {number(last[len(this) - 1]['total'])} a year before, and would end at about "
        f"{number(one.projected)} (80% range {range_of(one.projected_lower_80, one.projected_upper_80)}); "
        f"{list(labels.values())[1]} ended at {number(last[-1]['total'])}."
    )
    return Figure(
        name,
        finding,
        source,
        alternative,
        look.spec(chart),
        _table(name, one, this, last, list(labels.values()), source),
    )


def _running(series: ChartSeries, start: date) -> list[dict]:
    total, points = 0, []
    counts = {window.first: count for window, count in series.points}
    for place in range(12):
        month = add_months(start, place)
        if month not in counts:
            break
        total += counts[month]
        points.append({"place": place + 1, "month": month_name(month)[:3], "total": total})
    return points


def _chart(look: Look, this: list[dict], last: list[dict], one: Comparison, labels: list[str]) -> alt.LayerChart:
    months = [point["month"] for point in last]
    x = alt.X(
        "month:N", sort=months, scale=alt.Scale(domain=months, padding=0.3), axis=alt.Axis(title=None, labelAngle=0)
    )
    end = [{"month": months[-1], "low": one.projected_lower_80, "high": one.projected_upper_80, "total": one.projected}]
    ahead = [{**this[-1]}, {"month": months[-1], "total": one.projected}]
    y = count_axis("total")
    line = alt.Chart(rows(last)).mark_line(color=look.quiet, strokeWidth=1.8).encode(x=x, y=y)
    layers = [
        line,
        alt.Chart(rows(this))
        .mark_line(color=look.main, strokeWidth=2.6, point=alt.OverlayMarkDef(color=look.main))
        .encode(x=x, y=y),
        alt.Chart(rows(ahead)).mark_line(color=look.main, strokeDash=[4, 3], strokeWidth=1.6).encode(x=x, y=y),
        alt.Chart(rows(end))
        .mark_rule(color=look.main, strokeWidth=5, opacity=0.35)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q"),
        alt.Chart(rows(end)).mark_point(color=look.main, filled=True, size=60, opacity=1).encode(x=x, y=y),
    ]
    return alt.layer(*layers, *_labels(look, this, last, x, labels)).properties(width=look.width, height=look.height)


def _labels(look: Look, this: list[dict], last: list[dict], x: alt.X, labels: list[str]) -> list[alt.Chart]:
    """Each line named where the two are furthest apart from one another's end."""
    here = this[len(this) // 2]
    there = last[min(len(last) - 2, len(this) + 1 if len(this) < 9 else 9)]
    above = here["total"] >= last[here["place"] - 1]["total"]
    named = [(here, labels[0], look.main, above), (there, labels[1], look.quiet, not above)]
    return [
        alt.Chart(rows([{**point, "label": label}]))
        .mark_text(
            color=colour,
            align="right" if over else "left",
            dx=-8 if over else 8,
            dy=-10 if over else 14,
            fontWeight="bold",
        )
        .encode(x=x, y=alt.Y("total:Q"), text="label:N")
        for point, label, colour, over in named
    ]


def _table(name: str, one: Comparison, this: list[dict], last: list[dict], labels: list[str], source: str) -> Table:
    totals = {point["month"]: number(point["total"]) for point in this}
    body = tuple((point["month"], number(point["total"]), totals.get(point["month"], "")) for point in last)
    ends = (
        "Year end, projected",
        "",
        f"{number(one.projected)} ({range_of(one.projected_lower_80, one.projected_upper_80)})",
    )
    caption = f"{sentence_case(one.name)} added up from April. {source}"
    return Table(f"data-{name}", caption, ("Month", labels[1], labels[0]), (*body, ends))
